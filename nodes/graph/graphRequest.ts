import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import { isOwn, type Due } from './transport/expectedResponse';
import { isStorageUrl } from './transport/fileResponse';
import { leadsTo } from './transport/url';
import { requestError } from './errors/requestError';
import { shortened, shown } from './errors/shown';

/** A request to Graph, before it is known where Graph is and with which token. */
export interface GraphRequest {
	method: IHttpRequestMethods;
	/** Path segments below the version, as they are meant; they are encoded once, here. */
	path: readonly string[];
	query?: Query;
	/** A link that Graph gave (nextLink, deltaLink), followed as it is in place of path and query, on Graph's host only. */
	link?: string;
	/** The field that `link` comes from, where that is an item's data: then it has to lead where `path` does. */
	linkField?: string;
	/**
	 * A URL that Graph gave and that carries its own authorization, such as a copy's monitor: asked without the token, on
	 * Microsoft's storage hosts only, in place of path and query. Never in a batch.
	 */
	openUrl?: string;
	headers?: Readonly<Record<string, string>>;
	body?: IDataObject;
	/** A body that is no JSON, in place of `body`: a photo, a message as MIME. Never in a batch. */
	content?: { bytes: Buffer; type: string };
	/**
	 * Set where the answer is a file, by `fetchFile`, which reads it: `body` is a stream then, or the header `location` says
	 * where the file is. Never in a batch.
	 */
	answersFile?: boolean;
	/**
	 * Set for a list where Microsoft doesn't say whether it needs an advanced query: its first page is asked once the other way
	 * after `Request_UnsupportedQuery`.
	 */
	eitherWay?: boolean;
	/** The answer that Graph's reference names for it, where that is not the usual one of its action or method (`dueOf`). */
	due?: Due;
	/** Whether repeating it does no harm; by default decided by the method. */
	idempotent?: boolean;
	/**
	 * Set where a throttled answer that asks for no wait can mean that the request itself is too much, so that no wait mends
	 * it: then it is sent a few times only, and holds back no other.
	 */
	mayNeverSucceed?: boolean;
	/** Set for what takes away again what was begun: it is sent after the execution was cancelled, too, once. */
	evenCancelled?: boolean;
	/** What this request needs where that is not what its operation always needs: told when Graph refuses it. */
	needs?: Needs;
	/** `false` for what Graph takes in no batch beside files: sign-ins, `Prefer: respond-async`. */
	batchable?: boolean;
}

/** Permissions, all of them, and why they are needed: a sentence. */
export interface Needs {
	permissions: readonly string[];
	because: string;
}

/** Query parameters by name; OData's begin with `$`. Those that are empty are not sent. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Graph's answer to a request. Header names are in lower case. */
export interface GraphResponse {
	status: number;
	headers: Readonly<Record<string, string | string[] | undefined>>;
	body: unknown;
}

/**
 * The URL of a request.
 * @param base where Graph is, with the version, such as `https://graph.microsoft.com/v1.0`
 * @throws RequestError when a link goes to another host, or from an item's data to another path, and when a path segment is empty, `.` or `..`, or has control
 * characters: with those the request would go to another path than the operation's
 */
export function urlOf(
	request: Pick<GraphRequest, 'path' | 'query' | 'link' | 'linkField' | 'openUrl'>,
	base: string,
): string {
	if (request.openUrl !== undefined) return openUrl(request.openUrl, base);
	if (request.link !== undefined) return ownLink(request.link, request, base);
	const parameters = Object.entries(request.query ?? {})
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([name, value]) => `${name}=${encodeParameter(name, String(value))}`);
	return `${base}/${encodePath(request.path)}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`;
}

/**
 * Checks a request before it is sent: alone and in a batch it gets no further when it would be another than it looks.
 * @param base where Graph is, with the version
 * @throws RequestError where `urlOf` does, when the URL is longer than Graph's servers take, when a header has control
 * characters, and when the body is nested too deeply
 */
export function checkRequest(request: GraphRequest, base: string): void {
	const url = urlOf(request, base);
	if (request.link === undefined && request.openUrl === undefined) checkLength(url, request);
	checkHeaders(request.headers ?? {});
	checkDepth(request.body);
}

/** A request's method and path, without its query, which may hold personal data: for errors. */
export function describeRequest({ method, path, link }: GraphRequest): string {
	const where = link === undefined || !URL.canParse(link) ? `/${path.join('/')}` : new URL(link).pathname;
	return `${method} ${shortened(where)}`;
}

function ownLink(
	link: string,
	{ linkField, path }: Pick<GraphRequest, 'linkField' | 'path'>,
	base: string,
): string {
	const own = isOwn(link, base);
	if (own && (linkField === undefined || leadsTo(link, path, base))) return link;
	const host = URL.canParse(link) ? `, ${new URL(link).host.slice(0, 100)}` : '';
	if (linkField !== undefined) {
		throw requestError({
			what: own
				? `"${linkField}" holds a link of another operation, or of another object.`
				: `"${linkField}" links to another host${host}.`,
			why: own
				? `It leads to ${shortened(new URL(link).pathname, 100)}, and this operation reads /${shortened(path.join('/'), 100)}.`
				: 'The link was not followed, since the token would have gone there.',
			fix: 'Give it the link that this operation returned for the same object and the same version of Graph, as it is.',
		});
	}
	throw requestError({
		what: `Graph's answer links to another host${host}.`,
		why: 'The link was not followed, since the token would have gone there.',
		fix: "Check what stands between n8n and Graph (a proxy, a gateway); with a custom cloud, that its Graph URL is the one that Graph's answers name.",
	});
}

