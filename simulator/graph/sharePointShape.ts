import { guidOf } from '../random';
import { defaultTenantId } from '../entra';
import { offerOnce } from '../storage/driveFiles';
import type { CallContext, GraphAnswer } from './call';
import { sharePointLocation } from './paging';
import type { Route } from './router';
import { driveOwners } from './routes/drives';
import { driveById, findFile } from './state/drive';
import type { StoredDrive, StoredFile } from './state/drive';
import { graphTime } from './state/messages';
import { sitesOf } from './state/sites';
import type { GraphState } from './state';
import type { GraphWorld } from './world';

/*
 * What SharePoint's responses have in addition to what the routes decide: who, where, and the annotations. All of it is from
 * recorded responses of the real Graph.
 */
type Values = Record<string, unknown>;

/** The author of what an app does: this user, who has no address. */
const appUser = { displayName: 'SharePoint App' };
const system = { user: { displayName: 'System Account' } };
const ownApp = { displayName: 'SharePoint App', id: guidOf('SharePoint app') };

/** How a drive item is returned: each way has other properties. */
type Kind = 'read' | 'changed' | 'made' | 'delta' | 'hit';

interface Place {
	world: GraphWorld;
	/** Requested properties, in lower case; `undefined` for all. */
	select?: readonly string[];
	/** What `/drives/{id}` answers; a drive that is reached through its user has other properties. */
	byId: boolean;
	kind: Kind;
}

const isObject = (value: unknown): value is Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The requested values. */
function wanted(select: readonly string[] | undefined, values: Values): Values {
	if (select === undefined) return values;
	return Object.fromEntries(Object.entries(values).filter(([name]) => select.includes(name.toLowerCase())));
}

const omit = (values: Values, ...names: string[]): Values =>
	Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

/** The IDs of a drive's site, and where it is. */
function siteOfDrive(state: GraphState, { id, webUrl }: StoredDrive) {
	const sites = [...sitesOf(state).values()].sort(
		(one, other) => String(other.webUrl).length - String(one.webUrl).length,
	);
	const site = sites.find((one) => webUrl.startsWith(`${String(one.webUrl)}/`));
	const [, siteId = guidOf(`site of ${id}`), webId = guidOf(`web of ${id}`)] = site?.id.split(',') ?? [];
	return { siteId, webId, siteUrl: webUrl.replace(/\/[^/]+$/, '') };
}

/** A URL that lets anyone who has it read a content. */
function downloadUrl({ state, urls }: GraphWorld, content: Buffer, mimeType: string): Values {
	const token = offerOnce(state, content, mimeType);
	const url = `${urls().storageUrl}/drive/content/${token}?tempauth=secret`;
	return { '@microsoft.graph.downloadUrl': url };
}

function identities(given: unknown, kind: Kind): unknown {
	if (!isObject(given)) return given;
	if (kind === 'hit') return { user: { ...appUser, email: '' } };
	const { application } = given;
	// A change has the app's name without its ID.
	const app = kind === 'delta' && isObject(application) ? omit(application, 'id') : application;
	return { application: app, user: appUser };
}

