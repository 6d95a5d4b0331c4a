import { guidOf } from '../../random';
import { GraphError } from '../errors';
import type { Entity } from '../entity';
import type { GraphState } from '.';

const host = 'contoso.sharepoint.com';
const made = '2025-11-03T09:00:00Z';

const site = (name: string, displayName: string, path: string): Entity => ({
	id: `${host},${guidOf(`site ${name}`)},${guidOf(`web ${name}`)}`,
	name,
	displayName,
	description: `Site of ${displayName}`,
	webUrl: `https://${host}${path}`,
	createdDateTime: made,
	lastModifiedDateTime: made,
	siteCollection: { hostname: host },
});

/** The default site. */
export const marketingUrl = `https://${host}/sites/marketing`;

function kept(state: GraphState, key: string, seed: () => Entity[]): Map<string, Entity> {
	const known = state.collections.get(key);
	if (known) return known;
	const all = new Map(seed().map((entity) => [entity.id, entity]));
	state.collections.set(key, all);
	return all;
}

/** All sites of the tenant. */
export const sitesOf = (state: GraphState): Map<string, Entity> =>
	kept(state, 'sites', () => [
		site('root', 'Communication site', ''),
		site('marketing', 'Marketing', '/sites/marketing'),
		site('sales', 'Sales', '/sites/sales'),
		site('plans', 'Plans', '/sites/marketing/plans'),
	]);

/**
 * A site as a request names it: ID, `root`, host, or host and path between colons.
 * @throws GraphError 404
 */
export function siteOf(state: GraphState, key: string): Entity {
	const all = sitesOf(state);
	const url = `https://${key === 'root' ? host : key.replace(':/', '/')}`;
	const found = all.get(key) ?? [...all.values()].find(({ webUrl }) => webUrl === url);
	if (found) return found;
	throw new GraphError(404, 'itemNotFound', 'Requested site could not be found');
}

const column = (name: string, kind: object, indexed = false) => ({
	id: guidOf(`column ${name}`),
	name,
	displayName: name,
	description: '',
	columnGroup: 'Custom Columns',
	enforceUniqueValues: false,
	hidden: false,
	indexed,
	readOnly: false,
	required: false,
	...kind,
});

/** What Graph says of each kind of column, besides what was given. Source: recorded answers. */
const kinds: Readonly<Record<string, object>> = {
	text: {
		allowMultipleLines: false,
		appendChangesToExistingText: false,
		linesForEditing: 0,
		maxLength: 255,
	},
	choice: { allowTextEntry: false, choices: [], displayAs: 'dropDownMenu' },
	dateTime: { displayAs: 'default', format: 'dateTime' },
	lookup: { allowMultipleValues: false, allowUnlimitedLength: false, columnName: 'Title', listId: '' },
	personOrGroup: {
		allowMultipleSelection: false,
		chooseFromType: 'peopleOnly',
		displayAs: 'nameWithPresence',
	},
};

/** A column's definition as Graph returns it. */
export function columnView(given: Entity): Entity {
	const kind = Object.keys(kinds).find((name) => name in given);
	if (kind === undefined) return given;
	return { ...given, [kind]: { ...kinds[kind], ...(given[kind] as object) } };
}

/** A column as a request's body describes it. */
export const newColumn = (body: Record<string, unknown>): Entity => ({
	...column(String(body.name ?? body.displayName), {}),
	id: guidOf(`column ${String(body.name)} ${Math.random()}`),
	...body,
});

/** The columns that SharePoint itself gives each list: read-only ones, hidden ones, and some that only look writable. */
const ownColumns = [
	column('ID', { readOnly: true, number: {} }),
	column('Modified', { readOnly: true, dateTime: {} }),
	column('Author', { readOnly: true, displayName: 'Created By', personOrGroup: {} }),
	column('ContentType', { displayName: 'Content Type', choice: { choices: ['Item'] } }),
	column('Attachments', { boolean: {} }),
	column('_UIVersionString', { readOnly: true, displayName: 'Version', text: {} }),
	column('LinkTitle', { readOnly: true, displayName: 'Title', text: {} }),
	column('ComplianceTagNotes', { hidden: true, text: {} }),
	column('_ColorTag', { displayName: 'Color Tag', text: {} }),
];

/** All columns of a list, those of SharePoint included. */
export function allColumnsOf({ columns }: Entity): Entity[] {
	const own = columns as Entity[];
	const title = own.some(({ name }) => name === 'Title') ? [] : [column('Title', { text: {} })];
	return [...title, ...own, ...ownColumns].map((one) => columnView(one));
}

