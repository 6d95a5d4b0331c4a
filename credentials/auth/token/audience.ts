import { quoted } from '../core/quoted';
import { graphUrlOf, type CredentialFields } from '../core/settings';
import { signInError } from '../core/signInError';
import { isGuid } from '../core/guid';
import { hostsOfKnownResource } from '../core/knownResources';
import {
	allows,
	hostsLabel,
	readHosts,
	ruleOf,
	ruleOfUri,
	shownHosts,
	type HostRule,
} from '../core/resourceHosts';

/** As the credential names its field, for messages. */
const scopeLabel = 'Additional Resource Scope';

/** The resource that a credential has in addition to Graph. */
export interface AdditionalResource {
	/** Its URI or app ID, as the scope has it. */
	resource: string;
	/** Where its token may go, at least one. */
	hosts: readonly HostRule[];
}

/**
 * The resource whose token a request needs, by the host that it goes to.
 * @param url the request's absolute URL
 * @throws SignInError when the host belongs neither to the credential's Graph nor to its additional resource, when that
 * cannot be read, and when SharePoint's REST would be called by an app that signs in with a secret
 */
export function resourceFor(url: URL, fields: CredentialFields): string {
	const graph = new URL(graphUrlOf(fields)).origin;
	if (url.origin === graph) return graph;

	if (fields.scope === '') {
		throw signInError({
			what: `The token of this credential goes to ${graph} only; the request was for ${originOf(url)}.`,
			fix: `Call Graph by a URL that begins with ${graph}, or name the other resource in the credential's "${scopeLabel}" field.`,
		});
	}
	const { resource, hosts } = additionalResourceOf(fields);
	if (!hosts.some((host) => allows(host, url))) {
		throw signInError({
			what: `The tokens of this credential go to ${graph} and ${shownHosts(hosts)} only; the request was for ${originOf(url)}.`,
			fix: `Check the URL of the request. If that host belongs to the API of ${quoted(resource)}, add it to the credential's "${hostsLabel}" field, over https.`,
		});
	}
	if (fields.authentication === 'clientSecret' && isSharePoint(url)) {
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

function isSharePoint({ hostname }: URL): boolean {
	return /\.sharepoint(-mil)?\.(com|us|cn)$/.test(hostname);
}

/**
 * The resource that a credential has in addition to Graph, and where its token may go: to the hosts that the credential
 * names, those that Microsoft documents for the resource, and the one that the resource has in its own name.
 * @throws SignInError when the scope or a host cannot be used, and when the resource has no host
 */
export function additionalResourceOf(fields: CredentialFields): AdditionalResource {
	const resource = resourceOfScope(fields.scope);
	const own = ruleOfUri(resource);
	const hosts = [
		...readHosts(fields.additionalResourceHosts),
		...hostsOfKnownResource(resource, fields.cloud).map(ruleOf),
		...(own === undefined ? [] : [own]),
	];
	if (hosts.length > 0) return { resource, hosts };
	throw signInError({
		what: `The scope ${quoted(fields.scope)} doesn't say which host its API has ("${scopeLabel}").`,
		fix: `Enter the host that the token may go to in "${hostsLabel}", such as api.contoso.com.`,
	});
}

/**
 * The resource of a `/.default` scope: a URI such as `https://management.azure.com` or `api://…`, or an app ID.
 * @throws SignInError when the scope is not one resource and `/.default`, the only kind of scope an app may ask for
 */
export function resourceOfScope(scope: string): string {
	const resource = scope.replace(/\/\.default$/, '');
	const isResource = isGuid(resource) || (URL.canParse(resource) && /^[a-z][a-z0-9+.-]*:./i.test(resource));
	if (resource !== scope && isResource && !/\s/.test(scope)) return resource;
	throw signInError({
		what: `The scope ${quoted(scope)} can't be used ("${scopeLabel}").`,
		fix: "Enter one resource followed by /.default, such as https://management.azure.com/.default, api://APP-ID/.default, or APP-ID/.default. An app can't request individual permissions: it gets those that an administrator has consented to.",
	});
}
