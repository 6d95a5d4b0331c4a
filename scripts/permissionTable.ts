// What scripts/permissions.ts compiles, and how: Microsoft's table has too much, and too little.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GraphRequest } from '../nodes/graph/graphRequest';
import { resources } from '../nodes/MicrosoftGraph/operations';
import { watches } from '../nodes/MicrosoftGraphTrigger/watches';
import { comparablePath } from '../nodes/graph/errors/permissions';
import type { ChangeEvent, Watch } from '../nodes/MicrosoftGraphTrigger/watches/watch';
import { pathIndex, type PathIndex } from '../test/contract/paths';
import { aliases } from '../test/operations/deviations';
import { fieldsByName } from '../test/operations/watchFields';
import { answer, recordAll } from './operationRequests';

/** The compiled file. */
export const tableFile = join(dirname(__dirname), 'nodes', 'graph', 'errors', 'permissionTable.ts');

/** What is compiled: sets of permissions, any of which suffices, as names with blanks between, the least first. */
export interface Compiled {
	/** Year and month of Microsoft's table. */
	date: string;
	/** Sets by operation, such as `user:delete`, or `trigger:message`; a set begins with what the operation names. */
	operations: Record<string, string[]>;
	/** Requests by set; a request is a method and a path of Microsoft's table, with `{}` for each ID. */
	requests: Record<string, string[]>;
	/** Where an operation names none of those that the table calls the least for a request of its usual way. */
	notLeast: NotLeast[];
	/** Requests of an operation's usual way that Microsoft's table lacks, as `operation: request`. */
	unlisted: string[];
}

/** An operation that names another permission than the least. */
export interface NotLeast {
	operation: string;
	request: string;
	least: string[];
}

interface Listed {
	least: boolean;
	/** One of these is needed in addition. */
	also: string[];
}
/** By method, then by permission. */
type Methods = Record<string, Record<string, Listed>>;

interface Source {
	table: PathIndex<Methods>;
	descriptions: Map<string, string>;
	/** How many requests each permission allows. */
	opened: ReadonlyMap<string, number>;
	/** The application permissions that apps can be given. */
	provisioned: ReadonlySet<string>;
	date: string;
}

/** App roles that the table names as the delegated permission is named. */
const renamed: Readonly<Record<string, string>> = {
	'Calendars.ReadBasic': 'Calendars.ReadBasic.All',
	'TeamsTab.ReadWriteForChat': 'TeamsTab.ReadWriteForChat.All',
};

/**
 * Permissions that allow only a part of what a request is for: some objects, or some properties. They count where an operation
 * names them itself.
 */
const partial: ReadonlyArray<{ permission: RegExp; path?: RegExp; reason: string }> = [
	{ permission: /\.(Group|Chat|User)$/, reason: 'It is given by the owner of one team or chat.' },
	{ permission: /\.CrossCloud$/, reason: 'It is for users that come from another cloud.' },
	{ permission: /\.AppFolder$/, reason: "It is for the app's own folder." },
	{ permission: /\.Selected$/, reason: 'It is for what the app was given by a grant.' },
	{ permission: /\.OwnedBy$/, reason: 'It is for what the app owns.' },
	{ permission: /^TeamsTab\.ReadWriteSelf/, reason: "It is for the Teams app's own tabs." },
	{ permission: /^Agent/, reason: 'It is for the identities of agents.' },
	{
		permission: /^DeviceManagement/,
		path: /^\/(users|groups|organization|devices)/,
		reason: "It is for Intune's own resource at the same path.",
	},
	{ permission: /^User-/, reason: 'It is for a few properties of users.' },
	{
		permission: /^User\.(EnableDisableAccount|ManageIdentities)\.All$/,
		reason: 'It is for one property of users.',
	},
	{
		permission: /^Group-|^Group\.ManageProtection/,
		reason: 'It is for a few properties of groups.',
	},
	{ permission: /^Group\./, path: /drive|shares/, reason: 'It is for the files of groups.' },
	{
		permission: /^Application\.ReadWrite\.All$/,
		path: /approleassign/,
		reason: 'It grants no roles of Microsoft Graph itself.',
	},
	{ permission: /^Teamwork\.Migrate/, reason: 'It is for teams while they are migrated.' },
];

/**
 * What operations request of workbooks. The pages say "not supported" for apps, or name a permission that reads for
 * requests that write; recorded responses show that all of it works for an app. The pages' delegated permission is
 * Files.ReadWrite, for reads too, so an app needs its counterpart.
 */
