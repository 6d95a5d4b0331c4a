import { randomUUID } from 'node:crypto';
import { guidOf } from '../../random';
import type { SharePointSettings } from '../../settings';
import { GraphError } from '../errors';
import type { Entity } from '../entity';
import type { GraphState } from '.';
import { graphTime } from './messages';

/** A file or folder as a drive keeps it. */
export interface StoredFile {
	id: string;
	name: string;
	/** `undefined` for the root. */
	parentId?: string;
	/** `undefined` for a folder. */
	content?: Buffer;
	/** What was sent, where SharePoint has rewritten it and reports that: its size and hash. */
	sent?: Buffer;
	mimeType: string;
	createdAt: number;
	changedAt: number;
	/** Number of its last change, for delta. */
	change: number;
	deleted: boolean;
	checkedOut: boolean;
	/** The values of its columns in the library. */
	columns?: Record<string, unknown>;
	description?: string;
	permissions: Entity[];
	/** The last one is the current one. */
	versions: Array<{ id: string; content: Buffer; at: number }>;
}

/** A drive: OneDrive of a user, or a library of a site or group. */
export interface StoredDrive {
	id: string;
	name: string;
	driveType: 'business' | 'documentLibrary';
	webUrl: string;
	rootId: string;
	files: Map<string, StoredFile>;
	/** Number of the last change in it. */
	change: number;
}

export type Conflict = 'fail' | 'rename' | 'replace';

const start = Date.parse('2026-01-05T08:00:00Z');
const drivesKey = 'drives';
const monitorsKey = 'monitors of copies';

export const fileNotFound = () => new GraphError(404, 'itemNotFound', 'The resource could not be found.');

function kept(state: GraphState, key: string): Map<string, Entity> {
	const known = state.collections.get(key) ?? new Map<string, Entity>();
	state.collections.set(key, known);
	return known;
}

/** A drive by its ID, once it was read through its owner. */
export function driveById(state: GraphState, id: string): StoredDrive | undefined {
	return kept(state, drivesKey).get(id)?.drive as StoredDrive | undefined;
}

/** All drives that were read. */
export function allDrives(state: GraphState): StoredDrive[] {
	return [...kept(state, drivesKey).values()].map(({ drive }) => drive as StoredDrive);
}

/**
 * The drive of an owner, created and filled on the first read.
 * @param owner names it: the same name gives the same drive
 */
export function driveOf(
	state: GraphState,
	owner: string,
	{ name, driveType, webUrl }: Pick<StoredDrive, 'name' | 'driveType' | 'webUrl'>,
): StoredDrive {
	const id = `b!${Buffer.from(guidOf(`drive of ${owner}`)).toString('base64url')}`;
	const known = driveById(state, id);
	if (known) return known;
	const drive: StoredDrive = { id, name, driveType, webUrl, rootId: '', files: new Map(), change: 0 };
	kept(state, drivesKey).set(id, { id, drive });
	const root = addFile(drive, undefined, 'root', undefined, owner);
	drive.rootId = root.id;
	const reports = addFile(drive, root.id, 'Reports', undefined, owner);
	const year = addFile(drive, reports.id, '2026', undefined, owner);
	const january = addFile(drive, year.id, 'January.xlsx', Buffer.from('figures'), owner);
	january.versions.unshift({ id: '1.0', content: Buffer.from('draft'), at: start });
	january.versions[1].id = '2.0';
	addFile(drive, root.id, 'Archive', undefined, owner);
	addFile(drive, root.id, 'Notes.txt', Buffer.from('quarterly report notes'), owner);
	return drive;
}

/**
 * Adds a file or folder to a folder.
 * @param content `undefined` for a folder
 * @param seed makes the ID repeatable, and the time the initial one
 */
export function addFile(
	drive: StoredDrive,
	parentId: string | undefined,
	name: string,
	content?: Buffer,
	seed?: string,
): StoredFile {
	const id = `01${guidOf(`${seed ?? randomUUID()}|${parentId ?? ''}|${name}`)
		.replace(/-/g, '')
		.toUpperCase()}`;
	const at = seed === undefined ? Date.now() : start + drive.files.size * 60_000;
	const file: StoredFile = {
		id,
		name,
		parentId,
		content,
		mimeType: name.endsWith('.txt') ? 'text/plain' : 'application/octet-stream',
		createdAt: at,
		changedAt: at,
		change: ++drive.change,
		deleted: false,
		checkedOut: false,
		permissions: [
			{
				id: 'b3duZXI',
				roles: ['owner'],
				grantedToV2: { user: { id: guidOf('owner'), displayName: 'Owner' } },
			},
		],
		versions: content ? [{ id: '1.0', content, at }] : [],
	};
	drive.files.set(id, file);
	return file;
}

