import { isGuid } from '../../../credentials/auth/core/guid';
import { encodePath, encodeSegment, needsKey } from '../../graph/transport/url';
import { requestError } from '../../graph/errors/requestError';
import { shown } from '../../graph/errors/shown';
import type { ItemRun } from '../itemRun';

/**
 * The URL of an object of Graph, for the body of a request: `@odata.id`, `@odata.bind`, and whatever else names an
 * object by its URL. Graph reads it as it reads a request's path, so an ID in it can't have parentheses, which would be a
 * function or a key.
 * @param collection the path of the objects, such as `['appCatalogs', 'teamsApps']`, which may have IDs itself
 * @param id of the object, as entered
 * @param form where the ID stands: as a segment of its own, or in parentheses after the collection
 * @throws RequestError for an ID that is empty, or would change the path; for one in the collection that has parentheses or
 * starts with $
 */
export function objectUrl(
	{ app }: Pick<ItemRun, 'app'>,
	collection: readonly string[],
	id: string,
	form: 'segment' | 'key' = 'segment',
): string {
	const strange = collection.find((segment) => needsKey(segment) || /[()]/.test(segment));
	if (strange !== undefined) {
		throw requestError({
			what: `${shown(strange)} can't be in the URL of an object.`,
			fix: 'Check the IDs for this item: this one starts with $ or has parentheses.',
		});
	}
	const base = `${app().graphUrl}/v1.0`;
	if (form === 'segment' && !needsKey(id))
		return `${base}/${withoutParentheses(encodePath([...collection, id]))}`;
	return `${base}/${encodePath(collection)}('${withoutParentheses(encodeSegment(id.replace(/'/g, "''")))}')`;
}

const withoutParentheses = (encoded: string): string =>
	encoded.replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'));

/**
 * The reference to a directory object, as `@odata.id` and `@odata.bind` want it.
 * @param who object ID, or user principal name
 * @throws RequestError when nothing is given
 */
export function referenceTo(run: Pick<ItemRun, 'app'>, who: string): string {
	return objectUrl(run, [isGuid(who) ? 'directoryObjects' : 'users'], specified(who));
}

/**
 * The reference to a user by a key, as Teams wants it for a member.
 * @param who object ID, or user principal name
 * @throws RequestError when nothing is given
 */
export function userKeyUrl(run: Pick<ItemRun, 'app'>, who: string): string {
	return objectUrl(run, ['users'], specified(who), 'key');
}

function specified(who: string): string {
	if (who !== '') return who;
	throw requestError({
		what: 'No user is specified.',
		fix: 'Choose a user, or enter an object ID or user principal name. With an expression, check that it returns a value for this item.',
	});
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
