import type { HttpRequest } from '../../../credentials/auth/core/signInContext';
import { explainUnreachable } from '../../../credentials/auth/core/unreachable';
import { requestError, type RequestError } from '../../graph/errors/requestError';

/** What of n8n's context requests to the login host need. */
export interface HttpContext {
	helpers: { httpRequest: HttpRequest };
}

/** How long the login host may take to respond, in ms. */
const timeoutMs = 30_000;

/**
 * Reads something that the login host publishes. No token or secret goes with it.
 * @param url on the credential's login host
 * @returns the parsed response
 * @throws RequestError when the host cannot be reached, or its response is anything but 200 with JSON
 */
export async function askLoginHost(context: HttpContext, url: string): Promise<Record<string, unknown>> {
	const { statusCode, body } = await responseOf(context, url);
	if (statusCode === 200 && typeof body === 'object' && body !== null) return body as Record<string, unknown>;
	throw requestError({
		what: `The login host ${new URL(url).host} didn't return what its tokens are verified with (HTTP ${statusCode}).`,
		fix:
			statusCode === 429 || statusCode >= 500
				? "It's overloaded or unavailable: a later notification retries it."
				: "Check the credential's tenant and cloud and, for a custom cloud, the Login URL.",
	});
}

async function responseOf(
	{ helpers }: HttpContext,
	url: string,
): Promise<{ statusCode: number; body?: unknown }> {
	try {
		return (await helpers.httpRequest({
			url,
			headers: { Accept: 'application/json' },
			timeout: timeoutMs,
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