/** Records that a file was changed. */
export function touch(drive: StoredDrive, file: StoredFile): void {
	file.change = ++drive.change;
	file.changedAt = Date.now();
}

/** The files and folders in a folder. */
export function childrenOf(drive: StoredDrive, folderId: string): StoredFile[] {
	return [...drive.files.values()].filter(({ parentId, deleted }) => parentId === folderId && !deleted);
}

/** A child by its name, whatever its case. */
export const childNamed = (drive: StoredDrive, folderId: string, name: string) =>
	childrenOf(drive, folderId).find((child) => child.name.toLowerCase() === name.toLowerCase());

/**
 * A file as a request names it.
 * @param key `root`, an ID, or a start and a path below it: `root:/a/b`
 * @throws GraphError 404
 */
export function findFile(drive: StoredDrive, key: string): StoredFile {
	const [startKey = '', path = ''] = key.split(/:\/(.*)/s);
	let found = drive.files.get(startKey === 'root' ? drive.rootId : startKey);
	for (const name of path.split('/').filter((part) => part !== '')) {
		found = found && childNamed(drive, found.id, name);
	}
	if (!found || found.deleted) throw fileNotFound();
	return found;
}

/**
 * The name that something gets in a folder.
 * @throws GraphError 409 where the name exists and the behavior is `fail`
 */
export function freeName(
	drive: StoredDrive,
	folderId: string,
	name: string,
	conflict: Conflict,
	self?: StoredFile,
): string {
	const there = childNamed(drive, folderId, name);
	if (!there || there === self) return name;
	if (conflict === 'fail')
		throw new GraphError(
			409,
			'nameAlreadyExists',
			'An item with the same name already exists under the parent',
		);
	if (conflict === 'replace') {
		remove(drive, there);
		return name;
	}
	const [, stem = name, end = ''] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? [];
	for (let n = 1; ; n++) if (!childNamed(drive, folderId, `${stem} ${n}${end}`)) return `${stem} ${n}${end}`;
}

/** Deletes a file, or a folder with all that is in it. */
export function remove(drive: StoredDrive, file: StoredFile): void {
	for (const child of childrenOf(drive, file.id)) remove(drive, child);
	file.deleted = true;
	touch(drive, file);
}

/** Copies a file, or a folder with all that is in it. */
export function copyInto(
	from: StoredDrive,
	file: StoredFile,
	to: StoredDrive,
	folderId: string,
	name: string,
	withVersions = false,
): StoredFile {
	const copy = addFile(to, folderId, name, file.content);
	copy.mimeType = file.mimeType;
	if (withVersions && file.content) copy.versions = file.versions.map((version) => ({ ...version }));
	for (const child of childrenOf(from, file.id)) copyInto(from, child, to, copy.id, child.name, withVersions);
	return copy;
}

/** A file's path below the root: `/a/b`. */
export function pathOf(drive: StoredDrive, file: StoredFile): string {
	const parent = file.parentId === undefined ? undefined : drive.files.get(file.parentId);
	return parent ? `${pathOf(drive, parent)}/${encodeURIComponent(file.name)}` : '';
}

const app = { application: { id: guidOf('SharePoint app'), displayName: 'SharePoint App' } };

const hashes = new WeakMap<Buffer, string>();

/** The QuickXorHash of a content, as its description says. */
export function hashOf(content: Buffer): string {
	const known = hashes.get(content);
	if (known !== undefined) return known;
	const hash = Buffer.alloc(20);
	for (let index = 0; index < content.length; index++) {
		const bit = (index * 11) % 160;
		const value = content[index] << (bit & 7);
		hash[bit >> 3] ^= value & 255;
		hash[((bit >> 3) + 1) % 20] ^= value >> 8;
	}
	for (let index = 0, left = content.length; left > 0; index++, left = Math.floor(left / 256)) {
		hash[12 + index] ^= left % 256;
	}
	const result = hash.toString('base64');
	hashes.set(content, result);
	return result;
}

/** Content as an upload brings it. */
export interface NewContent {
	content: Buffer;
	/** See `StoredFile`. */
	sent?: Buffer;
	mimeType?: string;
}

/** Files that SharePoint writes its own properties into. */
const rewritten = /\.(docx|xlsx|pptx|doc|xls|ppt|pdf|html?)$/i;