const inWorkbooks: readonly string[] = [
	'POST application/calculate',
	'POST closeSession',
	'POST createSession',
	'GET names',
	'POST names/add',
	'GET operations/{}',
	'GET sessionInfoResource(key={})',
	'GET tableRowOperationResult(key={})',
	'GET worksheets',
	'POST worksheets/add',
	'DELETE worksheets/{}',
	'GET worksheets/{}',
	'PATCH worksheets/{}',
	'GET worksheets/{}/charts',
	'POST worksheets/{}/charts/add',
	'PATCH worksheets/{}/charts/{}',
	'GET worksheets/{}/charts/{}/image',
	'GET worksheets/{}/charts/{}/image(width={})',
	'GET worksheets/{}/charts/{}/image(width={},height={})',
	'GET worksheets/{}/charts/{}/image(width={},height={},fittingMode={})',
	'GET worksheets/{}/names',
	'POST worksheets/{}/names/add',
	'GET worksheets/{}/range(address={})',
	'PATCH worksheets/{}/range(address={})',
	'POST worksheets/{}/range(address={})/clear',
	'POST worksheets/{}/range(address={})/delete',
	'POST worksheets/{}/range(address={})/insert',
	'GET worksheets/{}/tables',
	'POST worksheets/{}/tables/add',
	'GET worksheets/{}/usedRange',
	'GET worksheets/{}/usedRange(valuesOnly={})',
	'GET worksheets/{}/usedRange(valuesOnly={})/row(row={})',
	'GET tables',
	'POST tables/add',
	'DELETE tables/{}',
	'GET tables/{}',
	'PATCH tables/{}',
	'POST tables/{}/clearFilters',
	'POST tables/{}/convertToRange',
	'GET tables/{}/columns',
	'POST tables/{}/columns/add',
	'GET tables/{}/dataBodyRange',
	'GET tables/{}/headerRowRange',
	'GET tables/{}/range',
	'GET tables/{}/rows',
	'POST tables/{}/rows/add',
	'DELETE tables/{}/rows/itemAt(index={})',
	'GET tables/{}/rows/itemAt(index={})',
	'PATCH tables/{}/rows/itemAt(index={})',
	'POST tables/{}/sort/clear',
];

/** Rows that the table lacks, or has wrong; from the page of each request in Graph's reference. */
const corrections: Readonly<Record<string, string[]>> = {
	...Object.fromEntries(
		inWorkbooks.map((request) => [
			request.replace(' ', ' /drives/{}/items/{}/workbook/'),
			['Files.ReadWrite.All', 'Sites.ReadWrite.All'],
		]),
	),
	'GET /users/{}/messages/{}/attachments/{}': ['Mail.Read'],
	'GET /users/{}/messages/{}/attachments/{}/$value': ['Mail.Read'],
	'DELETE /users/{}/messages/{}/attachments/{}': ['Mail.ReadWrite'],
	// The table has Calendars.ReadWrite, by mistake.
	'POST /users/{}/messages/{}/attachments/createUploadSession': ['Mail.ReadWrite'],
	'GET /users/{}/events/{}/attachments/{}': ['Calendars.Read', 'Calendars.ReadWrite'],
	'GET /users/{}/events/{}/attachments/{}/$value': ['Calendars.Read', 'Calendars.ReadWrite'],
	'DELETE /users/{}/events/{}/attachments/{}': ['Calendars.ReadWrite'],
	// The table has Mail.ReadWrite as well, by mistake.
	'POST /users/{}/events/{}/attachments/createUploadSession': ['Calendars.ReadWrite'],
	'PATCH /users/{}/calendars/{}': ['Calendars.ReadWrite'],
	'GET /users/{}/calendar/calendarPermissions': [
		'Calendars.ReadBasic.All',
		'Calendars.Read',
		'Calendars.ReadWrite',
	],
	'POST /users/{}/calendar/calendarPermissions': ['Calendars.ReadWrite'],
	'PATCH /users/{}/calendar/calendarPermissions/{}': ['Calendars.ReadWrite'],
	'GET /users/{}/calendars/{}/calendarPermissions': [
		'Calendars.ReadBasic.All',
		'Calendars.Read',
		'Calendars.ReadWrite',
	],
	'POST /users/{}/calendars/{}/calendarPermissions': ['Calendars.ReadWrite'],
	'PATCH /users/{}/calendars/{}/calendarPermissions/{}': ['Calendars.ReadWrite'],
	'DELETE /users/{}/calendars/{}/calendarPermissions/{}': ['Calendars.ReadWrite'],
	'POST /drives/{}/items/{}/permanentDelete': ['Files.ReadWrite.All', 'Sites.ReadWrite.All'],
	'POST /groups/{}/members/$ref': [
		'GroupMember.ReadWrite.All',
		'Group.ReadWrite.All',
		'Directory.ReadWrite.All',
	],
	'GET /directory/deletedItems/microsoft.graph.user': [
		'User.Read.All',
		'User.ReadWrite.All',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	],
	'GET /users/{}/memberOf/microsoft.graph.group': ['Directory.Read.All', 'Directory.ReadWrite.All'],
};

