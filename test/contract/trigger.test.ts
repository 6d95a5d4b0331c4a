import type { GraphRequest } from '../../nodes/graph/graphRequest';
import type { ChangeEvent, Watch, WatchSettings } from '../../nodes/MicrosoftGraphTrigger/watches/watch';
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

/** The fields as a person may fill them in, where that decides what is asked. */
const ways: Readonly<Record<string, ReadonlyArray<Partial<WatchSettings['parameters']>>>> = {
	message: ['mailbox', 'subfolders', 'several'].map((scope) => ({
		text: (name) => (name === 'folderScope' ? scope : `{${name}}`),
		value: () => ({ folder: [{ folderId: '{folderId}' }] }),
	})),
	task: [{ id: (name) => (name === 'taskListId' ? '' : `{${name}}`) }],
};

/** What a watch asks, however its rounds begin, and the example for the editor. */
async function requestsOf(watch: Watch): Promise<GraphRequest[]> {
	const all = [];
	for (const way of [{}, ...(ways[watch.value] ?? [])]) all.push(...(await requestsIn(watch, way)));
	return all;
}

async function requestsIn(
	{ events, simple = [], source }: Watch,
	way: Partial<WatchSettings['parameters']>,
): Promise<GraphRequest[]> {
	const sent: GraphRequest[] = [];
	const { feeds, containers, latest } = await source({
		parameters: { ...fieldsByName, ...way },
		options: {},
		events: Object.keys(events) as ChangeEvent[],
		select: simple.join(','),
		send: async (request) => {
			sent.push(request);
			const body = { id: '{id}', value: [{ id: '{id}' }], '@odata.deltaLink': 'https://graph.example/delta' };
			return { status: 200, headers: {}, body };
		},
	});
	const found = await containers?.find(undefined);
	await containers?.containersOf?.(['{id}']);
	const inContainers = (found?.ids ?? []).map((id) => containers?.feed(id, new Set(found?.ids)));
	const all = [...feeds, ...inContainers].filter((feed) => feed !== undefined);
	const example = typeof latest === 'function' ? await latest() : latest;
	const ofFeeds = all.flatMap(({ all: first, since, latest: now }) => [
		first(0),
		...(since ? [since('2026-01-01T00:00:00Z')] : []),
		...(now ? [now] : []),
	]);
	return [...sent, ...ofFeeds, example];
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
