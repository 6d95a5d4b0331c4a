import { dirname, join } from 'node:path';
import { resources } from '../nodes/MicrosoftGraph/operations';
import { schemaMaker, simplifiedSchema } from './outputSchema';
import { schemaTypes } from './schemaTypes';

/**
 * The schemas of the operations' outputs, as n8n looks for them.
 * @returns their texts by their paths in the folder `__schema__` of the node
 * @throws Error where `schemaTypes` names an operation or a type that doesn't exist
 */
export function schemaFiles(): Map<string, string> {
	const types = join(
		dirname(__dirname),
		'node_modules',
		'@microsoft',
		'microsoft-graph-types',
		'microsoft-graph.d.ts',
	);
	const { schemaOf } = schemaMaker(types);
	const files = new Map<string, string>();
	for (const [resource, operations] of Object.entries(schemaTypes)) {
		for (const [value, type] of Object.entries(operations)) {
			const operation = resources
				.find((one) => one.value === resource)
				?.operations.find((one) => one.value === value);
			if (operation === undefined) throw new Error(`There is no operation ${resource}: ${value}.`);
			const { simple } = operation;
			const schema = {
				...(simple ? simplifiedSchema(schemaOf(type, simple, 4), simple) : schemaOf(type)),
				version: 1,
			};
			files.set(join('v1.0.0', resource, `${value}.json`), `${JSON.stringify(schema)}\n`);
		}
	}
	return files;
}
