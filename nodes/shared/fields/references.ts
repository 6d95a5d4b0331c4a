import { isGuid } from '../../../credentials/auth/core/guid';
import { encodePath } from '../../graph/transport/url';
import { requestError } from '../../graph/errors/requestError';
import type { ItemRun } from '../itemRun';

/**
 * The reference to a directory object, as `@odata.id` and `@odata.bind` want it: a URL of Graph.
 * @param who object ID, or user principal name
 * @throws RequestError when nothing is given
 */
export function referenceTo({ app }: Pick<ItemRun, 'app'>, who: string): string {
	if (who === '') {
		throw requestError({
			what: 'No user is specified.',
			fix: 'Choose a user, or enter an object ID or user principal name. With an expression, check that it returns a value for this item.',
		});
	}
	const path = encodePath(isGuid(who) ? ['directoryObjects', who] : ['users', who]);
	// Parentheses within a name aren't a key; those around it are.
	const plain = who.startsWith('$') ? path : path.replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'));
	return `${app().graphUrl}/v1.0/${plain}`;
}

/**
 * The ID of a directory object, for paths that take no user principal name.
 * @param who object ID, or user principal name, which is looked up
 */
export async function objectIdOf({ send }: Pick<ItemRun, 'send'>, who: string): Promise<string> {
	if (who === '' || isGuid(who)) return who;
	const { body } = await send({ method: 'GET', path: ['users', who], query: { $select: 'id' } });
	return String((body as { id?: unknown }).id);
}
