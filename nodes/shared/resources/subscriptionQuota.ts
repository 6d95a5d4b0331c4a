import type { Guard } from '../../graph/errors/explain';
import type { GraphError } from '../../graph/errors/graphError';

/** How Graph says that there is no room for a further subscription: by 403, and in words. */
const words = /limit|quota|maximum|exceed|too ?many/i;

/** Source: "Set up notifications for changes in resource data", subscription limits. */
export const quotas =
	'Graph keeps one subscription of an app for a channel or chat, 100 of an app for the users and groups of a tenant, and 1,000 of all apps for a mailbox.';

/** Whether Graph refuses a subscription since there are too many, not for want of a permission. */
export const isQuota = ({ parts: { status, message } }: GraphError): boolean =>
	status === 403 && words.test(message);

/** What to do about it. */
export const quotaGuard: Guard = {
	when: { status: 403, message: words },
	isPermission: false,
	fix: `This is a quota of Graph, and no permission is missing. ${quotas} Delete those that nobody needs (Get Many lists those of this app), or use another app registration.`,
};
