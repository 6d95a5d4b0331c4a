import { requestError } from '../errors/requestError';
import { shortened, shown } from '../errors/shown';
import type { GraphRequest } from '../graphRequest';
import { isGraphUrl, pointsTo } from './link';
import { isStorageUrl } from './storageHosts';

/**
 * The URL of a request.
 * @param base Graph's URL with the version, such as `https://graph.microsoft.com/v1.0`
 * @throws RequestError if a link points to another host, or an item's link to another path, and if a path segment is
 * empty, `.` or `..`, or has control characters, which would change the path
 */
export function urlOf(
	request: Pick<GraphRequest, 'path' | 'query' | 'link' | 'linkField' | 'preauthUrl'>,
	base: string,
): string {
	if (request.preauthUrl !== undefined) return checkedPreauthUrl(request.preauthUrl, base);
	if (request.link !== undefined) return ownLink(request.link, request, base);
	const parameters = Object.entries(request.query ?? {})
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([name, value]) => `${name}=${encodeParameter(name, String(value))}`);
	return `${base}/${encodePath(request.path)}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`;
}

/** Where Graph is, without its version. @param base Graph's URL with the version */
export const withoutVersion = (base: string): string => base.replace(/\/[^/]*$/, '');

/** A request's method and path, without its query, which may contain personal data: for errors. */
export function describeRequest({ method, path, link }: GraphRequest): string {
	const where = link === undefined || !URL.canParse(link) ? `/${path.join('/')}` : new URL(link).pathname;
	return `${method} ${shortened(where)}`;
}

function ownLink(
	link: string,
	{ linkField, path }: Pick<GraphRequest, 'linkField' | 'path'>,
	base: string,
): string {
	const own = isGraphUrl(link, base);
	if (own && (linkField === undefined || pointsTo(link, path, base))) return link;
	const host = URL.canParse(link) ? `, ${new URL(link).host.slice(0, 100)}` : '';
	if (linkField !== undefined) {
		throw requestError({
			what: own
				? `"${linkField}" contains a link of another operation or object.`
				: `"${linkField}" links to another host${host}.`,
			why: own
				? `It points to ${shortened(new URL(link).pathname, 100)}, but this operation reads /${shortened(path.join('/'), 100)}.`
				: "The link wasn't followed, because the token would have gone there.",
			fix: 'Enter the unchanged link that this operation returned for the same object and Graph version.',
		});
	}
	throw requestError({
		what: `Graph's response links to another host${host}.`,
		why: "The link wasn't followed, because the token would have gone there.",
		fix: "Check any proxy or gateway between n8n and Graph; with a custom cloud, check that its Graph URL matches the one in Graph's responses.",
	});
}

function checkedPreauthUrl(url: string, base: string): string {
	if (isStorageUrl(url, base)) return url;
	throw requestError({
		what: `Graph's response points to a non-Microsoft host${URL.canParse(url) ? `, ${new URL(url).host}` : ''}.`,
		why: "It wasn't contacted.",
		fix: 'Check any proxy or gateway between n8n and Graph.',
	});
}

/**
 * A path, encoded once, without a slash at its start. A principal name that starts with `$` is put in parentheses:
 * OData reserves segments that start with `$` for its own words, which have no `@`.
 * @throws RequestError for a segment that is empty, or would change the path
 * Source: "Get a user".
 */
export function encodePath(path: readonly string[]): string {
	return path.reduce((before, segment, index) => {
		if (index === 0) return encodeSegment(segment);
		return needsKey(segment)
			? `${before}('${encodeSegment(segment.replace(/'/g, "''"))}')`
			: `${before}/${encodeSegment(segment)}`;
	}, '');
}

/** Whether Graph takes a name only in parentheses: a principal name that starts with `$`. */
export const needsKey = (segment: string): boolean => segment.startsWith('$') && segment.includes('@');

/**
 * A path segment, encoded once: for URLs of other objects in a request's body.
 * @throws RequestError for one that is empty, or would change the path
 */
export function encodeSegment(segment: string): string {
	if (segment === '') {
		throw requestError({
			what: 'A required ID or name is empty.',
			fix: 'Fill in the ID or name. With an expression, check that it returns a value for this item.',
		});
	}
	if (isPathTraversal(segment) || controlCharacter.test(segment) || loneSurrogate.test(segment)) {
		throw requestError({
			what: `${shown(enteredIn(segment))} can't be an ID or name in a request to Graph.`,
			...(loneSurrogate.test(segment) && { why: halfCharacter }),
			fix: 'Check the value of the ID or name for this item.',
		});
	}
	// These have no meaning in a path (RFC 3986), but Graph expects them unencoded: `getX(period='D7')`, `root:/a:`,
	// the commas of a site's ID. Graph reads %2F as the end of a segment, so a slash within one is encoded twice.
	return encodeURIComponent(segment)
		.replace(/%40|%3D|%24|%3A|%2C/g, decodeURIComponent)
		.replace(/%2F/g, '%252F');
}

/** What a person entered of a segment: the text in the key of `worksheets('…')` or in `search(q='…')`. */
function enteredIn(segment: string): string {
	const [, text] = /^\w+\((?:\w+=)?'(.*)'\)$/s.exec(segment) ?? [];
	return text === undefined ? segment : text.replaceAll("''", "'");
}

const halfCharacter =
	"It contains half of a character (a lone surrogate), which a URL can't hold. The text was cut in the middle of a character.";

function encodeParameter(name: string, value: string): string {
	if (!loneSurrogate.test(value)) return encodeURIComponent(value);
	throw requestError({
		what: `${shown(value)} can't be sent as the query parameter "${name}".`,
		why: halfCharacter,
		fix: 'Check the value for this item.',
	});
}

/** Whether a segment would change the path if something decoded it, any number of times. */
function isPathTraversal(segment: string): boolean {
	const decoded = segment.replace(/%(?:25)*(2e|2f|5c)/gi, (_, code: string) =>
		String.fromCharCode(parseInt(code, 16)),
	);
	return decoded.split(/[/\\]/).some((part) => part === '.' || part === '..');
}

const controlCharacter = /[\u0000-\u001f\u007f]/;

/** A surrogate without its other half. */
const loneSurrogate = /\p{Surrogate}/u;