const siteColumn = (name: string, kind: object) => column(name, { columnGroup: 'Core Columns', ...kind });

/** The columns that SharePoint itself gives each site. */
const ownSiteColumns = [
	siteColumn('Title', { text: {} }),
	siteColumn('Modified', { readOnly: true, dateTime: {} }),
	siteColumn('Author', { readOnly: true, displayName: 'Created By', personOrGroup: {} }),
	siteColumn('ContentType', { displayName: 'Content Type', hidden: true, choice: {} }),
	siteColumn('Completed', { boolean: {} }),
];

/** What has the columns of a site itself, as a list has its own. */
export const siteColumnHolder = (state: GraphState, { id }: Entity): Entity => {
	const made = {
		id: 'columns',
		columns: [column('InvoiceNumber', { text: {} }), column('Due', { dateTime: {} })],
	};
	const [holder = made] = kept(state, `columns of ${id}`, () => [made]).values();
	return holder;
};

/** All columns of a site, those of SharePoint included. */
export const siteColumnsOf = (state: GraphState, site: Entity): Entity[] =>
	[...(siteColumnHolder(state, site).columns as Entity[]), ...ownSiteColumns].map((one) => columnView(one));

/** What content types have in common with what they are based on. */
const typeFacts = (name: string, group: string, description = '') => ({
	name,
	description,
	group,
	hidden: false,
	readOnly: false,
	sealed: false,
});

/** A content type, with what it's based on. */
export const contentType = (id: string, facts: ReturnType<typeof typeFacts>, base: Entity): Entity => ({
	'@odata.etag': `"${guidOf(`type ${id}`)},0"`,
	base: { id: base.id, ...typeFacts(String(base.name), String(base.group), String(base.description)) },
	id,
	...facts,
	parentId: base.id,
});

const root: Entity = { id: '0x', ...typeFacts('System', '_Hidden') };
const ownTypes = [
	['0x01', typeFacts('Item', 'List Content Types', 'Create a new list item.')],
	['0x0101', typeFacts('Document', 'Document Content Types', 'Create a new document.')],
	['0x0120', typeFacts('Folder', 'Folder Content Types', 'Create a new folder.')],
] as const;
const ownBases = new Map(ownTypes.map(([id, facts]) => [id as string, { id, ...facts }]));

/** The ID of a content type that is based on another. */
export const typeIdBelow = (base: string, seed: string): string =>
	`${base}00${guidOf(`type ${seed}`).replace(/-/g, '').toUpperCase()}`;

/** The content types of a site: SharePoint's own, and one that was made there. */
export const siteContentTypesOf = (state: GraphState, { id }: Entity): Map<string, Entity> =>
	kept(state, `content types of site ${id}`, () => [
		...ownTypes.map(([typeId, facts]) => {
			const base = ownBases.get(typeId.slice(0, -2)) ?? root;
			return { ...contentType(typeId, facts, base), isBuiltIn: true };
		}),
		siteContentType(
			complaintId,
			typeFacts('Complaint', 'Custom Content Types'),
			ownBases.get('0x01') ?? root,
		),
	]);

const complaintId = typeIdBelow('0x01', 'Complaint');

/** A content type that isn't SharePoint's own. */
export const siteContentType = (id: string, facts: ReturnType<typeof typeFacts>, base: Entity): Entity => ({
	...contentType(id, facts, base),
	isBuiltIn: false,
});

/** A content type from a request's body. */
export const newContentType = (body: Record<string, unknown>, base: Entity): Entity =>
	siteContentType(
		typeIdBelow(base.id, `${String(body.name)} ${Math.random()}`),
		{
			...typeFacts(String(body.name), 'Custom Content Types'),
			...Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'base')),
		},
		base,
	);

/** A content type of a site as a list has it: with an ID of its own, based on the site's. */
export const listContentType = (list: Entity, type: Entity): Entity =>
	contentType(
		typeIdBelow(type.id, `${type.id} of ${list.id}`),
		typeFacts(String(type.name), String(type.group), String(type.description)),
		type,
	);

/** The content types of a list. */
export const contentTypesOf = (state: GraphState, list: Entity): Map<string, Entity> =>
	kept(state, `content types of ${list.id}`, () =>
		[
			...['0x01', '0x0120'].flatMap((id) => ownBases.get(id) ?? []),
			{ id: complaintId, ...typeFacts('Complaint', 'Custom Content Types') },
		].map((type) => listContentType(list, type)),
	);

