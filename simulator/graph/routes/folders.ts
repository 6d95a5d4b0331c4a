import type { CallContext, GraphAnswer } from '../call';
import { badRequest, GraphError } from '../errors';
import { passes } from '../odata/evaluate';
import { parseExpand, parseOrderBy, parseSelect, readCount, readFilter, sorted } from '../odata/options';
import { folderOf, mailboxOf } from '../outlook';
import { entityAnswer, listAnswer, outlookLink } from '../paging';
import { permissions } from '../permissions';
import type { Route } from '../router';
import type { Folder } from '../state/folders';
import type { Mailbox } from '../state/mailbox';

const type = 'microsoft.graph.mailFolder';
const properties = [
	'id',
	'displayName',
	'parentFolderId',
	'childFolderCount',
	'unreadItemCount',
	'totalItemCount',
	'isHidden',
	'sizeInBytes',
];

/** How many children `$expand` returns with a folder: as many as a default page of folders. */
const expandedAtMost = 10;

/** A folder as Graph returns it. */
export function folderView(mailbox: Mailbox, folder: Folder): Record<string, unknown> {
	const items = mailbox.messagesIn(folder.id);
	return {
		id: folder.id,
		displayName: folder.displayName,
		parentFolderId: folder.parentFolderId,
		childFolderCount: mailbox.folders.filter(({ parentFolderId }) => parentFolderId === folder.id).length,
		unreadItemCount: items.filter((message) => !message.properties.isRead).length,
		totalItemCount: items.length,
		isHidden: folder.isHidden,
		sizeInBytes: items.length * 24_000,
	};
}

function pick(view: Record<string, unknown>, select: readonly string[] | undefined): Record<string, unknown> {
	if (!select) return view;
	// Outlook always returns the id.
	return Object.fromEntries(['id', ...select].map((name) => [name, view[name]]));
}

function listFolders(context: CallContext, mailbox: Mailbox, parent: Folder, name: string): GraphAnswer {
	const { call } = context;
	const select = parseSelect(call.query.get('$select'), properties, type);
	const refuse = (text: string) =>
		badRequest(
			`The limit of '1000' for Top query has been exceeded. The value from the incoming request is '${text}'.`,
		);
	const top = readCount(call.query.get('$top'), { min: 1, max: 1000 }, refuse) ?? 10;
	const skip = readCount(call.query.get('$skip'), { min: 0, max: 1_000_000 }, refuse) ?? 0;
	const filter = readFilter(call.query.get('$filter'), properties, type);
	const orderBy = parseOrderBy(call.query.get('$orderby'), properties, type);
	const expands = parseExpand(call.query.get('$expand'), ['childFolders'], type);
	const showsHidden = call.query.get('includehiddenfolders')?.toLowerCase() === 'true';
	const below = ({ id }: Pick<Folder, 'id'>) =>
		mailbox.folders.filter((folder) => folder.parentFolderId === id && (showsHidden || !folder.isHidden));
	const expanded = (view: Record<string, unknown>) =>
		Object.fromEntries(
			expands.flatMap(({ name: navigation, options }) => {
				const children = below({ id: String(view.id) });
				const shown = children
					.slice(0, expandedAtMost)
					.map((folder) =>
						pick(folderView(mailbox, folder), parseSelect(options.get('$select'), properties, type)),
					);
				const path = `/${call.version}/users/${context.params[0]}/mailFolders/${String(view.id)}/${navigation}`;
				const next = outlookLink({ ...call, path, query: options }, '$skip', String(expandedAtMost));
				const rest = children.length > expandedAtMost ? [[`${navigation}@odata.nextLink`, next]] : [];
				return [[navigation, shown], ...rest];
			}),
		);
	const all = below(parent)
		.map((folder) => folderView(mailbox, folder))
		.filter((view) => !filter || passes(filter, view));
	const ordered = orderBy.length > 0 ? sorted(all, orderBy) : all;
	const end = skip + top;
	return listAnswer(call, select ? `${name}(${select.join(',')})` : name, {
		items: ordered.slice(skip, end).map((view) => ({ ...pick(view, select), ...expanded(view) })),
		count: call.query.get('$count')?.toLowerCase() === 'true' ? ordered.length : undefined,
		next: end < ordered.length ? outlookLink(call, '$skip', String(end)) : undefined,
	});
}

const read = { method: 'GET', service: 'mail', permissions: permissions.readMailBasic } as const;
const write = { method: 'POST', service: 'mail', permissions: permissions.writeMail } as const;