function openUrl(url: string, base: string): string {
	if (isStorageUrl(url, base)) return url;
	throw requestError({
		what: `Graph's answer leads to a host that is not Microsoft's${URL.canParse(url) ? `, ${new URL(url).host}` : ''}.`,
		why: 'It was not asked.',
		fix: 'Check what stands between n8n and Graph (a proxy, a gateway).',
	});
}

/**
 * A path, encoded once, without a slash at its start. A principal name with `$` at its start stands in parentheses: OData keeps
 * a segment that begins with `$` for its own words, which have no `@`.
 * @throws RequestError for a segment that is empty, or would lead to another path
 * Source: "Get a user".
 */
export function encodePath(path: readonly string[]): string {
	return path.reduce((before, segment, index) => {
		if (index === 0) return encodeSegment(segment);
		return segment.startsWith('$') && segment.includes('@')
			? `${before}('${encodeSegment(segment.replace(/'/g, "''"))}')`
			: `${before}/${encodeSegment(segment)}`;
	}, '');
}

/**
 * A path segment, encoded once: for URLs in a request's body, which name another object.
 * @throws RequestError for one that is empty, or would lead to another path
 */
export function encodeSegment(segment: string): string {
	if (segment === '') {
		throw requestError({
			what: 'A part of the request is empty that names what it is about.',
			fix: 'Fill in the ID or name; with an expression, check that it gives a value for this item.',
		});
	}
	if (climbs(segment) || controlCharacter.test(segment) || loneSurrogate.test(segment)) {
		throw requestError({
			what: `${shown(segment)} cannot be an ID or name in a request to Graph.`,
			...(loneSurrogate.test(segment) && { why: halfCharacter }),
			fix: 'Check the value of the ID or name for this item.',
		});
	}
	// These mean nothing in a path (RFC 3986), but to Graph, which knows them unencoded: `getX(period='D7')`, `root:/a:`,
	// the commas of a site's ID. Graph takes %2F for the end of a segment: a slash within one is encoded twice.
	return encodeURIComponent(segment)
		.replace(/%40|%3D|%24|%3A|%2C/g, decodeURIComponent)
		.replace(/%2F/g, '%252F');
}

const halfCharacter =
	'It has half of a character (a lone surrogate), which no URL can hold: it was cut off in its midst.';

function encodeParameter(name: string, value: string): string {
	if (!loneSurrogate.test(value)) return encodeURIComponent(value);
	throw requestError({
		what: `${shown(value)} cannot be sent as the query parameter "${name}".`,
		why: halfCharacter,
		fix: 'Check the value for this item.',
	});
}

/**
 * The longest request line and headers that Windows' HTTP server takes, in bytes; Graph names no limit of its own.
 * Source: "Http.sys registry settings for Windows", MaxRequestBytes.
 */
const longestUrl = 16_384;

function checkLength(url: string, { path, query = {} }: GraphRequest): void {
	if (url.length <= longestUrl) return;
	const parts = [
		...path.map((text) => ({ name: 'the ID or name', text })),
		...Object.entries(query).map(([name, value]) => ({
			name: `the query parameter "${name}"`,
			text: String(value ?? ''),
		})),
	];
	const longest = parts.reduce((one, other) => (other.text.length > one.text.length ? other : one));
	throw requestError({
		what: `The request is too long for Graph: its URL has ${url.length} characters, most of them in ${longest.name} ${shown(longest.text)}.`,
		fix: `Shorten it: a URL has at most ${longestUrl} characters.`,
	});
}

function checkHeaders(headers: Readonly<Record<string, string>>): void {
	for (const [name, value] of Object.entries(headers)) {
		if (headerName.test(name) && headerValue.test(value)) continue;
		throw requestError({
			what: `${shown(value)} cannot be the value of the header ${shown(name)}.`,
			why: 'A header has no line breaks, no other control characters, and only characters of Latin-1.',
			fix: 'Check the value for this item.',
		});
	}
}

/** What a header may be. Source: RFC 9110, "Field Names" and "Field Values". */
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** More than any object of Graph has; JSON.stringify ends at some thousands. */
const deepest = 200;

function checkDepth(body: IDataObject | undefined): void {
	let level: object[] = body === undefined ? [] : [body];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > deepest) {
			throw requestError({
				what: `The JSON of the request is nested more than ${deepest} levels deep.`,
				fix: 'Check the fields that hold JSON, or an object given by an expression, for this item.',
			});
		}
		level = level.flatMap((value) => Object.values(value).filter(isObject));
	}
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether a segment would lead to another path if something on the way decoded it, however often. */
function climbs(segment: string): boolean {
	const decoded = segment.replace(/%(?:25)*(2e|2f|5c)/gi, (_, code: string) =>
		String.fromCharCode(parseInt(code, 16)),
	);
	return decoded.split(/[/\\]/).some((part) => part === '.' || part === '..');
}

const controlCharacter = /[\u0000-\u001f\u007f]/;
/** Half of a character beyond the first 65,536, without the other. */
const loneSurrogate = /\p{Surrogate}/u;
