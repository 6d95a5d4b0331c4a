import { isGuid } from '../token/guid';
import { ask } from '../token/answer';
import { managedIdentityClaims } from '../token/claims';
import { isHeaderValue } from '../token/headers';
import { retryAfterOf } from '../token/retryAfter';
import type { CredentialFields } from '../token/settings';
import { signInError, SignInError } from '../token/signInError';
import { explainEndpointUnreachable, isPage } from './managedIdentityErrors';
import type { SignInContext, TokenAnswer } from './signInMethod';

/** A request to one of Azure's token endpoints for managed identities, and when it is to be repeated. */
interface Endpoint {
	url: URL;
	headers: Record<string, string>;
	/** The names under which the endpoint takes a user-assigned identity. */
	identityParameters: Record<CredentialFields['managedIdentityIdKind'], string>;
	apiVersion: string;
	isToBeRepeated: (status: number) => boolean;
}

/** How long an endpoint on the machine itself may take to answer, in ms. */
const answerTimeout = 10_000;
/** The longest time, in ms, for which an endpoint is asked again; the metadata service's update takes up to 70 s. */
const longestWait = { update: 80_000, other: 20_000 };

/**
 * Asks Azure, from inside, for a token of the machine's managed identity. Answers that ask to come back are followed.
 * @returns the endpoint's answer, which may be a refusal
 * @throws SignInError where a setting is missing, or the endpoint cannot be reached
 * Source: "How to use managed identities for Azure resources on an Azure VM to acquire an access token", "How to use
 * managed identities for App Service and Azure Functions".
 */
export async function requestManagedIdentityToken(context: SignInContext): Promise<TokenAnswer> {
	const { fields, resource } = context;
	const endpoint =
		fields.managedIdentitySource === 'appService' ? appService(fields) : metadataService(fields);
	endpoint.url.searchParams.set('api-version', endpoint.apiVersion);
	endpoint.url.searchParams.set('resource', resource);
	if (fields.managedIdentityType === 'user') {
		endpoint.url.searchParams.set(
			endpoint.identityParameters[fields.managedIdentityIdKind],
			userAssignedIdentity(fields),
		);
	}
	if (fields.managedIdentitySource === 'appService') {
		for (const [name, value] of Object.entries(managedIdentityClaims(context))) {
			endpoint.url.searchParams.set(name, value);
		}
	}
	return await askUntilAnswered(context, endpoint);
}

/** The instance metadata service of virtual machines, scale sets and AKS. */
function metadataService({ imdsUrl }: CredentialFields): Endpoint {
	return {
		url: endpointUrl(
			`${imdsUrl.replace(/(?<!\/)\/+$/, '')}/metadata/identity/oauth2/token`,
			'metadata service ("IMDS URL")',
		),
		headers: { Metadata: 'true' },
		identityParameters: { clientId: 'client_id', objectId: 'object_id', resourceId: 'msi_res_id' },
		apiVersion: '2018-02-01',
		isToBeRepeated: (status) => [404, 410, 429].includes(status) || status >= 500,
	};
}

/** App Service, Functions and Container Apps, which put endpoint and header into the environment. */
function appService({ identityEndpoint, identityHeader }: CredentialFields): Endpoint {
	const missing = [
		identityEndpoint === '' ? 'identity endpoint' : '',
		identityHeader === '' ? 'identity header' : '',
	].filter(Boolean);
	if (missing.length > 0) {
		throw signInError({
			what: `The ${missing.join(' and the ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
			why: 'App Service, Functions and Container Apps put them into the variables IDENTITY_ENDPOINT and IDENTITY_HEADER of the app, and a node may not read those itself.',
			fix: 'Give them by expression: {{ $env.IDENTITY_ENDPOINT }} and {{ $env.IDENTITY_HEADER }}. n8n blocks $env by default: whoever runs n8n allows it with N8N_BLOCK_ENV_ACCESS_IN_NODE=false. Both variables exist only once an identity is assigned to the app.',
		});
	}
	if (!isHeaderValue(identityHeader)) {
		throw signInError({
			what: 'The identity header (IDENTITY_HEADER) holds characters that no header can have.',
			fix: 'Give it by expression: {{ $env.IDENTITY_HEADER }}.',
		});
	}
	return {
		url: endpointUrl(identityEndpoint, 'identity endpoint (IDENTITY_ENDPOINT)'),
		headers: { 'X-IDENTITY-HEADER': identityHeader },
		identityParameters: { clientId: 'client_id', objectId: 'principal_id', resourceId: 'mi_res_id' },
		apiVersion: '2019-08-01',
		isToBeRepeated: (status) => status === 429 || status >= 500,
	};
}

function endpointUrl(value: string, name: string): URL {
	if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return new URL(value);
	throw signInError({
		what: `The URL of the ${name} is not one.`,
		fix: 'Enter it with http:// in front. If it is given by an expression, check what the expression gives.',
	});
}

function userAssignedIdentity({ managedIdentityId, managedIdentityIdKind }: CredentialFields): string {
	const [name, form, isRight] =
		managedIdentityIdKind === 'resourceId'
			? ['resource ID', 'begins with /subscriptions/', managedIdentityId.startsWith('/')]
			: [
					managedIdentityIdKind === 'objectId' ? 'object (principal) ID' : 'client ID',
					'is a GUID',
					isGuid(managedIdentityId),
				];
	if (isRight) return managedIdentityId;
	throw signInError({
		what:
			managedIdentityId === ''
				? `The ${name} of the user-assigned managed identity ("Identity ID") is empty.`
				: `What is entered as "Identity ID" is not the ${name} of a managed identity: that ${form}.`,
		fix: 'Copy it from the overview or properties page of the identity in the Azure portal, or choose the system-assigned identity.',
	});
}

async function askUntilAnswered(context: SignInContext, endpoint: Endpoint): Promise<TokenAnswer> {
	for (let waited = 0, tries = 0; ; tries++) {
		const answer = await askOnce(context, endpoint);
		// A page is of a proxy in between, which will not give way: the endpoints speak JSON.
		if (!endpoint.isToBeRepeated(answer.status) || isPage(answer.body)) return answer;
		const pause = pauseAfter(answer, tries, context.now());
		if (waited + pause > (answer.status === 410 ? longestWait.update : longestWait.other)) return answer;
		await context.wait(pause);
		waited += pause;
	}
}

/** What the answer asks for; else 10 s during an update of the service, and longer each time for anything else. */
function pauseAfter({ status, headers }: TokenAnswer, tries: number, now: number): number {
	const own = status === 410 ? 10_000 : 1_000 * 2 ** tries;
	return Math.max(retryAfterOf(headers, now) ?? own, 1_000);
}

async function askOnce(
	{ httpRequest, fields, signal }: SignInContext,
	{ url, headers }: Endpoint,
): Promise<TokenAnswer> {
	try {
		return await ask(
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
