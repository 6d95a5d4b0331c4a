import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isGuid } from './guid';
import { credentialFields } from '../../fields';
import { clouds, type Cloud } from './clouds';
import { readField } from './fieldValue';
import { plainUrl, plainUrlRule, withoutEndSlashes } from './plainUrl';
import { signInError } from './signInError';

/** The credential's fields with surrounding white space removed. A text that was not filled in is `''`. */
export interface CredentialFields {
	authentication: 'clientSecret' | 'certificate' | 'federatedCredential' | 'managedIdentity';
	tenantId: string;
	clientId: string;
	clientSecret: string;
	cloud: string;
	loginUrl: string;
	graphUrl: string;
	/** PEM, or base64 of a PKCS#12. */
	privateKey: string;
	passphrase: string;
	certificate: string;
	signatureAlgorithm: 'PS256' | 'RS256';
	sendCertificateChain: boolean;
	/** The audience of the certificate's assertion; `''` for the token endpoint. */
	certificateAudience: string;
	clientAssertionSource: 'aws' | 'expression' | 'url' | 'managedIdentity';
	clientAssertion: string;
	clientAssertionUrl: string;
	clientAssertionRequest: 'clientCredentials' | 'custom' | 'gitHub' | 'kubernetes';
	clientAssertionMethod: 'GET' | 'POST';
	/** JSON object as text. */
	clientAssertionHeaders: string;
	/** JSON or a form, as text; for POST. */
	clientAssertionBody: string;
	/** Where in a JSON response the assertion is, as a dotted path; `''` is the entire response, or one of the usual places. */
	clientAssertionPath: string;
	/** The bearer token of the request for an assertion. */
	clientAssertionToken: string;
	/** The audience of a requested assertion; `''` for the one of the cloud. */
	clientAssertionAudience: string;
	providerClientId: string;
	providerClientSecret: string;
	providerAuthentication: 'header' | 'body';
	providerScope: string;
	providerAudience: string;
	awsRegion: string;
	awsAccessKeyId: string;
	awsSecretAccessKey: string;
	awsSessionToken: string;
	/** `''` for the endpoint of the region. */
	awsStsUrl: string;
	managedIdentitySource: 'imds' | 'appService' | 'machineLearning';
	managedIdentityType: 'system' | 'user';
	managedIdentityIdKind: 'clientId' | 'objectId' | 'resourceId';
	managedIdentityId: string;
	identityEndpoint: string;
	identityHeader: string;
	msiEndpoint: string;
	msiSecret: string;
	imdsUrl: string;
	tokenEndpointVersion: 'v2.0' | 'v1.0';
	/** Client ID of the agent identity that the app, its blueprint, signs in; `''` for the app itself. */
	agentIdentityId: string;
	/** Whether the client declares that it understands claims challenges. */
	continuousAccessEvaluation: boolean;
	/** `/.default` scope of another resource than Graph, for the HTTP Request node; `''` for none. */
	scope: string;
	/** Hosts, separated by commas or line breaks, that the token of that resource may go to in addition to the known ones. */
	additionalResourceHosts: string;
	/** Whether only requests that read get a token. */
	readOnly: boolean;
}

/** The credential's fields, each of them once. */
const ownFields = new Map(credentialFields.map((field) => [field.name, field]));

/**
 * Reads the credential's fields from what n8n hands over, where expressions can give anything. A field that the stored
 * credential does not have (hidden ones, older credentials) is at its default; anything else in the credential is left
 * out.
 * @throws SignInError that names the first field, by its label, that holds what it can't take: see `readField`
 */
export function readFields(credentials: ICredentialDataDecryptedObject): CredentialFields {
	const entries = [...ownFields.values()].map((field) => [
		field.name,
		Object.hasOwn(credentials, field.name) ? readField(field, credentials[field.name]) : field.default,
	]);
	return Object.fromEntries(entries) as CredentialFields;
}

/**
 * Where the app signs in, without a trailing slash.
 * @throws SignInError when a custom cloud's URL is missing or not allowed
 */
export function loginUrlOf(fields: CredentialFields): string {
	return fields.cloud === 'custom'
		? baseUrl(fields.loginUrl, 'Login URL')
		: knownCloud(fields.cloud).loginUrl;
}

/**
 * Where Graph is, without version and trailing slash.
 * @throws SignInError when a custom cloud's URL is missing or not allowed
 */
