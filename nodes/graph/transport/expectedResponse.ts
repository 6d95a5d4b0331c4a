import type { ExpectedResponse, GraphRequest, GraphResponse } from '../graphRequest';
import { unusableResponse, type NoAnswer } from './outcome';
import { shortened } from '../errors/shown';
import { isGraphUrl } from './link';

/** The expected body of a response. */
type Shape =
	/** A nonempty object that isn't an error. */
	| 'object'
	/** An object whose `value` is an array of objects without errors, and whose links are valid. */
	| 'list'
	/** The response to a batch. */
	| 'responses'
	/** No body. */
	| 'nothing'
	/** Any JSON, text of another type, or no body. */
	| 'any';

/** A documented response: one of these statuses, with such a body. */
interface AllowedResponse {
	statuses: readonly number[];
	shape: Shape;
}

const object: AllowedResponse = { statuses: [200], shape: 'object' };
const noContent: AllowedResponse = { statuses: [204], shape: 'nothing' };
const acceptedAnswer: AllowedResponse = { statuses: [202], shape: 'nothing' };
/** Accepted, with a monitor in the header `Location`; its body has nothing. */
const monitored: AllowedResponse = { statuses: [202], shape: 'any' };
const madeAnswer: AllowedResponse = { statuses: [201], shape: 'object' };

/** The allowed responses by name. */
const responsesByName = {
	/** What was read or changed. */
	object: [object],
	list: [{ statuses: [200], shape: 'list' }],
	/** What was created. */
	created: [madeAnswer],
	/** What was created, or already existed. */
	createdOrFound: [{ statuses: [200, 201], shape: 'object' }],
	/** Accepted, such as a message to send. */
	accepted: [acceptedAnswer],
	createdOrAccepted: [madeAnswer, acceptedAnswer],
	/** What was created, or no body, and only the header `Location` says where it is. */
	createdOrLocated: [{ statuses: [201], shape: 'any' }],
	/** What was created, or the monitor of its creation. */
	createdOrMonitored: [madeAnswer, monitored],
	/** Done, without a body. */
	nothing: [noContent],
	/** Done: some services also use 200 or 202. */
	done: [{ statuses: [200, 202, 204], shape: 'nothing' }],
	/** What was changed, or the monitor of the change. */
	objectOrMonitored: [object, monitored],
	/** What was changed, or no body. */
	objectOrNothing: [object, noContent],
	/** The user of an assigned license. */
	changedSoon: [{ statuses: [200, 202], shape: 'object' }],
	batch: [{ statuses: [200], shape: 'responses' }],
	/** Any response: for custom requests. */
	anything: [{ statuses: [], shape: 'any' }],
} as const satisfies Record<ExpectedResponse, readonly AllowedResponse[]>;

/** The responses of actions, by the last segment of their path. Source: their pages in Graph's reference. */
const responsesByAction: Readonly<Record<string, ExpectedResponse>> = {
	$ref: 'nothing',
	accept: 'accepted',
	addPassword: 'object',
	archive: 'done',
	assignLicense: 'changedSoon',
	cancel: 'accepted',
	checkin: 'nothing',
	checkout: 'nothing',
	createLink: 'createdOrFound',
	createUploadSession: 'createdOrFound',
	decline: 'accepted',
	forward: 'accepted',
	getSchedule: 'list',
	invite: 'list',
	permanentDelete: 'nothing',
	publish: 'nothing',
	query: 'list',
	removePassword: 'nothing',
	reply: 'accepted',
	replyAll: 'accepted',
	restore: 'object',
	restoreVersion: 'nothing',
	revokeSignInSessions: 'objectOrNothing',
	send: 'accepted',
	sendMail: 'accepted',
	tentativelyAccept: 'accepted',
	translateExchangeIds: 'list',
	undoDelete: 'nothing',
};

const responsesByMethod: Readonly<Record<string, ExpectedResponse>> = {
	DELETE: 'nothing',
	GET: 'object',
	PATCH: 'object',
	POST: 'created',
	PUT: 'createdOrFound',
};

/** The expected response of a request: its own setting, or the usual one of its action or method. */
export function expectedResponseOf({
	method,
	path,
	expectedResponse,
}: Pick<GraphRequest, 'method' | 'path' | 'expectedResponse'>): ExpectedResponse {
	const last = path.at(-1) ?? '';
	const action = Object.hasOwn(responsesByAction, last) ? responsesByAction[last] : undefined;
	const acts = method === 'POST' || (last === '$ref' && method !== 'GET');
	return expectedResponse ?? (acts ? action : undefined) ?? responsesByMethod[method] ?? 'anything';
}

/** A response body that isn't JSON. */
export class PlainText {
	constructor(readonly text: string) {}
}

/** The parsed body of a response: JSON, or else text, or `undefined` without one. */
export function readBody(bytes: Buffer): unknown {
	const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
	if (text === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return new PlainText(text);
	}
}

/**
 * Why a 2xx response isn't the expected one; its message doesn't repeat the content.
 * @param response with the body from `readBody`, or a part of a batch
 * @param base Graph's URL with the version, for links
 * @returns `undefined` if it's the expected response
 */
