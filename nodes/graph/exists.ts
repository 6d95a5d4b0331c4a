import { caught } from '../../credentials/auth/core/caught';
import type { Send } from './client';
import { isNotFound } from './errors/graphError';
import type { GraphRequest } from './graphRequest';

/**
 * Whether an object is there: a delta function may call removed what only left its window.
 * @param request reads the object
 * @returns false where Graph answers 404
 * @throws GraphError for other refusals, SignInError, RequestError as `Send` does
 */
export async function exists(request: Omit<GraphRequest, 'method'>, send: Send): Promise<boolean> {
	try {
		await send({ ...request, method: 'GET' });
		return true;
	} catch (error) {
		if (isNotFound(error)) return false;
		throw caught(error);
	}
}
