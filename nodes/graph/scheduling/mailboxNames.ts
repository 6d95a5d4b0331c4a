import { isGuid } from '../../../credentials/auth/core/guid';
import { decoded } from '../decoded';
import type { RateLimiter } from './rateLimiter';
import { mailboxName } from './throttleScope';

/*
 * A mailbox has two names, a user principal name and an object ID, but one limit. The client learns which names belong
 * together from responses: users in any list, and the context of mailbox objects. It sends no request for this. Until
 * then, the two names count as two mailboxes.
 */

/** The owner in a context: `…/$metadata#users('…')/messages`. */
const owner = /\$metadata#users\('([^']+)'\)\//;
/** More entries than a Graph page has. */
const maxEntries = 1_000;

/**
 * Learns from a response which object IDs and user principal names belong to the same mailbox.
 * @param body the body of a 2xx response
 * @param path of the request
 */
export function learnMailboxes(
	body: unknown,
	path: readonly string[],
	rateLimiter: Pick<RateLimiter, 'addAlias'>,
): void {
	if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return;
	const [area = '', asked] = path;
	// In other areas, an object with a user's name can have its own ID, such as a sign-in.
	if (!/^(users|groups)$/i.test(area)) return;
	const { value, '@odata.context': context } = body as { value?: unknown; '@odata.context'?: unknown };
	const entries = Array.isArray(value) ? (value as unknown[]).slice(0, maxEntries) : [body];
	for (const entry of entries) {
		const { id, userPrincipalName: name } = (entry ?? {}) as { id?: unknown; userPrincipalName?: unknown };
		if (typeof id === 'string' && typeof name === 'string') learnPair(name, id, rateLimiter);
	}
	const answered = typeof context === 'string' ? owner.exec(context)?.[1] : undefined;
	if (asked !== undefined && answered !== undefined) learnPair(asked, decoded(answered), rateLimiter);
}

function learnPair(name: string, id: string, rateLimiter: Pick<RateLimiter, 'addAlias'>): void {
	if (isGuid(id) && name !== '' && !isGuid(name)) rateLimiter.addAlias(mailboxName(name), mailboxName(id));
}