export function whyUnexpected(
	due: ExpectedResponse,
	{ status, headers, body }: GraphResponse,
	base: string,
): NoAnswer | undefined {
	if (isWebPage(headers, body)) return unusableResponse(webPage);
	const possible: readonly AllowedResponse[] = responsesByName[due];
	const fitting = possible.filter(({ statuses }) => statuses.length === 0 || statuses.includes(status));
	const [first] = fitting;
	if (first === undefined) {
		const wanted = possible.flatMap(({ statuses }) => statuses).join(' or ');
		return unusableResponse(`it came with HTTP ${status} instead of ${wanted}`);
	}
	return shapeProblem(first.shape, { status, headers, body }, base);
}

const webPage = 'a web page was returned, possibly by a proxy';

/** The same for a response that must be an object, with any 2xx status. */
export function whyNotObject({ status, headers, body }: GraphResponse): NoAnswer | undefined {
	if (isWebPage(headers, body)) return unusableResponse(webPage);
	return shapeProblem('object', { status, headers, body }, '');
}

function shapeProblem(shape: Shape, { headers, body }: GraphResponse, base: string): NoAnswer | undefined {
	const wrong = bodyProblem(shape, headers, body);
	if (wrong !== undefined) return unusableResponse(wrong);
	return shape === 'list' ? listProblem(body as Record<string, unknown>, base) : undefined;
}

function bodyProblem(shape: Shape, headers: GraphResponse['headers'], body: unknown): string | undefined {
	if (body instanceof PlainText && !(shape === 'any' && isText(headers)) && shape !== 'nothing') {
		return "Graph's response isn't valid JSON: it may have been cut off";
	}
	const error = errorProblem(body);
	if (error !== undefined || shape === 'any') return error;
	if (shape === 'nothing')
		return body === undefined ? undefined : `${kindOf(body)} was returned instead of nothing`;
	if (!isObject(body)) return `${kindOf(body)} was returned instead of an object`;
	if (shape === 'responses') return Array.isArray(body.responses) ? undefined : 'it has no "responses"';
	return Object.keys(body).length === 0 ? 'an empty object was returned' : undefined;
}

/** What to do about a link that must not get the token. */
const otherHost =
	"It wasn't followed, because the token would have gone there. Check any proxy or gateway between n8n and Graph; with a custom cloud, check that its Graph URL matches the one in Graph's responses.";

/** The problem with a page of a list. */
function listProblem(body: Record<string, unknown>, base: string): NoAnswer | undefined {
	const { value } = body;
	if (!Array.isArray(value)) return unusableResponse(`it isn't a list: its "value" is ${kindOf(value)}`);
	for (const entry of value as unknown[]) {
		if (!isObject(entry)) return unusableResponse(`${kindOf(entry)} is among the entries of its list`);
		const error = errorProblem(entry);
		if (error !== undefined) return unusableResponse(`in its list, ${error}`);
	}
	for (const [name, what] of linkNames) {
		const link = body[name];
		if (link === undefined) continue;
		if (typeof link !== 'string' || link === '')
			return unusableResponse(`its ${what} link is ${link === '' ? 'empty' : kindOf(link)}`);
		if (!isGraphUrl(link, base)) {
			const host = URL.canParse(link) ? `, ${new URL(link).host.slice(0, 100)}` : '';
			return unusableResponse(`its ${what} link links to another host${host}`, {
				final: true,
				what: `Graph's response links to another host${host}.`,
				fix: otherHost,
			});
		}
	}
	return undefined;
}

/** The links of a page, with their names for errors. */
const linkNames = [
	['@odata.nextLink', 'next page'],
	['@odata.deltaLink', 'delta'],
] as const;

/** Graph's error instead of the expected response: an object with nothing else in it. */
function errorProblem(body: unknown): string | undefined {
	if (!isObject(body)) return undefined;
	const own = Object.keys(body).filter((name) => !name.startsWith('@'));
	if (own.length !== 1 || own[0] !== 'error' || !isObject(body.error)) return undefined;
	const { code, message } = body.error;
	const said = [code, message].filter((text) => typeof text === 'string' && text !== '').join(': ');
	return `an error was returned${said === '' ? '' : `, ${shortened(said)}`}`;
}

function isWebPage(headers: GraphResponse['headers'], body: unknown): boolean {
	if (/^\s*text\/html/i.test(String(headers['content-type']))) return body !== undefined;
	const text = body instanceof PlainText ? body.text : body;
	return typeof text === 'string' && looksLikeWebPage(text.slice(0, 300));
}

/** Whether a text starts like a web page. */
export function looksLikeWebPage(start: string): boolean {
	return /^\s*<(!doctype\s+html|html|head|body)\b/i.test(start);
}

/** Whether a response has a text type other than JSON, such as that of `$count` or `$value`. */
function isText(headers: GraphResponse['headers']): boolean {
	const type = String(headers['content-type'] ?? '');
	return type !== '' && !/json/i.test(type);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return (
		typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PlainText)
	);
}

function kindOf(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'an array';
	if (value instanceof PlainText || typeof value === 'string') return 'text';
	return (
		{ number: 'a number', boolean: 'true or false', object: 'an object' }[typeof value as string] ?? 'text'
	);
}
