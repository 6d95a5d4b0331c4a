import type { HttpRequest } from '../../../credentials/auth/core/signInContext';
import { explainUnreachable } from '../../../credentials/auth/core/unreachable';
import { requestError, type RequestError } from '../../graph/errors/requestError';

/** What of n8n's context is needed to ask the login host: any context that can make requests has it. */
export interface HttpContext {
	helpers: { httpRequest: HttpRequest };
}

/** How long the login host may take to answer, in ms. */
const answerTimeout = 30_000;

/**
 * Asks the login host for something that it publishes. No token or secret goes with it.
 * @param url on the credential's login host
 * @returns the parsed answer
 * @throws RequestError when the host cannot be reached, or answers anything but 200 with JSON
 */
export async function askLoginHost(context: HttpContext, url: string): Promise<Record<string, unknown>> {
	const { statusCode, body } = await answerOf(context, url);
	if (statusCode === 200 && typeof body === 'object' && body !== null) return body as Record<string, unknown>;
	throw requestError({
		what: `The login host ${new URL(url).host} did not say how its tokens are to be verified (HTTP ${statusCode}).`,
		fix:
			statusCode === 429 || statusCode >= 500
				? 'It is busy or not well: it is asked again with a later notification.'
				: 'Check tenant and cloud of the credential and, with a custom cloud, the Login URL.',
	});
}

async function answerOf(
	{ helpers }: HttpContext,
	url: string,
): Promise<{ statusCode: number; body?: unknown }> {
	try {
		return (await helpers.httpRequest({
			url,
			headers: { Accept: 'application/json' },
			timeout: answerTimeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		})) as { statusCode: number; body?: unknown };
	} catch (error) {
		throw unreachable(error, url);
	}
}

function unreachable(error: unknown, url: string): RequestError {
	const { what, why, fix } = explainUnreachable(error, url, 'login host').parts;
	return requestError({ what: `${what} ${why ?? ''}`.trim(), fix });
}
