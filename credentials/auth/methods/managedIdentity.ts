import { isGuid } from '../core/guid';
import { managedIdentityClaims } from '../core/claims';
import { sendRequest } from '../core/http';
import { isHeaderValue } from '../core/headers';
import { retryAfterOf } from '../core/retryAfter';
import type { CredentialFields } from '../core/settings';
import { signInError, SignInError } from '../core/signInError';
import { repeatedWhile } from '../core/retry';
import { plainUrl, plainUrlRule, withoutEndSlashes } from '../core/plainUrl';
import { explainEndpointUnreachable, isPage } from './managedIdentityErrors';
import type { SignInContext, TokenAnswer } from '../core/signInContext';

/** A request to one of Azure's token endpoints for managed identities, and when it is retried. */
interface Endpoint {
	url: URL;
	headers: Record<string, string>;
	/** The names under which the endpoint takes a user-assigned identity. */
	identityParameters: Partial<Record<CredentialFields['managedIdentityIdKind'], string>>;
	apiVersion: string;
	/** Whether it takes claims of the token, such as what a challenge requires. */
	takesClaims?: boolean;
	isTransient: (status: number) => boolean;
}

/** How long an endpoint on the machine itself may take to answer, in ms. */
const answerTimeout = 10_000;
/** The maximum time, in ms, for which an endpoint is retried; the metadata service's update takes up to 70 s. */
const maxWaitMs = { update: 80_000, other: 20_000 };

/**
 * Requests a token of the machine's managed identity from Azure. Responses that say to retry are followed.
 * @returns the endpoint's answer, which may be a refusal
 * @throws SignInError where a setting is missing, or the endpoint can't be reached
 * Source: "How to use managed identities for Azure resources on an Azure VM to acquire an access token", "How to use
 * managed identities for App Service and Azure Functions"; for Azure Machine Learning MSAL and azure-identity.
 */
export async function requestManagedIdentityToken(context: SignInContext): Promise<TokenAnswer> {
	const { fields, resource } = context;
	const endpoint = endpoints[fields.managedIdentitySource](fields);
	endpoint.url.searchParams.set('api-version', endpoint.apiVersion);
	endpoint.url.searchParams.set('resource', resource);
	if (fields.managedIdentityType === 'user') {
		// An endpoint that knows one kind of ID has no choice of it; what was chosen for another one may be left over.
		const { managedIdentityIdKind: chosen } = fields;
		const kind = endpoint.identityParameters[chosen] === undefined ? 'clientId' : chosen;
		endpoint.url.searchParams.set(
			endpoint.identityParameters[kind] ?? 'client_id',
			userAssignedIdentity(fields, kind),
		);
	}
	if (endpoint.takesClaims) {
		for (const [name, value] of Object.entries(managedIdentityClaims(context))) {
			endpoint.url.searchParams.set(name, value);
		}
	}
	return await requestWithRetries(context, endpoint);
}

const isBusy = (status: number) => status === 429 || status >= 500;

/** The instance metadata service of virtual machines, scale sets and AKS. */
function metadataService({ imdsUrl }: CredentialFields): Endpoint {
	return {
		url: endpointUrl(
			`${withoutEndSlashes(imdsUrl)}/metadata/identity/oauth2/token`,
			'metadata service ("IMDS URL")',
		),
		headers: { Metadata: 'true' },
		identityParameters: { clientId: 'client_id', objectId: 'object_id', resourceId: 'msi_res_id' },
		apiVersion: '2018-02-01',
		isTransient: (status) => [404, 410].includes(status) || isBusy(status),
	};
}

/** App Service, Functions and Container Apps, which put endpoint and header into the environment. */
function appService({ identityEndpoint, identityHeader }: CredentialFields): Endpoint {
	const variables = {
		endpoint: { variable: 'IDENTITY_ENDPOINT', what: 'identity endpoint', value: identityEndpoint },
		secret: { variable: 'IDENTITY_HEADER', what: 'identity header', value: identityHeader },
		host: 'App Service, Functions, and Container Apps',
	};
	return {
		url: urlFromEnvironment(variables),
		headers: { 'X-IDENTITY-HEADER': identityHeader },
		identityParameters: { clientId: 'client_id', objectId: 'principal_id', resourceId: 'mi_res_id' },
		apiVersion: '2019-08-01',
		takesClaims: true,
		isTransient: isBusy,
	};
}

