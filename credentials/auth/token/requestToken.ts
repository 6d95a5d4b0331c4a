import { randomUUID } from 'node:crypto';

import { authenticateClient } from '../methods';
import { clientAssertionParameters } from '../methods/clientAssertion';
import { requestManagedIdentityToken } from '../methods/managedIdentity';
import type { HttpRequest, SignInContext, TokenAnswer } from '../core/signInContext';
import { sendRequest } from '../core/http';
import { claimsParameter, type Challenge } from '../core/claims';
import { clouds, publicTokenExchangeAudience } from '../core/clouds';
import { explainTokenError, isTransient } from './entraErrors';
import { sleepFor } from '../core/sleepFor';
import { attempted, repeated, type Attempt } from '../core/retry';
import { agentIdentityOf, clientIdOf, loginUrlOf, tenantOf, type CredentialFields } from '../core/settings';
import { readToken, type Token, type TokenSource } from '../core/accessToken';

/** The limits of a token request. */
export interface Bounds {
	/** How long the token endpoint may take to answer, in ms. */
	answerTimeout: number;
	/** The waits before a token request is retried, in ms. */
	pauses: readonly number[];
	/** What Graph requires of the token, where it refused the one before. */
	challenge?: Challenge;
	/** Cancels everything, with an `AbortError`: no one waits for the token anymore. */
	signal?: AbortSignal;
}

const usualBounds: Bounds = { answerTimeout: 30_000, pauses: [1_000, 3_000] };

/**
 * Signs in: requests an access token for a resource.
 * @param fields the credential
 * @param resource the resource's URI, such as `https://graph.microsoft.com`
 * @param bounds where they are others than the usual ones
 * @throws SignInError that names the cause and the fix
 * Source: "OAuth 2.0 client credentials flow on the Microsoft identity platform".
 */
export async function requestToken(
	fields: CredentialFields,
	resource: string,
	httpRequest: HttpRequest,
	bounds: Partial<Bounds> = {},
): Promise<Token> {
	const { signal, pauses, answerTimeout, challenge } = { ...usualBounds, ...bounds };
	const context: SignInContext = {
		fields,
		resource,
		httpRequest,
		tokenEndpoint: tokenEndpointOf(fields),
		now: Date.now,
		wait: async (ms) => await sleepFor(ms, signal),
		pauses,
		challenge,
		signal,
	};
	const requestedAt = Date.now();
	const agentId = agentIdentityOf(fields);
	if (agentId !== undefined) return await requestAgentToken(context, agentId, answerTimeout);
	const answer = await answerTo(context, answerTimeout);
	const token = answer.status === 200 ? readToken(answer.body, requestedAt, sourceOf(fields)) : undefined;
	if (token !== undefined) return token;
	throw explainTokenError(answer, context);
}

function sourceOf({ authentication }: CredentialFields): TokenSource {
	return authentication === 'managedIdentity' ? 'managedIdentity' : 'tokenEndpoint';
}

/**
 * Where the app signs in; `''` for a managed identity, which has an endpoint of its own.
 * @throws SignInError when the tenant or a custom cloud's URL cannot be used
 */
export function tokenEndpointOf(fields: CredentialFields): string {
	if (fields.authentication === 'managedIdentity') return '';
	const path = fields.tokenEndpointVersion === 'v1.0' ? 'oauth2/token' : 'oauth2/v2.0/token';
	return `${loginUrlOf(fields)}/${tenantOf(fields)}/${path}`;
}

async function answerTo(context: SignInContext, timeout: number): Promise<TokenAnswer> {
	if (context.tokenEndpoint === '') return await requestManagedIdentityToken(context);

	const form = { client_id: clientIdOf(context.fields), ...grantOf(context) };
	return await repeated(
		context,
		async () => await post(context, { ...form, ...(await authenticateClient(context)) }, timeout),
		isTransient,
	);
}

/** The parameters of any token request. */
function grantOf(context: SignInContext): Record<string, string> {
	const claims = claimsParameter(context);
	return {
		grant_type: 'client_credentials',
		...(context.fields.tokenEndpointVersion === 'v1.0'
			? { resource: context.resource }
			: { scope: `${context.resource}/.default` }),
		...(claims !== undefined && { claims }),
	};
}

/**
 * Signs an agent identity in, in two steps: its blueprint, the app, proves itself and gets a token that names the agent
 * identity, and with that token as its assertion the agent identity gets the access token.
 * @param agentId the agent identity's client ID
 * @throws SignInError that says which of the two failed
 * Source: "Agent autonomous app OAuth flow - App-only protocol" (Microsoft Entra Agent ID).
 */
async function requestAgentToken(context: SignInContext, agentId: string, timeout: number): Promise<Token> {
	const exchange = { ...context, resource: exchangeAudienceOf(context.fields) };
	const blueprint = { client_id: clientIdOf(context.fields), fmi_path: agentId, ...grantOf(exchange) };
	const first = await repeated(
		exchange,
		async () => await post(exchange, { ...blueprint, ...(await authenticateClient(exchange)) }, timeout),
		isTransient,
	);
	const exchanged = first.status === 200 ? readToken(first.body, Date.now()) : undefined;
	if (exchanged === undefined) throw explainTokenError(first, exchange);

	const requestedAt = Date.now();
	const agent = { client_id: agentId, ...grantOf(context), ...clientAssertionParameters(exchanged.value) };
	const answer = await repeated(context, async () => await post(context, agent, timeout), isTransient);
	const token = answer.status === 200 ? readToken(answer.body, requestedAt) : undefined;
	if (token !== undefined) return token;
	throw explainTokenError(answer, { ...context, agentId });
}

function exchangeAudienceOf({ cloud }: CredentialFields): string {
	return Object.hasOwn(clouds, cloud) ? clouds[cloud].tokenExchangeAudience : publicTokenExchangeAudience;
}

/** One token request. The app's proof is created again for each, since an assertion has an id that serves once. */
async function post(context: SignInContext, form: Record<string, string>, timeout: number): Promise<Attempt> {
	const request = {
		method: 'POST',
		url: context.tokenEndpoint,
		headers: {
			'Content-Type': 'application/x-www-form-urlencoded',
			Accept: 'application/json',
			// Comes back as Entra's correlation ID, with which Microsoft finds the request.
			'client-request-id': randomUUID(),
		},
		body: new URLSearchParams(form).toString(),
	} as const;
	return await attempted(
		sendRequest(context.httpRequest, request, { role: 'login host', timeout, signal: context.signal }),
	);
}
