import { challengeCure } from '../../../credentials/auth/core/claims';
import type { GraphError } from './graphError';
import { causeOf, narrowing, rolesAskedFor } from './causes';
import { includes, missingPermissions, permissionsFor } from './permissions';

/** What explains an error in addition to Graph's response. */
export interface ErrorContext {
	/** The least application permissions that the operation needs. */
	permissions: readonly string[];
	/**
	 * The operation, such as `user:delete`, or `trigger:message`: it decides which greater permissions are also enough.
	 */
	operation?: string;
	/** The `roles` of the token, if readable. */
	roles?: readonly string[];
	/** Whether the token is a managed identity's: Azure caches those for up to a day. */
	managedIdentity?: boolean;
	/** Known refusals of this operation. */
	guards?: readonly Guard[];
}

/** A refusal with a special cause in one operation, and how to fix it. */
export interface Guard {
	/** All given conditions must match; `code` also matches the deepest one; `message` is for causes without a code. */
	when: { status?: number; code?: string; message?: RegExp };
	/** A sentence: why, and what to do. */
	fix: string;
	/** Whether such a 403 can mean a missing permission; true by default. */
	isPermission?: boolean;
}

/** An error's text for a person: what happened, why in Graph's own words, and how to fix it. */
export interface Explanation {
	message: string;
	description: string;
}

/** What to do about an error code, if Graph's message doesn't say so. */
const cures: Readonly<Record<string, string>> = {
	Request_ResourceNotFound:
		'Check the ID or user principal name. A new object can take a minute or more to appear: the option "Wait for Replication" retries the request.',
	ErrorItemNotFound:
		"Check the ID. A message gets another ID when it's moved or sent, except for immutable IDs, which this node uses.",
	ErrorInvalidUser: 'Check the mailbox: user principal name or object ID, in this tenant.',
	ErrorInvalidIdMalformed: 'Check the ID: enter it in full, as Graph returned it.',
	ErrorInvalidRecipients: 'Check the addresses of the recipients.',
	ErrorMessageSizeExceeded: 'Send smaller attachments, or share the file and send its link.',
	Request_UnsupportedQuery:
		"Graph can't filter, search, or order by this property in this way: simplify the filter, or filter in the workflow.",
	ErrorInvalidUrlQuery: 'Check the filter, search, and order: not every property is supported there.',
	InefficientFilter:
		'Narrow the filter, or leave the order out: this combination is too expensive for the mailbox.',
	InvalidAuthenticationToken:
		"Test the credential. If the test succeeds, check that the cloud matches the tenant and that the n8n host's clock is correct.",
};

/** What happened and what to do, by status. */
const byStatus: Readonly<Record<number, { what: string; fix: string }>> = {
	400: {
		what: "Graph couldn't process the request",
		fix: 'Check the values of the fields for this item.',
	},
	401: { what: "Graph didn't accept the sign-in", fix: 'Test the credential.' },
	402: {
		what: 'Microsoft requires payment',
		fix: 'This is a metered API: set up its billing in Azure (see "Metered APIs and services in Microsoft Graph").',
	},
	403: { what: 'Graph denied access', fix: '' },
	404: { what: "Graph didn't find it", fix: 'Check the ID for this item.' },
	409: {
		what: 'Graph reports a conflict',
		fix: 'It already exists, or was changed at the same time: check, then run this again.',
	},
	413: { what: 'The request is too large for Graph', fix: 'Send less at once.' },
	423: { what: 'It is locked', fix: 'Someone has it open or checked out: try again later.' },
	429: { what: 'Graph is throttling requests', fix: 'Run this later, or process fewer items at a time.' },
	507: { what: 'The storage is full', fix: 'Free up storage, or raise the quota.' },
};

/** What happened, where the status says something else. */
const byCode: Readonly<Record<string, string>> = {
	FileOpenUserUnauthorized: "Excel couldn't open the file",
};

/**
 * Explains Graph's refusal.
 * Source: "Microsoft Graph error responses and resource types", "Resolve Microsoft Graph authorization errors".
 */
export function explainGraphError(error: GraphError, facts: ErrorContext): Explanation {
	const { status, code, innerCode, message, requestId, date, request, outcomeUnknown } = error.parts;
	const reference = [code, innerCode, `HTTP ${status}`, requestId && `request ID ${requestId}`, date].filter(
		Boolean,
	);
	const { fix, missing } = cureOf(error, facts);
	if (missing !== undefined) {
		return {
			message: `Missing application permission: ${missing}.`,
			description: `${fix} (${request}: ${reference.join(', ')}, "${message}")`,
		};
	}
	const isGraph = code !== undefined || outcomeUnknown || status >= 500;
	const what = isGraph ? (byCode[code ?? ''] ?? whatHappened(status)) : notGraph.what;
	return {
		message: `${outcomeUnknown ? 'The outcome is unknown. ' : ''}${what}: ${sentence(message)}`,
		description: `${fix} (${request}: ${reference.join(', ')})`,
	};
}

/** What to do, a sentence or more, and the permissions that the token certainly lacks. */
interface Cure {
	fix: string;
	missing?: string;
}

