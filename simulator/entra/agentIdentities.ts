import { createHash } from 'node:crypto';
import { EntraError } from './entraError';
import { decodeJwt, isSignedBy } from './jwt';
import type { AgentIdentity, AppRegistration } from './registrations';
import type { EntraState } from './state';
import { issueExchangeToken } from './tokens';

/** What an exchange token is for, and what its scope begins with; one a cloud. */
export const tokenExchange = [
	'api://AzureADTokenExchange',
	'api://AzureADTokenExchangeUSGov',
	'api://AzureADTokenExchangeChina',
	'api://AzureADTokenExchangeFrance',
	'api://AzureADTokenExchangeGermany',
	'api://AzureADTokenExchangeGovSG',
];

/**
 * The first of two steps: a blueprint asks for the token by which one of its agent identities signs in ("Agent autonomous
 * app OAuth flow - App-only protocol").
 * @param lifetime seconds
 * @returns a token for any agent identity that is named: whether it is one of the blueprint's shows in the second step
 */
export function issueAgentExchangeToken(
	state: EntraState,
	blueprint: AppRegistration,
	request: { tenantId: string; agentId: string; audience: string; lifetime: number },
): string {
	const { tenantId, agentId, audience, lifetime } = request;
	const { loginUrl } = state.urls();
	return issueExchangeToken(
		state.key,
		{ loginUrl, tenantId, audience, issuedAt: Math.floor(Date.now() / 1000), lifetime },
		{
			azp: blueprint.clientId,
			idtyp: 'app',
			sub: subjectOf(tenantId, blueprint.clientId, agentId.toLowerCase()),
		},
	);
}

/** The subject names tenant, blueprint, and agent identity. */
function subjectOf(tenantId: string, blueprintId: string, agentId: string): string {
	const short = (id: string) => createHash('sha256').update(id).digest('base64url').slice(0, 22);
	return `/eid1/c/pub/t/${short(tenantId)}/a/${short(blueprintId)}/${agentId}`;
}

export function findAgent(state: EntraState, clientId: string): AgentIdentity | undefined {
	return state.agentIdentities.find((agent) => agent.clientId === clientId.toLowerCase());
}

/**
 * The second step: the agent identity proves itself by that token, and by nothing else.
 * @throws EntraError where it doesn't
 */
export function checkAgentProof(state: EntraState, agent: AgentIdentity, form: Record<string, string>): void {
	if (form.client_secret !== undefined || form.client_assertion === undefined) {
		throw new EntraError(
			'invalid_client',
			82001,
			`Agentic application '${agent.clientId}' is not permitted to request app-only tokens with a credential of its own.`,
		);
	}
	const jwt = decodeJwt(form.client_assertion);
	if (!jwt) throw new EntraError('invalid_request', 50027, 'JWT token is invalid or malformed.');
	const { iss, sub, aud, exp } = jwt.claims;
	if (!isSignedBy(jwt, state.key.publicKey)) {
		throw new EntraError('invalid_client', 50013, 'Assertion failed signature validation.');
	}
	if (iss !== `${state.urls().loginUrl}/${agent.tenantId}/v2.0`) {
		throw new EntraError(
			'invalid_client',
			700211,
			`No matching federated identity record found for presented assertion issuer '${String(iss)}'.`,
		);
	}
	if (!tokenExchange.includes(String(aud))) {
		throw new EntraError(
			'invalid_client',
			700212,
			`No matching federated identity record found for presented assertion audience '${String(aud)}'.`,
		);
	}
	if (sub !== subjectOf(agent.tenantId, agent.blueprintId, agent.clientId)) {
		throw new EntraError(
			'invalid_client',
			700213,
			`No matching federated identity record found for presented assertion subject '${String(sub)}'.`,
		);
	}
	if (Number(exp) * 1000 <= state.now()) {
		throw new EntraError('invalid_client', 700024, 'Client assertion is not within its valid time range.');
	}
}
