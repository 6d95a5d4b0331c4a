import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { findWrite, type OutgoingRequest } from '../../../credentials/auth/core/findWrite';
import { isReadOnly, mayManageSubscriptions } from '../../../credentials/auth/core/readOnly';
import { requestError } from '../errors/requestError';
import type { GraphRequest } from '../graphRequest';
import { findOtherMailbox } from './findOtherMailbox';
import { urlOf, withoutVersion } from './url';

/** What the node's options allow, in addition to the credential's. */
export interface NodeRestrictions {
	/** Whether only reads are sent. */
	readOnly?: boolean;
	/** The users whose paths may be called, in lower case; `undefined` for all. */
	mailboxes?: ReadonlySet<string>;
}

/** What a sender may send: what the node's options allow, and what the credential allows. */
export interface Restrictions extends NodeRestrictions {
	/** Which switches allow only reads. */
	readOnlyBy: ReadonlyArray<'node' | 'credential'>;
	/** Whether subscriptions may be changed all the same. */
	subscriptions: boolean;
}

/** The restrictions of the node's options and of a credential. */
export function restrictionsOf(
	node: NodeRestrictions,
	credentials: ICredentialDataDecryptedObject,
): Restrictions {
	return {
		...node,
		readOnlyBy: [
			...(node.readOnly === true ? (['node'] as const) : []),
			...(isReadOnly(credentials) ? (['credential'] as const) : []),
		],
		subscriptions: mayManageSubscriptions(credentials),
	};
}

/**
 * Checks whether a request may be sent, whatever made it.
 * @param base Graph's URL with the version
 * @throws RequestError that says what isn't sent, by which switch, and how to allow it
 */
export function checkAllowed(
	request: GraphRequest,
	base: string,
	{ readOnlyBy, mailboxes, subscriptions }: Restrictions,
): void {
	// Read from storage, without the token, by a URL that Graph returned.
	if (request.preauthUrl !== undefined) return;
	if (readOnlyBy.length === 0 && mailboxes === undefined) return;
	// A body that's a file isn't read, since a name that comes twice in its JSON might mean the other one to Graph.
	const { method, headers, body } = request;
	const outgoing: OutgoingRequest = { method, url: urlOf(request, base), headers, body };
	const graphUrl = withoutVersion(base);
	const write = readOnlyBy.length > 0 ? findWrite(outgoing, { graphUrl, subscriptions }) : undefined;
	if (write !== undefined) throw refusedWrite(write, readOnlyBy);
	const other = mailboxes && findOtherMailbox(outgoing, base, mailboxes);
	if (other === undefined) return;
	throw requestError({
		what: `The request wasn't sent, because it goes to another user than the allowed ones: ${other}.`,
		why: 'The option "Allowed Mailboxes" of this node names the users whose paths it may call.',
		fix: 'Add the user there as the request names it: a user principal name and an object ID count as two. Or use another node.',
	});
}

/**
 * Checks whether a file may be sent to storage.
 * @throws RequestError as `checkAllowed` does
 */
export function checkUploadAllowed({ readOnlyBy }: Restrictions): void {
	if (readOnlyBy.length > 0) throw refusedWrite('the upload of a file', readOnlyBy);
}

function refusedWrite(write: string, by: Restrictions['readOnlyBy']): Error {
	const where = by.map((one) => (one === 'node' ? "this node's options" : 'the credential')).join(' and in ');
	return requestError({
		what: `The request wasn't sent, because it does more than read: ${write}.`,
		why: `"Read Only" is on in ${where}.`,
		fix: `Turn "Read Only" off there if this node may change data, or use another ${by.includes('credential') ? 'credential' : 'node'} for changes.`,
	});
}
