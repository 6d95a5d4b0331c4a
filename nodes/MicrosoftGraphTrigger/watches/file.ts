import type { DriveItem } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import type { Send } from '../../graph/client';
import { isNotFound } from '../../graph/errors/graphError';
import { choiceField, flagField, textField, textsField } from '../../shared/fields/build';
import { driveAt, driveFields, driveItem, folder } from '../../shared/fields/locators/drive';
import { fileGuards, simpleFile } from '../../shared/resources/file';
import { listed } from '../../shared/parameters/values/text';
import { contains, endsAsOneOf } from './shared/filterText';
import type { Watch } from './watch';

const kinds = choiceField(
	'kinds',
	'Item Type',
	{ files: 'Files', folders: 'Folders', both: 'Files and Folders' },
	{
		default: 'files',
		description: 'A folder counts as updated when something in it changes',
	},
);

const includeSubfolders = flagField('includeSubfolders', 'Include Subfolders', {
	default: true,
	description: 'Whether to include items in subfolders; for a whole drive, they are always included',
});

/** Sources: "driveItem: delta", "Create subscription", on driveItem. */
export const file: Watch = {
	name: 'File or Folder',
	value: 'file',
	action: 'On new file',
	description: 'Files and folders of a drive, or of a folder in it',
	events: { created: 'Created', updated: 'Updated', deleted: 'Deleted' },
	fields: [...driveFields, folder, includeSubfolders, kinds],
	filters: [
		textField('name', 'Name Contains', { placeholder: 'e.g. invoice', description: 'Case-insensitive' }),
		textsField('extension', 'Extension', {
			placeholder: 'e.g. pdf, docx',
			description: 'End of the name, without the dot; separate several with commas',
		}),
	],
	passes: ({ name }, filters: IDataObject) =>
		contains(name, filters.name) &&
		endsAsOneOf(
			[name],
			listed(filters.extension).map((end) => `.${end.replace(/^\./, '')}`),
		),
	permissions: ['Files.Read.All'],
	subscriptionPermissions: ['Files.ReadWrite.All'],
	permissionNote: 'A site by its URL needs Sites.Read.All.',
	simple: simpleFile,
	filterProperties: ['name', 'file', 'folder', 'package', 'root', 'deleted', 'parentReference'],
	changeFields: { created: 'createdDateTime', modified: 'lastModifiedDateTime', version: 'eTag' },
	guards: fileGuards,
	source: async ({ parameters, select, send }) => {
		const drive = await driveAt(parameters, send);
		const folderId = await folderIdOf(drive, parameters.id('parentId'), send);
		const below = parameters.flag('includeSubfolders');
		const isWanted = ofKind(parameters.text('kinds'));
		const isBelow = lineage(drive, send);
		const path = [...drive, 'root', 'delta'];
		return {
			feeds: [
				{
					// Graph reports changes of whole drives only.
					key: ['items', folderId].join(' ').trim(),
					all: () => ({ method: 'GET', path, query: { $select: select } }),
					latest: { method: 'GET', path, query: { $select: select, token: 'latest' } },
					concerns: async (entry) => {
						const item = entry as DriveItem;
						if (!isWanted(item)) return false;
						return folderId === '' || (await isBelow(item, folderId, below));
					},
				},
			],
			latest: {
				method: 'GET',
				path: [...drive, ...driveItem(folderId || 'root', 'children')],
				query: { $select: select, $orderby: 'lastModifiedDateTime desc', $top: 50 },
			},
			notify: {
				resource: [...drive, 'root'].join('/'),
				...(drive[0] !== 'drives' && { resolve: async () => await rootById(drive, send) }),
				changes: ['updated'],
				possible: ['updated'],
			},
		};
	},
};

/** The path of a drive's root by the drive's ID: Graph may not notify of it where it is named by its owner. */
async function rootById(drive: readonly string[], send: Send): Promise<string> {
	const { body } = await send({ method: 'GET', path: [...drive], query: { $select: 'id' } });
	return `drives/${String((body as IDataObject).id)}/root`;
}

/** The ID of the folder that is watched; `''` for the whole drive. */
async function folderIdOf(drive: readonly string[], idOrPath: string, send: Send): Promise<string> {
	const at = driveItem(idOrPath === '' ? 'root' : idOrPath);
	if (at[0] === 'root') return '';
	if (at[0] === 'items') return idOrPath;
	const { body } = await send({ method: 'GET', path: [...drive, ...at], query: { $select: 'id' } });
	return String((body as IDataObject).id);
}

/** Whether something is of the kinds that are wanted; of what is gone, Graph may not say what it was. */
const ofKind =
	(kinds: string) =>
	({ root, file: isFile, folder: isFolder, package: isPackage }: DriveItem): boolean => {
		if (root) return false;
		if (kinds === 'files') return !isFolder && !isPackage;
		return kinds === 'both' || !isFile;
	};

/**
 * Checks whether something is in a folder, or below it. A drive's changes name the folder that something is in by its ID only:
 * the folders above it are read, each once. What is in a folder that is gone may have been anywhere.
 */
function lineage(drive: readonly string[], send: Send) {
	const parents = new Map<string, Promise<string | undefined> | string | undefined>();

	/** The ID of the folder above a folder; `''` for the root, `undefined` where it's gone. */
	const readParent = async (id: string): Promise<string | undefined> => {
		try {
			const path = [...drive, 'items', id];
			const { body } = await send({ method: 'GET', path, query: { $select: 'id,parentReference' } });
			return (body as DriveItem).parentReference?.id ?? '';
		} catch (error) {
			if (isNotFound(error)) return undefined;
			throw caught(error);
		}
	};

	return async ({ id, parentReference }: DriveItem, folderId: string, below: boolean): Promise<boolean> => {
		let parent = parentReference?.id ?? undefined;
		if (id && parent !== undefined) parents.set(id, parent);
		if (!below) return parent === undefined || parent === folderId;
		while (parent !== undefined && parent !== '' && parent !== folderId) {
			if (!parents.has(parent)) parents.set(parent, readParent(parent));
			parent = await parents.get(parent);
		}
		return parent !== '';
	};
}