/** A file or folder as recorded answers have it. */
function completeItem(given: Values, place: Place): Values {
	const { world, select, byId, kind } = place;
	if ('deleted' in given || '@removed' in given) return given;
	const { parentReference, file, folder, createdBy, lastModifiedBy, ...others } = given;
	const item: Values = { ...others };
	const reference = isObject(parentReference) ? parentReference : {};
	const drive = driveById(world.state, String(reference.driveId));
	const stored = drive?.files.get(String(given.id));
	const isRoot = stored !== undefined && stored.parentId === undefined;
	if (drive && isObject(parentReference)) {
		const { siteId, webId, siteUrl } = siteOfDrive(world.state, drive);
		const parent = drive.files.get(String(reference.id));
		const sharepointIds = {
			listId: guidOf(`list of ${drive.id}`),
			listItemUniqueId: guidOf(`item ${String(given.id)}`),
			siteId,
			siteUrl,
			tenantId: defaultTenantId,
			webId,
		};
		const where = { siteId, ...(kind === 'read' || kind === 'changed' ? { name: parent?.name } : {}) };
		if (select?.includes('sharepointids')) item.sharepointIds = { ...sharepointIds, listItemId: '7' };
		const below = kind === 'made' ? { sharepointIds } : where;
		item.parentReference = isRoot ? reference : { ...reference, ...below };
	}
	if (createdBy !== undefined) item.createdBy = isRoot ? system : identities(createdBy, kind);
	if (lastModifiedBy !== undefined && !isRoot) item.lastModifiedBy = identities(lastModifiedBy, kind);
	const told = byId && (kind === 'read' || kind === 'delta');
	const [, extension] = /\.(\w+)$/.exec(String(given.name)) ?? [];
	if (isObject(file)) {
		const hashes = kind === 'hit' ? { hashes: {} } : {};
		item.file = { ...file, ...hashes, ...(told && extension ? { fileExtension: extension } : {}) };
	}
	const view = { viewType: 'thumbnails', sortBy: 'name', sortOrder: 'ascending' };
	if (isObject(folder)) item.folder = byId ? folder : { ...folder, view };
	const etag = kind === 'made' ? { '@odata.etag': given.eTag } : {};
	const typed = kind === 'delta' && byId ? { '@odata.type': '#microsoft.graph.driveItem' } : {};
	const content = kind === 'read' || kind === 'changed' ? stored?.content : undefined;
	const open = content && stored && !select ? downloadUrl(world, content, stored.mimeType) : {};
	const added = wanted(select, {
		...(kind === 'made' || kind === 'hit' ? {} : { isAuthoritative: false }),
		...(kind === 'made' ? { commentSettings: { commentingDisabled: { isDisabled: false } } } : {}),
		...(kind === 'hit' ? { searchResult: {} } : {}),
		...(byId && !isRoot && kind !== 'hit' ? { shared: { scope: 'users' } } : {}),
	});
	const whole = { ...etag, ...typed, ...open, ...item, ...added };
	if (kind === 'hit')
		return omit(
			{ ...whole, parentReference: omit({ ...(item.parentReference as Values) }, 'path') },
			'eTag',
			'cTag',
		);
	if (!isRoot) return whole;
	return kind === 'delta' ? omit(whole, 'cTag', 'eTag', 'createdBy') : omit(whole, 'cTag');
}

const gigabyte = 1024 ** 3;

/** A drive as recorded answers have it. */
function completeDrive(given: Values, { state }: GraphWorld, owner: string): Values {
	const user = state.findUser(owner);
	const person = user && { displayName: user.displayName, email: user.mail ?? '', id: user.id };
	const group = { displayName: 'Contoso Owners', email: 'owners@contoso.example', id: guidOf('owners') };
	return {
		createdBy: system,
		description: '',
		lastModifiedBy: person ? { user: person } : system,
		owner: person ? { user: person } : { group },
		quota: {
			deleted: 0,
			remaining: 1023 * gigabyte,
			state: 'normal',
			total: 1024 * gigabyte,
			used: gigabyte,
		},
		...given,
	};
}

/** A version as recorded answers have it. */
function completeVersion(given: Values, world: GraphWorld, { versions, mimeType }: StoredFile): Values {
	const content = versions.find(({ id }) => id === given.id)?.content;
	return {
		...(content ? downloadUrl(world, content, mimeType) : {}),
		lastModifiedBy: { application: ownApp, user: appUser },
		...given,
		lastModifiedDateTime: graphTime(Date.parse(String(given.lastModifiedDateTime))),
	};
}

/**
 * A permission as recorded answers have it.
 * @param how it is returned: in a list, as a new link, or as an invitation
 */
function completePermission(
	given: Values,
	{ state }: GraphWorld,
	how: 'listed' | 'link' | 'invitation',
): Values {
	const made = how === 'invitation';
	const { link, grantedToV2, invitation, ...others } = given;
	const shareId = made ? {} : { shareId: `u!${Buffer.from(String(given.id)).toString('base64url')}` };
	if (link !== undefined) {
		const granted = how === 'link' ? {} : { grantedToIdentities: [], grantedToIdentitiesV2: [] };
		return { ...others, link, ...granted, ...shareId };
	}
	const { email: address } = (invitation ?? {}) as { email?: string };
	const { user: named } = (grantedToV2 ?? {}) as { user?: { id?: string; displayName?: string } };
	const known = state.findUser(address ?? named?.id ?? '');
	if (made && !known) {
		// Someone from outside gets a link, which has no ID.
		const invited = [{ user: { email: address } }];
		const { signInRequired } = invitation as { signInRequired?: boolean };
		const webUrl = `https://contoso.sharepoint.com/:t:/s/${String(given.id)}`;
		return {
			roles: given.roles,
			grantedToIdentities: invited,
			grantedToIdentitiesV2: invited,
			invitation: { signInRequired },
			link: { type: (given.roles as string[]).includes('write') ? 'edit' : 'view', webUrl },
		};
	}
	const displayName = known?.displayName ?? named?.displayName ?? '';
	const email = known?.mail ?? address ?? 'owner@contoso.example';
	const user = { displayName, email, id: known?.id ?? named?.id ?? guidOf(`guest ${email}`) };
	const loginName = `i:0#.f|membership|${email}`;
	return {
		...others,
		grantedTo: { user },
		grantedToV2: {
			user: { '@odata.type': '#microsoft.graph.sharePointIdentity', ...user },
			...(made ? {} : { siteUser: { displayName, email, id: '6', loginName } }),
		},
		...shareId,
	};
}