/** What one operation needs for a request that others make for something else. */
const ownRows: Readonly<Record<string, Record<string, string[]>>> = {
	// "Add members": by members@odata.bind, which the table has not apart from other changes of a group.
	'group:addMembers': {
		'PATCH /groups/{}': ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'],
	},
};

/** Reads what Microsoft publishes; `undefined` where it isn't available. */
function readSource(folder: string): Source | undefined {
	const read = (name: string) => readFileSync(join(folder, name), 'utf8');
	if (!existsSync(join(folder, 'permissions.json'))) return undefined;
	interface Scheme {
		adminDescription?: string;
	}
	const { permissions } = JSON.parse(read('permissions.json')) as {
		permissions: Record<
			string,
			{
				schemes: { Application?: Scheme };
				pathSets: Array<{ schemeKeys: string[]; methods: string[]; paths: Record<string, string> }>;
			}
		>;
	};
	const { applicationScopesList } = JSON.parse(read('permissions-descriptions.json')) as {
		applicationScopesList: Array<{ value: string; adminConsentDescription?: string }>;
	};
	const entries = Object.entries(permissions).flatMap(([given, { pathSets }]) => {
		const name = renamed[given] ?? given;
		return pathSets
			.filter(({ schemeKeys }) => schemeKeys.includes('Application'))
			.flatMap(({ methods, paths }) =>
				Object.entries(paths).map(([path, notes]): [string, Methods] => {
					const least = /least=[^;]*Application/.test(notes);
					const also = /AlsoRequires=([^;]*)/.exec(notes)?.[1]?.split(',') ?? [];
					return [path, Object.fromEntries(methods.map((method) => [method, { [name]: { least, also } }]))];
				}),
			);
	});
	const table = pathIndex(entries, (one, other) => {
		const methods = { ...one };
		for (const [method, listed] of Object.entries(other)) methods[method] = { ...methods[method], ...listed };
		return methods;
	});
	const descriptions = new Map(
		Object.entries(permissions).map(([given, { schemes }]) => [
			renamed[given] ?? given,
			schemes.Application?.adminDescription ?? '',
		]),
	);
	const opened = new Map<string, number>();
	for (const [, methods] of entries) {
		for (const name of Object.values(methods).flatMap((listed) => Object.keys(listed)))
			opened.set(name, (opened.get(name) ?? 0) + 1);
	}
	const date = /`permissions\.json`.*?(\d{4}-\d{2})/.exec(read('README.md'))?.[1] ?? 'unknown';
	return {
		table,
		descriptions,
		opened,
		provisioned: new Set(applicationScopesList.map(({ value }) => value)),
		date,
	};
}

/** A row for one request: the permissions, and what each of them needs in addition. */
interface Row {
	template: string;
	names: string[];
	/** Those that the table calls the least. */
	least: string[];
	also: ReadonlyMap<string, readonly string[]>;
}

/** `GET /users/{}/messages` */
const keyOf = (method: string, path: string) => `${method} /${comparablePath(path).join('/')}`;

