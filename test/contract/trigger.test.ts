import type { GraphRequest } from '../../nodes/graph/graphRequest';
import type { ChangeEvent, Watch } from '../../nodes/MicrosoftGraphTrigger/watches/watch';
import { watches } from '../../nodes/MicrosoftGraphTrigger/watches';
import { aliases } from '../operations/deviations';
import { fieldsByName } from '../operations/watchFields';
import { contractFolder, expectNonePromised } from './openApi';
import { permissionsOf, readPermissions } from './permissions';
import { lookUp, readExtract, readPackages } from './sdk';

/*
 * What the trigger asks for each thing that it watches, against what Microsoft publishes of Graph: the SDK in node_modules,
 * and, where they are at hand, an extract of the whole SDK and the table of permissions.
 */
const extract = readExtract(contractFolder);
const sdk = [readPackages(), ...(extract ? [extract] : [])];
const permissionTable = readPermissions(contractFolder);

if (extract === undefined || permissionTable === undefined) {
	console.warn(
		`Not all of Microsoft's descriptions of Graph are in ${contractFolder}: what the trigger asks is checked in part.`,
	);
	it('lacks descriptions where none were promised', expectNonePromised);
}

/** Tokens come in the links that Graph gives; `latest` and its like are values of theirs. */
const tokens = ['$deltatoken', 'token'];

/** What a watch asks, however its rounds begin, and the example for the editor. */
async function requestsOf({ events, simple = [], source }: Watch): Promise<GraphRequest[]> {
	const { feeds, latest } = await source({
		parameters: fieldsByName,
		options: {},
		events: Object.keys(events) as ChangeEvent[],
		select: simple.join(','),
		send: async () => ({ status: 200, headers: {}, body: { id: '{id}', value: [{ id: '{id}' }] } }),
	});
	const ofFeeds = feeds.flatMap(({ all, since, latest: now }) => [
		all(0),
		...(since ? [since('2026-01-01T00:00:00Z')] : []),
		...(now ? [now] : []),
	]);
	return [...ofFeeds, latest];
}

/** The names that Graph has for a path: its own, and those that the descriptions know it by. */
function namesOf({ path }: GraphRequest): string[] {
	const names = [`/${path.join('/')}`];
	for (const { from, to } of aliases) names.push(String(names.at(-1)).replace(from, to));
	return [...new Set(names)];
}

const isSet = ([, value]: [string, unknown]) => value !== undefined && value !== '';

describe.each(watches.map((watch) => [watch.value, watch] as const))('%s', (_, watch) => {
	test('asks for paths that there are, by parameters that they take', async () => {
		for (const request of await requestsOf(watch)) {
			const found = namesOf(request).map((name) => lookUp(sdk, request.method, name));
			const known = found.find((one) => one !== undefined && 'query' in one);
			if (known === undefined || !('query' in known)) {
				// Without the extract an area may be unknown; a path that is not there in a known one is wrong.
				expect(found).toContain(undefined);
				continue;
			}
			const names = Object.entries(request.query ?? {}).filter(isSet);
			const foreign = names
				.map(([name]) => name.toLowerCase())
				.filter((name) => !known.query.has(name) && !tokens.includes(name));
			expect({ path: known.template, foreign }).toEqual({ path: known.template, foreign: [] });
		}
	});

	const table = permissionTable;
	if (table === undefined) return;
	test('names permissions that Microsoft lists for them, with both deliveries', async () => {
		const { permissions, subscriptionPermissions = permissions } = watch;
		for (const request of await requestsOf(watch)) {
			const listed = namesOf(request)
				.map((name) => permissionsOf(table, request.method, name))
				.find((one) => one !== undefined);
			for (const named of [permissions, subscriptionPermissions]) {
				expect({ path: request.path, named, fits: named.some((name) => listed?.has(name)) }).toEqual({
					path: request.path,
					named,
					fits: true,
				});
			}
		}
	});
});
