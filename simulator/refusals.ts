import type { FaultAction } from './faults';

/** A refusal as it occurs in practice: what its service returns. */
interface Refusal {
	status: number;
	message: string;
	/** Whether the service sends the request ID and the date in the body, too. */
	inner: boolean;
}

/**
 * Refusals that aren't about a permission, though most come with 403: for tests to use as faults.
 * Sources: recorded answers (ErrorAccountSuspend); what people report of the others; "Microsoft Graph error responses".
 */
export const refusals = {
	ErrorSendAsDenied: {
		status: 403,
		message:
			'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.',
		inner: false,
	},
	ErrorAccountSuspend: {
		status: 403,
		message:
			'Account suspended. Follow the instructions in your Inbox to verify your account., WASCL UserAction verdict is not None. Actual verdict is Suspend.',
		inner: false,
	},
	ErrorExceededMessageLimit: {
		status: 403,
		message: 'The message limit of the mailbox is exceeded., Cannot submit message.',
		inner: false,
	},
	ErrorAccessDenied: {
		status: 403,
		message: 'Access is denied. Check credentials and try again.',
		inner: true,
	},
	Authorization_RequestDenied: {
		status: 403,
		message: 'Insufficient privileges to complete the operation.',
		inner: true,
	},
	Authorization_IdentityDisabled: { status: 403, message: 'The identity is disabled.', inner: true },
	Directory_QuotaExceeded: {
		status: 403,
		message: 'The directory object quota limit for the Principal has been exceeded.',
		inner: true,
	},
	accessDenied: { status: 403, message: 'Access denied', inner: false },
	notAllowed: { status: 403, message: 'The action is not allowed by the system.', inner: false },
	notSupported: { status: 403, message: 'Operation not supported', inner: false },
	Forbidden: {
		status: 403,
		message:
			"Missing role permissions on the request. API requires one of 'Teamwork.Migrate.All'. Roles on the request 'Group.Selected'.",
		inner: true,
	},
	General: { status: 403, message: 'No application access policy found for this app.', inner: true },
	MailboxNotEnabledForRESTAPI: {
		status: 404,
		message: 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
		inner: true,
	},
	PreconditionFailed: {
		status: 412,
		message: 'Requested API is not supported in delegated context',
		inner: true,
	},
} as const satisfies Record<string, Refusal>;

/** A refusal as a fault. */
export function refusalAction(code: keyof typeof refusals): FaultAction {
	const { status, message, inner } = refusals[code];
	const innerError = { date: '2026-11-28T09:00:00', 'request-id': '6f0b9c3e-5d1f-4b0a-9a57-0d5c6f7e8a90' };
	return { status, body: { error: { code, message, ...(inner && { innerError }) } } };
}
