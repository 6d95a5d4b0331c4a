import type { AgentIdentity, AppRegistration, Tenant } from './registrations';
import { defaultApp, defaultTenants } from './registrations';
import { defaultResources, type ResourceRegistration } from './resources';
import { makeSigningKey } from './tokens';
import type { IssuedToken, SigningKey } from './tokens';

/** A response that replaces the real one: a fault of the login host, or of a proxy in front of it. */
export interface ScriptedAnswer {
	status: number;
	headers?: Record<string, string>;
	/** An object is sent as JSON, a text as it is. */
	body?: string | object;
	/** The connection closes in the middle of the response. */
	cut?: boolean;
}

export interface EntraSettings {
	/** Lifetime of a token, seconds. */
	tokenLifetime: number;
	/** The same for one whose client has declared `cp1`, which can be up to 28 hours; as the others where it is absent. */
	evaluatedTokenLifetime?: number;
	/** Seconds after which Entra asks for a renewal; absent as a rule. */
	refreshIn?: number;
	/** Resources that can be requested in addition to Graph and to `apis`, by their URIs alone. */
	resources: string[];
	/** Service principals of APIs in the tenant. */
	apis: ResourceRegistration[];
	/** Duration of each token request, ms. */
	latency: number;
	/** ms by which Entra's clock is ahead of the caller's when it judges secrets and assertions. */
	clockOffset: number;
	/** Token requests of one app in five minutes before AADSTS50196. */
	requestsBeforeLoop: number;
	/** Given one after another instead of the token endpoint's own responses. */
	answers: ScriptedAnswer[];
	/** What the administrator does at the consent page. */
	adminConsent: 'granted' | 'refused' | 'grantedWithError';
}

export interface TokenRequest {
	/** ms */
	at: number;
	endpoint: 'v2.0' | 'v1.0' | 'imds' | 'appService' | 'machineLearning' | 'identityProvider' | 'sts';
	tenant: string;
	/** The form or query; secrets and assertions are replaced by `***`. */
	form: Record<string, string>;
	/** Header and claims of a client assertion; its signature is not kept. */
	assertion?: { header: Record<string, unknown>; claims: Record<string, unknown> };
	status: number;
	/** Entra's error code. */
	code?: number;
}

export interface ManagedIdentity {
	kind: 'system' | 'user';
	clientId: string;
	/** Also its principal id. */
	objectId: string;
	resourceId: string;
	roles: string[];
}

export interface ManagedIdentityHost {
	identities: ManagedIdentity[];
	/** What `X-IDENTITY-HEADER` must carry. */
	identityHeader: string;
	/** What `secret` must carry where the endpoint is that of 2017: Azure Machine Learning. */
	msiSecret: string;
	/** Given one after another instead of the endpoints' own responses. */
	answers: ScriptedAnswer[];
	/** Seconds; `expires_in` holds it whatever the age of the token. */
	tokenLifetime: number;
	/** Seconds since the next token that is made was issued: Azure had it for another caller of the machine. */
	tokenAge: number;
	/** A token is handed out again while it lives. */
	keepsTokens: boolean;
	/** How `expires_on` is written: seconds since the epoch as text or number, or a time, of ISO 8601 or as .NET prints it. */
	expiresOnAs: 'text' | 'number' | 'iso' | 'dotNet';
	tokenType: string;
	/** By identity and resource; `issuedAt` in seconds since the epoch. */
	kept: Map<string, { value: string; issuedAt: number }>;
}

/** Another identity provider, whose tokens a federated credential may trust. */
export interface OtherIdentityProvider {
	issuer: string;
	subject: string;
	/** Taken where the request names none. */
	audience: string;
	/** Seconds */
	tokenLifetime: number;
	/** What `Authorization` must carry at `/idp/json` and `/idp/token`; anything where it is absent. */
	authorization?: string;
	/** The client that may use the grant of client credentials. */
	clientId: string;
	clientSecret: string;
	/** What a CI job, or a pod, asks for its tokens with. */
	bearerToken: string;
	/** Kubernetes' service accounts that the bearer of that token may make tokens for, as `namespace/name`. */
	serviceAccounts: string[];
	answers: ScriptedAnswer[];
}

/** AWS' token service, and one account there. */
export interface AwsAccount {
	region: string;
	accessKeyId: string;
	secretAccessKey: string;
	/** Of temporary keys. */
	sessionToken?: string;
	/** Remaining lifetime of temporary keys, seconds. */
	sessionLeft: number;
	/** Outbound web identity federation is turned on in the account. */
	federationEnabled: boolean;
	/** A policy allows `sts:GetWebIdentityToken`. */
	allowed: boolean;
	issuer: string;
	/** The ARN of the role or user that the keys are of. */
	arn: string;
	answers: ScriptedAnswer[];
}