/** Azure Machine Learning, which speaks App Service's version of 2017: other names, and client IDs only. */
function machineLearning({ msiEndpoint, msiSecret }: CredentialFields): Endpoint {
	const variables = {
		endpoint: { variable: 'MSI_ENDPOINT', what: 'managed identity endpoint', value: msiEndpoint },
		secret: { variable: 'MSI_SECRET', what: 'managed identity secret', value: msiSecret },
		host: 'Azure Machine Learning',
	};
	return {
		url: urlFromEnvironment(variables),
		headers: { Metadata: 'true', secret: msiSecret },
		identityParameters: { clientId: 'clientid' },
		apiVersion: '2017-09-01',
		isTransient: isBusy,
	};
}

const endpoints: Readonly<
	Record<CredentialFields['managedIdentitySource'], (fields: CredentialFields) => Endpoint>
> = { appService, imds: metadataService, machineLearning };

interface Variable {
	variable: string;
	what: string;
	value: string;
}

/** The endpoint that Azure puts into the environment, once its secret can go along. */
function urlFromEnvironment({
	endpoint,
	secret,
	host,
}: {
	endpoint: Variable;
	secret: Variable;
	host: string;
}): URL {
	const missing = [endpoint, secret].filter(({ value }) => value === '').map(({ what }) => what);
	const both = `{{ $env.${endpoint.variable} }} and {{ $env.${secret.variable} }}`;
	if (missing.length > 0) {
		throw signInError({
			what: `The ${missing.join(' and the ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
			why: `${host} put${host.includes(' and ') ? '' : 's'} them into the variables ${endpoint.variable} and ${secret.variable} of the app, and a node can't read those itself.`,
			fix: `Use expressions: ${both}. n8n blocks $env by default: the n8n administrator can allow it with N8N_BLOCK_ENV_ACCESS_IN_NODE=false. Both variables exist only once an identity is assigned to the app.`,
		});
	}
	if (!isHeaderValue(secret.value)) {
		throw signInError({
			what: `The ${secret.what} (${secret.variable}) contains characters that headers can't have.`,
			fix: `Use an expression: {{ $env.${secret.variable} }}.`,
		});
	}
	return endpointUrl(endpoint.value, `${endpoint.what} (${endpoint.variable})`);
}

function endpointUrl(value: string, name: string): URL {
	const url = plainUrl(value);
	if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
	throw signInError({
		what: `The URL of the ${name} isn't valid.`,
		fix: `Enter it with http:// in front. ${plainUrlRule} If it comes from an expression, check what the expression returns.`,
	});
}

function userAssignedIdentity(
	{ managedIdentityId }: CredentialFields,
	kind: CredentialFields['managedIdentityIdKind'],
): string {
	const [name, form, isRight] =
		kind === 'resourceId'
			? ['resource ID', 'begins with /subscriptions/', managedIdentityId.startsWith('/')]
			: [kind === 'objectId' ? 'object (principal) ID' : 'client ID', 'is a GUID', isGuid(managedIdentityId)];
	if (isRight) return managedIdentityId;
	throw signInError({
		what:
			managedIdentityId === ''
				? `The ${name} of the user-assigned managed identity ("Identity ID") is empty.`
				: `The value of "Identity ID" isn't the ${name} of a managed identity: that ${form}.`,
		fix: 'Copy it from the overview or properties page of the identity in the Azure portal, or choose the system-assigned identity.',
	});
}

async function requestWithRetries(context: SignInContext, endpoint: Endpoint): Promise<TokenAnswer> {
	return await repeatedWhile(
		context,
		async () => await requestOnce(context, endpoint),
		(attempt, tries, waited) => {
			if (attempt instanceof SignInError || !endpoint.isTransient(attempt.status)) return undefined;
			// A page comes from a proxy, which retries don't change: the endpoints speak JSON.
			if (isPage(attempt.body)) return undefined;
			const pause = pauseAfter(attempt, tries, context.now());
			const maxMs = attempt.status === 410 ? maxWaitMs.update : maxWaitMs.other;
			return waited + pause > maxMs ? undefined : pause;
		},
	);
}

/** What the response requests; else 10 s during an update of the service, and longer each time for anything else. */
function pauseAfter({ status, headers }: TokenAnswer, tries: number, now: number): number {
	const own = status === 410 ? 10_000 : 1_000 * 2 ** tries;
	return Math.max(retryAfterOf(headers, now) ?? own, 1_000);
}

async function requestOnce(
	{ httpRequest, fields, signal }: SignInContext,
	{ url, headers }: Endpoint,
): Promise<TokenAnswer> {
	try {
		return await sendRequest(
			httpRequest,
			{ method: 'GET', url: url.href, headers: { ...headers, Accept: 'application/json' } },
			{ role: 'managed identity endpoint', timeout: answerTimeout, signal },
		);
	} catch (error) {
		throw explainFailure(error, url, fields);
	}
}

function explainFailure(error: unknown, url: URL, fields: CredentialFields): unknown {
	return error instanceof SignInError ? explainEndpointUnreachable(error, url, fields) : error;
}
