import { randomUUID } from 'node:crypto';
import { preferences } from '../call';
import type { CallContext, GraphAnswer, GraphCall } from '../call';
import { deltaAnswer, readRound } from '../delta';
import { badRequest, GraphError } from '../errors';
import { entityAnswer, listAnswer } from '../paging';
import { listEntities, route } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import * as drives from '../state/drive';
import type { Conflict, StoredDrive, StoredFile } from '../state/drive';
import type { GraphWorld } from '../world';
import { siteOf } from '../state/sites';
import {
	changeFields,
	changePermission,
	libraryColumns,
	listItem,
	onePermission,
	thumbnail,
	thumbnails,
} from './driveItems';
import { offer, openly, openUpload, sessionStatus } from '../../storage/driveFiles';

const write = ['Files.ReadWrite.All', 'Sites.ReadWrite.All', 'Sites.FullControl.All'];
const read = ['Files.Read.All', 'Sites.Read.All', ...write];

const writeSites = write.filter((name) => name.startsWith('Sites.'));
const readSites = read.filter((name) => name.startsWith('Sites.'));

type Find = (world: GraphWorld, owner: string) => StoredDrive;

const ofUser: Find = ({ state }, id) => {
	const user = state.findUser(id);
	if (!user) throw new GraphError(404, 'itemNotFound', 'The user was not found.');
	if (user.userType === 'Guest') throw new GraphError(404, 'ResourceNotFound', "User's mysite not found.");
	const name = user.userPrincipalName.replace(/\W/g, '_');
	const webUrl = `https://contoso-my.sharepoint.com/personal/${name}/Documents`;
	return drives.driveOf(state, user.id, { name: 'OneDrive', driveType: 'business', webUrl });
};
const ofGroup: Find = ({ state }, id) => {
	const group = state.groups.get(id);
	if (!group) throw drives.fileNotFound();
	const webUrl = `https://contoso.sharepoint.com/sites/${id}/Shared%20Documents`;
	return drives.driveOf(state, id, { name: 'Documents', driveType: 'documentLibrary', webUrl });
};
const ofSite: Find = ({ state }, id) => {
	const site = siteOf(state, id);
	const webUrl = `${String(site.webUrl)}/Shared%20Documents`;
	return drives.driveOf(state, site.id, { name: 'Documents', driveType: 'documentLibrary', webUrl });
};
const archiveOf: Find = ({ state }, id) => {
	const site = siteOf(state, id);
	const webUrl = `${String(site.webUrl)}/Archive`;
	return drives.driveOf(state, `archive ${site.id}`, {
		name: 'Archive',
		driveType: 'documentLibrary',
		webUrl,
	});
};
const byId: Find = ({ state }, id) => {
	const drive = drives.driveById(state, id);
	if (drive) return drive;
	throw drives.fileNotFound();
};

/** What a request on a file has to work with. */
interface Place {
	world: GraphWorld;
	context: CallContext;
	call: GraphCall;
	drive: StoredDrive;
	file: StoredFile;
	/** What follows the file in the path: `versions/{id}`. */
	rest: string[];
	body: Record<string, unknown>;
}

/** A file with its download URL, as most answers have it. */
const openView = (world: GraphWorld, drive: StoredDrive, file: StoredFile): Entity => ({
	...openly(world.urls().storageUrl, drive, file),
	...drives.fileView(drive, file),
});

/** What `$select` names, and nothing else: no ID, no download URL. */
function selectedFacts(view: object, select: string | undefined): object {
	if (select === undefined || select.trim() === '') return view;
	const names = select.split(',').map((name) => name.trim().toLowerCase());
	const facts = Object.entries(view).filter(([name]) => names.includes(name.toLowerCase()));
	return facts.length > 0 ? Object.fromEntries(facts) : { '@odata.etag': '""' };
}