export interface EntraState {
	tenants: Tenant[];
	apps: Map<string, AppRegistration>;
	agentIdentities: AgentIdentity[];
	tokens: Map<string, IssuedToken>;
	tokenRequests: TokenRequest[];
	settings: EntraSettings;
	managedIdentity: ManagedIdentityHost;
	identityProvider: OtherIdentityProvider;
	aws: AwsAccount;
	key: SigningKey;
	identityProviderKey: SigningKey;
	awsKey: SigningKey;
	urls: () => { loginUrl: string; graphUrl: string };
	/** ms, by the clock that judges secrets and assertions */
	now: () => number;
}

export const defaultSystemIdentity = {
	clientId: '33333333-3333-4333-8333-333333333333',
	objectId: '33333333-3333-4333-8333-3333333333aa',
	resourceId:
		'/subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/n8n/providers/' +
		'Microsoft.Compute/virtualMachines/n8n',
};

export const defaultUserIdentity = {
	clientId: '44444444-4444-4444-8444-444444444444',
	objectId: '44444444-4444-4444-8444-4444444444aa',
	resourceId:
		'/subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/n8n/providers/' +
		'Microsoft.ManagedIdentity/userAssignedIdentities/n8n',
};

/** Everything that a reset restores, except keys and issued tokens. */
function defaults() {
	const app = defaultApp(Date.now());
	return {
		tenants: defaultTenants(),
		apps: new Map([[app.clientId, app]]),
		agentIdentities: [] as AgentIdentity[],
		settings: {
			tokenLifetime: 3599,
			resources: [],
			apis: defaultResources(),
			latency: 0,
			clockOffset: 0,
			requestsBeforeLoop: Number.POSITIVE_INFINITY,
			answers: [],
			adminConsent: 'granted',
		} satisfies EntraSettings as EntraSettings,
		managedIdentity: {
			identities: [
				{ kind: 'system', ...defaultSystemIdentity, roles: [...app.roles] },
				{ kind: 'user', ...defaultUserIdentity, roles: [...app.roles] },
			],
			identityHeader: 'simulator-identity-header',
			msiSecret: 'simulator-msi-secret',
			answers: [],
			tokenLifetime: 86_399,
			tokenAge: 0,
			keepsTokens: true,
			expiresOnAs: 'text',
			tokenType: 'Bearer',
			kept: new Map(),
		} satisfies ManagedIdentityHost as ManagedIdentityHost,
		identityProvider: {
			issuer: 'https://accounts.google.com',
			subject: '112633961854638529490',
			audience: 'api://AzureADTokenExchange',
			tokenLifetime: 3600,
			clientId: 'n8n',
			clientSecret: 'simulator-provider-secret/+&=',
			bearerToken: 'simulator-bearer-token',
			serviceAccounts: ['automation/n8n'],
			answers: [],
		} satisfies OtherIdentityProvider as OtherIdentityProvider,
		aws: {
			region: 'eu-central-1',
			accessKeyId: 'AKIASIMULATOR0000001',
			secretAccessKey: 'simulator/secret+access=key',
			sessionLeft: 3600,
			federationEnabled: true,
			allowed: true,
			issuer: 'https://00000000-1111-4222-8333-444444444444.tokens.sts.global.api.aws',
			arn: 'arn:aws:iam::123456789012:role/n8n',
			answers: [],
		} satisfies AwsAccount as AwsAccount,
	};
}

export function makeState(urls: EntraState['urls']): EntraState {
	const state: EntraState = {
		...defaults(),
		tokens: new Map(),
		tokenRequests: [],
		key: makeSigningKey(),
		identityProviderKey: makeSigningKey(),
		awsKey: makeSigningKey(),
		urls,
		now: () => Date.now() + state.settings.clockOffset,
	};
	return state;
}

/**
 * Resets everything to the initial state. Objects that callers hold (`settings`, `managedIdentity`, `identityProvider`,
 * `aws`, `tokens`, `tokenRequests`) stay the same ones.
 */
export function resetState(state: EntraState): void {
	const fresh = defaults();
	delete state.settings.refreshIn;
	delete state.settings.evaluatedTokenLifetime;
	delete state.identityProvider.authorization;
	delete state.aws.sessionToken;
	Object.assign(state.settings, fresh.settings);
	Object.assign(state.managedIdentity, fresh.managedIdentity);
	Object.assign(state.identityProvider, fresh.identityProvider);
	Object.assign(state.aws, fresh.aws);
	state.tenants.splice(0, state.tenants.length, ...fresh.tenants);
	state.agentIdentities.length = 0;
	state.apps.clear();
	for (const [clientId, app] of fresh.apps) state.apps.set(clientId, app);
	state.tokens.clear();
	state.tokenRequests.length = 0;
}
