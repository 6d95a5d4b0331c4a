import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { tokenExchange } from './agentIdentities';
import { signJwt } from './jwt';
import { defaultTenantId } from './registrations';
import { sendScripted } from './scriptedAnswer';
import type { EntraState, ManagedIdentity, TokenRequest } from './state';
import { issueAppToken } from './tokens';

type Query = Record<string, string | undefined>;

/** The names under which each endpoint takes the identity that is meant. */
const identityParameters = {
	imds: { clientId: 'client_id', objectId: 'object_id', resourceId: 'msi_res_id' },
	appService: { clientId: 'client_id', objectId: 'principal_id', resourceId: 'mi_res_id' },
} as const;

/**
 * The endpoints inside Azure: the instance metadata service of virtual machines, and that of App Service,
 * Functions and Container Apps ("How to use managed identities … to acquire an access token").
 */
export function managedIdentityEndpoints(fastify: FastifyInstance, state: EntraState): void {
	fastify.get('/metadata/identity/oauth2/token', (request, reply) => answer(state, 'imds', request, reply));
	fastify.get('/msi/token', (request, reply) => answer(state, 'appService', request, reply));
}

async function answer(
	state: EntraState,
	endpoint: 'imds' | 'appService',
	request: FastifyRequest,
	reply: FastifyReply,
) {
	const query = request.query as Query;
	const record: TokenRequest = {
		at: Date.now(),
		endpoint,
		tenant: defaultTenantId,
		form: { ...query } as Record<string, string>,
		status: 200,
	};
	state.tokenRequests.push(record);
	const scripted = sendScripted(reply, state.managedIdentity.answers);
	if (scripted !== undefined) {
		record.status = scripted;
		return reply;
	}
	const fault =
		endpoint === 'imds'
			? faultOfImdsRequest(request, query)
			: faultOfAppServiceRequest(state, request, query);
	if (fault) {
		record.status = fault.status;
		return reply.code(fault.status).send(fault.body);
	}
	const identity = findIdentity(state, endpoint, query);
	const resource = query.resource ?? '';
	if (!identity) {
		record.status = 400;
		return reply.code(400).send({ error: 'invalid_request', error_description: 'Identity not found' });
	}
	if (!isKnown(state, resource)) {
		record.status = 400;
		return reply.code(400).send({
			error: 'invalid_resource',
			error_description: `AADSTS500011: The resource principal named ${resource} was not found in the tenant.`,
		});
	}
	if (endpoint === 'appService') forgetRefused(state, identity, query);
	return reply.send(successBody(state, endpoint, identity, query));
}

interface Fault {
	status: number;
	body: object;
}

function faultOfImdsRequest(request: FastifyRequest, query: Query): Fault | undefined {
	const refuse = (description: string): Fault => ({
		status: 400,
		body: { error: 'invalid_request', error_description: description },
	});
	if (request.headers['x-forwarded-for'] !== undefined) return refuse('Requests through a proxy are refused');
	if (request.headers.metadata !== 'true') return refuse('Required metadata header not specified');
	if (query['api-version'] !== '2018-02-01') return refuse('Required query variable api-version is missing');
	if (!query.resource) return refuse('Required audience parameter not specified');
	return undefined;
}

function faultOfAppServiceRequest(
	state: EntraState,
	request: FastifyRequest,
	query: Query,
): Fault | undefined {
	if (request.headers['x-identity-header'] !== state.managedIdentity.identityHeader) {
		return { status: 401, body: { statusCode: 401, message: 'Unauthorized' } };
	}
	if (query['api-version'] !== '2019-08-01' || !query.resource) {
		return { status: 400, body: { statusCode: 400, message: 'api-version and resource are required' } };
	}
	return undefined;
}

function findIdentity(
	state: EntraState,
	endpoint: 'imds' | 'appService',
	query: Query,
): ManagedIdentity | undefined {
	const { identities } = state.managedIdentity;
	for (const [property, parameter] of Object.entries(identityParameters[endpoint])) {
		const wanted = query[parameter]?.toLowerCase();
		if (wanted !== undefined) {
			return identities.find(
				(identity) =>
					identity.kind === 'user' &&
					identity[property as 'clientId' | 'objectId' | 'resourceId'].toLowerCase() === wanted,
			);
		}
	}
	return identities.find(({ kind }) => kind === 'system');
}

