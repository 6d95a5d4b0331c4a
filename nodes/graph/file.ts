import type { Exchange, RequestContext } from './http';
import type { Outcome } from './outcome';
import { callStorage } from './storage';

/** Where Microsoft keeps what Graph redirects to: SharePoint and OneDrive, Office's reports, Azure's storage. */
const storageHosts = [
	'.sharepoint.com',
	'.sharepoint.us',
	'.sharepoint-mil.us',
	'.sharepoint.cn',
	'.svc.ms',
	'.microsoftpersonalcontent.com',
	'.1drv.com',
	'.office.com',
	'.office365.com',
	'.office.us',
	'.office365.us',
	'.office.net',
	'.microsoft.com',
	'.microsoft.us',
	'.windows.net',
	'.usgovcloudapi.net',
	'.chinacloudapi.cn',
	'.partner.outlook.cn',
];

/** How long a host may take to give a file that Graph redirects to, in ms. */
const answerTimeout = 120_000;

/**
 * Whether a file may be fetched from where Graph redirects to, or sent there: by https from a host of Microsoft, or from
 * the host of a custom Graph.
 * @param base where Graph is, with the version
 */
export function isStorageUrl(location: string, base: string): boolean {
	if (!URL.canParse(location)) return false;
	const [url, graph] = [new URL(location), new URL(base)];
	if (url.hostname === graph.hostname && url.protocol === graph.protocol) return true;
	return url.protocol === 'https:' && storageHosts.some((end) => url.hostname.endsWith(end));
}

/**
 * Follows Graph's redirect to a file. The location carries its own authorization: the token does not go there.
 * Source: "Download driveItem content".
 */
export async function followToFile(
	context: RequestContext,
	exchanged: Exchange,
	base: string,
): Promise<Exchange> {
	const { outcome, used } = exchanged;
	if (outcome.kind !== 'answered' || outcome.response.status !== 302) return exchanged;
	const location = String(outcome.response.headers.location);
	if (!isStorageUrl(location, base)) return exchanged;
	return withReadableRefusal({ outcome: await askOpenly(context, location, 'arraybuffer'), used });
}

/** Takes Graph's redirect to a file as its answer; one that leads to another host than Microsoft's stays a refusal. */
export function toLocation(exchanged: Exchange, base: string): Exchange {
	const { outcome, used } = exchanged;
	if (outcome.kind !== 'answered' || outcome.response.status !== 302) return exchanged;
	const { response } = outcome;
	if (!isStorageUrl(String(response.headers.location), base)) return exchanged;
	return { outcome: { kind: 'answered', response: { ...response, status: 200, body: undefined } }, used };
}

/**
 * Asks a URL that carries its own authorization; the token does not go there.
 * @param url one that `isStorageUrl` lets pass
 */
export async function askOpenly(
	context: RequestContext,
	url: string,
	encoding?: 'arraybuffer',
): Promise<Outcome> {
	return await callStorage(context, {
		method: 'GET',
		url,
		timeout: answerTimeout,
		...(encoding && { encoding }),
	});
}

/** A refusal in place of a file is JSON, which was read as bytes. */
export function withReadableRefusal(exchanged: Exchange): Exchange {
	const { outcome, used } = exchanged;
	if (outcome.kind !== 'answered' || outcome.response.status < 300) return exchanged;
	const { response } = outcome;
	const bytes = response.body instanceof ArrayBuffer ? Buffer.from(response.body) : response.body;
	if (!Buffer.isBuffer(bytes)) return exchanged;
	return { outcome: { kind: 'answered', response: { ...response, body: parsed(bytes.toString()) } }, used };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
