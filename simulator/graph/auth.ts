import type { EntraSimulator, IssuedToken, Revocation } from '../entra';
import { withoutEndSlashes } from '../entra/resources';
import type { Settings } from '../settings';
import { GraphError } from './errors';

/**
 * Checks the bearer.
 * @param authorization the header's value
 * @param expected `graphUrl` is an audience in addition to those of the settings; `loginUrl` is returned to the caller
 * @returns what was issued
 * @throws GraphError 401 `InvalidAuthenticationToken` with `www-authenticate`
 */
export function authenticate(
	authorization: string | undefined,
	entra: EntraSimulator,
	settings: Settings,
	expected: { graphUrl: string; loginUrl: string },
): IssuedToken {
	const refuse = (message: string) => {
		const challenge = `Bearer realm="", authorization_uri="${expected.loginUrl}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`;
		return new GraphError(401, 'InvalidAuthenticationToken', message, { 'www-authenticate': challenge });
	};
	const bearer = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
	if (!bearer) throw refuse('Access token is empty.');
	const issued = entra.tokens.get(bearer);
	if (!issued) throw refuse('IDX14100: JWT is not well formed, there are no dots (.).');
	const audience = withoutEndSlashes(issued.audience);
	if (audience !== expected.graphUrl && !settings.audiences.includes(audience)) {
		throw refuse('Access token validation failure. Invalid audience.');
	}
	if (settings.checkExpiry && issued.expiresAt <= Date.now()) {
		throw refuse('Lifetime validation failed, the token is expired.');
	}
	checkRevocation(issued, 'graph', expected.loginUrl);
	return issued;
}

/**
 * Continuous access evaluation: refuses a token before it expires. Clients that have declared `cp1` are challenged to ask for
 * another one with certain claims; the others get a plain 401 ("Claims challenges, claims requests, and client
 * capabilities").
 * @param at who checks: Graph, or a service behind it
 * @throws GraphError 401 for a token that was revoked, as far as that is known there
 */
export function checkRevocation(
	{ revoked, capabilities }: IssuedToken,
	at: Revocation['knownTo'],
	loginUrl: string,
): void {
	if (revoked?.knownTo !== at) return;
	const client = `authorization_uri="${loginUrl}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`;
	if (!capabilities.includes('cp1')) {
		throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token has been revoked.', {
			'www-authenticate': `Bearer realm="", ${client}`,
		});
	}
	const why = `Continuous access evaluation resulted in challenge with result: InteractionRequired and code: ${revoked.code}`;
	const claims = Buffer.from(JSON.stringify(revoked.claims)).toString('base64');
	throw new GraphError(401, 'InvalidAuthenticationToken', why, {
		'www-authenticate': `Bearer realm="", ${client}, error_description="${why}", error="insufficient_claims", claims="${claims}"`,
	});
}
