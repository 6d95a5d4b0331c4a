import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';

import { decoded } from '../../graph/decoded';
import { quoted } from '../fields/filters';
import { driveItem, drivePath } from '../fields/locators/drive';
import { sitePath } from '../fields/locators/site';
import { listSearch, type Lookup } from './listSearch';

const what: Readonly<Record<string, string>> = {
	driveOf: 'drive',
	userId: 'user',
	groupId: 'group',
	siteId: 'site',
	driveId: 'drive',
};

/** The drive that is chosen in the node. */
function chosenDrive({ chosen }: Lookup): string[] {
	const value = (name: string) => (name === 'libraryId' ? optional() : chosen(name, what[name] ?? name));
	const optional = () => {
		try {
			return chosen('libraryId', 'library');
		} catch {
			return '';
		}
	};
	return drivePath({ id: value, text: value });
}

const inDrive = (foldersOnly: boolean) => (lookup: Lookup) => ({
	request: {
		method: 'GET' as const,
		path: [
			...chosenDrive(lookup),
			...driveItem('/', lookup.words === '' ? 'children' : `search(q=${quoted(lookup.words)})`),
		],
		query: { $top: 100, $select: 'id,name,folder,parentReference' },
	},
	entry: (object: IDataObject) => (foldersOnly && !object.folder ? undefined : fileEntry(object)),
});

/** A file or folder as an entry: by its path, where Graph returns it. */
export function fileEntry({ id, name, folder, parentReference }: IDataObject): INodeListSearchItems {
	const { path } = (parentReference ?? {}) as { path?: string };
	const end = folder ? '/' : '';
	// A search returns no path.
	if (path === undefined) return { name: `${String(name)}${end}`, value: String(id) };
	const where = decoded(path.replace(/^.*?root:/, ''));
	return { name: `${where}/${String(name)}${end}`, value: String(id) };
}

/** Files and folders of the chosen drive: at its root, or found by words. Source: "List children", "Search for files". */
export const searchFiles = listSearch(['Files.Read.All'], inDrive(false));

/** The same for folders only. */
export const searchFileFolders = listSearch(['Files.Read.All'], inDrive(true));

/** The document libraries of the chosen site. Source: "List available drives". */
export const searchLibraries = listSearch(['Files.Read.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: sitePath(chosen('siteId', 'site'), 'drives'),
		query: { $select: 'id,name' },
	},
	searchHere: true,
	entry: ({ id, name }) => ({ name: String(name), value: String(id) }),
}));
