import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { caught } from '../../../../credentials/auth/core/caught';
import type { Send } from '../../../graph/client';
import { isNotFound } from '../../../graph/errors/graphError';
import { requestError } from '../../../graph/errors/requestError';
import { isGone, isLinkExpired, readDelta } from '../../../graph/lists/delta';
import { choiceField } from '../../../shared/fields/build';
import { mailFolderId } from '../../../shared/fields/locators/mailFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import type { ChangeEvent, Containers, FoundContainers, WatchSettings } from '../watch';

const folderScope = choiceField(
	'folderScope',
	'Folders',
	{
		folder: 'One Folder',
		subfolders: 'A Folder and Its Subfolders',
		several: 'Several Folders',
		mailbox: 'Whole Mailbox',
	},
	{
		description:
			'With subfolders and the whole mailbox, new folders are included as they are created. The whole mailbox has Drafts, Sent Items, Junk Email, and Deleted Items, too, unless they are excluded.',
	},
);

const shownFor = (...scopes: string[]): Pick<INodeProperties, 'displayOptions'> => ({
	displayOptions: { show: { folderScope: scopes } },
});

/** A list of folders, each chosen as a single one is. */
const foldersField = (
	name: string,
	displayName: string,
	more: Partial<INodeProperties>,
): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Folder',
	default: {},
	options: [{ displayName: 'Folder', name: 'folder', values: [{ ...mailFolderId }] }],
	...more,
});

const chosenFolders = foldersField('folders', 'Selected Folders', {
	...shownFor('several'),
	description: 'The folders to watch, each without its subfolders',
});

const excludedFolders = foldersField('excludedFolders', 'Excluded Folders', {
	...shownFor('mailbox', 'subfolders'),
	description: 'Folders to leave out, each with its subfolders',
});

/** Which folders of a mailbox are watched. */
export const folderFields: readonly INodeProperties[] = [
	folderScope,
	{ ...mailFolderId, default: { mode: 'id', value: 'inbox' }, ...shownFor('folder', 'subfolders') },
	chosenFolders,
	excludedFolders,
];

/** The folders that are watched, by their IDs or well-known names. */
export interface FolderScope {
	kind: 'subfolders' | 'several' | 'mailbox';
	folders: string[];
	excluded: string[];
}

/**
 * What is watched; `undefined` for a single folder.
 * @throws RequestError where no folder is chosen
 */
export function scopeOf(parameters: WatchSettings['parameters']): FolderScope | undefined {
	switch (parameters.text('folderScope')) {
		case 'mailbox':
			return { kind: 'mailbox', folders: [], excluded: foldersIn(parameters.value('excludedFolders')) };
		case 'subfolders':
			return {
				kind: 'subfolders',
				folders: [parameters.id('folderId')],
				excluded: foldersIn(parameters.value('excludedFolders')),
			};
		case 'several': {
			const folders = foldersIn(parameters.value('folders'));
			if (folders.length > 0) return { kind: 'several', folders, excluded: [] };
			throw requestError({
				what: 'No folder is chosen.',
				fix: 'Add at least one under "Selected Folders".',
			});
		}
		default:
			return undefined;
	}
}

function foldersIn(value: unknown): string[] {
	const { folder = [] } = Object(value) as { folder?: IDataObject[] };
	return [...new Set(folder.map(({ folderId }) => String(folderId ?? '')).filter(Boolean))];
}

/** What is known of a mailbox's folders. n8n stores it, so these names stay. */
interface Tree {
	/** The delta link. */
	link: string;
	/** By the ID of a folder, the ID of the one that it's in. */
	parents: Record<string, string>;
	/** The IDs of folders by the names that the person gave. */
	ids: Record<string, string>;
}

/** Messages whose folders are looked up at most: for more, all folders are read. */
const maxLookups = 40;

/**
 * The folders of a mailbox as containers of messages.
 * @param user the path of the mailbox's user
 * @returns `named` is the first of the folders that the person gave; `undefined` for a whole mailbox
 * Source: "mailFolder: delta".
 */
