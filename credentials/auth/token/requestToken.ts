import { randomUUID } from 'node:crypto';
import { sleep } from 'n8n-workflow';

import { authenticateClient } from '../methods';
import { requestManagedIdentityToken } from '../methods/managedIdentity';
import type { HttpRequest, SignInContext, TokenAnswer } from '../core/signInContext';
import { ask } from '../core/http';
import { explainTokenError, isTransient } from './entraErrors';
import { attempted, repeated, type Attempt } from '../core/retry';
import { clientIdOf, loginUrlOf, tenantOf, type CredentialFields } from '../core/settings';
import { readToken, type Token, type TokenSource } from '../core/accessToken';

/** Within what bounds a token is asked for. */
export interface Bounds {
	/** How long the token endpoint may take to answer, in ms. */
	answerTimeout: number;
	/** The waits before a token request is repeated, in ms. */
	pauses: readonly number[];
	/** Ends everything, with an `AbortError`: nobody waits for the token any more. */
	signal?: AbortSignal;
}

const usualBounds: Bounds = { answerTimeout: 30_000, pauses: [1_000, 3_000] };

/**
 * Signs in: asks for an access token of a resource.
 * @param fields the credential
 * @param resource the resource's URI, such as `https://graph.microsoft.com`
 * @param bounds where they are others than the usual ones
 * @throws SignInError that names the cause and the cure
 * Source: "OAuth 2.0 client credentials flow on the Microsoft identity platform".
 */
export async function requestToken(
	fields: CredentialFields,
	resource: string,
	httpRequest: HttpRequest,
	bounds: Partial<Bounds> = {},
): Promise<Token> {
	const { signal, pauses, answerTimeout } = { ...usualBounds, ...bounds };
	const context: SignInContext = {
		fields,
		resource,
		httpRequest,
		tokenEndpoint: tokenEndpointOf(fields),
		now: Date.now,
		wait: async (ms) => await sleep(ms, signal),
		pauses,
		signal,
	};
	const asked = Date.now();
	const answer = await answerTo(context, answerTimeout);
	const token = answer.status === 200 ? readToken(answer.body, asked, sourceOf(fields)) : undefined;
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

	const form = {
		client_id: clientIdOf(context.fields),
		grant_type: 'client_credentials',
		...(context.fields.tokenEndpointVersion === 'v1.0'
			? { resource: context.resource }
			: { scope: `${context.resource}/.default` }),
	};
	return await repeated(context, async () => await post(context, form, timeout), isTransient);
}

/** One token request. The app's proof is made anew each time, since an assertion has an id that serves once. */
async function post(context: SignInContext, form: Record<string, string>, timeout: number): Promise<Attempt> {
	const proof = await authenticateClient(context);
	const request = {
		method: 'POST',
		url: context.tokenEndpoint,
		headers: {
			'Content-Type': 'application/x-www-form-urlencoded',
			Accept: 'application/json',
			// Comes back as Entra's correlation ID, with which Microsoft finds the request.
			'client-request-id': randomUUID(),
		},
		body: new URLSearchParams({ ...form, ...proof }).toString(),
	} as const;
	return await attempted(
		ask(context.httpRequest, request, { role: 'login host', timeout, signal: context.signal }),
	);
}
