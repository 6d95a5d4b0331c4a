import type { INodeProperties } from 'n8n-workflow';

import type { Send } from '../../../graph/client';
import { requestError } from '../../../graph/errors/requestError';
import type { ItemParameters } from '../../parameters/itemParameters';
import { choiceField, locatorField, textField } from '../build';
import { userId } from '../locators';
import { groupId } from './group';
import { isUrl, siteId, sitePath, siteWithId, withoutColon } from './site';

const places = { user: "User's OneDrive", group: 'Group', site: 'Site', drive: 'Drive' };

const shownFor = (field: INodeProperties, place: string): INodeProperties => ({
	...field,
	displayOptions: { show: { driveOf: [place] } },
});

const library = locatorField(
	'libraryId',
	'Document Library',
	{
		list: { method: 'searchLibraries', placeholder: 'Default library' },
		example: 'e.g. b!CbtYWrofwUGBJWnaJkNwoNrBLp_kC3RKklSXPwrdeP3yH8_qmH9xT5Y6RROPWvUV',
	},
	{ required: false, description: 'Library of the site; leave empty for the default library' },
);

const drive = locatorField(
	'driveId',
	'Drive',
	{ example: 'e.g. b!CbtYWrofwUGBJWnaJkNwoNrBLp_kC3RKklSXPwrdeP3yH8_qmH9xT5Y6RROPWvUV' },
	{ description: 'ID of the drive, as in a file\'s "parentReference"' },
);

const owners: readonly INodeProperties[] = [
	shownFor(userId, 'user'),
	shownFor(groupId, 'group'),
	shownFor(siteId, 'site'),
	shownFor(library, 'site'),
	shownFor(drive, 'drive'),
];

/** The drive of an operation. */
export const driveFields: readonly INodeProperties[] = [
	choiceField('driveOf', 'File Location', places, { default: 'user' }),
	...owners,
];

const sharingLink: INodeProperties = {
	...textField('sharingLink', 'Sharing Link', {
		required: true,
		placeholder: 'e.g. https://contoso.sharepoint.com/:x:/s/marketing/EaBcD1234',
		description: 'A sharing link, or the browser address of the file or folder',
	}),
	displayOptions: { show: { driveOf: ['link'] } },
};

/** The same for operations on one file or folder, which can also be given by a sharing link. */
export const locationFields: readonly INodeProperties[] = [
	choiceField('driveOf', 'File Location', { ...places, link: 'Sharing Link' }, { default: 'user' }),
	...owners,
	sharingLink,
];

/** A file or folder isn't chosen if a sharing link names it. */
export const notByLink = { show: { driveOf: Object.keys(places) } };
/** A way to name a file or folder: by its path. */
export const byPath = (example: string) => [
	{ displayName: 'By Path', name: 'path', type: 'string' as const, placeholder: example },
];

const file = locatorField(
	'fileId',
	'File or Folder',
	{
		list: { method: 'searchFiles', placeholder: 'Select a file or folder…' },
		example: 'e.g. 01NKDM7HMOJTVYMDOSXFDK2QJDXCDI3WUK',
		modes: byPath('e.g. /Reports/2026/January.xlsx'),
	},
	{
		description: 'A path begins with a slash and starts at the root of the drive',
		displayOptions: notByLink,
	},
);

/** A folder of the drive; its root by default. */
export const folder = locatorField(
	'parentId',
	'Folder',
	{
		list: { method: 'searchFileFolders', placeholder: 'Root of the drive' },
		example: 'e.g. 01NKDM7HOUNTHUYBWQNBDKHRB2TDAO6HXR',
		modes: byPath('e.g. /Reports/2026'),
	},
	{
		required: false,
		description: 'Leave empty for the root of the drive; a path begins with a slash',
		displayOptions: notByLink,
	},
);

/** Which file or folder an operation is about. */
export const fileFields: readonly INodeProperties[] = [...locationFields, file];

/** The folder of an operation; the root of the drive by default. */
export const folderFields: readonly INodeProperties[] = [...locationFields, folder];

/** The permission that a sharing link needs, and the one for individual sites. */
export const readFilesNote =
	'A sharing link needs Files.ReadWrite.All, and a site by its URL needs Sites.Read.All. For individual sites, Sites.Selected is enough, with a grant for each.';
export const writeFilesNote =
	'A site by its URL needs Sites.Read.All too. For individual sites, Sites.Selected is enough, with a write grant for each.';

/**
 * The path of an item's drive, with further segments.
 * @param send looks up a site by its URL
 */
