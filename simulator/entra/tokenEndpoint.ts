import { setTimeout as delay } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkAgentProof, findAgent, issueAgentExchangeToken, tokenExchange } from './agentIdentities';
import { readClaimsRequest } from './claims';
import { checkClientProof } from './clientProof';
import { EntraError, errorBody } from './entraError';
import { decodeJwt } from './jwt';
import type { AgentIdentity, AppRegistration, Tenant } from './registrations';
import { findResource, isGraph, withoutEndSlashes } from './resources';
import { sendScripted } from './scriptedAnswer';
import type { EntraState, TokenRequest } from './state';
import { issueAppToken } from './tokens';
import type { IssuedToken } from './tokens';

type Version = 'v1.0' | 'v2.0';
type Form = Record<string, string>;

const guid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** `POST /{tenant}/oauth2/v2.0/token` and its older form without the version, which takes `resource`. */
export function tokenEndpoint(fastify: FastifyInstance, state: EntraState): void {
	fastify.post('/:tenant/oauth2/v2.0/token', (request, reply) => answer(state, 'v2.0', request, reply));
	fastify.post('/:tenant/oauth2/token', (request, reply) => answer(state, 'v1.0', request, reply));
}

async function answer(state: EntraState, version: Version, request: FastifyRequest, reply: FastifyReply) {
	const tenantName = (request.params as { tenant: string }).tenant;
	const form = (request.body ?? {}) as Form;
	const record: TokenRequest = {
		at: Date.now(),
		endpoint: version,
		tenant: tenantName,
		form: withoutSecrets(form),
		status: 0,
	};
	const jwt = form.client_assertion === undefined ? undefined : decodeJwt(form.client_assertion);
	if (jwt) record.assertion = { header: jwt.header, claims: jwt.claims };
	state.tokenRequests.push(record);
	if (state.settings.latency > 0) await delay(state.settings.latency);

	const scripted = sendScripted(reply, state.settings.answers);
	if (scripted !== undefined) {
		record.status = scripted;
		return reply;
	}
	reply.headers({
		'cache-control': 'no-store, no-cache',
		pragma: 'no-cache',
		'x-ms-request-id': randomUUID(),
	});
	try {
		const issued = issue(state, version, tenantName, form);
		if ('clientId' in issued) state.tokens.set(issued.token, issued);
		record.status = 200;
		return await reply.send(successBody(state, version, issued));
	} catch (error) {
		if (!(error instanceof EntraError)) throw error;
		record.status = error.status;
		record.code = error.code;
		const correlationId = request.headers['client-request-id'];
		return reply
			.code(error.status)
			.headers(error.headers)
			.send(
				errorBody(
					error,
					state.now(),
					state.urls().loginUrl,
					typeof correlationId === 'string' ? correlationId : undefined,
				),
			);
	}
}

const withoutSecrets = (form: Form): Form =>
	Object.fromEntries(
		Object.entries(form).map(([name, value]) => [
			name,
			['client_secret', 'client_assertion', 'password'].includes(name) ? '***' : value,
		]),
	);

/** What a token request returns: an access token, or what an agent identity signs in with. */
type Issued = IssuedToken | Pick<IssuedToken, 'token' | 'audience' | 'issuedAt' | 'expiresAt'>;

function issue(state: EntraState, version: Version, tenantName: string, form: Form): Issued {
	const tenant = findTenant(state, tenantName);
	checkGrant(form);
	const resource = version === 'v2.0' ? resourceOfScope(form) : resourceOfVersion1(form);
	const { capabilities } = readClaimsRequest(form.claims);
	const agent = findAgent(state, form.client_id);
	if (agent !== undefined) return issueToAgent(state, agent, { form, tenant, resource, capabilities });
	const app = findApp(state, tenant, form);
	checkLoop(state, app);
	const target = tokenTarget(state, tenant, resource);
	const proof = checkClientProof(state, app, tenant.id, form);
	if (!app.enabled) {
		throw new EntraError(
			'unauthorized_client',
			7000112,
			`Application '${app.clientId}'(${app.displayName}) is disabled.`,
		);
	}
	if (app.blockedByConditionalAccess) {
		throw new EntraError(
			'access_denied',
			53003,
			'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
		);
	}
	if (form.fmi_path !== undefined)
		return exchangeToken(state, app, { form, audience: resource, tenantId: tenant.id });
	if (app.isAgentBlueprint) {
		throw new EntraError(
			'invalid_client',
			82001,
			`Agentic application '${app.clientId}' is not permitted to request app-only tokens for resource '${resource}'.`,
		);
	}
	const roles = isGraph(resource, state.urls().graphUrl) ? app.roles : [];
	const issued = issueAppToken(
		state.key,
		{ ...app, ...target, tenantId: tenant.id, roles, proof, capabilities },
		lifetimeOf(state, capabilities),
		Date.now(),
	);
	// A policy for locations is evaluated by Graph as well, which may see n8n at another address than Entra.
	if (app.blockedAtGraph !== undefined) {
		issued.revoked = {
			code: 'IpBlocked',
			claims: { access_token: { xms_rp_ipaddr: { value: app.blockedAtGraph } } },
			knownTo: 'graph',
		};
	}
	return issued;
}

