import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import { GraphError } from '../../graph/errors/graphError';
import { requestError } from '../../graph/errors/requestError';
import { readList } from '../../graph/lists/page';
import { mailHeaders } from '../fields/mail';
import type { ItemRun } from '../itemRun';
import type { ItemParameters } from '../parameters/itemParameters';

/** What looks up folders. */
type Lookup = Pick<ItemRun, 'item' | 'send' | 'once'>;

/**
 * The names by which Graph knows a mailbox's own folders in every language; most are their English names without spaces.
 * Source: "mailFolder resource type".
 */
const wellKnown: ReadonlySet<string> = new Set([
	'archive',
	'clutter',
	'conflicts',
	'conversationhistory',
	'deleteditems',
	'drafts',
	'inbox',
	'junkemail',
	'localfailures',
	'outbox',
	'recoverableitemsdeletions',
	'scheduled',
	'searchfolders',
	'sentitems',
	'serverfailures',
	'syncissues',
]);

const pageSize = 250;
/** How many names an error lists. */
const maxNames = 10;

/** A folder on the way along a path. */
interface Found {
	/** Its ID or well-known name; `''` for the top of the mailbox. */
	id: string;
	/** Its path as in the mailbox. */
	path: string;
}

/**
 * The folder of a locator field: its ID, its well-known name, or what a path leads to. A path is what the mode "By Path"
 * holds, or a value that starts with a slash, such as /Inbox/Projects.
 * @param name of the field
 * @param create whether missing folders of the path are created; each is created once, also by items at the same time
 * @returns an ID or well-known name; `''` if the field is empty
 * @throws RequestError for a path that leads nowhere; what `send` throws
 */
export async function mailFolderOf(run: Lookup, name: string, create = false): Promise<string> {
	const value = run.item.id(name);
	if (value === '' || !isPath(run.item, name, value)) return value;
	const names = namesIn(value);
	if (names.length === 0) {
		throw requestError({
			what: `The path "${value}" contains no folder.`,
			fix: 'Enter the names of the folders, separated by slashes, such as Inbox/Projects.',
		});
	}
	let found: Found = { id: '', path: '' };
	for (const one of names) found = await step(run, found, one, create);
	return found.id;
}

const isPath = (item: ItemParameters, name: string, value: string) =>
	item.mode(name) === 'path' || value.startsWith('/');

/** The names in a path; a backslash before a slash makes it a part of the name. */
export function namesIn(path: string): string[] {
	const names: string[] = [];
	let name = '';
	for (let at = 0; at < path.length; at += 1) {
		const [character, next] = [path.charAt(at), path.charAt(at + 1)];
		if (character === '\\' && (next === '/' || next === '\\')) {
			name += next;
			at += 1;
		} else if (character === '/') {
			names.push(name);
			name = '';
		} else {
			name += character;
		}
	}
	return [...names, name].map((one) => one.trim()).filter((one) => one !== '');
}

/** The folder with a name in another one: found or created once for all items of the run. */
async function step(run: Lookup, parent: Found, name: string, create: boolean): Promise<Found> {
	const key = JSON.stringify(['mail folder', run.item.id('mailbox'), parent.id, comparable(name), create]);
	return await run.once(key, async () => {
		const known = await foldersIn(run, parent);
		const found = folderNamed(known, parent, name);
		if (found !== undefined) return found;
		if (create) return await created(run, parent, name);
		throw notFound(parent, name, known);
	});
}

/** In the language of the mailbox first; at the top also by the well-known names. */
function folderNamed(folders: readonly IDataObject[], parent: Found, name: string): Found | undefined {
	const path = parent.path === '' ? '' : `${parent.path}/`;
	const found = folders.find(({ displayName }) => comparable(String(displayName)) === comparable(name));
	if (found !== undefined) return { id: String(found.id), path: `${path}${String(found.displayName)}` };
	const id = name.toLowerCase().replace(/ /g, '');
	return parent.id === '' && wellKnown.has(id) ? { id, path: name } : undefined;
}

/** Exchange takes names that differ in case for the same. */
const comparable = (name: string): string => name.trim().normalize('NFC').toLowerCase();

const below = ({ item }: Lookup, { id }: Found): string[] => {
	const top = ['users', item.id('mailbox'), 'mailFolders'];
	return id === '' ? top : [...top, id, 'childFolders'];
};

async function foldersIn(run: Lookup, parent: Found): Promise<IDataObject[]> {
	const query = { $select: 'id,displayName', includeHiddenFolders: true };
	const request = { method: 'GET', path: below(run, parent), query, headers: mailHeaders() } as const;
	return await readList(request, { limit: Infinity, pageSize }, run.send);
}

/** Creates a folder; one that someone else created in the meantime is used. */
async function created(run: Lookup, parent: Found, name: string): Promise<Found> {
	try {
		const { body } = await run.send({
			method: 'POST',
			path: below(run, parent),
			headers: mailHeaders(),
			body: { displayName: name },
			needs: {
				permissions: ['Mail.ReadWrite'],
				because: 'To create missing folders, the app needs Mail.ReadWrite.',
			},
			// A second folder with the same name is refused.
			idempotent: true,
		});
		return (
			folderNamed([body as IDataObject], parent, name) ?? { id: String((body as IDataObject).id), path: name }
		);
	} catch (error) {
		if (!(error instanceof GraphError) || error.parts.code !== 'ErrorFolderExists') throw caught(error);
		const found = folderNamed(await foldersIn(run, parent), parent, name);
		if (found === undefined) throw caught(error);
		return found;
	}
}

function notFound(parent: Found, name: string, folders: readonly IDataObject[]): Error {
	const names = folders.map(({ displayName }) => String(displayName));
	const more = names.length > maxNames ? `, and ${names.length - maxNames} others` : '';
	const where = parent.path === '' ? 'The top level of the mailbox' : `"${parent.path}"`;
	return requestError({
		what: `The mailbox has no folder "${parent.path === '' ? name : `${parent.path}/${name}`}".`,
		why:
			names.length === 0
				? `${where} has no folders.`
				: `${where} has these folders: ${names.slice(0, maxNames).join(', ')}${more}.`,
		fix: 'Check the path for this item: names of folders, separated by slashes, such as Inbox/Projects.',
	});
}
