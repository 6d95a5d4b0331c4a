import { connectionFailures, isUntrustedCertificate } from './network';
import { shortened } from './quoted';
import { signInError, type SignInError } from './signInError';

/** What to do about a connection that failed, by Node.js' code. */
const fixes: Readonly<Record<string, string>> = {
	ENOTFOUND: 'Check the host name, the cloud, and the DNS of the machine that runs n8n.',
	EAI_AGAIN: 'Check the DNS of the machine that runs n8n.',
	ECONNREFUSED: 'Check the host, its port, and whether a firewall or a proxy is in between.',
	ECONNRESET: 'Check whether a firewall or a proxy is in between, then try again.',
	EPIPE: 'Check whether a firewall or a proxy is in between, then try again.',
	ETIMEDOUT: 'Check whether the machine that runs n8n can reach it (firewall, proxy).',
	ECONNABORTED: 'Check whether the machine that runs n8n can reach it (firewall, proxy).',
};

/**
 * Explains why a request of the credential brought no answer at all.
 * @param error what n8n's HTTP layer threw
 * @param url where the request went; only its host is shown
 * @param role what that host is, such as "login host"
 */
export function explainUnreachable(error: unknown, url: string, role: string): SignInError {
	const host = hostOf(url);
	const { message, code, names } = describe(error);

	if (/^Domain not allowed|^No allowed domains/.test(message)) {
		return signInError({
			what: `The ${role} ${host} wasn't contacted.`,
			why: `The credential's setting "Allowed HTTP Request Domains" blocks it.`,
			fix: `Add ${host.replace(/:\d+$/, '')} to "Allowed Domains" in addition to the Graph host, or set "Allowed HTTP Request Domains" to "All": the app must sign in before it can call Graph.`,
		});
	}
	if (names.some((name) => name.startsWith('SsrfBlocked'))) {
		return signInError({
			what: `The ${role} ${host} wasn't contacted.`,
			why: "n8n's SSRF protection refused its address.",
			fix: 'The n8n administrator can allow it with N8N_SSRF_ALLOWED_IP_RANGES or N8N_SSRF_ALLOWED_HOSTNAMES.',
		});
	}
	if (isUntrustedCertificate(code)) {
		return signInError({
			what: `The ${role} ${host} couldn't be reached securely.`,
			why: `Its TLS certificate isn't trusted (${code}).`,
			fix: 'If a proxy of the organization inspects TLS, the n8n administrator sets its certificate authority in NODE_EXTRA_CA_CERTS.',
		});
	}
	const why = connectionFailures[code];
	return signInError({
		what: `The ${role} ${host} couldn't be reached:`,
		why: `${why ?? withoutQuery(message)}.`,
		fix: fixes[code] ?? 'Check the network of the machine that runs n8n.',
		transient: code !== 'ENOTFOUND',
	});
}

function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).host : url;
}

/** The first message and the first code of an error and its causes, and the names of all of them. */
function describe(error: unknown): { message: string; code: string; names: string[] } {
	const chain = causes(error);
	const first = (key: 'message' | 'code') =>
		chain.map((at) => at[key]).find((value) => typeof value === 'string');
	return {
		message: (first('message') as string | undefined) ?? 'no reason was given',
		code: (first('code') as string | undefined) ?? '',
		names: chain.map(({ name }) => String(name)),
	};
}

function causes(error: unknown, depth = 5): Array<Record<string, unknown>> {
	if (typeof error !== 'object' || error === null || depth === 0) return [];
	const { message, code, name, cause } = error as Record<string, unknown>;
	return [{ message, code, name }, ...causes(cause, depth - 1)];
}

/** A message of a network error may quote the URL; what follows its `?` can be personal. */
function withoutQuery(message: string): string {
	return shortened(message.slice(0, 10_000).replace(/\?[^\s"']*/g, ''), 500).replace(/\.$/, '');
}
