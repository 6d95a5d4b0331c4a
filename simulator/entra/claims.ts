import { EntraError } from './entraError';

/** What the parameter `claims` of a token request asks for, as far as it counts here. */
export interface ClaimsRequest {
	/** What the client says that it can do, such as `cp1`: it goes into the token as `xms_cc`. */
	capabilities: string[];
	/** Whether it repeats what a claims challenge required. */
	answersChallenge: boolean;
}

/**
 * Reads the parameter `claims` ("Claims challenges, claims requests, and client capabilities").
 * @throws EntraError 90100 for what isn't a JSON object
 */
export function readClaimsRequest(text: string | undefined): ClaimsRequest {
	if (text === undefined) return { capabilities: [], answersChallenge: false };
	const { access_token: wanted = {} } = parsed(text);
	const { xms_cc: declared, ...others } = wanted;
	const { values = [] } = (declared ?? {}) as { values?: unknown[] };
	return { capabilities: values.map(String), answersChallenge: Object.keys(others).length > 0 };
}

function parsed(text: string): { access_token?: Record<string, unknown> } {
	try {
		const claims: unknown = JSON.parse(text);
		if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) return claims;
	} catch {
		// Said below.
	}
	throw new EntraError('invalid_request', 90100, "The request parameter 'claims' is not valid JSON.");
}