function checkName(mailbox: Mailbox, parent: string, displayName: string): void {
	const taken = mailbox.folders.some(
		(folder) =>
			folder.parentFolderId === parent && folder.displayName.toLowerCase() === displayName.toLowerCase(),
	);
	if (taken)
		throw new GraphError(409, 'ErrorFolderExists', `A folder with the specified name already exists.`);
}

/** Folders that every mailbox has stay where they are. */
function checkOwn({ wellKnownName }: Folder, verb: 'Delete' | 'Move'): void {
	if (wellKnownName === undefined) return;
	throw new GraphError(
		400,
		`Error${verb}DistinguishedFolder`,
		`Distinguished folders cannot be ${verb.toLowerCase()}d.`,
	);
}

/** Removes a folder with everything in it. */
function removeTree(mailbox: Mailbox, folder: Folder): void {
	for (const child of mailbox.folders.filter(({ parentFolderId }) => parentFolderId === folder.id))
		removeTree(mailbox, child);
	for (const message of mailbox.messagesIn(folder.id)) mailbox.remove(message);
	mailbox.folders.splice(mailbox.folders.indexOf(folder), 1);
}

function create(context: CallContext, mailbox: Mailbox, parent: Folder): GraphAnswer {
	const { displayName, isHidden } = (context.call.body ?? {}) as {
		displayName?: unknown;
		isHidden?: unknown;
	};
	if (typeof displayName !== 'string' || displayName === '') {
		throw new GraphError(400, 'ErrorInvalidRequest', 'The folder needs a displayName.');
	}
	checkName(mailbox, parent.id, displayName);
	const folder = mailbox.createFolder(displayName, parent.id);
	folder.isHidden = isHidden === true;
	return entityAnswer(
		context.call,
		`users('${context.params[0]}')/mailFolders`,
		folderView(mailbox, folder),
		201,
	);
}

export const folderRoutes: readonly Route[] = [
	{
		...read,
		path: '/users/{id}/mailFolders',
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			return listFolders(
				context,
				mailbox,
				folderOf(mailbox, 'msgfolderroot'),
				`users('${context.params[0]}')/mailFolders`,
			);
		},
	},
	{
		...read,
		path: '/users/{id}/mailFolders/{id}',
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			const select = parseSelect(context.call.query.get('$select'), properties, type);
			const view = folderView(mailbox, folderOf(mailbox, context.params[1]));
			const name = `users('${context.params[0]}')/mailFolders`;
			return entityAnswer(context.call, select ? `${name}(${select.join(',')})` : name, pick(view, select));
		},
	},
	{
		...read,
		path: '/users/{id}/mailFolders/{id}/childFolders',
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			const parent = folderOf(mailbox, context.params[1]);
			const name = `users('${context.params[0]}')/mailFolders('${context.params[1]}')/childFolders`;
			return listFolders(context, mailbox, parent, name);
		},
	},
	{
		...write,
		path: '/users/{id}/mailFolders',
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			return create(context, mailbox, folderOf(mailbox, 'msgfolderroot'));
		},
	},
	{
		...write,
		path: '/users/{id}/mailFolders/{id}/childFolders',
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			return create(context, mailbox, folderOf(mailbox, context.params[1]));
		},
	},
	{
		...write,
		method: 'PATCH',
		path: '/users/{id}/mailFolders/{id}',
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			const folder = folderOf(mailbox, context.params[1]);
			const { displayName } = (context.call.body ?? {}) as { displayName?: unknown };
			if (typeof displayName === 'string' && displayName !== folder.displayName) {
				checkName(mailbox, folder.parentFolderId, displayName);
				folder.displayName = displayName;
			}
			const name = `users('${context.params[0]}')/mailFolders`;
			return entityAnswer(context.call, name, folderView(mailbox, folder));
		},
	},
	{
		...write,
		path: '/users/{id}/mailFolders/{id}/move',
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			const folder = folderOf(mailbox, context.params[1]);
			checkOwn(folder, 'Move');
			const { destinationId } = (context.call.body ?? {}) as { destinationId?: unknown };
			folder.parentFolderId = folderOf(mailbox, String(destinationId)).id;
			const name = `users('${context.params[0]}')/mailFolders`;
			return entityAnswer(context.call, name, folderView(mailbox, folder), 201);
		},
	},
	{
		...write,
		path: '/users/{id}/mailFolders/{id}/permanentDelete',
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			const folder = folderOf(mailbox, context.params[1]);
			checkOwn(folder, 'Delete');
			removeTree(mailbox, folder);
			return { status: 204 };
		},
	},
];
