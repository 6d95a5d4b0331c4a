import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stopEngine } from '../integration/harness/engine';
import type { Difference } from '../shape';
import { parts } from '../tenant/parts';
import { recordingDifferences, recordingOf, type RecordedShape } from '../tenant/recording';
import { simulate } from '../tenant/simulated';

/*
 * What `npm run tenant` recorded in tenants, against the same steps on the simulator. A recording holds no value of its
 * tenant; docs/tenant.md says how to contribute one.
 */
const folder = join(__dirname, 'recordings');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
const text = ({ path, kind, expected, actual }: Difference) =>
	`${path || 'the answer'}: ${kind}, ${expected || 'nothing'} in the tenant, ${actual || 'nothing'} in the simulator`;

async function recordSimulator(): Promise<RecordedShape[]> {
	const { signal } = new AbortController();
	const names = parts.map(({ name }) => name);
	const { simulated, graphUrl } = await simulate(names, {
		prefix: 'n8n-tenant-contract',
		readOnly: false,
		stop: signal,
	});
	return recordingOf(
		simulated.results.map(({ part, does, exchanges }) => ({ step: `${part}: ${does}`, exchanges })),
		graphUrl,
	);
}

let simulated: RecordedShape[];
beforeAll(async () => {
	simulated = await recordSimulator();
	if (files.length === 0)
		console.info('No recording of a tenant was contributed: the simulator is compared with itself.');
});
afterAll(stopEngine);

for (const file of files) {
	it(`${file}: the simulator answers as this tenant did`, () => {
		const recorded = JSON.parse(readFileSync(join(folder, file), 'utf8')) as RecordedShape[];
		const found = [...recordingDifferences(recorded, simulated)].flatMap(([request, differences]) =>
			differences.map((difference) => `${request} ${text(difference)}`),
		);
		expect(found).toEqual([]);
	});
}

it('compares each request of a recording, and would be told of a difference', () => {
	const recorded = JSON.parse(JSON.stringify(simulated)) as RecordedShape[];
	const same = recordingDifferences(recorded, simulated);
	expect(same.size).toBeGreaterThan(120);
	expect([...same.values()].flat()).toEqual([]);

	const calendars = recorded.find(
		({ method, path }) => `${method} ${path}` === 'POST /v1.0/users/{}/calendars',
	);
	const { properties } = calendars?.answer as unknown as { properties: Record<string, string> };
	properties.name = 'number';
	properties.somethingNew = 'string';
	expect(recordingDifferences(recorded, simulated).get('POST /v1.0/users/{}/calendars')?.map(text)).toEqual([
		'name: type, number in the tenant, string in the simulator',
		'somethingNew: missing property, string in the tenant, nothing in the simulator',
	]);
});
