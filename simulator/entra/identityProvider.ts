import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signJwt } from './jwt';
import { sendScripted } from './scriptedAnswer';
import type { EntraState } from './state';

/**
 * Another identity provider in the shapes that are met: Google's metadata server (the JWT as text, behind the
 * header `Metadata-Flavor`), a JSON answer to GET with the JWT in `value`, and an OAuth token endpoint (POST,
 * the JWT in `access_token`).
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
	const scripted = sendScripted(reply, state.identityProvider.answers);
	const status = scripted ?? (allowed ? 200 : 403);
	state.tokenRequests.push({
		at: Date.now(),
		endpoint: 'identityProvider',
		tenant: '',
		form: { ...query } as Record<string, string>,
		status,
	});
	if (scripted !== undefined) return reply;
	if (!allowed) return reply.code(403).type('text/plain').send('Forbidden');
	const { issuer, subject, tokenLifetime, audience } = state.identityProvider;
	const now = Math.floor(state.now() / 1000);
	return send(
		signJwt(
			{ typ: 'JWT', alg: 'RS256', kid: state.identityProviderKey.keyId },
			{ iss: issuer, sub: subject, aud: query.audience ?? audience, iat: now, exp: now + tokenLifetime },
			state.identityProviderKey.privateKey,
		),
	);
}