function lifetimeOf({ settings }: EntraState, capabilities: readonly string[]): number {
	return capabilities.includes('cp1')
		? (settings.evaluatedTokenLifetime ?? settings.tokenLifetime)
		: settings.tokenLifetime;
}

function exchangeToken(
	state: EntraState,
	blueprint: AppRegistration,
	{ form, audience, tenantId }: { form: Form; audience: string; tenantId: string },
): Issued {
	const { tokenLifetime: lifetime } = state.settings;
	const token = issueAgentExchangeToken(state, blueprint, {
		tenantId,
		agentId: form.fmi_path,
		audience,
		lifetime,
	});
	const issuedAt = Date.now();
	return { token, audience, issuedAt, expiresAt: issuedAt + lifetime * 1000 };
}

function issueToAgent(
	state: EntraState,
	agent: AgentIdentity,
	request: { form: Form; tenant: Tenant; resource: string; capabilities: string[] },
): IssuedToken {
	const { form, tenant, resource, capabilities } = request;
	checkAgentProof(state, agent, form);
	if (!agent.enabled) {
		throw new EntraError(
			'unauthorized_client',
			7000112,
			`Application '${agent.clientId}'(${agent.displayName}) is disabled.`,
		);
	}
	const roles = isGraph(resource, state.urls().graphUrl) ? agent.roles : [];
	return issueAppToken(
		state.key,
		{ ...agent, ...tokenTarget(state, tenant, resource), roles, proof: '2', capabilities },
		lifetimeOf(state, capabilities),
		Date.now(),
	);
}

function findTenant(state: EntraState, name: string): Tenant {
	const wanted = name.toLowerCase();
	if (['common', 'organizations', 'consumers'].includes(wanted)) {
		throw new EntraError(
			'invalid_request',
			9001023,
			`The grant type is not supported over the /common or /consumers endpoints. Please use the ` +
				'/organizations or tenant-specific endpoint.',
		);
	}
	const tenant = state.tenants.find(
		({ id, domains }) => id === wanted || domains.some((candidate) => candidate.toLowerCase() === wanted),
	);
	if (!tenant) {
		if (!guid.test(name) && !domain.test(name)) {
			throw new EntraError(
				'invalid_request',
				900023,
				`Specified tenant identifier '${name}' is neither a valid DNS name, nor a valid external domain.`,
			);
		}
		throw new EntraError('invalid_request', 90002, `Tenant '${name}' not found.`);
	}
	if (tenant.inOtherCloud) {
		throw new EntraError(
			'invalid_request',
			900382,
			`Confidential Client is not supported in Cross Cloud request for the tenant '${tenant.id}'.`,
		);
	}
	return tenant;
}

function checkGrant(form: Form): void {
	if (!form.grant_type) throw missing('grant_type');
	if (form.grant_type !== 'client_credentials') {
		throw new EntraError(
			'unsupported_grant_type',
			70003,
			`The app requested an unsupported grant type '${form.grant_type}'.`,
		);
	}
	if (!form.client_id) throw missing('client_id');
}

const missing = (parameter: string) =>
	new EntraError(
		'invalid_request',
		900144,
		`The request body must contain the following parameter: '${parameter}'.`,
	);

