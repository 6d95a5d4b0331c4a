import { graphPathReadings } from './graphPath';
import { parsedJson } from './json';
import { quoted } from './quoted';

/** A request, as it's about to be sent. */
export interface OutgoingRequest {
	method: string;
	/** Absolute. */
	url: string;
	/** By name, in any case. */
	headers?: unknown;
	/** An object, or JSON as text or bytes; only that of a batch is read. */
	body?: unknown;
}

/** What counts as reading. */
export interface ReadRules {
	/** Where the credential's Graph is, without version. Elsewhere, only GET and HEAD read. */
	graphUrl: string;
	/** Whether subscriptions may be created, renewed, and deleted: by the trigger, for its own notifications. */
	subscriptions?: boolean;
}

/**
 * Finds out whether a request does anything but read.
 * @returns what would write, for an error: a method and path, or a header; `undefined` if the request only reads
 */
export function findWrite(request: OutgoingRequest, rules: ReadRules): string | undefined {
	return writeIn(request, rules, false);
}

function writeIn(
	{ method, url, headers, body }: OutgoingRequest,
	rules: ReadRules,
	inBatch: boolean,
): string | undefined {
	const verb = method.trim().toUpperCase();
	const what = `${quoted(verb, 20).slice(1, -1)} ${pathOf(url)}`;
	const override = overrideIn(headers, url);
	if (override !== undefined) return `${what} with ${override}`;
	if (verb === 'GET' || verb === 'HEAD') return undefined;
	const readings = graphPathReadings(url, rules.graphUrl);
	if (readings === undefined) return what;
	if (rules.subscriptions === true && changesSubscription(verb, readings)) return undefined;
	if (verb !== 'POST') return what;
	if (readings.every((path) => path.length === 1 && path[0] === '$batch')) {
		// Graph has no batches in batches.
		return inBatch ? what : writeInBatch(url, body, rules);
	}
	return readings.every(isReadingPost) ? undefined : what;
}

/** What writes in a batch: the first part that does, or what makes it unreadable. */
function writeInBatch(url: string, body: unknown, rules: ReadRules): string | undefined {
	const given = batchParts(body);
	if (given === undefined) return `POST ${pathOf(url)} with requests that can't be read`;
	const base = url.replace(/\/[^/]*$/, '');
	for (const { method, url: path, headers, body: own } of given) {
		const found = writeIn({ method, url: partUrl(path, base), headers, body: own }, rules, true);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** The URL of a batch's part. @param base Graph's URL with the version */
export function partUrl(path: string, base: string): string {
	return `${base}/${path.replace(/^[/\\]+/, '')}`;
}

/** A request of a batch. */
interface BatchPart {
	method: string;
	url: string;
	headers?: unknown;
	body?: unknown;
}

/**
 * The parts of a batch.
 * @param body an object, or JSON as text or bytes
 * @returns `undefined` if they can't be read, or have more properties than parts have: a second `Method` might count
 */
export function batchParts(body: unknown): BatchPart[] | undefined {
	const parsed = typeof body === 'string' || Buffer.isBuffer(body) ? parsedJson(String(body)) : body;
	if (!isRecord(parsed) || Object.keys(parsed).join() !== 'requests') return undefined;
	const { requests } = parsed;
	return Array.isArray(requests) && requests.every(isPart) ? requests : undefined;
}

function isPart(part: unknown): part is BatchPart {
	if (!isRecord(part) || typeof part.method !== 'string' || typeof part.url !== 'string') return false;
	return Object.keys(part).every((name) =>
		['id', 'method', 'url', 'headers', 'body', 'dependsOn'].includes(name),
	);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);

/** The header or query parameter by which a server may take a request for one with another method. */
function overrideIn(headers: unknown, url: string): string | undefined {
	const header = headerNames(headers).find(isOverride);
	if (header !== undefined) return `the header ${quoted(header, 40)}`;
	const parameters = URL.canParse(url) ? [...new URL(url).searchParams.keys()] : [];
	const parameter = parameters.find((name) => name.toLowerCase() === '_method' || isOverride(name));
	return parameter && `the query parameter ${quoted(parameter, 40)}`;
}

function headerNames(headers: unknown): string[] {
	return typeof headers === 'object' && headers !== null ? Object.keys(headers) : [];
}

/** `X-HTTP-Method`, `X-HTTP-Method-Override`, `X-Method-Override`, in any spelling. */
function isOverride(name: string): boolean {
	return /^x?(https?method|(https?)?methodoverride)$/.test(name.toLowerCase().replace(/[^a-z]/g, ''));
}

function changesSubscription(verb: string, readings: readonly string[][]): boolean {
	const isSubscription = readings.every(([area, , action, ...more]) => {
		const known = action === undefined || plainAction(action) === 'reauthorize';
		return area === 'subscriptions' && known && more.length === 0;
	});
	return isSubscription && ['POST', 'PATCH', 'DELETE'].includes(verb);
}

/** POST requests that only read, as templates of their paths: `*` is an ID. Source: the pages of these actions. */
const readingPosts: ReadonlyArray<readonly string[]> = [
	...[
		'applications',
		'contacts',
		'devices',
		'directoryobjects',
		'groups',
		'serviceprincipals',
		'users',
	].flatMap((area) => [
		...['checkmembergroups', 'checkmemberobjects', 'getmembergroups', 'getmemberobjects'].map((action) => [
			area,
			'*',
			action,
		]),
		[area, 'getavailableextensionproperties'],
		[area, 'getbyids'],
		[area, 'validateproperties'],
	]),
	['communications', 'getpresencesbyuserid'],
	['groups', '*', 'calendar', 'getschedule'],
	['groups', '*', 'validateproperties'],
	['search', 'query'],
	['security', 'runhuntingquery'],
	['users', '*', 'calendar', 'getschedule'],
	['users', '*', 'calendargroups', '*', 'calendars', '*', 'getschedule'],
	['users', '*', 'calendars', '*', 'getschedule'],
	['users', '*', 'findmeetingtimes'],
	['users', '*', 'getmailtips'],
	['users', '*', 'translateexchangeids'],
];

function isReadingPost(path: readonly string[]): boolean {
	if (isWorkbookSession(path)) return true;
	return readingPosts.some(
		(template) =>
			template.length === path.length &&
			template.every((word, index) => word === '*' || word === plainAction(path[index] ?? '')),
	);
}

/** Whether a session with a file's workbook is opened or closed, which changes nothing: each change is a request of its own. */
function isWorkbookSession(path: readonly string[]): boolean {
	const [parent = '', file = '', workbook, action = ''] = path.slice(-4);
	const isByPath = file.endsWith(':') && path.slice(0, -3).some((segment) => segment.endsWith(':'));
	const isFile = parent === 'items' || file === 'driveitem' || isByPath;
	return isFile && workbook === 'workbook' && ['createsession', 'closesession'].includes(plainAction(action));
}

/** An action without its namespace. */
const plainAction = (name: string): string => name.replace(/^microsoft\.graph\.(?:security\.)?/, '');

/** A URL's path for an error: without the query, which may hold personal data. */
function pathOf(url: string): string {
	const path = URL.canParse(url) ? new URL(url).pathname : (url.split('?')[0] ?? '');
	return quoted(path).slice(1, -1);
}