function rowFinder({ table, descriptions, provisioned, opened }: Source, named: ReadonlySet<string>) {
	const corrected = pathIndex(
		Object.entries(corrections).map(([key, names]): [string, Methods] => {
			const [method = '', path = ''] = key.split(' ');
			const listed = names.map((name, index) => [name, { least: index === 0, also: [] }]);
			return [path, { [method]: Object.fromEntries(listed) as Record<string, Listed> }];
		}),
		(one, other) => ({ ...one, ...other }),
	);
	/** With those that Microsoft describes as to read and more, and those to which SharePoint has all below. */
	const including = (names: readonly string[]): string[] => {
		const more = names.flatMap((name) => {
			const greater = name.replace(/\.Read\b/, '.ReadWrite');
			const reads = /\bread\b/i.test(descriptions.get(greater) ?? '');
			return greater !== name && reads ? [greater] : [];
		});
		const inSharePoint = names.some((name) => /^Sites\.(Read|ReadWrite|Manage)\.All$/.test(name));
		const sites = names.includes('Sites.FullControl.All')
			? []
			: inSharePoint
				? ['Sites.Manage.All', 'Sites.FullControl.All']
				: [];
		return [...new Set([...names, ...more, ...sites])];
	};
	/** How much of Graph a permission allows: the least comes first. */
	const breadth = (name: string): number => {
		if (/^Sites\.(Manage|FullControl)/.test(name)) return Infinity;
		const own = opened.get(name) ?? 0;
		return /\.ReadWrite\b/.test(name) ? Math.max(own, breadth(name.replace('.ReadWrite', '.Read')) + 1) : own;
	};
	const inOrder = (names: readonly string[]) =>
		including([...names].sort((one, other) => breadth(one) - breadth(other) || (one < other ? -1 : 1)));
	const rowOf = (method: string, path: string, at: PathIndex<Methods>): Row | undefined => {
		const found = at.find(path);
		const listed = found?.value[method];
		if (found === undefined || listed === undefined) return undefined;
		const given = Object.entries(listed).filter(
			([name]) => (provisioned.has(name) || named.has(name)) && !/\.(Group|Chat|User)$/.test(name),
		);
		return {
			template: found.template,
			names: given.map(([name]) => name),
			least: given.filter(([, { least }]) => least).map(([name]) => name),
			also: new Map(given.map(([name, { also }]) => [name, also])),
		};
	};
	const find = (method: string, path: string): Row | undefined => {
		for (const at of [corrected, table]) {
			let name = path;
			for (const alias of [undefined, ...aliases]) {
				if (alias !== undefined) name = name.replace(alias.from, alias.to);
				const shorter = name.replace(/\/(\$\w+|(microsoft\.)?graph\.\w+)$/, '');
				const row = rowOf(method, name, at) ?? (shorter === name ? undefined : rowOf(method, shorter, at));
				if (row !== undefined) return row;
			}
		}
		return undefined;
	};
	return { find, inOrder };
}

function isPartial(permission: string, path: string): boolean {
	return partial.some((one) => one.permission.test(permission) && (one.path?.test(path) ?? true));
}

/** Greater verbs of the same resource include smaller ones, and not the other way round. */
const verbs = ['ReadBasic', 'Read', 'ReadWrite'];

/** Whether a permission is for less than another of the same resource: an operation that names the other needs that. */
function isLower(name: string, than: string): boolean {
	const [resource, verb = ''] = name.split('.');
	const [other, otherVerb = ''] = than.split('.');
	return (
		resource === other &&
		verbs.includes(otherVerb) &&
		verbs.indexOf(verb) >= 0 &&
		verbs.indexOf(verb) < verbs.indexOf(otherVerb)
	);
}

/** The requests of a watch, however its rounds begin. */
async function watchRequests({ events, simple = [], source }: Watch): Promise<GraphRequest[]> {
	const { feeds, latest } = await source({
		parameters: fieldsByName,
		options: {},
		events: Object.keys(events) as ChangeEvent[],
		select: simple.join(','),
		send: async () => ({ status: 200, headers: {}, body: answer }),
	});
	return [
		...feeds.flatMap(({ all, since }) => [all(0), ...(since ? [since('2026-01-01T00:00:00Z')] : [])]),
		typeof latest === 'function' ? await latest() : latest,
	];
}

interface Needing {
	key: string;
	permissions: readonly string[];
	/** What a subscription needs, which Microsoft's table has no row for. */
	subscribing: readonly string[];
	/** Those of the usual way come first. */
	ways: GraphRequest[][];
}

async function allNeeding(): Promise<Needing[]> {
	const all: Needing[] = [];
	for (const resource of resources) {
		for (const operation of resource.operations) {
			const ways = (await recordAll({ resource, operation })).map(({ requests }) =>
				requests.filter(({ preauthUrl }) => preauthUrl === undefined),
			);
			const key = `${resource.value}:${operation.value}`;
			all.push({ key, permissions: operation.permissions, subscribing: [], ways });
		}
	}
	for (const watch of watches) {
		const { value, permissions, subscriptionPermissions = [] } = watch;
		const key = `trigger:${value}`;
		all.push({ key, permissions, subscribing: subscriptionPermissions, ways: [await watchRequests(watch)] });
	}
	return all;
}

/**
 * Compiles the table.
 * @param folder Microsoft's data
 * @returns `undefined` where they aren't available
 */
