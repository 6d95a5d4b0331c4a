import { caught } from '../../credentials/auth/core/caught';
import type { Send } from './client';
import { isNotFound } from './errors/graphError';
import type { GraphRequest } from './graphRequest';

/**
 * Whether an object exists: a delta function may report an object as removed that only left its window.
 * @param request reads the object
 * @returns false if Graph responds with 404
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