const isKnown = (state: EntraState, resource: string) =>
	[state.urls().graphUrl, ...tokenExchange, ...state.settings.resources].includes(
		resource.replace(/\/+$/, ''),
	);

/** What the service gives: a kept token while one lives, as Azure keeps them. */
function successBody(
	state: EntraState,
	endpoint: 'imds' | 'appService',
	identity: ManagedIdentity,
	query: Query,
) {
	const { tokenLifetime, expiresOnAs, tokenType } = state.managedIdentity;
	const { resource = '' } = query;
	// The metadata service takes neither a client's capabilities nor the hash of a refused token.
	const capabilities = endpoint === 'appService' ? (query.xms_cc?.split(',') ?? []) : [];
	const { value, issuedAt } = keptToken(state, identity, resource, capabilities);
	const end = issuedAt + tokenLifetime;
	const common = {
		access_token: value,
		client_id: identity.clientId,
		expires_on: expiresOnAs === 'text' ? String(end) : expiresOnAs === 'number' ? end : isoOf(end),
		resource,
		token_type: tokenType,
	};
	if (endpoint === 'appService') return common;
	return {
		...common,
		// Counted from when the token was issued, not from now.
		expires_in: String(tokenLifetime),
		ext_expires_in: String(tokenLifetime),
		not_before: String(issuedAt),
	};
}

const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString();

/** App Service asks Entra anew for a token that was refused: the caller names it by the hash of its text. */
function forgetRefused(state: EntraState, identity: ManagedIdentity, query: Query): void {
	const { kept } = state.managedIdentity;
	for (const [key, { value }] of kept) {
		if (!key.startsWith(`${identity.objectId} ${query.resource ?? ''}`)) continue;
		if (createHash('sha256').update(value).digest('hex') === query.token_sha256_to_refresh) kept.delete(key);
	}
}

function keptToken(state: EntraState, identity: ManagedIdentity, resource: string, capabilities: string[]) {
	const { tokenLifetime, tokenAge, keepsTokens, kept } = state.managedIdentity;
	const now = Date.now();
	const key = [identity.objectId, resource, ...capabilities].join(' ');
	const known = kept.get(key);
	if (keepsTokens && known !== undefined && now < (known.issuedAt + tokenLifetime) * 1000) return known;
	const issuedAt = Math.floor(now / 1000) - tokenAge;
	const value = tokenExchange.includes(resource)
		? issueExchangeToken(state, identity, resource, issuedAt, tokenLifetime)
		: issueResourceToken(state, identity, { resource, capabilities }, tokenLifetime, issuedAt * 1000);
	const token = { value, issuedAt };
	kept.set(key, token);
	// Its age is that of what was kept before anybody asked here.
	state.managedIdentity.tokenAge = 0;
	return token;
}

function issueResourceToken(
	state: EntraState,
	identity: ManagedIdentity,
	{ resource, capabilities }: { resource: string; capabilities: string[] },
	lifetime: number,
	now: number,
): string {
	const isGraph = resource.replace(/\/+$/, '') === state.urls().graphUrl;
	const issued = issueAppToken(
		state.key,
		{
			clientId: identity.clientId,
			objectId: identity.objectId,
			displayName: 'n8n',
			tenantId: defaultTenantId,
			audience: resource,
			roles: isGraph ? identity.roles : [],
			managedIdentityResourceId: identity.resourceId,
			proof: '2',
			capabilities,
		},
		lifetime,
		now,
	);
	state.tokens.set(issued.token, issued);
	return issued.token;
}

/** What an app's federated credential sees: issuer is the tenant, subject the identity's object id. */
function issueExchangeToken(
	state: EntraState,
	identity: ManagedIdentity,
	audience: string,
	issuedAt: number,
	lifetime: number,
): string {
	return signJwt(
		{ typ: 'JWT', alg: 'RS256', kid: state.key.keyId },
		{
			aud: audience,
			iss: `${state.urls().loginUrl}/${defaultTenantId}/v2.0`,
			iat: issuedAt,
			nbf: issuedAt,
			exp: issuedAt + lifetime,
			oid: identity.objectId,
			sub: identity.objectId,
			tid: defaultTenantId,
			ver: '2.0',
		},
		state.key.privateKey,
	);
}
