import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signJwt } from './jwt';
import { sendScripted } from './scriptedAnswer';
import type { EntraState } from './state';

/**
 * Another identity provider in the shapes that are met: Google's metadata server (the JWT as text, behind the
 * header `Metadata-Flavor`), a JSON answer to GET with the JWT in `value`, an OAuth token endpoint (POST,
 * the JWT in `access_token`), one that requires client credentials as Keycloak, Okta, and Auth0 do (RFC 6749), the
 * endpoint of a GitHub Actions job, and Kubernetes' TokenRequest.
 */
export function identityProviderEndpoints(fastify: FastifyInstance, state: EntraState): void {
	fastify.get('/computeMetadata/v1/instance/service-accounts/default/identity', (request, reply) =>
		answer(state, request, reply, request.headers['metadata-flavor'] === 'Google', (jwt) =>
			reply.type('text/plain; charset=utf-8').send(jwt),
		),
	);
	fastify.get('/idp/json', (request, reply) =>
		answer(state, request, reply, isAuthorized(state, request), (jwt) =>
			reply.send({ count: 1, value: jwt, nested: { tokens: [{ jwt }] } }),
		),
	);
	fastify.post('/idp/token', (request, reply) =>
		answer(state, request, reply, isAuthorized(state, request), (jwt) =>
			reply.send({
				token_type: 'Bearer',
				expires_in: state.identityProvider.tokenLifetime,
				access_token: jwt,
			}),
		),
	);
	fastify.post('/realms/n8n/protocol/openid-connect/token', (request, reply) =>
		clientCredentials(state, request, reply),
	);
	fastify.get('/actions/oidc', (request, reply) => actionsToken(state, request, reply));
	fastify.post('/api/v1/namespaces/:namespace/serviceaccounts/:name/token', (request, reply) =>
		serviceAccountToken(state, request, reply),
	);
}

const isAuthorized = (state: EntraState, request: FastifyRequest) =>
	state.identityProvider.authorization === undefined ||
	request.headers.authorization === state.identityProvider.authorization;

async function answer(
	state: EntraState,
	request: FastifyRequest,
	reply: FastifyReply,
	allowed: boolean,
	send: (jwt: string) => FastifyReply,
) {
	const query = request.query as Record<string, string | undefined>;
	return respond(state, request, reply, () =>
		allowed
			? { status: 200, send: () => send(issue(state, query.audience)) }
			: { status: 403, send: () => reply.type('text/plain').send('Forbidden') },
	);
}

interface Response {
	status: number;
	send: () => FastifyReply;
}

/** Records the request, and gives the scripted answer where there is one. */
function respond(state: EntraState, request: FastifyRequest, reply: FastifyReply, own: () => Response) {
	const scripted = sendScripted(reply, state.identityProvider.answers);
	const response = scripted === undefined ? own() : undefined;
	const form = request.method === 'POST' ? request.body : request.query;
	state.tokenRequests.push({
		at: Date.now(),
		endpoint: 'identityProvider',
		tenant: '',
		form: withoutSecret((form ?? {}) as Record<string, string>),
		status: scripted ?? response?.status ?? 500,
	});
	if (response === undefined) return reply;
	reply.code(response.status);
	return response.send();
}

function withoutSecret(form: Record<string, string>): Record<string, string> {
	return { ...form, ...(form.client_secret === undefined ? {} : { client_secret: '***' }) };
}

function issue(state: EntraState, audience: string | undefined, subject = state.identityProvider.subject) {
	const { issuer, tokenLifetime, audience: usual } = state.identityProvider;
	const now = Math.floor(state.now() / 1000);
	return signJwt(
		{ typ: 'JWT', alg: 'RS256', kid: state.identityProviderKey.keyId },
		{ iss: issuer, sub: subject, aud: audience ?? usual, iat: now, exp: now + tokenLifetime },
		state.identityProviderKey.privateKey,
	);
}