/** The columns that every item of a list has, in addition to those of the list. */
const ownColumns = (item: Values, title: unknown): Values => ({
	...(title === undefined ? {} : { LinkTitleNoMenu: title, LinkTitle: title }),
	ContentType: 'Item',
	Modified: item.lastModifiedDateTime,
	Created: item.createdDateTime,
	AuthorLookupId: '1073741822',
	EditorLookupId: '1073741822',
	AppAuthorLookupId: '6',
	AppEditorLookupId: '6',
	_UIVersionString: '1.0',
	Attachments: false,
	Edit: '',
	ItemChildCount: '0',
	FolderChildCount: '0',
	_ComplianceFlags: '',
	_ComplianceTag: '',
	_ComplianceTagWrittenTime: '',
	_ComplianceTagUserId: '',
});

interface ListPlace {
	select?: readonly string[];
	/** All columns of the items were requested. */
	allFields: boolean;
	siteId: string;
	listId: string;
	kind: 'read' | 'delta';
}

/** An item of a list as recorded answers have it. */
function completeListItem(given: Values, { select, allFields, siteId, listId, kind }: ListPlace): Values {
	if ('deleted' in given) return given;
	const { fields, ...others } = given;
	const eTag = given.eTag ?? `"${guidOf(`item ${String(given.id)}`)},1"`;
	const by = { application: ownApp, user: appUser };
	const [, guid = siteId] = siteId.split(',');
	const folder = `01${listId.replace(/-/g, '').toUpperCase()}`;
	const parentReference = kind === 'delta' ? { id: folder, siteId: guid } : { id: listId, siteId };
	const item: Values = {
		'@odata.etag': eTag,
		...others,
		...wanted(select, { createdBy: by, lastModifiedBy: by, parentReference }),
		...(isObject(fields) && kind === 'read'
			? { 'fields@odata.context': `${listId}/items/fields/$entity` }
			: {}),
		...(isObject(fields)
			? {
					fields: allFields ? { '@odata.etag': eTag, ...ownColumns(given, fields.Title), ...fields } : fields,
				}
			: {}),
	};
	return kind === 'delta' ? omit(item, 'lastModifiedBy', 'fields@odata.context') : item;
}

/** A list as recorded answers have it. */
const completeList = (given: Values, select: readonly string[] | undefined, siteId: string): Values => ({
	...('eTag' in given ? { '@odata.etag': given.eTag } : {}),
	...given,
	...wanted(select, { createdBy: { user: appUser }, parentReference: { siteId } }),
});

/** A site as recorded answers have it: the root of its collection. */
function completeSite(given: Values, select: readonly string[] | undefined, alone: boolean): Values {
	const { createdDateTime } = given;
	const at =
		alone && typeof createdDateTime === 'string' ? new Date(createdDateTime).toISOString() : undefined;
	return { ...given, ...(at ? { createdDateTime: at } : {}), ...wanted(select, { root: {} }) };
}

type Complete = (given: Values) => Values;

const filePath =
	/^\/(drives\/\{id\}|(?:users|groups|sites)\/\{id\}\/drive)(?:\/root|\/items\/\{key\})(\/.*)?$/;

