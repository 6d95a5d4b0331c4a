import type { CallContext } from './call';
import { preferences } from './call';
import { GraphError, itemNotFound } from './errors';
import { mayCall, permissions } from './permissions';
import type { Folder } from './state/folders';
import type { Mailbox } from './state/mailbox';
import type { StoredMessage } from './state/messages';
import { hasMailbox } from './state/users';
import type { DirectoryUser } from './state/users';
import type { GraphWorld } from './world';

/**
 * The user whose mailbox a call is for.
 * @throws GraphError 404 `ErrorInvalidUser`, or `MailboxNotEnabledForRESTAPI` for a user without a mailbox
 */
export function mailboxOwner(world: GraphWorld, idOrUpn: string): DirectoryUser {
	const user = world.state.findUser(idOrUpn);
	if (!user) throw new GraphError(404, 'ErrorInvalidUser', `The requested user '${idOrUpn}' is invalid.`);
	if (!hasMailbox(user)) {
		throw new GraphError(
			404,
			'MailboxNotEnabledForRESTAPI',
			'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
		);
	}
	return user;
}

/** The mailbox that the first placeholder of the route names. */
export function mailboxOf(world: GraphWorld, { params }: CallContext): Mailbox {
	return world.state.mailbox(mailboxOwner(world, params[0]).id);
}

/**
 * A folder by id or well-known name.
 * @throws GraphError 400 `ErrorInvalidIdMalformed` for an invalid id, 404 for an id that doesn't exist
 */
export function folderOf(mailbox: Mailbox, id: string): Folder {
	const folder = mailbox.folder(id);
	if (folder) return folder;
	if (!/^AA[\w-]{20,}=*$/.test(id)) throw new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
	throw itemNotFound();
}

/** An id in the form that Graph gives it, whichever of base64's two alphabets it is written in. */
const urlSafe = (id: string) => id.replace(/\//g, '-').replace(/\+/g, '_');

/**
 * A message by its ordinary or immutable id, as Graph or as Exchange Web Services write it.
 * @throws GraphError as `folderOf`
 */
export function messageOf(mailbox: Mailbox, id: string, folder?: Folder): StoredMessage {
	const message = mailbox.find(urlSafe(id));
	if (message && (!folder || message.folderId === folder.id)) return message;
	if (!/^AA[\w-]{20,}=*$/.test(urlSafe(id)))
		throw new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
	throw itemNotFound();
}

/** What the `Prefer` header asks of Outlook, and the header that says what was granted. */
export function outlookPreferences(headers: Record<string, string>) {
	const prefer = preferences(headers);
	const immutable = prefer.get('idtype')?.toLowerCase() === 'immutableid';
	const textBody = prefer.get('outlook.body-content-type')?.toLowerCase() === 'text';
	const applied = [
		...(immutable ? ['IdType="ImmutableId"'] : []),
		...(prefer.has('outlook.body-content-type')
			? [`outlook.body-content-type="${textBody ? 'text' : 'html'}"`]
			: []),
	];
	const header: Record<string, string> =
		applied.length > 0 ? { 'preference-applied': applied.join(', ') } : {};
	return { immutable, textBody, header };
}

/** Whether a token sees mail without bodies only. */
export function isBasic({ token }: CallContext): boolean {
	return !mayCall(token.roles, permissions.readMail);
}

export const accessDenied = () =>
	new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