/** What a drive stores for the content that it receives. */
export function taken(
	{ rewrites, tellsOf }: SharePointSettings,
	{ driveType }: StoredDrive,
	name: string,
	content: Buffer,
): Pick<NewContent, 'content' | 'sent'> {
	const here = rewrites === 'everywhere' || (rewrites === 'libraries' && driveType === 'documentLibrary');
	if (!here || !rewritten.test(name)) return { content };
	const all = Buffer.concat([content, Buffer.from('<properties of the library>')]);
	return { content: all, ...(tellsOf === 'sent' && { sent: content }) };
}

/** Stores content in a folder under a name, as an upload does. */
export function putFile(
	drive: StoredDrive,
	folderId: string,
	name: string,
	{ content, sent, mimeType, conflict }: NewContent & { conflict: Conflict },
): StoredFile {
	const there = childNamed(drive, folderId, name);
	if (there?.content && conflict === 'replace') {
		there.content = content;
		there.sent = sent;
		there.mimeType = mimeType ?? there.mimeType;
		there.versions.push({ id: `${there.versions.length + 1}.0`, content, at: Date.now() });
		touch(drive, there);
		return there;
	}
	const file = addFile(drive, folderId, freeName(drive, folderId, name, conflict), content);
	if (mimeType !== undefined) file.mimeType = mimeType;
	file.sent = sent;
	return file;
}

/** Files that open in Office for the web. */
const office = /\.(docx|xlsx|pptx)$/i;

/** The number that SharePoint knows a file by in its own URLs. */
export const documentId = ({ id }: StoredFile): string => guidOf(`document ${id}`).toUpperCase();

/** A file's address in the browser. */
function webUrlOf(drive: StoredDrive, file: StoredFile): string {
	if (!office.test(file.name) || !file.content) return `${drive.webUrl}${pathOf(drive, file)}`;
	const site = drive.webUrl.replace(/\/[^/]*$/, '');
	const document = `sourcedoc=%7B${documentId(file)}%7D&file=${encodeURIComponent(file.name)}`;
	return `${site}/_layouts/15/Doc.aspx?${document}&action=default&mobileredirect=true`;
}

/** A file as Graph shows it. */
export function fileView(drive: StoredDrive, file: StoredFile): Entity {
	const { id, name, content, parentId, createdAt, changedAt, deleted } = file;
	const parent = parentId === undefined ? undefined : drive.files.get(parentId);
	const { id: driveId, driveType } = drive;
	const times = {
		createdDateTime: graphTime(createdAt),
		lastModifiedDateTime: graphTime(changedAt),
	};
	return {
		id,
		name,
		...times,
		eTag: `"{${id}},${file.change}"`,
		cTag: `"c:{${id}},${file.change}"`,
		webUrl: webUrlOf(drive, file),
		size: (file.sent ?? content)?.length ?? 0,
		createdBy: app,
		lastModifiedBy: app,
		parentReference: parent
			? { driveId, driveType, id: parent.id, path: `/drives/${driveId}/root:${pathOf(drive, parent)}` }
			: { driveId, driveType },
		fileSystemInfo: times,
		...(parent ? {} : { root: {} }),
		...(file.description === undefined ? {} : { description: file.description }),
		...(deleted ? { deleted: { state: 'deleted' } } : {}),
		...(content
			? { file: { mimeType: file.mimeType, hashes: { quickXorHash: hashOf(file.sent ?? content) } } }
			: { folder: { childCount: childrenOf(drive, id).length } }),
	};
}

/** A drive as Graph shows it. */
export const driveView = ({ id, name, driveType, webUrl }: StoredDrive): Entity => ({
	id,
	name,
	driveType,
	webUrl,
	createdDateTime: graphTime(start),
	lastModifiedDateTime: graphTime(start),
});

/**
 * Starts a copy that can be monitored.
 * @returns the token in the monitor's URL
 */
export function openMonitor(state: GraphState, result: { resourceId?: string; error?: GraphError }): string {
	const token = randomUUID();
	kept(state, monitorsKey).set(token, { id: token, asked: 0, ...result });
	return token;
}

/** What the monitor of a copy returns: at first that it's in progress. `undefined` for an unknown one. */
export function monitorAnswer(state: GraphState, token: string): object | undefined {
	const monitor = kept(state, monitorsKey).get(token);
	if (!monitor) return undefined;
	monitor.asked = Number(monitor.asked) + 1;
	if (monitor.asked === 1) return { operation: 'ItemCopy', percentageComplete: 27.8, status: 'inProgress' };
	if (monitor.error instanceof GraphError) {
		const { code, message } = monitor.error;
		return { operation: 'ItemCopy', percentageComplete: 0, status: 'failed', error: { code, message } };
	}
	return {
		operation: 'ItemCopy',
		percentageComplete: 100,
		status: 'completed',
		resourceId: monitor.resourceId,
	};
}