export function mailFolders({
	user,
	scope: { kind, folders, excluded },
	events,
	send,
}: {
	user: readonly string[];
	scope: FolderScope;
	events: readonly ChangeEvent[];
	send: Send;
}): Omit<Containers, 'feed' | 'watched'> & { named?: string } {
	const first = {
		method: 'GET' as const,
		path: [...user, 'mailFolders', 'delta'],
		query: { $select: 'parentFolderId,isHidden' },
		headers: { Prefer: `${String(mailHeaders().Prefer)}, odata.maxpagesize=250` },
	};

	/** The IDs of folders that may be given by well-known names. */
	const resolve = async (names: readonly string[]): Promise<Record<string, string>> => {
		const read = async (name: string) => {
			const path = [...user, 'mailFolders', name];
			const { body } = await send({ method: 'GET', path, query: { $select: 'id' }, headers: mailHeaders() });
			return [name, String((body as IDataObject).id)] as const;
		};
		return Object.fromEntries(await Promise.all(names.map(read)));
	};

	const readTree = async (before: Tree | undefined): Promise<Pick<Tree, 'link' | 'parents'>> => {
		const request = before === undefined ? first : { ...first, link: before.link };
		const parents = new Map(Object.entries(before?.parents ?? {}));
		try {
			const { changes, deltaLink } = await readDelta(request, send);
			for (const folder of changes) {
				const id = String(folder.id);
				if (isGone(folder) || isSearch(folder) || folder.isHidden === true) parents.delete(id);
				else parents.set(id, String(folder.parentFolderId ?? parents.get(id) ?? ''));
			}
			return { link: deltaLink, parents: Object.fromEntries(parents) };
		} catch (error) {
			if (before === undefined || !isLinkExpired(error)) throw caught(error);
			return await readTree(undefined);
		}
	};

	const find = async (state: IDataObject | undefined): Promise<FoundContainers> => {
		const tree = state as Tree | undefined;
		const ids = tree?.ids ?? (await resolve([...folders, ...excluded]));
		const named = idsOf(folders, ids);
		if (kind === 'several') return { ids: named, named, state: { ids } };
		const { link, parents } = await readTree(tree);
		const isIn = (id: string, roots: ReadonlySet<string>) =>
			lineage(id, parents).some((one) => roots.has(one));
		const [roots, out] = [new Set(named), new Set(idsOf(excluded, ids))];
		const watched = Object.keys(parents).filter(
			(id) => (kind === 'mailbox' || isIn(id, roots)) && !isIn(id, out),
		);
		// The chosen folder is watched whether Graph lists it or not, as it doesn't the top of a mailbox.
		return { ids: [...new Set([...named, ...watched])], named, state: { link, parents, ids } };
	};

	return {
		noun: 'mail folders',
		fix: 'Watch a folder with its subfolders instead of the whole mailbox, or add "Excluded Folders".',
		named: folders[0],
		find,
		containersOf: async (objects) => {
			if (objects.length > maxLookups) return undefined;
			const found = await Promise.all(objects.map(async (id) => await folderOf(id)));
			// What is gone may have been in any folder.
			if (events.includes('deleted') && found.includes(undefined)) return undefined;
			return found.filter((id) => id !== undefined);
		},
	};

	/** The ID of the folder that a message is in; `undefined` where it's gone. */
	async function folderOf(message: string): Promise<string | undefined> {
		const path = [...user, 'messages', message];
		try {
			const query = { $select: 'parentFolderId' };
			const { body } = await send({ method: 'GET', path, query, headers: mailHeaders() });
			return String((body as IDataObject).parentFolderId);
		} catch (error) {
			if (isNotFound(error)) return undefined;
			throw caught(error);
		}
	}
}

const idsOf = (names: readonly string[], ids: Readonly<Record<string, string>>): string[] => [
	...new Set(names.map((name) => ids[name] ?? name)),
];

/** A search folder shows messages that are in others. */
const isSearch = (folder: IDataObject) => String(folder['@odata.type'] ?? '').endsWith('mailSearchFolder');

/** The IDs of a folder, and of those that it's in. */
function lineage(id: string, parents: Readonly<Record<string, string>>): string[] {
	const ids: string[] = [];
	for (let next: string | undefined = id; next && !ids.includes(next); next = parents[next]) ids.push(next);
	return ids;
}
