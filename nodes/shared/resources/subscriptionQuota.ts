import type { Guard } from '../../graph/errors/explain';
import type { GraphError } from '../../graph/errors/graphError';

/** Graph's errors for an exceeded subscription quota: 403, and the words in its message. */
const words = /limit|quota|maximum|exceed|too ?many/i;

/** Source: "Set up notifications for changes in resource data", subscription limits. */
export const quotas =
	'Graph allows an app one subscription for a channel or chat, and 100 for the users and groups of a tenant. It allows 1,000 subscriptions of all apps for a mailbox.';

/** Whether Graph refuses a subscription because of a quota, not a missing permission. */
export const isQuota = ({ parts: { status, message } }: GraphError): boolean =>
	status === 403 && words.test(message);

/** What to do about it. */
export const quotaGuard: Guard = {
	when: { status: 403, message: words },
	isPermission: false,
	fix: `This is a Graph quota; no permission is missing. ${quotas} Delete unneeded subscriptions ("Get Many" lists this app's), or use another app registration.`,
};