export async function compilePermissions(folder: string): Promise<Compiled | undefined> {
	const source = readSource(folder);
	if (source === undefined) return undefined;
	const needing = await allNeeding();
	const { find, inOrder } = rowFinder(source, new Set(needing.flatMap(({ permissions }) => permissions)));
	const rowFor = (key: string, { method, path }: GraphRequest): Row | undefined => {
		const own = ownRows[key]?.[keyOf(method, path.join('/'))];
		return own === undefined ? find(method, `/${path.join('/')}`) : alone(own);
	};
	const operations: Compiled['operations'] = {};
	const notLeast: NotLeast[] = [];
	const unlisted = new Set<string>();
	/** Who may make each request: its row, and what is named by the operations that make it. */
	const made = new Map<string, { row: Row; named: string[] }>();
	for (const { key, permissions, subscribing, ways } of needing) {
		const usual = (ways[0] ?? []).flatMap((request) => rowFor(key, request) ?? []);
		const found = [
			...permissions.flatMap((permission) => {
				const rows = usual.filter(({ names }) => names.includes(permission));
				return (rows.length > 0 ? rows : [alone([permission])]).map((row) => enough(permission, row));
			}),
			...subscribing.map((permission) => enough(permission, alone([permission]))),
		].map(([permission = '', ...more]) => [
			permission,
			...inOrder([permission, ...more]).filter((name) => name !== permission),
		]);
		for (const request of permissions.length > 0 ? (ways[0] ?? []) : []) {
			const row = rowFor(key, request);
			if (row === undefined && request.link === undefined)
				unlisted.add(`${key}: ${keyOf(request.method, request.path.join('/'))}`);
			const { least = [], template = '' } = row ?? {};
			const whole = least.filter((name) => !isPartial(name, template));
			if (whole.length === 0 || whole.some((name) => permissions.includes(name))) continue;
			notLeast.push({ operation: key, request: keyOf(request.method, template), least: whole });
		}
		if (found.length > 0) operations[key] = withoutImplied(found).map((set) => set.join(' '));
		for (const request of ways.flat()) {
			const row = find(request.method, `/${request.path.join('/')}`);
			if (row === undefined || [...row.also.values()].some(({ length }) => length > 0)) continue;
			const at = keyOf(request.method, row.template);
			const known = made.get(at) ?? { row, named: [] };
			made.set(at, { row, named: [...known.named, ...permissions] });
		}
	}
	const requests = new Map<string, string[]>();
	for (const [at, { row, named }] of made) {
		const whole = row.names.filter((name) => !isPartial(name, row.template));
		// What an operation names is enough for it, though not for all that the request may be for.
		const parts = row.names.filter((name) => named.includes(name) && !whole.includes(name));
		const set = [...inOrder(whole), ...parts].join(' ');
		if (set !== '') requests.set(set, [...(requests.get(set) ?? []), at].sort());
	}
	return {
		date: source.date,
		operations,
		requests: Object.fromEntries(requests),
		notLeast,
		unlisted: [...unlisted],
	};
}

/** Equivalents of a permission that an operation names, for one request; the permission first. */
function enough(permission: string, { template, names, also }: Row): string[] {
	const beside = also.get(permission) ?? [];
	const others = names.filter(
		(name) =>
			name !== permission &&
			!isPartial(name, template) &&
			!isLower(name, permission) &&
			!beside.includes(name) &&
			!also.get(name)?.includes(permission),
	);
	return [permission, ...others];
}

/** Sets that others don't imply: an app with a permission of a smaller set has one of the larger. */
function withoutImplied(found: string[][]): string[][] {
	const distinct = [...new Map(found.map((set) => [set.join(' '), set])).values()];
	const within = (small: string[], great: string[]) => small.every((name) => great.includes(name));
	return distinct.filter(
		(set, index) =>
			!distinct.some(
				(other, at) =>
					other[0] === set[0] && at !== index && within(other, set) && (!within(set, other) || at < index),
			),
	);
}

/**
 * All application permissions that allow a request in full or in part, by Microsoft's table.
 * @returns `undefined` where the data aren't available; the function, for a request that the table lacks
 */
export function permissionLookup(
	folder: string,
): ((method: string, path: string) => readonly string[] | undefined) | undefined {
	const source = readSource(folder);
	if (source === undefined) return undefined;
	const { find, inOrder } = rowFinder(source, new Set(source.opened.keys()));
	return (method, path) => {
		const row = find(method, path);
		return row && inOrder(row.names);
	};
}

const alone = (names: string[]): Row => ({ template: '', names, least: [], also: new Map() });

/** The compiled file's text, as yet without its style. */
export function writtenTable({ date, operations, requests }: Compiled): string {
	return `// Compiled by scripts/permissions.ts from Microsoft's table of permissions (permissions.json of
// microsoft-graph-devx-content) of ${date}. A set is permissions with blanks between, any of which suffices, the least first.

/** Sets by operation, all of them needed; a set begins with the permission that the operation names. */
export const operationSets: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(operations)};

/** Requests by set; \`{}\` stands for an ID. */
export const requestSets: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(requests)};
`;
}