const show = ({ world, call, drive }: Place, file: StoredFile, status = 200) =>
	entityAnswer(
		call,
		`drives('${drive.id}')/items`,
		selectedFacts(openView(world, drive, file), call.query.get('$select')),
		status,
	);

function conflictOf(value: unknown, fallback: Conflict = 'fail'): Conflict {
	if (value === undefined) return fallback;
	if (value === 'fail' || value === 'rename' || value === 'replace') return value;
	throw badRequest('Invalid conflict behavior.');
}

/** Source: "Restrictions and limitations in OneDrive and SharePoint". */
const refusedName = /^(\.lock|CON|PRN|AUX|NUL|COM\d|LPT\d|desktop\.ini|~\$.*|.*_vti_.*| .*|.* )$/i;

function checkName(name: unknown): string {
	if (typeof name === 'string' && refusedName.test(name))
		throw new GraphError(400, 'invalidRequest', 'The specified item name is invalid.');
	if (typeof name === 'string' && name !== '' && !/["*:<>?/\\|]/.test(name)) return name;
	throw new GraphError(
		400,
		'invalidRequest',
		'The provided name cannot contain any of the following: "*:<>?/\\|',
	);
}

function createFolder(place: Place): GraphAnswer {
	const { drive, file, body } = place;
	if (file.content) throw badRequest('The item is no folder.');
	const conflict = conflictOf(body['@microsoft.graph.conflictBehavior']);
	const name = drives.freeName(drive, file.id, checkName(body.name), conflict);
	return show(place, drives.addFile(drive, file.id, name), 201);
}

function change(place: Place): GraphAnswer {
	const { drive, file, body } = place;
	if (file.checkedOut) throw new GraphError(423, 'resourceLocked', 'The file is checked out.');
	const { id: parentId = file.parentId } = (body.parentReference ?? {}) as { id?: string };
	const folder = drives.findFile(drive, parentId ?? drive.rootId);
	const name = body.name === undefined ? file.name : checkName(body.name);
	const conflict = conflictOf(body['@microsoft.graph.conflictBehavior']);
	const there = drives.childNamed(drive, folder.id, name);
	if (conflict === 'replace' && there && there !== file && !there.content) {
		throw new GraphError(409, 'nameAlreadyExists', 'The specified item name already exists.');
	}
	file.name = drives.freeName(drive, folder.id, name, conflict, file);
	file.parentId = folder.id;
	if (place.world.settings.sharePoint.keepsDescriptions && 'description' in body)
		file.description = typeof body.description === 'string' ? body.description : undefined;
	drives.touch(drive, file);
	return show(place, file);
}

function copy({ world, drive, file, body, call }: Place): GraphAnswer {
	const { driveId = drive.id, id } = (body.parentReference ?? {}) as { driveId?: string; id?: string };
	const to = byId(world, driveId);
	const folder = drives.findFile(to, id ?? to.rootId);
	const conflict = conflictOf(call.query.get('@microsoft.graph.conflictbehavior'));
	const result = (() => {
		try {
			const name = drives.freeName(to, folder.id, checkName(body.name ?? file.name), conflict);
			return {
				resourceId: drives.copyInto(drive, file, to, folder.id, name, body.includeAllVersionHistory === true)
					.id,
			};
		} catch (error) {
			if (error instanceof GraphError) return { error };
			throw error;
		}
	})();
	const location = `${world.urls().storageUrl}/monitor/${drives.openMonitor(world.state, result)}`;
	return { status: 202, headers: { location } };
}

function createLink({ call, file, drive, body }: Place): GraphAnswer {
	const { type = 'view', scope = 'organization' } = body as { type?: string; scope?: string };
	const roles = [type === 'edit' ? 'write' : 'read'];
	const same = file.permissions.find(
		({ link }) =>
			(link as { type?: string; scope?: string } | undefined)?.type === type &&
			(link as { scope?: string }).scope === scope,
	);
	const webUrl = `${new URL(drive.webUrl).origin}/:x:/s/${randomUUID()}`;
	const permission = same ?? {
		id: randomUUID(),
		roles,
		hasPassword: false,
		link: { type, scope, webUrl, preventsDownload: false },
	};
	if (!same) file.permissions.push(permission);
	return entityAnswer(call, 'permission', permission, same ? 200 : 201);
}

function invite({ call, file, body }: Place): GraphAnswer {
	const { recipients, roles } = body as { recipients?: Array<{ email: string }>; roles?: string[] };
	if (!recipients?.length || !roles?.length) throw badRequest('Recipients and roles are required.');
	const made = recipients.map(({ email }) => ({
		id: Buffer.from(randomUUID()).toString('base64url'),
		roles,
		grantedToV2: { user: { displayName: email } },
		invitation: { email, signInRequired: body.requireSignIn === true },
	}));
	file.permissions.push(...made);
	return listAnswer(call, 'Collection(permission)', { items: made });
}

function removePermission({ file, rest: [id] }: Place): GraphAnswer {
	const at = file.permissions.findIndex((permission) => permission.id === id);
	if (at < 0) throw drives.fileNotFound();
	file.permissions.splice(at, 1);
	return { status: 204 };
}

function restoreVersion({ drive, file, rest: [id] }: Place): GraphAnswer {
	const version = file.versions.find((one) => one.id === id);
	if (!version) throw drives.fileNotFound();
	file.content = version.content;
	file.versions.push({ ...version, id: `${file.versions.length + 1}.0`, at: Date.now() });
	drives.touch(drive, file);
	return { status: 204 };
}

const versions = ({ world, call, drive, file }: Place) =>
	listAnswer(call, 'driveItemVersions', {
		items: [...file.versions].reverse().map(({ id, content, at }) => ({
			...openly(world.urls().storageUrl, drive, file),
			id,
			lastModifiedDateTime: new Date(at).toISOString(),
			size: content.length,
		})),
	});

const redirect = ({ world }: Place, content: Buffer, mimeType: string): GraphAnswer => ({
	status: 302,
	headers: {
		location: `${world.urls().storageUrl}/drive/content/${offer(world.state, content, mimeType)}?tempauth=secret`,
	},
});

const conversions: Record<string, string> = { pdf: 'application/pdf', jpg: 'image/jpeg' };

function content(place: Place): GraphAnswer {
	const { file, call, rest } = place;
	if (rest.length > 0 && rest[0] === file.versions.at(-1)?.id) {
		throw new GraphError(400, 'invalidRequest', 'You cannot get the content of the current version');
	}
	const found = rest.length === 0 ? file : file.versions.find(({ id }) => id === rest[0]);
	if (!found) throw drives.fileNotFound();
	if (!found.content) throw new GraphError(400, 'invalidRequest', 'You cannot get content for a folder');
	const format = call.query.get('$format');
	if (format === undefined) return redirect(place, found.content, file.mimeType);
	if (format === 'jpg' && !(Number(call.query.get('width')) > 0 && Number(call.query.get('height')) > 0)) {
		throw new GraphError(400, 'invalidRequest', 'The width and height parameters are required.');
	}
	const mimeType = conversions[format];
	if (!mimeType || !/\.(xlsx|docx|pptx|txt)$/.test(file.name))
		throw new GraphError(406, 'notAcceptable', 'The file cannot be converted.');
	return redirect(place, Buffer.from(`${format} of ${file.name}`), mimeType);
}

/** The place of a file that may not be there yet: its folder, and its name. */
function newPlace(world: GraphWorld, context: CallContext, find: Find) {
	const [owner = '', key = ''] = context.params;
	const drive = find(world, owner);
	const [, folderKey = key, name] = /^(.*?)\/([^/]+)$/s.exec(key) ?? [];
	const { call } = context;
	if (name === undefined) {
		const file = drives.findFile(drive, key);
		return { drive, folderId: file.parentId ?? '', name: file.name, call };
	}
	const folder = drives.findFile(drive, folderKey.replace(/:$/, ''));
	return { drive, folderId: folder.id, name: checkName(name), call };
}

const putContent = (world: GraphWorld, context: CallContext, find: Find): GraphAnswer => {
	const { drive, folderId, name, call } = newPlace(world, context, find);
	const there = drives.childNamed(drive, folderId, name) !== undefined;
	const conflict = conflictOf(call.query.get('@microsoft.graph.conflictbehavior'), 'replace');
	const body = call.raw ?? Buffer.from(call.body === undefined ? '' : JSON.stringify(call.body));
	const mimeType = call.headers['content-type'];
	const taken = drives.taken(world.settings.sharePoint, drive, name, body);
	const file = drives.putFile(drive, folderId, name, { ...taken, mimeType, conflict });
	const status = there && conflict === 'replace' ? 200 : 201;
	return entityAnswer(call, `drives('${drive.id}')/items`, openView(world, drive, file), status);
};

const createSession = (world: GraphWorld, context: CallContext, find: Find): GraphAnswer => {
	const { drive, folderId, name, call } = newPlace(world, context, find);
	const { item } = (call.body ?? {}) as { item?: Record<string, unknown> };
	const conflict = conflictOf(item?.['@microsoft.graph.conflictBehavior'], 'replace');
	if (conflict === 'fail') drives.freeName(drive, folderId, name, conflict);
	const take = (sent: Buffer) => drives.taken(world.settings.sharePoint, drive, name, sent);
	const token = openUpload(world.state, { drive, folderId, name, conflict, take });
	const uploadUrl = `${world.urls().storageUrl}/drive/upload/${token}?tempauth=secret`;
	return entityAnswer(call, 'uploadSession', { uploadUrl, ...sessionStatus({ received: 0 }) });
};

function checkOut({ drive, file }: Place): GraphAnswer {
	if (!file.content) throw new GraphError(400, 'notSupported', 'Folders cannot be checked out.');
	if (file.checkedOut) throw new GraphError(423, 'resourceLocked', 'The file is checked out already.');
	file.checkedOut = true;
	drives.touch(drive, file);
	return { status: 204 };
}

function checkIn({ drive, file }: Place): GraphAnswer {
	if (!file.checkedOut) throw badRequest('The file is not checked out.');
	file.checkedOut = false;
	drives.touch(drive, file);
	return { status: 204 };
}

const omit = (entity: object, ...names: string[]) =>
	Object.fromEntries(Object.entries(entity).filter(([name]) => !names.includes(name)));

/** A page of files, each as it is shown here. */
function list(
	{ call, drive }: Place,
	files: readonly StoredFile[],
	view: (file: StoredFile) => Entity,
): GraphAnswer {
	const query = new Map([...call.query].filter(([name]) => name !== '$select'));
	const shown = files.map(view);
	const select = call.query.get('$select');
	return listEntities({ ...call, query }, `drives('${drive.id}')/items`, shown, 'files', (one) =>
		selectedFacts(one, select),
	);
}

const children = (place: Place) =>
	list(place, drives.childrenOf(place.drive, place.file.id), (file) =>
		openView(place.world, place.drive, file),
	);

/** A hit of the index: it has neither version nor hashes nor path. */
function hit(drive: StoredDrive, found: StoredFile): Entity {
	const known = omit(drives.fileView(drive, found), 'eTag', 'cTag') as Entity;
	const { file, parentReference } = known as { file?: object; parentReference?: object };
	return {
		...known,
		parentReference: omit(parentReference ?? {}, 'path'),
		...(file && { file: omit(file, 'hashes') }),
	};
}

function search(place: Place): GraphAnswer {
	const words = (place.rest[0] ?? '').replace(/^q=/, '').toLowerCase();
	const { files, rootId } = place.drive;
	const found = [...files.values()].filter(
		({ id, deleted, name, content }) =>
			id !== rootId && !deleted && `${name} ${content?.toString() ?? ''}`.toLowerCase().includes(words),
	);
	return list(place, found, (file) => hit(place.drive, file));
}

/** The last change in a folder, or of a file. */
function lastChangeIn(drive: StoredDrive, file: StoredFile): number {
	if (file.content) return file.change;
	const below = [...drive.files.values()].filter(({ parentId }) => parentId === file.id);
	return Math.max(file.change, ...below.map((one) => lastChangeIn(drive, one)));
}

/**
 * Changes of a drive: what is below its root, and the root itself. Paths aren't returned: that of a file changes with the
 * name of a folder, which isn't a change of the file. Source: "driveItem: delta".
 */
function delta({ world, call, drive }: Place): GraphAnswer {
	const { folders, rootOnEachPage } = world.settings.delta;
	const location = `${call.base}${call.path}`;
	const round = readRound(world, call, 'files', { code: 'resyncRequired', location, latest: true });
	const { query } = round.call;
	// What the first round prefers applies to the feed: with other preferences, other items are changed.
	if (!round.feed && preferences(call.headers).has('deltaexcludeparent')) query.set('deltaexcludeparent', '');
	const excludesParents = query.has('deltaexcludeparent');
	const select = query.get('$select');
	const view = (file: StoredFile): object => {
		const { parentReference, ...shown } = openView(world, drive, file);
		const parent = Object.entries(parentReference as object).filter(([name]) => name !== 'path');
		return selectedFacts({ ...shown, parentReference: Object.fromEntries(parent) }, select);
	};
	const root = drive.files.get(drive.rootId);
	return deltaAnswer(world, round, 'files', {
		context: 'Collection(driveItem)',
		pageSize: 200,
		onEachPage: () => (rootOnEachPage && root ? [view(root)] : []),
		tells: ({ key }) => !rootOnEachPage || key !== drive.rootId,
		list: () =>
			[...drive.files.values()].flatMap((file) => {
				const { id: key, change: last, deleted } = file;
				const counts = folders && (key === drive.rootId || !excludesParents);
				return deleted ? [] : [{ key, mark: String(counts ? lastChangeIn(drive, file) : last) }];
			}),
		show: ({ key }) => {
			const file = drive.files.get(key);
			return file && view(file);
		},
	});
}

const drop = ({ drive, file, call }: Place): GraphAnswer => {
	const { 'if-match': wanted } = call.headers;
	if (wanted !== undefined && wanted !== drives.fileView(drive, file).eTag)
		throw new GraphError(412, 'resourceModified', "The resource has changed: ETag doesn't match.");
	if (file.checkedOut) throw new GraphError(423, 'resourceLocked', 'The file is checked out.');
	drives.remove(drive, file);
	return { status: 204 };
};

type Handle = (place: Place) => GraphAnswer;
/** What can be done with a file: method, what follows the file in the path, permissions. */
const ofFile: ReadonlyArray<[string, string, readonly string[], Handle]> = [
	['GET', '', read, (place) => show(place, place.file)],
	['PATCH', '', write, change],
	['DELETE', '', write, drop],
	['GET', '/children', read, children],
	['POST', '/children', write, createFolder],
	['POST', '/copy', write, copy],
	['POST', '/createLink', write, createLink],
	['POST', '/invite', write, invite],
	['POST', '/checkout', write, checkOut],
	['POST', '/checkin', write, checkIn],
	['POST', '/permanentDelete', write, drop],
	[
		'GET',
		'/permissions',
		read,
		({ call, file }) => listEntities(call, 'permissions', file.permissions, 'files'),
	],
	['DELETE', '/permissions/{id}', write, removePermission],
	['GET', '/permissions/{id}', read, onePermission],
	['PATCH', '/permissions/{id}', write, changePermission],
	['GET', '/thumbnails', read, thumbnails],
	['GET', '/thumbnails/{set}/{size}/content', read, thumbnail],
	['GET', '/listItem', readSites, listItem],
	['PATCH', '/listItem/fields', writeSites, changeFields],
	['GET', '/content', read, content],
	['GET', '/versions/{id}/content', read, content],
	['GET', '/versions', read, versions],
	['POST', '/versions/{id}/restoreVersion', write, restoreVersion],
	['GET', '/search/{q}', read, search],
	['GET', '/delta', read, delta],
];

/** The owners of drives, by the start of their path. */
export const driveOwners: ReadonlyArray<[prefix: string, find: Find]> = [
	['/drives/{id}', byId],
	['/users/{id}/drive', ofUser],
	['/groups/{id}/drive', ofGroup],
	['/sites/{id}/drive', ofSite],
];

function placeOf(world: GraphWorld, context: CallContext, find: Find, hasKey: boolean): Place {
	const [owner = '', ...more] = context.params;
	const drive = find(world, owner);
	const [key, rest] = hasKey ? [more[0] ?? '', more.slice(1)] : ['root', more];
	const { call } = context;
	const body = (typeof call.body === 'object' && call.body !== null ? call.body : {}) as Place['body'];
	return { world, context, call, drive, file: drives.findFile(drive, key), rest, body };
}

const drivesOf = (path: string, all: readonly Find[]) =>
	route('GET', path, 'files', read, (world, { call, params }) =>
		listEntities(
			call,
			'drives',
			all.map((find) => drives.driveView(find(world, params[0] ?? ''))),
			'files',
		),
	);

/** Drives, and the files and folders in them. */
export const driveRoutes: readonly Route[] = [
	...driveOwners.flatMap(([prefix, find]) => [
		route('GET', prefix, 'files', read, (world, { call, params }) =>
			entityAnswer(call, 'drives', drives.driveView(find(world, params[0] ?? ''))),
		),
		route('GET', `${prefix}/list/columns`, 'files', readSites, (world, { call, params }) => {
			find(world, params[0] ?? '');
			return listEntities(call, 'columns', libraryColumns(), 'files');
		}),
		route('PUT', `${prefix}/items/{key}/content`, 'files', write, (world, context) =>
			putContent(world, context, find),
		),
		route('POST', `${prefix}/items/{key}/createUploadSession`, 'files', write, (world, context) =>
			createSession(world, context, find),
		),
		...['/root', '/items/{key}'].flatMap((item) =>
			ofFile.map(([method, below, permissions, handle]) =>
				route(method, `${prefix}${item}${below}`, 'files', permissions, (world, context) =>
					handle(placeOf(world, context, find, item !== '/root')),
				),
			),
		),
	]),
	drivesOf('/users/{id}/drives', [ofUser]),
	drivesOf('/groups/{id}/drives', [ofGroup]),
	drivesOf('/sites/{id}/drives', [ofSite, archiveOf]),
	route('GET', '/shares/{id}/driveItem', 'files', write, (world, { call, params }) => {
		const { state } = world;
		const url = Buffer.from((params[0] ?? '').replace(/^u!/, ''), 'base64url').toString();
		for (const drive of drives.allDrives(state)) {
			for (const file of drive.files.values()) {
				const links = file.permissions.map(({ link }) => (link as { webUrl?: string } | undefined)?.webUrl);
				const view = openView(world, drive, file);
				const document = /[?&]sourcedoc=(?:%7B|\{)?([\dA-F-]{36})/i.exec(url)?.[1];
				const here = [view.webUrl, `${drive.webUrl}${drives.pathOf(drive, file)}`, ...links].includes(url);
				if (file.deleted || !(here || document?.toUpperCase() === drives.documentId(file))) continue;
				return entityAnswer(call, 'driveItem', selectedFacts(view, call.query.get('$select')));
			}
		}
		throw new GraphError(404, 'itemNotFound', 'The sharing link no longer exists.');
	}),
];
