import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import type { Schema } from '../../../scripts/outputSchema';
import { schemaFiles } from '../../../scripts/schemaFiles';
import { parametersOf } from '../../operations/samples';
import { binaryField } from '../harness';
import { useProduct } from '../harness/product';

/* What n8n's editor and its agents are told of an operation's output, against what comes out of it. */
const product = useProduct({ settings: { unknownPaths: 'answer' } });

const folder = join(__dirname, '..', '..', '..', 'nodes', 'MicrosoftGraph', '__schema__');
const files = schemaFiles();

test('the schemas are fresh (npm run schemas)', () => {
	const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
		name.endsWith('.json'),
	);
	expect(names.sort()).toEqual([...files.keys()].sort());
	for (const [name, text] of files) expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
});

test('the schemas add less than 256 KB to the package', () => {
	const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
	expect(bytes).toBeLessThan(256 * 1024);
});

/** Where a value isn't of its schema, as paths. */
function wrongIn(schema: Schema, value: unknown, path: string): string[] {
	if (value === undefined || value === null) return [];
	const type = Array.isArray(value) ? 'array' : typeof value;
	if (type !== schema.type) return [`${path}: ${type} instead of ${schema.type}`];
	if (Array.isArray(value)) {
		return value.flatMap((one, index) => wrongIn(schema.items as Schema, one, `${path}[${index}]`));
	}
	return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
		wrongIn(inner, (value as Record<string, unknown>)[name], `${path}.${name}`),
	);
}

test.each([...files])('%s is what comes out', async (name, text) => {
	const schema = JSON.parse(text) as Required<Schema>;
	const [, resource, operation] = name.replace('.json', '').split(/[/\\]/);
	const entry = resources
		.filter(({ value }) => value === resource)
		.flatMap((one) =>
			one.operations.flatMap((each) =>
				each.value === operation ? [{ resource: one, operation: each }] : [],
			),
		)[0];
	const file = await binaryField({ content: 'content', fileName: 'file.txt', mimeType: 'text/plain' });
	const run = await product.run(await parametersOf(entry, product.simulator), {
		input: [{ json: {}, binary: { data: file } }],
	});
	expect(run.error).toBeUndefined();
	const names = Object.keys(schema.properties);
	expect(names.length).toBeGreaterThan(1);
	for (const { json } of run.items) {
		expect(wrongIn(schema, json, '')).toEqual([]);
		// It's the same kind of object.
		expect(names.filter((one) => json[one] !== undefined).length).toBeGreaterThan(1);
	}
});