/** The resource of a scope `<resource>/.default`, as the v2.0 endpoint takes it. */
function resourceOfScope(form: Form): string {
	if (form.resource !== undefined) {
		throw new EntraError('invalid_request', 901002, "The 'resource' request parameter is not supported.");
	}
	if (!form.scope) throw missing('scope');
	const scopes = form.scope.split(' ').filter(Boolean);
	if (scopes.length !== 1 || !scopes[0].endsWith('/.default')) {
		throw new EntraError(
			'invalid_scope',
			1002012,
			`The provided value for scope ${form.scope} is not valid. Client credential flows must have a scope ` +
				'value with /.default suffixed to the resource identifier (application ID URI).',
		);
	}
	const resource = scopes[0].slice(0, -'/.default'.length);
	if (!/^(https?|api):\/\/\S+$/.test(resource) && !guid.test(resource)) {
		throw new EntraError(
			'invalid_scope',
			70011,
			"The provided request must include a 'scope' input parameter. The provided value for the input " +
				`parameter 'scope' is not valid. The scope ${form.scope} is not valid.`,
		);
	}
	return resource;
}

function resourceOfVersion1(form: Form): string {
	if (!form.resource) throw missing('resource');
	return form.resource;
}

/** The token's audience and version: the resource decides the version, whichever endpoint is called. */
function tokenTarget(
	state: EntraState,
	tenant: Tenant,
	resource: string,
): { audience: string; issuer?: string } {
	const { graphUrl, loginUrl } = state.urls();
	const { resources, apis } = state.settings;
	const found = findResource(apis, resource);
	if (found?.tokenVersion === 2) {
		return { audience: found.appId, issuer: `${loginUrl}/${tenant.id}/v2.0` };
	}
	const others = [...tokenExchange, ...resources];
	const isKnown = found !== undefined || others.includes(withoutEndSlashes(resource));
	if (isKnown || isGraph(resource, graphUrl)) return { audience: resource };
	throw new EntraError(
		'invalid_resource',
		500011,
		`The resource principal named ${resource} was not found in the tenant named ${tenant.domains[0]}. This ` +
			'can happen if the application has not been installed by the administrator of the tenant or consented ' +
			'to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
	);
}

function findApp(state: EntraState, tenant: Tenant, form: Form): AppRegistration {
	const app = state.apps.get(form.client_id.toLowerCase());
	const notFound = () =>
		new EntraError(
			'unauthorized_client',
			700016,
			`Application with identifier '${form.client_id}' was not found in the directory ` +
				`'${tenant.domains[0]}'. This can happen if the application has not been installed by the ` +
				'administrator of the tenant or consented to by any user in the tenant. You may have sent your ' +
				'authentication request to the wrong tenant.',
		);
	if (!app) throw notFound();
	if (app.tenants.includes(tenant.id)) return app;
	if (!app.multiTenant) throw notFound();
	throw new EntraError(
		'unauthorized_client',
		7000229,
		`The client application ${app.clientId} is missing service principal in the tenant ${tenant.id}.`,
	);
}

/** Entra blocks an app that requests tokens repeatedly in a short time. */
function checkLoop(state: EntraState, app: AppRegistration): void {
	const since = Date.now() - 5 * 60 * 1000;
	const recent = state.tokenRequests.filter(({ at, form }) => at > since && form.client_id === app.clientId);
	if (recent.length <= state.settings.requestsBeforeLoop) return;
	throw new EntraError(
		'invalid_grant',
		50196,
		`The server terminated an operation because it encountered a client request loop. App '${app.clientId}'.`,
	);
}

function successBody(state: EntraState, version: Version, issued: Issued) {
	const { refreshIn } = state.settings;
	const tokenLifetime = Math.round((issued.expiresAt - issued.issuedAt) / 1000);
	const issuedAt = Math.floor(issued.issuedAt / 1000);
	if (version === 'v2.0') {
		return {
			token_type: 'Bearer',
			expires_in: tokenLifetime,
			ext_expires_in: tokenLifetime,
			...(refreshIn === undefined ? {} : { refresh_in: refreshIn }),
			access_token: issued.token,
		};
	}
	return {
		token_type: 'Bearer',
		expires_in: String(tokenLifetime),
		ext_expires_in: String(tokenLifetime),
		...(refreshIn === undefined ? {} : { refresh_in: String(refreshIn) }),
		expires_on: String(issuedAt + tokenLifetime),
		not_before: String(issuedAt),
		resource: issued.audience,
		access_token: issued.token,
	};
}