/** RFC 6749, sections 2.3.1, 4.4, and 5.2. */
function clientCredentials(state: EntraState, request: FastifyRequest, reply: FastifyReply) {
	const form = (request.body ?? {}) as Record<string, string>;
	const { clientId, clientSecret, tokenLifetime } = state.identityProvider;
	const refusal = (status: number, error: string, description: string): Response => ({
		status,
		send: () => reply.send({ error, error_description: description }),
	});
	return respond(state, request, reply, () => {
		const inHeader = basicOf(request.headers.authorization);
		if (inHeader !== undefined && form.client_secret !== undefined) {
			return refusal(400, 'invalid_request', 'More than one way of client authentication');
		}
		const [id, secret] = inHeader ?? [form.client_id, form.client_secret];
		if (id !== clientId || secret !== clientSecret) {
			return refusal(401, 'invalid_client', 'Invalid client or Invalid client credentials');
		}
		if (form.grant_type !== 'client_credentials') {
			return refusal(400, 'unsupported_grant_type', 'Unsupported grant_type');
		}
		return {
			status: 200,
			send: () =>
				reply.send({
					token_type: 'Bearer',
					expires_in: tokenLifetime,
					scope: form.scope ?? '',
					access_token: issue(state, form.audience),
				}),
		};
	});
}

/** Name and password of Basic authentication, each of them in form encoding within. */
function basicOf(header: string | undefined): [string, string] | undefined {
	const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const pair = Buffer.from(encoded, 'base64').toString();
	const decoded = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
	const colon = pair.indexOf(':');
	return [decoded(pair.slice(0, colon)), decoded(pair.slice(colon + 1))];
}

const isBearer = (state: EntraState, request: FastifyRequest) =>
	request.headers.authorization?.toLowerCase() ===
	`bearer ${state.identityProvider.bearerToken}`.toLowerCase();

/** "OpenID Connect reference" of GitHub Actions: the URL that a job is given has a query already. */
function actionsToken(state: EntraState, request: FastifyRequest, reply: FastifyReply) {
	const query = request.query as Record<string, string | undefined>;
	return respond(state, request, reply, () => {
		if (!isBearer(state, request)) {
			return { status: 401, send: () => reply.type('text/plain').send('The job token is not valid') };
		}
		if (query['api-version'] === undefined) {
			return { status: 400, send: () => reply.send({ message: 'api-version is missing' }) };
		}
		const value = issue(state, query.audience ?? 'https://github.com/contoso');
		return { status: 200, send: () => reply.send({ count: value.length, value }) };
	});
}

interface TokenRequestBody {
	kind?: string;
	apiVersion?: string;
	spec?: { audiences?: string[]; expirationSeconds?: number };
}

/** Kubernetes API reference, "TokenRequest". */
function serviceAccountToken(state: EntraState, request: FastifyRequest, reply: FastifyReply) {
	const { namespace, name } = request.params as { namespace: string; name: string };
	const { kind, apiVersion, spec } = (request.body ?? {}) as TokenRequestBody;
	const failure = (code: number, reason: string, message: string): Response => ({
		status: code,
		send: () => reply.send({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code }),
	});
	return respond(state, request, reply, () => {
		if (!isBearer(state, request)) return failure(401, 'Unauthorized', 'Unauthorized');
		if (!state.identityProvider.serviceAccounts.includes(`${namespace}/${name}`)) {
			return failure(
				403,
				'Forbidden',
				`serviceaccounts "${name}" is forbidden: cannot create resource "serviceaccounts/token" in API group "" in the namespace "${namespace}"`,
			);
		}
		if (kind !== 'TokenRequest' || apiVersion !== 'authentication.k8s.io/v1') {
			return failure(400, 'BadRequest', `no kind "${kind}" is registered for version "${apiVersion}"`);
		}
		if ((spec?.expirationSeconds ?? 3600) < 600) {
			return failure(
				422,
				'Invalid',
				'spec.expirationSeconds: may not specify a duration less than 10 minutes',
			);
		}
		const token = issue(
			state,
			spec?.audiences?.[0] ?? 'https://kubernetes.default.svc',
			`system:serviceaccount:${namespace}:${name}`,
		);
		const expirationTimestamp = new Date(
			state.now() + (spec?.expirationSeconds ?? 3600) * 1000,
		).toISOString();
		return {
			status: 201,
			send: () =>
				reply.send({
					kind,
					apiVersion,
					metadata: { name, namespace, uid: randomUUID() },
					spec,
					status: { token, expirationTimestamp },
				}),
		};
	});
}
