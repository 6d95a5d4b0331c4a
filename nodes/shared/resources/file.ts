import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { downloadUrlProperty } from '../../graph/files/downloadUrl';
import type { Guard } from '../../graph/errors/explain';
import { requestError } from '../../graph/errors/requestError';
import { choiceField, flagField, textField } from '../fields/build';
import { driveItem } from '../fields/locators/drive';
import { odataQuery } from '../fields/odata';
import type { ItemParameters } from '../parameters/itemParameters';
import type { ItemRun } from '../itemRun';
import { readAs } from '../parameters/values/reading';

/** The most useful properties of a file or folder, for "Simplify". */
export const simpleFile = [
	'name',
	'webUrl',
	'size',
	'lastModifiedDateTime',
	'lastModifiedBy',
	'parentReference',
	'file',
	'folder',
	'createdDateTime',
	'id',
];

/** What to do if the name already exists. */
export const conflict = choiceField(
	'conflictBehavior',
	'If the Name Exists',
	{ fail: 'Fail', rename: 'Add a Number to the Name', replace: 'Replace' },
	{ description: 'What to do if the folder already has something with this name' },
);

/** The same for a move or rename, which replaces a file instead of adding a version to it. */
export const moveConflict: INodeProperties = {
	...conflict,
	description:
		'What to do if the folder already has something with this name. Replace deletes an existing file with all its versions; it never replaces a folder.',
};

/** Whether to return a file's preauthenticated URL. */
export const includeDownloadUrl = flagField('includeDownloadUrl', 'Include Download URL', {
	description:
		'Whether to return "@microsoft.graph.downloadUrl". Anyone who has that URL can read the file for about an hour, without signing in.',
});

/**
 * Query parameters for items of drives. Their ID is always selected, because Graph returns only what is selected.
 * @param simple the properties of "Simplify"
 */
export function fileQuery(
	item: ItemParameters,
	simple: readonly string[] = [],
): ReturnType<typeof odataQuery> {
	const options = item.collection('options');
	const query = odataQuery(options);
	const withUrl = options.includeDownloadUrl === true;
	const chosen = (query.$select ?? '').split(',').filter((name) => name !== '');
	if (chosen.length === 0 && withUrl && simple.length > 0 && item.flag('simplify')) chosen.push(...simple);
	if (chosen.length === 0) return query;
	const others = chosen.filter((name) => name.toLowerCase() !== 'id');
	return { ...query, $select: ['id', ...others, ...(withUrl ? [downloadUrlProperty] : [])].join(',') };
}

/** The annotation for it, in a body or query. Source: "DriveItem resource type". */
export const conflictBehavior = (item: ItemParameters): Record<string, string> => ({
	'@microsoft.graph.conflictBehavior': item.text('conflictBehavior') || 'fail',
});

/** A name that is required. */
export const newName = textField('name', 'Name', {
	required: true,
	placeholder: 'e.g. January 2026',
});

/** A name that stays the same by default. */
export const otherName = readAs(
	textField('newName', 'New Name', {
		placeholder: 'e.g. January 2026.xlsx',
		description: 'New name, with its extension; leave empty to keep the name',
	}),
	{ whenEmpty: 'mayBeBlank' },
);

/** The destination folder. */
export const destination = readAs(
	textField('destination', 'To Folder', {
		placeholder: 'e.g. /Archive/2026',
		description:
			'ID of the folder, or its path, which begins with a slash; leave empty for the root of the drive',
	}),
	{ whenEmpty: 'mayBeBlank' },
);

/** Graph's errors for files whose messages don't help. */
export const fileGuards: readonly Guard[] = [
	{
		when: { status: 404, message: /mysite/i },
		fix: "The user has no OneDrive yet: it's created when they first open it with a license. Check the user, and check that OneDrive is set up for them.",
	},
	{
		when: { status: 404 },
		fix: 'Check the ID or the path for this item. A path begins with a slash and starts at the root of the drive: /Reports/2026/January.xlsx.',
	},
	{
		when: { code: 'nameAlreadyExists' },
		fix: 'The folder already has something with this name: set "If the Name Exists", or choose another name. A move or rename never replaces a folder.',
	},
	{
		when: { status: 423 },
		fix: 'Someone has the file open or checked out: try again later, or have it checked in.',
	},
];

/** A folder by drive and ID, as a move or copy needs it. */
export interface Folder {
	driveId: string;
	id: string;
}

/**
 * Looks up a destination folder.
 * @param drive the path of its drive
 * @param folder ID or path; the root if empty
 */
export async function findFolder(
	{ send }: Pick<ItemRun, 'send'>,
	drive: readonly string[],
	folder: string,
): Promise<Folder> {
	const { body } = await send({
		method: 'GET',
		path: [...drive, ...driveItem(folder || '/')],
		query: { $select: 'id,folder,parentReference' },
	});
	const { id, folder: facet, parentReference } = body as IDataObject;
	const { driveId } = (parentReference ?? {}) as { driveId?: string };
	if (facet !== undefined && driveId !== undefined) return { driveId, id: String(id) };
	throw requestError({
		what: `"${destination.displayName}" isn't a folder: ${folder || '/'}.`,
		fix: 'Enter the ID or path of a folder.',
	});
}

/** The drive of an item's file, from the file's own path. */
export const driveOfFile = (path: readonly string[]): string[] => {
	const end = path.findIndex((segment, index) => index > 1 && /^(items|root:?)$/.test(segment));
	return path.slice(0, end);
};