/** The lists of a site. */
export const listsOf = (state: GraphState, { id, webUrl }: Entity): Map<string, Entity> =>
	kept(state, `lists of ${id}`, () => [
		listEntity(`${id} Orders`, String(webUrl), {
			displayName: 'Orders',
			columns: [
				column('Title', { text: {} }),
				column('Status', { choice: { choices: ['Open', 'Paid'] } }),
				column('Amount', { number: {} }, true),
				column('Tags', { choice: { choices: ['a', 'b'] } }),
				column('Customer', { lookup: { listId: guidOf('customers'), columnName: 'Title' } }),
				column('Owners', { personOrGroup: { allowMultipleSelection: true } }),
				column('Page', { hyperlinkOrPicture: { isPicture: false } }),
			],
		}),
		{
			...listEntity(`${id} users`, String(webUrl), {
				displayName: usersListName,
				list: { hidden: true, template: 'userInformation' },
				columns: [column('EMail', { text: {} }), column('UserName', { text: {} })],
			}),
			name: 'users',
			webUrl: `${String(webUrl)}/_catalogs/users`,
			system: {},
		},
	]);

/** The title of the list of a site's users, in a site whose language is German. */
const usersListName = 'Benutzerinformationsliste';

/** A list as a request's body describes it. */
export function listEntity(seed: string, siteUrl: string, body: Record<string, unknown>): Entity {
	const { displayName, description = '', list = {}, columns = [] } = body;
	return {
		id: guidOf(`list ${seed}`),
		name: String(displayName),
		displayName,
		description,
		eTag: `"${guidOf(`etag ${seed}`)},0"`,
		webUrl: `${siteUrl}/Lists/${encodeURIComponent(String(displayName))}`,
		createdDateTime: made,
		lastModifiedDateTime: made,
		list: { contentTypesEnabled: false, hidden: false, template: 'genericList', ...(list as object) },
		columns,
	};
}

/** A list as a request names it: by ID or by title. @throws GraphError 404 */
export function listOf(state: GraphState, owner: Entity, key: string): Entity {
	const all = listsOf(state, owner);
	const found = all.get(key) ?? [...all.values()].find(({ displayName }) => displayName === key);
	if (found) return found;
	throw new GraphError(404, 'itemNotFound', 'List not found.');
}

/** The items of a list, including deleted ones. */
export const itemsOf = (state: GraphState, { id, displayName }: Entity): Map<string, Entity> =>
	kept(state, `items of list ${id}`, () => {
		// Everyone who was once in the site; their numbers aren't directory IDs.
		if (displayName === usersListName) {
			return [...state.users.values()]
				.slice(0, 2)
				.map(({ mail, userPrincipalName: name, displayName: Title }, n) =>
					itemEntity(String(n + 6), 1, { Title, EMail: mail, UserName: name }),
				);
		}
		return displayName === 'Orders'
			? [
					itemEntity('1', 1, { Title: 'Order 1', Status: 'Open', Amount: 10 }),
					itemEntity('2', 2, { Title: 'Order 2', Status: 'Paid', Amount: 20 }),
					itemEntity('3', 3, { Title: "O'Neill", Status: 'Open', Amount: 30 }),
				]
			: [];
	});

/** @param change its number, for delta */
export const itemEntity = (id: string, change: number, fields: Record<string, unknown>): Entity => ({
	id,
	createdDateTime: made,
	lastModifiedDateTime: made,
	webUrl: `https://${host}/Lists/Orders/${id}_.000`,
	createdBy: { application: { displayName: 'App' } },
	lastModifiedBy: { application: { displayName: 'App' } },
	contentType: { id: '0x01', name: 'Item' },
	fields: { id, ...fields },
	change,
});

/** A version of an item with the values that it has now. */
export const versionOf = (item: Entity, number: number): Entity => ({
	id: `${number}.0`,
	lastModifiedBy: item.lastModifiedBy,
	lastModifiedDateTime: item.lastModifiedDateTime,
	fields: { ...(item.fields as object) },
});

/** The versions of an item, the current one last. */
export const versionsOf = (item: Entity): Entity[] =>
	(item.versions as Entity[] | undefined) ?? [versionOf(item, 1)];

/** The eTag of an item: a new one after each change. */
export const itemTag = ({ id, change }: Entity) => `"${guidOf(`item ${id}`)},${String(change)}"`;

/** The apps that have access to a site. */
export const grantsOf = (state: GraphState, { id }: Entity): Map<string, Entity> =>
	kept(state, `grants of ${id}`, () => [
		{
			id: 'aTowaS50fG1zLnNwLmV4dHwx',
			roles: ['read'],
			grantedToIdentities: [{ application: { id: guidOf('granted app'), displayName: 'Reader' } }],
		},
	]);
