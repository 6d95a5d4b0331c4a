import { quoted } from './quoted';
import { graphUrlOf, type CredentialFields } from './settings';
import { signInError } from './signInError';

/**
 * Resources whose tokens are used on other hosts than the one that names the resource (source: "Azure Key Vault basic
 * concepts" and "Authorize access to blobs using Microsoft Entra ID").
 */
const hostsOfResource: Readonly<Record<string, readonly string[]>> = {
	'vault.azure.net': ['.vault.azure.net'],
	'vault.usgovcloudapi.net': ['.vault.usgovcloudapi.net'],
	'vault.azure.cn': ['.vault.azure.cn'],
	'managedhsm.azure.net': ['.managedhsm.azure.net'],
	'storage.azure.com': [
		'.blob.core.windows.net',
		'.queue.core.windows.net',
		'.table.core.windows.net',
		'.file.core.windows.net',
		'.dfs.core.windows.net',
	],
};

/**
 * The resource whose token a request needs, by the host that it goes to.
 * @param url the request's absolute URL
 * @throws SignInError when the host belongs neither to the credential's Graph nor to the resource of its scope, and when
 * SharePoint's REST would be called by an app that signs in with a secret
 */
export function resourceFor(url: URL, fields: CredentialFields): string {
	const graph = new URL(graphUrlOf(fields)).origin;
	if (url.origin === graph) return graph;

	if (fields.scope === '') {
		throw signInError({
			what: `The token of this credential goes to ${graph} only; the request was for ${originOf(url)}.`,
			fix: `Call Graph by a URL that begins with ${graph}, or name the other resource in the credential's "Scope of Another Resource" field.`,
		});
	}
	const resource = resourceOfScope(fields.scope);
	const home = new URL(resource);
	const subdomains = hostsOfResource[home.hostname] ?? [];
	// URLs of other schemes than http have no origin, so that two of them are not alike by it.
	const isHome = url.origin === home.origin && url.origin !== 'null';
	if (!isHome && !(isHttps(url) && subdomains.some((end) => url.hostname.endsWith(end)))) {
		throw signInError({
			what: `The tokens of this credential go to ${graph} and ${originOf(home)} only; the request was for ${originOf(url)}.`,
			fix: 'Check the URL of the request and the "Scope of Another Resource" field of the credential.',
		});
	}
	if (fields.authentication === 'clientSecret' && isSharePoint(home)) {
		throw signInError({
			what: "SharePoint's REST refuses apps that sign in with a client secret.",
			fix: 'Sign in with a certificate, or use Graph (/sites, /drives), which takes secrets too.',
		});
	}
	return resource;
}

/** An origin for a message; URLs of other schemes than http have none (`null`). */
function originOf({ protocol, host }: URL): string {
	return `${protocol}//${host}`;
}

function isHttps(url: URL): boolean {
	return url.protocol === 'https:';
}

function isSharePoint({ hostname }: URL): boolean {
	return /\.sharepoint(-mil)?\.(com|us|cn)$/.test(hostname);
}

/**
 * The resource of a `/.default` scope.
 * @throws SignInError when the scope is not one resource and `/.default`, the only kind of scope an app may ask for
 */
export function resourceOfScope(scope: string): string {
	const resource = scope.replace(/\/\.default$/, '');
	if (resource !== scope && URL.canParse(resource) && !/\s/.test(scope)) return resource;
	throw signInError({
		what: `The scope ${quoted(scope)} cannot be used ("Scope of Another Resource").`,
		fix: 'Enter one resource followed by /.default, such as https://management.azure.com/.default. An app cannot ask for single permissions: it gets those that an administrator has consented to.',
	});
}
