import { allRoles } from './roles';

export const defaultTenantId = '11111111-1111-4111-8111-111111111111';
export const defaultDomain = 'contoso.example';
export const defaultClientId = '22222222-2222-4222-8222-222222222222';
export const defaultClientSecret = 'simulator-client-secret';

export interface Tenant {
	id: string;
	domains: string[];
	/** The tenant lives in another national cloud than this login host. */
	inOtherCloud?: boolean;
}

export interface ClientSecret {
	/** The secret's ID: what people paste by mistake instead of its value. */
	id: string;
	value: string;
	/** ms */
	expiresAt: number;
}

export interface FederatedCredential {
	issuer: string;
	subject: string;
	audience: string;
}

export interface AppRegistration {
	clientId: string;
	displayName: string;
	/** The object id of the app's service principal: `oid` and `sub` of its tokens. */
	objectId: string;
	homeTenantId: string;
	/** Tenants in which the app has a service principal. */
	tenants: string[];
	multiTenant: boolean;
	/** false: "Enabled for users to sign-in" is off at the enterprise app. */
	enabled: boolean;
	/** A Conditional Access policy for workload identities blocks the app. */
	blockedByConditionalAccess: boolean;
	secrets: ClientSecret[];
	/** PEM, the leaf only. */
	certificates: string[];
	/** Subject name/issuer authentication: certificates with this subject and issuer are accepted when sent as x5c. */
	trustedSubjects: string[];
	federatedCredentials: FederatedCredential[];
	/** Application permissions of Graph that an administrator has consented to. */
	roles: string[];
	/** The app is an agent identity blueprint: it signs its agent identities in, and gets no token for itself. */
	isAgentBlueprint?: boolean;
	/** The address of n8n as Graph sees it, where a location policy blocks that one, and Entra sees another. */
	blockedAtGraph?: string;
}

/** An agent identity of Entra Agent ID: a service principal without credentials, whom its blueprint signs in. */
export interface AgentIdentity {
	clientId: string;
	/** The client ID of its blueprint. */
	blueprintId: string;
	displayName: string;
	objectId: string;
	tenantId: string;
	enabled: boolean;
	/** Application permissions of Graph. */
	roles: string[];
}

const year = 365 * 24 * 3600 * 1000;

export const defaultTenants = (): Tenant[] => [{ id: defaultTenantId, domains: [defaultDomain] }];

/** The app that the simulator starts with: one secret, all permissions. */
export function defaultApp(now: number): AppRegistration {
	return {
		clientId: defaultClientId,
		displayName: 'n8n workflows',
		objectId: '22222222-2222-4222-8222-2222222222aa',
		homeTenantId: defaultTenantId,
		tenants: [defaultTenantId],
		multiTenant: false,
		enabled: true,
		blockedByConditionalAccess: false,
		secrets: [
			{ id: '22222222-2222-4222-8222-2222222222bb', value: defaultClientSecret, expiresAt: now + 2 * year },
		],
		certificates: [],
		trustedSubjects: [],
		federatedCredentials: [],
		roles: [...allRoles],
	};
}
