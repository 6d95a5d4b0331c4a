import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { tokenExchange } from './agentIdentities';
import { defaultTenantId } from './registrations';
import { findResource, isGraph, withoutEndSlashes } from './resources';
import { sendScripted } from './scriptedAnswer';
import type { EntraState, ManagedIdentity, TokenRequest } from './state';
import { issueAppToken, issueExchangeToken } from './tokens';

type Query = Record<string, string | undefined>;
type Endpoint = 'imds' | 'appService' | 'machineLearning';

/** The parameter names under which each endpoint takes the identity. */
const identityParameters = {
	imds: { clientId: 'client_id', objectId: 'object_id', resourceId: 'msi_res_id' },
	appService: { clientId: 'client_id', objectId: 'principal_id', resourceId: 'mi_res_id' },
	machineLearning: { clientId: 'clientid' },
} as const;

/**
 * The endpoints inside Azure: the instance metadata service of virtual machines, that of App Service, Functions and
 * Container Apps ("How to use managed identities … to acquire an access token"), and that of Azure Machine Learning,
 * which speaks App Service's version of 2017 (MSAL, azure-identity).
 */
export function managedIdentityEndpoints(fastify: FastifyInstance, state: EntraState): void {
	fastify.get('/metadata/identity/oauth2/token', (request, reply) => answer(state, 'imds', request, reply));
	fastify.get('/msi/token', (request, reply) => answer(state, 'appService', request, reply));
	fastify.get('/MSI/auth', (request, reply) => answer(state, 'machineLearning', request, reply));
}

async function answer(state: EntraState, endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply) {
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
	const fault = faults[endpoint](state, request, query);
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

const faults = {
	imds: (_state: EntraState, request: FastifyRequest, query: Query) => faultOfImdsRequest(request, query),
	appService: faultOfAppServiceRequest,
	machineLearning: faultOfMachineLearningRequest,
};

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

/** The version of 2017 has another header, and knows an identity by its client ID alone. */
function faultOfMachineLearningRequest(
	state: EntraState,
	request: FastifyRequest,
	query: Query,
): Fault | undefined {
	if (request.headers.secret !== state.managedIdentity.msiSecret) {
		return { status: 401, body: { statusCode: 401, message: 'Unauthorized' } };
	}
	if (query['api-version'] !== '2017-09-01' || !query.resource) {
		return { status: 400, body: { statusCode: 400, message: 'api-version and resource are required' } };
	}
	return undefined;
}

function findIdentity(state: EntraState, endpoint: Endpoint, query: Query): ManagedIdentity | undefined {
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
	isGraph(resource, state.urls().graphUrl) ||
	findResource(state.settings.apis, resource) !== undefined ||
	[...tokenExchange, ...state.settings.resources].includes(withoutEndSlashes(resource));

/** What the service returns: a cached token while one is valid, as Azure caches them. */
function successBody(state: EntraState, endpoint: Endpoint, identity: ManagedIdentity, query: Query) {
	const { tokenLifetime, expiresOnAs, tokenType } = state.managedIdentity;
	const { resource = '' } = query;
	// The metadata service takes neither a client's capabilities nor the hash of a refused token.
	const capabilities = endpoint === 'appService' ? (query.xms_cc?.split(',') ?? []) : [];
	const { value, issuedAt } = keptToken(state, identity, resource, capabilities);
	const end = issuedAt + tokenLifetime;
	const common = {
		access_token: value,
		client_id: identity.clientId,
		expires_on: writtenAs[expiresOnAs](end),
		resource,
		token_type: tokenType,
	};
	if (endpoint !== 'imds') return common;
	return {
		...common,
		// Counted from when the token was issued, not from now.
		expires_in: String(tokenLifetime),
		ext_expires_in: String(tokenLifetime),
		not_before: String(issuedAt),
	};
}

const writtenAs = {
	text: (seconds: number) => String(seconds),
	number: (seconds: number) => seconds,
	iso: (seconds: number) => new Date(seconds * 1000).toISOString(),
	dotNet: (seconds: number) => {
		const [day, time] = new Date(seconds * 1000).toISOString().split('T');
		const [year, month, date] = day.split('-').map(Number);
		const [hour, minute, second] = time.slice(0, 8).split(':');
		const half = Number(hour) < 12 ? 'AM' : 'PM';
		return `${month}/${date}/${year} ${Number(hour) % 12 || 12}:${minute}:${second} ${half} +00:00`;
	},
};

/** App Service requests a new token from Entra for one that was refused: the caller names it by the hash of its text. */
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
		? issueFederatedToken(state, identity, resource, issuedAt, tokenLifetime)
		: issueResourceToken(state, identity, { resource, capabilities }, tokenLifetime, issuedAt * 1000);
	const token = { value, issuedAt };
	kept.set(key, token);
	// The age is that of a token cached before the first request here.
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
	const issued = issueAppToken(
		state.key,
		{
			clientId: identity.clientId,
			objectId: identity.objectId,
			displayName: 'n8n',
			tenantId: defaultTenantId,
			audience: resource,
			roles: isGraph(resource, state.urls().graphUrl) ? identity.roles : [],
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
function issueFederatedToken(
	state: EntraState,
	{ objectId }: ManagedIdentity,
	audience: string,
	issuedAt: number,
	lifetime: number,
): string {
	const { loginUrl } = state.urls();
	const about = { loginUrl, tenantId: defaultTenantId, audience, issuedAt, lifetime };
	return issueExchangeToken(state.key, about, { oid: objectId, sub: objectId });
}