export function graphUrlOf(fields: CredentialFields): string {
	return fields.cloud === 'custom'
		? baseUrl(fields.graphUrl, 'Graph URL')
		: knownCloud(fields.cloud).graphUrl;
}

function knownCloud(name: string): Cloud {
	const cloud = Object.hasOwn(clouds, name) ? clouds[name] : undefined;
	if (cloud !== undefined) return cloud;
	throw signInError({
		what: `The credential's cloud "${name}" isn't known.`,
		fix: 'Choose one of the clouds that the credential offers.',
	});
}

/**
 * The tenant, as it stands in the token endpoint's path.
 * @throws SignInError unless it is a GUID or a domain name. `common`, `organizations` and `consumers` name no tenant
 * and can't serve the client credentials grant (AADSTS9001023).
 */
export function tenantOf({ tenantId }: Pick<CredentialFields, 'tenantId'>): string {
	if (isGuid(tenantId) || domain.test(tenantId)) return tenantId;
	// The value isn't quoted: it may be a secret in the wrong field.
	const unusable =
		tenantId === '' ? 'The tenant ID is empty.' : 'The tenant ID is neither a GUID nor a domain.';
	const noTenant = ['common', 'organizations', 'consumers'].find((name) => name === tenantId.toLowerCase());
	throw signInError({
		what: noTenant === undefined ? unusable : `"${noTenant}" isn't a tenant.`,
		why: noTenant && 'App-only sign-in needs one specific tenant.',
		fix: 'Enter the directory (tenant) ID, a GUID, from the overview page of the app registration, or a verified domain such as contoso.onmicrosoft.com.',
	});
}

/**
 * The app's client ID.
 * @throws SignInError unless it is a GUID.
 */
export function clientIdOf({ clientId }: CredentialFields): string {
	if (isGuid(clientId)) return clientId;
	throw signInError({
		what: clientId === '' ? 'The client ID is empty.' : "The client ID isn't a GUID.",
		fix: 'Enter the application (client) ID, a GUID, from the overview page of the app registration. It is neither the object ID nor the ID of the secret.',
	});
}

/**
 * The client ID of the agent identity to sign in as.
 * @returns `undefined` where the app signs in as itself
 * @throws SignInError for what isn't a GUID, and for the v1.0 endpoint, which knows no agent identities
 */
export function agentIdentityOf({
	authentication,
	agentIdentityId,
	tokenEndpointVersion,
}: CredentialFields): string | undefined {
	if (agentIdentityId === '' || authentication === 'managedIdentity') return undefined;
	if (!isGuid(agentIdentityId)) {
		throw signInError({
			what: "The agent identity ID isn't a GUID.",
			fix: 'Enter the client ID of the agent identity, or leave the field empty to act as the app itself.',
		});
	}
	if (tokenEndpointVersion === 'v2.0') return agentIdentityId;
	throw signInError({
		what: "An agent identity can't sign in at the v1.0 token endpoint.",
		fix: 'Choose v2.0 as token endpoint version, or leave "Agent Identity ID" empty.',
	});
}

const domain = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a host, as a URL has it, is the machine itself. */
export function isLoopback(hostname: string): boolean {
	return loopback.test(hostname);
}

/** Whether a token or a secret may be sent there: over https, or over http to the machine itself. */
export function isSecure({ protocol, hostname }: Pick<URL, 'protocol' | 'hostname'>): boolean {
	return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** Checks a URL that a token or a secret will be sent to, and takes its trailing slashes off. */
function baseUrl(value: string, label: string): string {
	const fix = `Enter the ${label} as https://host, without a path. Plain http is accepted for localhost only.`;
	if (value === '') throw signInError({ what: `The ${label} of the custom cloud is empty.`, fix });
	const url = plainUrl(value);
	if (url === undefined) {
		const what = URL.canParse(value) ? "can't be used" : "isn't a URL";
		throw signInError({ what: `The ${label} ${what}.`, fix: `${fix} ${plainUrlRule}` });
	}
	if (!isSecure(url) || url.search !== '' || url.hash !== '') {
		throw signInError({ what: `The ${label} "${url.protocol}//${url.host}" can't be used.`, fix });
	}
	return `${url.origin}${withoutEndSlashes(url.pathname)}`;
}
