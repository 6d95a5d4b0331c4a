import { quoted } from './quoted';
import { isLoopback, isSecure } from './settings';
import { isPublicSuffix, sharedDomainOf } from './sharedDomains';
import { signInError, type SignInError } from './signInError';

/** Hosts that a token may go to. */
export interface HostRule {
	/** `https:`, or `http:` for the machine itself. */
	protocol: string;
	/** Lower case, in Punycode, without a dot at the end. */
	host: string;
	/** `''` for the protocol's own. */
	port: string;
	/** The names below `host` instead of `host` itself. */
	subdomains: boolean;
}

/** As the credential names its field, for messages. */
export const hostsLabel = 'Additional Resource Hosts';

/**
 * Reads the field: hosts separated by commas or line breaks, each as `host`, `host:port`, `*.domain`, or a URL without a
 * path. Spaces around them and empty parts are left out.
 * @throws SignInError that names the first that a token can't go to, and what to enter instead
 */
export function readHosts(text: string): HostRule[] {
	return text
		.split(/[,;\r\n]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '')
		.map(readHost);
}

/** The rule of a host that is known to be right, such as `*.vault.azure.net`. */
export function ruleOf(host: string): HostRule {
	const subdomains = host.startsWith('*.');
	return { protocol: 'https:', host: subdomains ? host.slice(2) : host, port: '', subdomains };
}

/**
 * The rule of the host that a resource has in its own name, such as `https://management.azure.com`.
 * @returns `undefined` where it has none that a token may go to
 */
export function ruleOfUri(uri: string): HostRule | undefined {
	if (!URL.canParse(uri)) return undefined;
	const url = new URL(uri);
	if (!isSecure(url)) return undefined;
	return { protocol: url.protocol, host: withoutDot(url.hostname), port: url.port, subdomains: false };
}

/** Whether a request to this URL may carry the token. */
export function allows({ protocol, host, port, subdomains }: HostRule, url: URL): boolean {
	const requested = withoutDot(url.hostname);
	if (url.protocol !== protocol || url.port !== port) return false;
	return subdomains ? isName(requested) && requested.endsWith(`.${host}`) : requested === host;
}

/** Hosts for a message, a few of them. */
export function shownHosts(rules: readonly HostRule[]): string {
	const names = [...new Set(rules.map(shownHost))];
	const maxNames = 6;
	const shown = names.slice(0, maxNames);
	return names.length > maxNames
		? `${shown.join(', ')}, and ${names.length - maxNames} more`
		: shown.join(', ');
}

function shownHost({ protocol, host, port, subdomains }: HostRule): string {
	const scheme = subdomains ? '' : `${protocol}//`;
	return `${scheme}${subdomains ? '*.' : ''}${host}${port === '' ? '' : `:${port}`}`;
}

const example =
	'Enter hosts such as api.contoso.com, or *.contoso.com for all names below it, separated by commas.';

function readHost(entry: string): HostRule {
	const [, scheme = 'https', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(entry) ?? [];
	const protocol = `${scheme.toLowerCase()}:`;
	const authority = rest.replace(/\/$/, '');
	if (protocol !== 'https:' && protocol !== 'http:') {
		throw refusal(entry, "isn't a host of an API that is called over HTTPS", example);
	}
	if (/^\*?$/.test(authority)) {
		throw refusal(
			entry,
			'would let the token go to every host',
			'Name the hosts of the API, separated by commas.',
		);
	}
	if (/[/?#@\\]/.test(authority)) {
		throw refusal(
			entry,
			'holds more than a host',
			'Enter the host alone, without a path and without a user name.',
		);
	}
	const subdomains = authority.startsWith('*.');
	const name = subdomains ? authority.slice(2) : authority;
	if (name.includes('*')) {
		const fix =
			'An asterisk stands before a dot, at the beginning: *.contoso.com. Otherwise enter the host in full.';
		throw refusal(entry, 'has an asterisk in the wrong place', fix);
	}
	if (/\s/.test(name) || !URL.canParse(`${protocol}//${name}`)) {
		throw refusal(entry, "isn't a host", example);
	}
	const { hostname, port } = new URL(`${protocol}//${name}`);
	const host = withoutDot(hostname);
	checkName(entry, { host, name, subdomains });
	if (!isSecure({ protocol, hostname: host })) {
		throw refusal(
			entry,
			'would get the token over http',
			'Enter it with https://. Only localhost may be called over http.',
		);
	}
	if (subdomains) checkDomain(entry, host);
	return { protocol, host, port, subdomains };
}

/** What is left of a host, read as URLs are: that turns `1` into 0.0.0.1, and takes names of one label. */
function checkName(
	entry: string,
	{ host, name, subdomains }: { host: string; name: string; subdomains: boolean },
) {
	const isAddress = /^[\d.]+$|^\[/.test(host);
	if (isAddress && subdomains) {
		throw refusal(entry, 'has an asterisk before an IP address', 'Enter the address alone.');
	}
	const isFull = isAddress
		? name.toLowerCase().startsWith(host)
		: isLoopback(host) || (isName(host) && isFullName(host, subdomains));
	if (isFull) return;
	throw refusal(entry, "isn't a full host name", example);
}

/** A single label is found by whatever domain the machine that runs n8n searches, but for a wildcard it's a domain. */
function isFullName(host: string, subdomains: boolean): boolean {
	return subdomains || host.includes('.');
}

function checkDomain(entry: string, domain: string): void {
	if (isLoopback(domain) || isPublicSuffix(domain)) {
		const fix = 'Enter the hosts in full, or an asterisk before your own domain, such as *.contoso.com.';
		throw refusal(entry, `includes hosts that anyone can register (.${domain})`, fix);
	}
	const shared = sharedDomainOf(domain);
	if (shared === undefined) return;
	throw refusal(
		entry,
		`includes hosts of others: anyone can have one under ${shared}, which would receive the token`,
		`Enter the host in full, such as contoso.${shared}.`,
	);
}

/** The labels of a host name, as DNS has them. */
function isName(host: string): boolean {
	return /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(
		host,
	);
}

function withoutDot(hostname: string): string {
	return hostname.replace(/\.$/, '');
}

function refusal(entry: string, what: string, fix: string): SignInError {
	return signInError({
		what: `${quoted(entry, 100)} in the field "${hostsLabel}" of the credential ${what}.`,
		fix,
	});
}
