import { randomUUID } from 'node:crypto';

/** A refusal of the token endpoint, thrown by whatever finds the fault and answered in one place. */
export class EntraError extends Error {
	constructor(
		readonly error: string,
		readonly code: number,
		sentence: string,
		/** Entra answers 401 where the app could not prove itself, 400 otherwise. */
		readonly status: number = error === 'invalid_client' ? 401 : 400,
		readonly headers: Record<string, string> = {},
	) {
		super(sentence);
	}
}

/** Entra's time stamps: UTC to the second, with a space and a Z. */
const entraTime = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ') + 'Z';

/**
 * The body of a refusal, shaped as the identity platform's "authentication and authorization error codes"
 * page has it.
 *
 * @param at the time of the refusal, ms
 * @param correlationId what the caller sent as `client-request-id`, if anything
 */
export function errorBody(
	refusal: EntraError,
	at: number,
	loginUrl: string,
	correlationId: string = randomUUID(),
) {
	const traceId = randomUUID();
	const timestamp = entraTime(at);
	return {
		error: refusal.error,
		error_description:
			`AADSTS${refusal.code}: ${refusal.message}\r\nTrace ID: ${traceId}\r\n` +
			`Correlation ID: ${correlationId}\r\nTimestamp: ${timestamp}`,
		error_codes: [refusal.code],
		timestamp,
		trace_id: traceId,
		correlation_id: correlationId,
		error_uri: `${loginUrl}/error?code=${refusal.code}`,
	};
}