export async function driveAt(
	item: Pick<ItemParameters, 'id' | 'text'>,
	send: Send,
	...below: readonly string[]
): Promise<string[]> {
	// n8n returns no value of a hidden field.
	const site = item.text('driveOf') === 'site' && item.id('libraryId') === '' ? item.id('siteId') : '';
	if (isUrl(site)) {
		// A file's path below a site's path would be ambiguous, because both have colons.
		return [...(await siteWithId(site, send)), 'drive', ...below];
	}
	return [...drivePath(item), ...below];
}

/** The path of the drive that the given fields name. */
export function drivePath(fields: Pick<ItemParameters, 'id' | 'text'>): string[] {
	switch (fields.text('driveOf')) {
		case 'group':
			return ['groups', fields.id('groupId'), 'drive'];
		case 'site':
			return fields.id('libraryId') === ''
				? sitePath(fields.id('siteId'), 'drive')
				: ['drives', withoutColon(fields.id('libraryId'), 'drive')];
		case 'drive':
			return ['drives', withoutColon(fields.id('driveId'), 'drive')];
		default:
			return ['users', fields.id('userId'), 'drive'];
	}
}

/**
 * The path of an item's file or folder, with further segments.
 * @param send looks up sharing links, and sites by their URL
 */
export async function fileAt(
	item: Pick<ItemParameters, 'id' | 'text'>,
	send: Send,
	...below: readonly string[]
): Promise<string[]> {
	if (item.text('driveOf') === 'link') return [...(await sharedItem(item, send)), ...below];
	return [...(await driveAt(item, send)), ...driveItem(item.id('fileId'), ...below)];
}

/** The same for a folder; the root of the drive by default. */
export async function folderAt(
	item: Pick<ItemParameters, 'id' | 'text'>,
	send: Send,
	...below: readonly string[]
): Promise<string[]> {
	if (item.text('driveOf') === 'link') return [...(await sharedItem(item, send)), ...below];
	return [...(await driveAt(item, send)), ...driveItem(item.id('parentId') || '/', ...below)];
}

/**
 * The path of a file or folder within its drive, with further segments.
 * @param idOrPath an ID, or a path from the root of the drive
 * @throws RequestError for a path that SharePoint doesn't allow
 * Source: "DriveItem resource type", on addressing.
 */
export function driveItem(idOrPath: string, ...below: readonly string[]): string[] {
	if (idOrPath === 'root') return ['root', ...below];
	if (!idOrPath.includes('/')) return ['items', withoutColon(idOrPath, 'file or folder'), ...below];
	const names = idOrPath.split('/').filter((name) => name !== '');
	checkPath(idOrPath, names);
	const last = names.pop();
	if (last === undefined) return ['root', ...below];
	return ['root:', ...names, below.length > 0 ? `${last}:` : last, ...below];
}

/**
 * The share ID of a sharing link.
 * @throws RequestError if it isn't a URL
 * Source: "Access shared items".
 */
export function shareId(link: string): string {
	if (isUrl(link)) return `u!${Buffer.from(link).toString('base64url')}`;
	throw requestError({
		what: '"Sharing Link" doesn\'t contain a URL.',
		fix: 'Enter the full link, beginning with https://.',
	});
}

/** SharePoint's limits. Source: "Restrictions and limitations in OneDrive and SharePoint". */
const maxPathLength = 400;
const maxNameLength = 255;

function checkPath(path: string, names: readonly string[]): void {
	const wrong = names.find((name) => /[":<>|*\\]/.test(name) || name === '.' || name === '..');
	const fix = 'Check the path for this item. Separate its parts by slashes.';
	if (wrong !== undefined) {
		throw requestError({
			what: `${JSON.stringify(wrong)} can't be the name of a file or folder in OneDrive and SharePoint.`,
			fix: `${fix} Names can't contain " * : < > \\ |.`,
		});
	}
	if (names.join('/').length > maxPathLength || names.some((name) => name.length > maxNameLength)) {
		throw requestError({
			what: `The path is too long for OneDrive and SharePoint: it has ${path.length} characters. The limit is ${maxPathLength}, and ${maxNameLength} for a name.`,
			fix,
		});
	}
}

async function sharedItem(item: Pick<ItemParameters, 'text'>, send: Send): Promise<string[]> {
	const { body } = await send({
		method: 'GET',
		path: ['shares', shareId(item.text('sharingLink')), 'driveItem'],
		query: { $select: 'id,parentReference' },
	});
	const { id, parentReference } = body as { id?: string; parentReference?: { driveId?: string } };
	return ['drives', String(parentReference?.driveId), 'items', String(id)];
}
