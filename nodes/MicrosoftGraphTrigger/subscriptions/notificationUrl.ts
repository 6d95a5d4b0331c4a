import { requestError } from '../../graph/errors/requestError';

const localName = /(^|\.)(localhost|local|internal|lan|home|corp|intranet|test|example|invalid)$/i;
const privateAddress =
	/^(0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)|^\[(::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)\]$/i;
const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/i;

/**
 * Refuses a URL that Graph can't reach before Graph does, and says how Graph would respond.
 * @param graphUrl where Graph is: one on this machine reaches this machine
 * @throws RequestError that says which setting of n8n gives the URL
 * Source: "Receive change notifications through webhooks", on the notification endpoint.
 */
export function checkNotificationUrl(url: string, graphUrl: string): void {
	const { protocol, hostname } = new URL(url);
	if (loopback.test(new URL(graphUrl).hostname)) return;
	const isPrivate = localName.test(hostname) || privateAddress.test(hostname) || !/[.:]/.test(hostname);
	if (protocol === 'https:' && !isPrivate) return;
	const wrong = protocol === 'https:' ? "can't be reached from the internet" : "isn't https";
	throw requestError({
		what: `Graph can't notify this n8n: its URL ${new URL(url).origin} ${wrong}.`,
		why: 'Graph calls the URL before it accepts it, and would respond "Subscription validation request failed".',
		fix: "Set n8n's WEBHOOK_URL to its public https address, or choose Polling delivery, which needs none.",
	});
}
