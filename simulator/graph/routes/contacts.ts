import { randomUUID } from 'node:crypto';
import type { CallContext, GraphAnswer } from '../call';
import { deltaAnswer, readRound } from '../delta';
import { GraphError } from '../errors';
import { readObject } from '../messageBody';
import { mailboxOwner } from '../outlook';
import { entityAnswer } from '../paging';
import { collectionRoutes, entitiesAt, entityAt, listEntities, route, selected } from '../rest';
import type { Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import { exchangeId } from '../state/ids';
import { graphTime } from '../state/messages';
import type { GraphWorld } from '../world';

const mainFolder = exchangeId('folder contacts');

const contact = (name: string, properties: Record<string, unknown>): Entity => ({
	id: exchangeId(`contact ${name}`),
	createdDateTime: '2025-01-10T09:00:00Z',
	lastModifiedDateTime: '2025-01-10T09:00:00Z',
	changeKey: 'EQAAABYAAAB=',
	categories: [],
	parentFolderId: mainFolder,
	displayName: name,
	emailAddresses: [],
	businessPhones: [],
	homePhones: [],
	mobilePhone: null,
	companyName: null,
	jobTitle: null,
	...properties,
});

/** The contacts of a mailbox. */
export const contacts: Collection = {
	path: '/users/{id}/contacts',
	service: 'mail',
	read: ['Contacts.Read', 'Contacts.ReadWrite'],
	write: ['Contacts.ReadWrite'],
	seed: () => [
		contact('Pavel Bansky', {
			givenName: 'Pavel',
			surname: 'Bansky',
			companyName: 'Fabrikam',
			emailAddresses: [{ name: 'Pavel Bansky', address: 'pavel@fabrikam.example' }],
		}),
		contact('Elvia Atkins', {
			givenName: 'Elvia',
			surname: 'Atkins',
			emailAddresses: [{ name: 'Elvia Atkins', address: 'elvia@fabrikam.example' }],
		}),
	],
	create: (body) => newContact(body),
	change: (held) => {
		held.changeKey = freshKey();
		held.lastModifiedDateTime = graphTime(Date.now());
	},
};

let made = 0;
const freshKey = () => `EQAAABYAAAB${String((made += 1)).padStart(6, '0')}=`;

function newContact(body: Record<string, unknown>): Entity {
	const now = graphTime(Date.now());
	const times = { createdDateTime: now, lastModifiedDateTime: now, changeKey: freshKey() };
	const name = [body.givenName, body.surname].filter(Boolean).join(' ');
	return contact(name, { ...times, ...body, id: exchangeId(`new contact ${made}`) });
}

const rootOfFolders = exchangeId('folder root of contacts');

/** Contact folders in addition to the default one, which this list doesn't show. */
export const contactFolders: Collection = {
	path: '/users/{id}/contactFolders',
	service: 'mail',
	read: contacts.read,
	write: contacts.write,
	seed: () => [],
	create: ({ displayName }, { params }, world) => {
		checkName(world, params, rootOfFolders, displayName);
		return {
			id: exchangeId(`contact folder ${randomUUID()}`),
			parentFolderId: rootOfFolders,
			displayName,
		};
	},
	change: (folder, { displayName }, { params }, world) => {
		if (displayName === folder.displayName) return;
		checkName(world, params, String(folder.parentFolderId), displayName);
	},
};

/** @throws GraphError 400 without a name, 409 for the name of another folder in the same one */
function checkName(world: GraphWorld, [user = '']: readonly string[], parent: string, name: unknown): void {
	if (typeof name !== 'string' || name === '')
		throw new GraphError(400, 'ErrorInvalidRequest', 'The folder needs a displayName.');
	const others = [...entitiesAt(world, contactFolders, [user]).values()];
	const isTaken = others.some(
		({ parentFolderId, displayName }) =>
			parentFolderId === parent && String(displayName).toLowerCase() === name.toLowerCase(),
	);
	if (isTaken)
		throw new GraphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
}

/** Removes a folder with its subfolders and contacts. */
function removeTree(world: GraphWorld, user: string, id: string): void {
	const all = entitiesAt(world, contactFolders, [user]);
	for (const folder of [...all.values()])
		if (folder.parentFolderId === id) removeTree(world, user, folder.id);
	const held = entitiesAt(world, contacts, [user]);
	for (const one of [...held.values()]) if (one.parentFolderId === id) held.delete(one.id);
	all.delete(id);
}

/** The folders below one. */
const foldersBelow = (world: GraphWorld, { call, params: [user = ''] }: CallContext, parent: string) =>
	listEntities(
		call,
		`users('${user}')/contactFolders`,
		[...entitiesAt(world, contactFolders, [user]).values()].filter(
			({ parentFolderId }) => parentFolderId === parent,
		),
		'mail',
	);

/**
 * The contacts in a folder.
 * @param folder ID; by default, and for `contacts`, those in the default folder
 * @throws GraphError 404 for a folder that doesn't exist
 */
export function contactsOf(world: GraphWorld, user: string, folder = 'contacts'): Entity[] {
	const isMain = folder.toLowerCase() === 'contacts' || folder === mainFolder;
	if (!isMain) entityAt(world, contactFolders, [user], folder);
	return [...entitiesAt(world, contacts, [user]).values()].filter(({ parentFolderId = mainFolder }) =>
		isMain ? parentFolderId === mainFolder : parentFolderId === folder,
	);
}

/** Source: "contact: delta". */
const delta: Route['handle'] = (world, { call, params: [user = '', folder] }) => {
	const { id: owner } = mailboxOwner(world, user);
	const location = `${call.base}${call.path}`;
	const round = readRound(world, call, 'directory', { code: 'syncStateNotFound', location, latest: false });
	const now = new Map(contactsOf(world, owner, folder).map((one) => [one.id, one]));
	return deltaAnswer(world, round, 'directory', {
		context: 'Collection(contact)',
		pageSize: 10,
		outlook: true,
		list: () => [...now].map(([key, one]) => ({ key, mark: JSON.stringify(one) })),
		show: ({ key }) => {
			const found = now.get(key);
			const type = { '@odata.type': '#microsoft.graph.contact' };
			if (!found) return { id: key, '@removed': { reason: 'deleted' } };
			const tag = { '@odata.etag': `W/"${String(found.changeKey)}"` };
			return selected({ ...type, ...tag, ...found }, round.call.query.get('$select'));
		},
	});
};

/**
 * How a search changes a list: where addresses are selected, they're empty. Contacts are not among the collections
 * whose search is documented.
 */
function searched({ query }: CallContext['call'], answer: GraphAnswer): GraphAnswer {
	const names = (query.get('$select') ?? '').toLowerCase().split(',');
	if (!query.has('$search') || !names.some((name) => name.trim() === 'emailaddresses')) return answer;
	const body = answer.body as { value: Entity[] };
	return { ...answer, body: { ...body, value: body.value.map((one) => ({ ...one, emailAddresses: [] })) } };
}

const inFolder = `${contactFolders.path}/{id}/contacts`;

export const contactRoutes: readonly Route[] = [
	// Where the ID of a contact would be.
	route('GET', `${contacts.path}/delta`, 'mail', contacts.read, delta),
	route('GET', `${inFolder}/delta`, 'mail', contacts.read, delta),
	route('GET', inFolder, 'mail', contacts.read, (world, { call, params: [user = '', folder] }) =>
		searched(call, listEntities(call, `users('${user}')/contacts`, contactsOf(world, user, folder), 'mail')),
	),
	route(
		'POST',
		inFolder,
		'mail',
		contacts.write ?? [],
		(world, { call, params: [user = '', folder = ''] }) => {
			contactsOf(world, user, folder);
			const parentFolderId = folder.toLowerCase() === 'contacts' ? mainFolder : folder;
			const one = newContact({ ...readObject(call.body, 'contact'), parentFolderId });
			entitiesAt(world, contacts, [user]).set(one.id, one);
			return entityAnswer(call, `users('${user}')/contacts`, one, 201);
		},
	),
	route('GET', contactFolders.path, 'mail', contactFolders.read, (world, context) =>
		foldersBelow(world, context, rootOfFolders),
	),
	route('GET', `${contactFolders.path}/{id}/childFolders`, 'mail', contactFolders.read, (world, context) =>
		foldersBelow(world, context, context.params[1] ?? ''),
	),
	route(
		'POST',
		`${contactFolders.path}/{id}/childFolders`,
		'mail',
		contactFolders.write ?? [],
		(world, { call, params }) => {
			const [user = '', parentFolderId = ''] = params;
			entityAt(world, contactFolders, [user], parentFolderId);
			checkName(world, params, parentFolderId, readObject(call.body, 'folder').displayName);
			const id = exchangeId(`contact folder ${randomUUID()}`);
			const folder = { id, ...readObject(call.body, 'folder'), parentFolderId };
			entitiesAt(world, contactFolders, [user]).set(id, folder);
			return entityAnswer(call, `users('${user}')/contactFolders`, folder, 201);
		},
	),
	route(
		'DELETE',
		`${contactFolders.path}/{id}`,
		'mail',
		contactFolders.write ?? [],
		(world, { params: [user = '', id = ''] }) => {
			if (id.toLowerCase() === 'contacts' || id === mainFolder)
				throw new GraphError(
					400,
					'ErrorDeleteDistinguishedFolder',
					'Distinguished folders cannot be deleted.',
				);
			removeTree(world, user, entityAt(world, contactFolders, [user], id).id);
			return { status: 204 };
		},
	),
	...collectionRoutes({ ...contactFolders, without: ['DELETE'] }),
	...collectionRoutes(contacts).map((one): Route => ({
		...one,
		handle: async (world, context) => {
			const { query } = context.call;
			if (query.has('$search') && query.has('$orderby'))
				throw new GraphError(
					400,
					'SearchWithOrderBy',
					"The query parameter '$orderBy' is not supported with '$search'.",
				);
			if (one.method !== 'GET' || one.path !== contacts.path) return await one.handle(world, context);
			// Source: "List contacts": those of the default folder only.
			const { call } = context;
			const [user = ''] = context.params;
			const held = contactsOf(world, user);
			return searched(call, listEntities(call, `users('${user}')/contacts`, held, 'mail'));
		},
	})),
];
