import { caught } from '../../../credentials/auth/core/caught';
import type { Send } from '../../graph/client';
import { GraphError } from '../../graph/errors/graphError';

/** The property with the beginning of a message's text. Mail.ReadBasic doesn't show it, as it doesn't show bodies. */
export const bodyPreview = 'bodyPreview';

/** What was learned about previews. */
export interface PreviewAccess {
	/** Whether Graph refused them, and nothing else. */
	refused?: boolean;
}

/** Whether Graph denies access; other refusals, such as for a suspended mailbox, have their own codes. */
const isDenied = (error: unknown): boolean =>
	error instanceof GraphError && error.parts.status === 403 && error.parts.code === 'ErrorAccessDenied';

/**
 * Sends requests that select the preview of a body also for apps that may not read bodies: without it, if Graph refuses.
 * @param send sends them as they are
 * @param access what earlier requests have learned; it's modified
 * @returns what sends requests, and throws what `send` throws for a request without the preview
 * Source: "Microsoft Graph permissions reference", Mail.ReadBasic.All.
 */
export function sendWithoutPreview(send: Send, access: PreviewAccess): Send {
	return async (request) => {
		const names = String(request.query?.$select ?? '').split(',');
		if (!names.includes(bodyPreview)) return await send(request);
		const $select = names.filter((name) => name !== bodyPreview).join(',');
		const without = { ...request, query: { ...request.query, $select } };
		if (access.refused === true) return await send(without);
		try {
			return await send(request);
		} catch (error) {
			if (!isDenied(error)) throw caught(error);
			const response = await send(without);
			access.refused = true;
			return response;
		}
	};
}