/** Every error of Graph has a code: a response without one comes from something in between. */
const notGraph = {
	what: 'Something other than Graph responded',
	fix: 'Check any proxy or gateway between n8n and Graph and, with a custom cloud, the Graph URL.',
};

function whatHappened(status: number): string {
	return byStatus[status]?.what ?? (status >= 500 ? 'Graph failed' : 'Graph refused the request');
}

function cureOf({ parts }: GraphError, facts: ErrorContext): Cure {
	const { status, code, outcomeUnknown, needs, challenge } = parts;
	if (outcomeUnknown) return { fix: 'It may have been carried out: check before you run this again.' };
	if (challenge !== undefined) {
		const kept = facts.managedIdentity
			? ' Azure caches the token of a managed identity for up to 24 hours, and returns it again.'
			: '';
		const refused = 'Graph refused the token before it expired, and the new one, too.';
		return { fix: `${refused} ${challengeCure(challenge.address)}${kept}` };
	}
	const fitting = facts.guards?.filter(({ when }) => fits(parts, when)) ?? [];
	// An operation's guard for a code or message is more specific than the general causes; one for a status is less
	// specific.
	const guard = fitting.find(({ when }) => when.code !== undefined || when.message !== undefined);
	const cause = guard === undefined ? causeOf(parts) : undefined;
	if (cause !== undefined) return { fix: cause.fix };
	const own = needs === undefined ? facts : { ...facts, permissions: needs.permissions };
	const forbidden = (because: string): Cure => {
		const { fix, missing } = explainForbidden(parts, own);
		return { fix: `${because} ${fix}`, missing };
	};
	if (status === 403 && needs !== undefined && guard?.when.code === undefined)
		return forbidden(needs.because);
	const other = guard ?? fitting[0];
	if (other !== undefined)
		return status === 403 && other.isPermission !== false ? forbidden(other.fix) : { fix: other.fix };
	if (status >= 500 && status !== 507) return { fix: 'Try again in a minute.' };
	if (code === undefined) return { fix: notGraph.fix };
	if (status === 403) return explainForbidden(parts, own);
	return { fix: cures[code] ?? byStatus[status]?.fix ?? 'Check the values of the fields for this item.' };
}

function fits({ status, code = '', innerCode, message }: GraphError['parts'], when: Guard['when']): boolean {
	if (when.status !== undefined && when.status !== status) return false;
	// Services behind Graph spell inner codes in several cases.
	const isInner = innerCode?.toLowerCase() === when.code?.toLowerCase();
	if (when.code !== undefined && when.code !== code && !isInner) return false;
	return when.message === undefined || when.message.test(message);
}

/**
 * What a 403 can mean: the permission is missing, or something restricts the app's access. Microsoft's table has the
 * permission: first for the operation, then for the request itself, which may need more.
 */
function explainForbidden({ code, message, request }: GraphError['parts'], facts: ErrorContext): Cure {
	const { permissions, operation, roles } = facts;
	const asked = rolesAskedFor(message);
	const sufficient = asked.length > 0 ? asked : permissionsFor(request);
	const missing = roles === undefined ? undefined : missingPermissions(permissions, roles, operation);
	const lacks = missing !== undefined && missing.length > 0;
	const isOpen = (enough: readonly string[]) => enough.some((name) => roles?.includes(name) === true);
	// The operation's permissions are those of its usual requests: another request may need more.
	const forRequest =
		roles !== undefined && !lacks && sufficient !== undefined && !isOpen(sufficient) ? sufficient : undefined;
	if (permissions.length === 0 && sufficient === undefined)
		return { fix: 'The app has no permission for this.' };
	const [least = ''] = sufficient ?? [];
	const needed = forRequest !== undefined || permissions.length === 0 ? least : list(permissions);
	const subject = forRequest !== undefined || permissions.length === 0 ? 'This request' : 'The operation';
	const checked = narrowing(code, permissions.length > 0 ? permissions : [needed], request);
	const first = `${subject} needs at least the application permission ${needed}`;
	if (roles !== undefined && !lacks && forRequest === undefined) {
		return { fix: `${first}, ${held(facts, needed)}. So something else restricts the app: check ${checked}` };
	}
	const toGrant = lacks ? list(missing) : needed;
	const lacking = roles === undefined ? undefined : toGrant;
	const shown =
		lacking === undefined ? "The token doesn't show its permissions." : `The token doesn't have ${lacking}.`;
	const grant = facts.managedIdentity
		? 'Grant it to the managed identity with a script. It can take 24 hours to take effect, because Azure caches the token.'
		: 'Add it to the app registration as an application permission (not a delegated one) and have an administrator consent.';
	const fix = `${first}. ${shown} ${grant} If the app gets access in another way, check ${checked}`;
	return { fix, missing: lacking };
}

/** The token's matching permissions: the needed one, or greater ones that include it. */
function held({ permissions, operation, roles = [] }: ErrorContext, needed: string): string {
	const names = permissions.length > 0 ? permissions : [needed];
	const greater = names
		.filter((name) => !roles.includes(name))
		.flatMap((name) => roles.find((role) => includes(role, name, operation)) ?? []);
	return greater.length === 0
		? 'and the token has it'
		: `and the token has ${list([...new Set(greater)])}, which includes it`;
}

function list(names: readonly string[]): string {
	return names.join(' and ');
}

function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
