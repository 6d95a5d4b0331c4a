import type { GraphError } from './graphError';
import { missingPermissions } from './permissions';

/** What is known of the call beside Graph's answer. */
export interface CallFacts {
	/** The least application permissions that the operation needs. */
	permissions: readonly string[];
	/** The `roles` of the token, where it can be read. */
	roles?: readonly string[];
	/** Whether the token is a managed identity's: Azure keeps those for up to a day. */
	managedIdentity?: boolean;
	/** What Graph will not do for this operation. */
	guards?: readonly Guard[];
}

/** A refusal that has a cause of its own in one operation, and how to mend it. */
export interface Guard {
	/** All that is given has to fit; `message` is for causes that Graph has no code for. */
	when: { status?: number; code?: string; message?: RegExp };
	/** A sentence: why, and what to do. */
	fix: string;
	/** Whether a 403 of that kind may be for want of a permission; it may by default. */
	isPermission?: boolean;
}

/** An error's text for a person: what happened, why in Graph's own words, and how to mend it. */
export interface Explanation {
	message: string;
	description: string;
}

/** What to do about a code of Graph, where its own sentence does not say so. */
const cures: Readonly<Record<string, string>> = {
	Request_ResourceNotFound:
		'Check the ID or user principal name. What was created a moment ago can take some seconds to be found.',
	ErrorItemNotFound:
		'Check the ID. A message gets another ID when it is moved or sent, unless immutable IDs are used as this node does.',
	ErrorInvalidUser: 'Check the mailbox: user principal name or object ID, in this tenant.',
	ErrorInvalidIdMalformed: 'Check the ID: it has to be given whole, as Graph returned it.',
	MailboxNotEnabledForRESTAPI:
		'The user has no Exchange Online mailbox: a licence is missing, was given less than about 15 minutes ago, or the mailbox is on premises.',
	MailboxNotSupportedForRESTAPI: 'The mailbox is on premises or of a kind that Graph does not open.',
	ErrorInvalidRecipients: 'Check the addresses of the recipients.',
	ErrorSendAsDenied:
		'The app may not send as this mailbox: check "From", and the mailboxes that the app is limited to.',
	ErrorMessageSizeExceeded: 'Send smaller attachments, or share the file and send its link.',
	ErrorQuotaExceeded: 'The mailbox is full.',
	Request_UnsupportedQuery:
		'This filter or order needs an advanced query that Graph does not offer for this property: simplify it, or filter in the workflow.',
	ErrorInvalidUrlQuery: 'Check filter, search and order: not every property can be used there.',
	InefficientFilter:
		'Narrow the filter, or leave the order out: this combination is too costly for the mailbox.',
	InvalidAuthenticationToken:
		'Test the credential. If it is green, check that the cloud belongs to the tenant and that the clock of the machine that runs n8n is right.',
};

/** What happened and what to do, by status. */
const byStatus: Readonly<Record<number, { what: string; fix: string }>> = {
	400: {
		what: 'Graph could not work with the request',
		fix: 'Check the values of the fields for this item.',
	},
	401: { what: 'Graph did not accept the sign-in', fix: 'Test the credential.' },
	403: { what: 'Graph did not allow it', fix: '' },
	404: { what: 'Graph did not find it', fix: 'Check the ID for this item.' },
	409: {
		what: 'Graph reports a conflict',
		fix: 'It exists already, or was changed at the same moment: look, then try again.',
	},
	413: { what: 'The request is too large for Graph', fix: 'Send less at once.' },
	423: { what: 'It is locked', fix: 'Somebody has it open or checked out: try again later.' },
	429: { what: 'Graph asks for fewer requests', fix: 'Run it later, or work on fewer items at a time.' },
	507: { what: 'The storage is full', fix: 'Make room, or raise the quota.' },
};

/**
 * Explains Graph's refusal.
 * Source: "Microsoft Graph error responses and resource types", "Resolve Microsoft Graph authorization errors".
 */
