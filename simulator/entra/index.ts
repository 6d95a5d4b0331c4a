import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import { adminConsent } from './adminConsent';
import { identityProviderEndpoints } from './identityProvider';
import { signJwt } from './jwt';
import { managedIdentityEndpoints } from './managedIdentity';
import { defaultClientId } from './registrations';
import type { AgentIdentity, AppRegistration, Tenant } from './registrations';
import { makeState, resetState } from './state';
import type {
	AwsAccount,
	EntraSettings,
	EntraState,
	ManagedIdentityHost,
	OtherIdentityProvider,
	TokenRequest,
} from './state';
import { keepRawForm, securityTokenService } from './securityTokenService';
import { tokenEndpoint } from './tokenEndpoint';
import type { IssuedToken, Revocation } from './tokens';

export * from './registrations';
export { invoicesApi, ordersApi } from './resources';
export { allRoles } from './roles';
export { defaultSystemIdentity, defaultUserIdentity } from './state';
export type {
	AwsAccount,
	EntraSettings,
	ManagedIdentityHost,
	OtherIdentityProvider,
	ScriptedAnswer,
	TokenRequest,
} from './state';
export type { IssuedToken, Revocation } from './tokens';

export interface EntraSimulator {
	/** Everything that the login host serves; it parses forms itself. */
	routes: FastifyPluginAsync;
	/** By the bearer itself. */
	tokens: Map<string, IssuedToken>;
	/** A registration that can be changed in place; without a client id the default one. */
	app(clientId?: string): AppRegistration;
	/** Adds a registration, or replaces it. */
	register(app: AppRegistration): AppRegistration;
	/** What an administrator has consented to, from the next token on. */
	setRoles(roles: string[], clientId?: string): void;
	/**
	 * Revokes the tokens that an app, an agent identity, or a managed identity has been given, as an administrator's
	 * "revoke sessions", a deleted secret's owner, or a high risk does. Tokens requested afterwards are valid.
	 * @param knownTo see `Revocation`
	 * @returns how many it had
	 */
	revoke(clientId?: string, knownTo?: Revocation['knownTo']): number;
	/** Agent identities of Entra Agent ID; their blueprints are among the apps. */
	agentIdentities: AgentIdentity[];
	tenants: Tenant[];
	settings: EntraSettings;
	managedIdentity: ManagedIdentityHost;
	identityProvider: OtherIdentityProvider;
	aws: AwsAccount;
	/** A JWT with the signature of the login host, whose keys are at `/{tenant}/discovery/v2.0/keys`. */
	sign(claims: Record<string, unknown>): string;
	/** Requests for tokens in their order, secrets masked. */
	tokenRequests: TokenRequest[];
	/** Resets everything to the initial state; issued tokens are forgotten. */
	reset(): void;
}

/**
 * Entra ID's part of the platform: token endpoints, OpenID configuration, admin consent, and also the
 * endpoints of managed identities, of another identity provider, and of AWS' token service.
 *
 * @param getUrls where the login host and Graph are reached, without a slash at the end; read at each request
 */
export function createEntra(getUrls: () => { loginUrl: string; graphUrl: string }): EntraSimulator {
	const state = makeState(getUrls);

	const app = (clientId: string = defaultClientId) => {
		const found = state.apps.get(clientId.toLowerCase());
		if (!found) throw new Error(`No app is registered with the client id ${clientId}`);
		return found;
	};

	return {
		routes: async (fastify) => {
			parseForms(fastify);
			tokenEndpoint(fastify, state);
			adminConsent(fastify, state);
			openIdConfiguration(fastify, state);
			managedIdentityEndpoints(fastify, state);
			identityProviderEndpoints(fastify, state);
			securityTokenService(fastify, state);
		},
		tokens: state.tokens,
		app,
		register: (registration) => {
			state.apps.set(registration.clientId.toLowerCase(), registration);
			return registration;
		},
		setRoles: (roles, clientId) => {
			app(clientId).roles = [...roles];
		},
		revoke: (clientId = defaultClientId, knownTo = 'graph') => revoke(state, clientId, knownTo),
		agentIdentities: state.agentIdentities,
		tenants: state.tenants,
		settings: state.settings,
		managedIdentity: state.managedIdentity,
		identityProvider: state.identityProvider,
		aws: state.aws,
		sign: (claims) => {
			const { keyId, privateKey } = state.key;
			return signJwt({ typ: 'JWT', alg: 'RS256', x5t: keyId, kid: keyId }, claims, privateKey);
		},
		tokenRequests: state.tokenRequests,
		reset: () => resetState(state),
	};
}

function revoke(state: EntraState, clientId: string, knownTo: Revocation['knownTo']): number {
	const tokens = [...state.tokens.values()].filter((token) => token.clientId === clientId);
	const notBefore = { essential: true, value: String(Math.floor(Date.now() / 1000)) };
	for (const token of tokens) {
		token.revoked = {
			code: 'TokenIssuedBeforeRevocationTimestamp',
			claims: { access_token: { nbf: notBefore } },
			knownTo,
		};
	}
	return tokens.length;
}

function parseForms(fastify: FastifyInstance): void {
	fastify.addContentTypeParser(
		'application/x-www-form-urlencoded',
		{ parseAs: 'string' },
		async (request: FastifyRequest, body: string | Buffer) => {
			keepRawForm(request, body.toString());
			return Object.fromEntries(new URLSearchParams(body.toString()));
		},
	);
}

function openIdConfiguration(fastify: FastifyInstance, state: EntraState): void {
	fastify.get('/:tenant/v2.0/.well-known/openid-configuration', async (request) => {
		const { tenant: name } = request.params as { tenant: string };
		const tenant = state.tenants.find(({ id, domains }) => id === name || domains.includes(name))?.id ?? name;
		const { loginUrl } = state.urls();
		return {
			token_endpoint: `${loginUrl}/${name}/oauth2/v2.0/token`,
			token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
			jwks_uri: `${loginUrl}/${name}/discovery/v2.0/keys`,
			issuer: `${loginUrl}/${tenant}/v2.0`,
			authorization_endpoint: `${loginUrl}/${name}/oauth2/v2.0/authorize`,
			response_types_supported: ['code', 'id_token'],
			subject_types_supported: ['pairwise'],
			id_token_signing_alg_values_supported: ['RS256'],
			cloud_instance_name: new URL(loginUrl).host,
			cloud_graph_host_name: new URL(state.urls().graphUrl).host,
			msgraph_host: new URL(state.urls().graphUrl).host,
		};
	});
	fastify.get('/:tenant/discovery/v2.0/keys', async () => ({
		keys: [
			{
				...state.key.publicKey.export({ format: 'jwk' }),
				use: 'sig',
				kid: state.key.keyId,
				x5t: state.key.keyId,
			},
		],
	}));
}