/** What completes the objects of a response; `undefined` for what was not recorded, or needs nothing. */
function completerOf(
	world: GraphWorld,
	{ method, path }: Route,
	{ call, params }: CallContext,
): Complete | undefined {
	const select = call.query
		.get('$select')
		?.split(',')
		.map((name) => name.trim().toLowerCase());
	const [, owner, below = ''] = filePath.exec(path) ?? [];
	if (owner !== undefined) {
		const as = (kind: Kind) => (given: Values) =>
			completeItem(given, { world, select, byId: !owner.startsWith('users'), kind });
		if (below === '' || below === '/children') {
			if (method === 'GET') return as('read');
			return method === 'PATCH' ? as('changed') : as('made');
		}
		if (below === '/content' && method === 'PUT') return as('changed');
		if (below === '/delta') return as('delta');
		if (below.startsWith('/search')) return as('hit');
		if (below === '/versions') {
			const find = driveOwners.find(([prefix]) => prefix === `/${owner}`)?.[1] ?? driveOwners[0][1];
			const key = path.includes('/root/') ? 'root' : (params[1] ?? '');
			const stored = findFile(find(world, params[0] ?? ''), key);
			return (given) => completeVersion(given, world, stored);
		}
		if (below === '/createLink') return (given) => completePermission(given, world, 'link');
		if (below === '/invite') return (given) => completePermission(given, world, 'invitation');
		return below.startsWith('/permissions')
			? (given) => completePermission(given, world, 'listed')
			: undefined;
	}
	if (/^\/(drives\/\{id\}|\w+\/\{id\}\/drives?)$/.test(path))
		return (given) => completeDrive(given, world, path.startsWith('/users') ? (params[0] ?? '') : '');
	const site =
		params[0] === undefined ? undefined : [...sitesOf(world.state).values()].find(isNamed(params[0]));
	const siteId = site?.id ?? '';
	const listId = guidOf(`list ${params[1] ?? ''}`);
	const allFields = call.query.get('$expand') === 'fields' || method === 'POST';
	const kind = path.endsWith('/delta') ? 'delta' : 'read';
	if (/^\/sites(\/\{id\}|\/getAllSites)?$/.test(path))
		return (given) => completeSite(given, select, path === '/sites/{id}');
	if (/^\/sites\/\{id\}\/lists(\/\{list\})?$/.test(path))
		return (given) => completeList(given, select, siteId);
	if (/\/lists\/\{list\}\/items(\/\{item\}|\/delta)?$/.test(path))
		return (given) => completeListItem(given, { select, allFields, siteId, listId, kind });
	if (!path.endsWith('/lists/{list}/items/{item}/fields')) return undefined;
	const now = graphTime(Date.now());
	const times = { lastModifiedDateTime: now, createdDateTime: now };
	return (given) => ({
		'@odata.etag': `"${guidOf(`item ${params[2] ?? ''}`)},2"`,
		...ownColumns(times, given.Title),
		...given,
	});
}

/** A site as a request names it. */
function isNamed(key: string) {
	const url = `https://${key.replace(':/', '/')}`;
	return ({ id, webUrl }: { id: string; webUrl?: unknown }) =>
		id === key || webUrl === url || (key === 'root' && String(webUrl).split('/').length === 3);
}

/** The `Location` that SharePoint returns: for what it created in a drive, a site, or a list. */
function locationOf({ method, path }: Route, status: number, { id }: Values): Record<string, string> {
	const isMade = method === 'POST' && status === 201 && /\/(children|lists|items)$/.test(path);
	return isMade ? sharePointLocation(`items('${String(id)}')`) : {};
}

/** The rest of a body, such as the annotations of a delta. */
function completeBody(body: Values, { path }: Route): Values {
	if (!/^\/drives\/\{id\}\/.*\/delta$/.test(path)) return body;
	const hasMoreData = '@odata.nextLink' in body;
	return {
		...body,
		'@microsoft.graph.hasMoreData': hasMoreData,
		'@microsoft.graph.syncStatus': hasMoreData ? 'inProgress' : 'completed',
	};
}

/** A route whose responses get the rest of what recorded ones have, where SharePoint returns them. */
export function asRecorded(route: Route): Route {
	if (route.service !== 'files') return route;
	const handle: Route['handle'] = async (world, context) => {
		const answer: GraphAnswer = await route.handle(world, context);
		const complete = completerOf(world, route, context);
		const { body, status } = answer;
		if (!complete || !isObject(body)) return answer;
		const { '@odata.context': about, value, ...rest } = body;
		const completed = Array.isArray(value)
			? { ...body, value: value.map((one) => (isObject(one) ? complete(one) : (one as unknown))) }
			: { '@odata.context': about, ...complete(rest) };
		const headers = { ...locationOf(route, status, rest), ...answer.headers };
		return { ...answer, headers, body: completeBody(completed, route) };
	};
	return { ...route, handle };
}