export function explainGraphError(error: GraphError, facts: CallFacts): Explanation {
	const { status, code, message, requestId, date, request, outcomeUnknown } = error.parts;
	const reference = [code, `HTTP ${status}`, requestId && `request ID ${requestId}`, date].filter(Boolean);
	const what = code === undefined && !outcomeUnknown && status < 500 ? notGraph.what : whatHappened(status);
	return {
		message: `${outcomeUnknown ? 'The outcome is unknown. ' : ''}${what}: ${sentence(message)}`,
		description: `${cureOf(error, facts)} (${request}: ${reference.join(', ')})`,
	};
}

/** Every refusal of Graph has a code: an answer without one comes from something in between. */
const notGraph = {
	what: 'Something other than Graph answered',
	fix: 'Check what stands between n8n and Graph (a proxy, a gateway) and, with a custom cloud, the Graph URL.',
};

function whatHappened(status: number): string {
	return byStatus[status]?.what ?? (status >= 500 ? 'Graph failed' : 'Graph refused the request');
}

function cureOf({ parts }: GraphError, facts: CallFacts): string {
	const { status, code, outcomeUnknown, needs } = parts;
	if (outcomeUnknown) return 'Whether it was carried out is unknown: look before you run this again.';
	const guard = facts.guards?.find(({ when }) => fits(parts, when));
	if (status === 403 && needs !== undefined) {
		return `${needs.because} ${explainForbidden({ ...facts, permissions: needs.permissions })}`;
	}
	if (guard !== undefined) {
		const isPermission = status === 403 && guard.isPermission !== false;
		return isPermission ? `${guard.fix} ${explainForbidden(facts)}` : guard.fix;
	}
	if (status >= 500 && status !== 507) return 'Try again in a minute.';
	if (code === undefined) return notGraph.fix;
	if (status === 403) return explainForbidden(facts);
	return cures[code] ?? byStatus[status]?.fix ?? 'Check the values of the fields for this item.';
}

function fits({ status, code = '', message }: GraphError['parts'], when: Guard['when']): boolean {
	if (when.status !== undefined && when.status !== status) return false;
	if (when.code !== undefined && when.code !== code) return false;
	return when.message === undefined || when.message.test(message);
}

/** What a 403 can be: the permission is missing, or something narrows what the app may reach. */
function explainForbidden({ permissions, roles, managedIdentity }: CallFacts): string {
	if (permissions.length === 0) return 'The app has no permission for this.';
	const needed = list(permissions);
	const missing = roles === undefined ? undefined : missingPermissions(permissions, roles);
	if (missing !== undefined && missing.length === 0) {
		return `The operation needs at least the application permission ${needed}, and the token has it. So something else narrows the app: ${narrowing(permissions)}`;
	}
	const shown =
		missing === undefined
			? 'The token does not show which permissions it has.'
			: `The token does not have ${list(missing)}.`;
	const grant = managedIdentity
		? 'Grant it to the managed identity by script; Azure keeps the token of a managed identity for up to 24 hours, so that it works only then.'
		: 'Add it to the app registration as an application permission (not a delegated one) and have an administrator consent.';
	return `The operation needs at least the application permission ${needed}. ${shown} ${grant} Where access comes from elsewhere, check ${narrowing(permissions)}`;
}

/** What can allow or forbid beside the token's permissions, for the kind of permission. */
function narrowing(permissions: readonly string[]): string {
	const concerns = (pattern: RegExp) => permissions.some((permission) => pattern.test(permission));
	if (concerns(/^(Mail|Calendars|Contacts|MailboxSettings)/)) {
		return "Exchange's application access policy or RBAC for Applications, which can limit an app to some mailboxes. A change there takes up to an hour or two.";
	}
	if (concerns(/^(Files|Sites)/)) {
		return 'the site permissions of the app (Sites.Selected) and the sharing of the file.';
	}
	return 'the directory role that some changes need beside the permission, and ownership. Consent given a moment ago can take some minutes.';
}

function list(names: readonly string[]): string {
	return names.join(' and ');
}

function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
