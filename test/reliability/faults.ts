import { createGzip, gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Answer, Struck } from './faultServer';

/** Which uses a fault is for, where it isn't for all. */
export type Where = 'login' | 'list' | 'batch' | 'part';

/** A fault at the wire. */
export interface WireFault {
	/** As the page has it; a code span for what is sent as it is. */
	name: string;
	/** A connection that ends before a request can be read. */
	gate?: 'refused' | 'reset';
	/** Another response in place of the one that is due. */
	answer?(due: Answer, struck: Struck): Answer;
	/** What can't be told as a response. */
	wire?(due: Answer, struck: Struck): void | Promise<void>;
	/** Other responses to the parts of a batch. */
	parts?(responses: BatchPart[], requests: Array<{ id: string }>): unknown[];
	/** Only in these uses. */
	only?: readonly Where[];
	/** What an error has to name: its message, description, and details. */
	cause: RegExp;
	/** A response that says by its status that the request was refused: nothing was carried out. */
	refusal?: boolean;
	/**
	 * A refusal of which Microsoft, or HTTP, says that the request may be sent again: should it have been carried out all the
	 * same, At Most Once does it twice.
	 */
	promised?: boolean;
	/** Not repeated, although the next try would succeed. */
	stays?: boolean;
	/** A refusal that nobody repeats: it makes no difference how often it comes. */
	final?: boolean;
	/** Needs the deadlines of a test. */
	slow?: boolean;
	/** So large that memory is measured. */
	large?: boolean;
	/** Strikes from some request on, and for ever: there is nothing to pass. */
	endless?: boolean;
}

/** The response to a part of a batch. */
export interface BatchPart {
	id: string;
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
}

/** How many seconds a fault asks to wait: few enough for a test, more than any pause that nobody asks for. */
const retryAfter = 9;
/** What 100 MB are. */
const large = 100_000_000;
/** What the gzip bomb unpacks to. */
const bombSize = 256 * 1024 * 1024;
/** Of a response that drips. */
const dripInterval = 1_000;

const html =
	'<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body>Welcome</body></html>';
const noAnswer =
	/did(n't| not) (answer|respond)|cut|closed|no answer|no response|could(n't| not) be reached|refused the connection|in time|second|deadline/i;
const noJson =
	/in place of|instead of|has no |JSON|web page|page|empty|nothing in it|cut|truncated|breaks off|shape|unexpected|not (what|as)|did(n't| not) (answer|respond)|isn't|is no |compress|unpack|unzip|gzip|without/i;

const json = (status: number, body: unknown, headers: Answer['headers'] = {}): Answer => ({
	status,
	headers: { 'content-type': 'application/json', ...headers },
	body: Buffer.from(JSON.stringify(body)),
});
const text = (status: number, body: string, type?: string): Answer => ({
	status,
	headers: type === undefined ? {} : { 'content-type': type },
	body: Buffer.from(body),
});

/** A refusal, as Graph words it. */
const graphError = (code: string, message = `${code}: refused for a test.`) => ({
	error: { code, message, innerError: { 'request-id': '00000000-0000-4000-8000-000000000000' } },
});
const refused = (status: number, code: string, headers: Answer['headers'] = {}) =>
	json(status, graphError(code), headers);

function statusFault(
	status: number,
	code: string,
	more: Partial<WireFault> & { headers?: () => Answer['headers']; label?: string } = {},
): WireFault {
	const { headers, label, ...rest } = more;
	return {
		name: label === undefined ? `${status}` : `${status}, ${label}`,
		answer: () => refused(status, code, headers?.()),
		cause: new RegExp(`\\b${status}\\b|${code}`),
		...rest,
	};
}

/** The head of a response that is written by hand. */
function head(status: number, headers: Record<string, string | number>): string {
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	return `HTTP/1.1 ${status} OK\r\nConnection: close\r\n${lines.join('')}\r\n`;
}

/** The body that is due; one of JSON where none is. */
const bodyOf = ({ body }: Answer) =>
	body.length > 1 ? body : Buffer.from('{"@odata.context":"https://graph.example/$metadata","id":"1"}');

/** JSON of 100 MB, piece by piece. */
async function writeLarge({ socket, raw }: Struck): Promise<void> {
	const opening = Buffer.from('{"id":"');
	const closing = Buffer.from('"}');
	const piece = Buffer.alloc(65_536, 'a');
	raw(head(200, { 'Content-Type': 'application/json', 'Content-Length': large }));
	raw(opening);
	function* pieces() {
		let left = large - opening.length - closing.length;
		for (; left > piece.length; left -= piece.length) yield piece;
		yield piece.subarray(0, left);
		yield closing;
	}
	// Whoever has had enough of it closes the connection.
	await pipeline(Readable.from(pieces(), { objectMode: false }), socket).catch(() => undefined);
}

let bomb: Promise<Buffer> | undefined;
/** JSON of 256 MiB, as some hundred kB of gzip. */
async function bombOf(): Promise<Buffer> {
	const piece = Buffer.alloc(1024 * 1024, 'a');
	function* unpacked() {
		yield Buffer.from('{"id":"');
		for (let size = 0; size < bombSize; size += piece.length) yield piece;
		yield Buffer.from('"}');
	}
	bomb ??= buffer(Readable.from(unpacked(), { objectMode: false }).pipe(createGzip()));
	return await bomb;
}

/** What is at another host, for redirects; set by the table. */
export const elsewhere = { url: '' };

const connection: WireFault[] = [
	{ name: 'Connection refused', gate: 'refused', cause: noAnswer },
	{ name: 'Connection reset before the request was read', gate: 'reset', cause: noAnswer },
	{
		name: 'Connection reset after the request was read',
		wire: (_, { socket }) => void socket.resetAndDestroy(),
		cause: noAnswer,
	},
	{ name: 'No response', wire: () => undefined, cause: noAnswer, slow: true },
	{
		name: 'One byte a second',
		wire: (due, { socket, raw }) => {
			const body = bodyOf(due);
			raw(head(200, { 'Content-Type': 'application/json', 'Content-Length': 1_000_000 }));
			let sent = 0;
			const timer = setInterval(() => raw(body.subarray(sent, ++sent)), dripInterval);
			socket.once('close', () => clearInterval(timer));
		},
		cause: noAnswer,
		slow: true,
	},
];

const content: WireFault[] = [
	{
		name: 'Body cut off, connection closed',
		wire: (due, { socket, raw }) => {
			const body = bodyOf(due);
			raw(head(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }));
			raw(body.subarray(0, body.length / 2));
			setTimeout(() => socket.end(), 10);
		},
		cause: noAnswer,
	},
	{
		name: 'Body cut off, without a length',
		wire: (due, { socket, raw }) => {
			const body = bodyOf(due);
			raw(head(200, { 'Content-Type': 'application/json' }));
			socket.end(body.subarray(0, body.length / 2));
		},
		cause: noJson,
	},
	{
		name: '`Content-Length` too small',
		wire: (due, { socket, raw }) => {
			const body = bodyOf(due);
			raw(head(200, { 'Content-Type': 'application/json', 'Content-Length': body.length - 5 }));
			socket.end(body);
		},
		cause: noJson,
	},
	{
		name: '`Content-Length` too large',
		wire: (due, { socket, raw }) => {
			const body = bodyOf(due);
			raw(head(200, { 'Content-Type': 'application/json', 'Content-Length': body.length + 500 }));
			raw(body);
			setTimeout(() => socket.end(), 10);
		},
		cause: noAnswer,
	},
	{
		name: 'Gzip cut off',
		wire: (due, { socket, raw }) => {
			const packed = gzipSync(bodyOf(due));
			raw(head(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }));
			socket.end(packed.subarray(0, packed.length / 2));
		},
		cause:
			/JSON|cut|truncated|breaks off|unexpected|compress|unpack|gzip|in place of|instead of|did(n't| not) (answer|respond)|could(n't| not) be reached/i,
	},
	{ name: '200 with a web page', answer: () => text(200, html, 'text/html; charset=utf-8'), cause: noJson },
	{ name: '200 with a web page, without `Content-Type`', answer: () => text(200, html), cause: noJson },
	{ name: '200 with nothing in it', answer: () => text(200, '', 'application/json'), cause: noJson },
	{
		name: '204 in place of content',
		answer: () => ({ status: 204, headers: {}, body: Buffer.alloc(0) }),
		cause:
			/204|in place of|instead of|has no |nothing|empty|content|JSON|shape|did(n't| not) (answer|respond)/i,
		only: ['login', 'list', 'batch'],
	},
	{
		name: '200 with invalid JSON',
		answer: () => text(200, '{"value": [NaN, }', 'application/json'),
		cause: noJson,
	},
	{ name: '200 with `null`', answer: () => json(200, null), cause: noJson },
	{ name: '200 with `{}`', answer: () => json(200, {}), cause: noJson },
	{
		name: '200 with an error in it',
		answer: () => json(200, graphError('InternalServerError')),
		cause:
			/error|in place of|instead of|has no |InternalServerError|JSON|shape|did(n't| not) (answer|respond)/i,
	},
	{
		name: '100 MB of JSON',
		wire: async (_, struck) => await writeLarge(struck),
		cause: /too (large|big|long|much)|larger|MB|MiB|limit|exceed|more than/i,
		large: true,
	},
	{
		name: 'Gzip that unpacks to 256 MiB',
		wire: async (_, { socket, raw }) => {
			const packed = await bombOf();
			raw(
				head(200, {
					'Content-Type': 'application/json',
					'Content-Encoding': 'gzip',
					'Content-Length': packed.length,
				}),
			);
			socket.end(packed);
		},
		cause: /too (large|big|long|much)|larger|MB|MiB|limit|exceed|more than/i,
		large: true,
	},
];

const redirects: WireFault[] = [
	{
		name: 'Redirect to itself',
		answer: (_, { url, path }) => ({
			status: 307,
			headers: { location: encodeURI(`${url}${path}`) },
			body: Buffer.alloc(0),
		}),
		cause: /redirect|\b307\b/i,
		refusal: true,
		final: true,
	},
	{
		name: 'Redirect to another host',
		answer: (_, { path }) => ({
			status: 307,
			headers: { location: encodeURI(`${elsewhere.url}${path}`) },
			body: Buffer.alloc(0),
		}),
		cause: /redirect|\b307\b/i,
		refusal: true,
		final: true,
	},
];

const throttled = (label: string, value: () => string, more: Partial<WireFault> = {}): WireFault =>
	statusFault(429, 'TooManyRequests', {
		label: `\`Retry-After\` ${label}`,
		headers: () => ({ 'retry-after': value() }),
		cause: /\b429\b|throttl|too many|longer wait|left alone|Retry after/i,
		refusal: true,
		promised: true,
		...more,
	});

const statuses: WireFault[] = [
	statusFault(401, 'InvalidAuthenticationToken', {
		refusal: true,
		promised: true,
		cause: /\b401\b|token|sign-in|InvalidAuthenticationToken/i,
	}),
	statusFault(403, 'ErrorAccessDenied', { refusal: true, stays: true, cause: /\b403\b|allow|permission/i }),
	statusFault(404, 'ErrorItemNotFound', {
		refusal: true,
		promised: true,
		final: true,
		cause: /\b404\b|not found|no token endpoint|ErrorItemNotFound/i,
	}),
	statusFault(409, 'ErrorIrresolvableConflict', { refusal: true, final: true }),
	statusFault(409, 'Directory_ConcurrencyViolation', {
		label: '`Directory_ConcurrencyViolation`',
		refusal: true,
	}),
	statusFault(410, 'ResyncRequired', { refusal: true, final: true }),
	statusFault(412, 'PreconditionFailed', { refusal: true, final: true }),
	statusFault(423, 'ResourceLocked', { refusal: true, final: true }),
	throttled('in seconds', () => String(retryAfter)),
	throttled('as a date', () => new Date(Date.now() + retryAfter * 1000).toUTCString()),
	throttled('negative', () => '-5'),
	throttled('of 31 years', () => '999999999', { stays: true }),
	throttled('that is garbage', () => 'soon; or later'),
	statusFault(500, 'InternalServerError'),
	statusFault(502, 'BadGateway'),
	statusFault(503, 'ServiceUnavailable', { label: 'without `Retry-After`' }),
	statusFault(503, 'ServiceUnavailable', {
		label: '`Retry-After` in seconds',
		headers: () => ({ 'retry-after': String(retryAfter) }),
		cause: /\b503\b|throttl|longer wait|left alone|busy|Retry after/i,
	}),
	statusFault(504, 'GatewayTimeout'),
	{ name: '502 with a web page', answer: () => text(502, html, 'text/html'), cause: /\b502\b|page/i },
];

const contradiction = /twice|contradict|answer|response|outcome is unknown|\b503\b/i;
/** A part that is told to come later. */
const busy = (id: string): BatchPart => ({
	id,
	status: 503,
	headers: { 'Retry-After': '1' },
	body: graphError('ServiceUnavailable'),
});

const batches: WireFault[] = [
	{
		name: "Batch without one part's response",
		parts: (responses, [, second]) => responses.filter(({ id }) => id !== second?.id),
		cause: /answer|response|outcome is unknown/i,
		only: ['batch'],
	},
	{
		name: "Batch with one part's response twice",
		parts: (responses, [, second]) => [...responses, ...responses.filter(({ id }) => id === second?.id)],
		cause: /twice|answer|response|outcome is unknown/i,
		only: ['batch'],
	},
	{
		name: "Batch with one part's response twice, first 503 with `Retry-After`",
		parts: (responses, [, second]) => [busy(second?.id ?? ''), ...responses],
		cause: contradiction,
		only: ['batch'],
	},
	{
		name: "Batch with one part's response twice, last 503 with `Retry-After`",
		parts: (responses, [, second]) => [...responses, busy(second?.id ?? '')],
		cause: contradiction,
		only: ['batch'],
	},
	{
		name: 'Batch with a response that nobody asked for',
		parts: (responses) => [...responses, { id: '4711', status: 200, headers: {}, body: { id: 'invented' } }],
		cause: /answer|response|outcome is unknown/i,
		only: ['batch'],
	},
	{
		name: "Batch with an invented id in place of one part's",
		parts: (responses, [, second]) =>
			responses.map((part) => (part.id === second?.id ? { ...part, id: '4711' } : part)),
		cause: /answer|response|outcome is unknown/i,
		only: ['batch'],
	},
	{
		name: 'Batch with a part of `Retry-After` as a number',
		parts: (responses, [, second]) =>
			responses.map((part) =>
				part.id === second?.id
					? { id: part.id, status: 429, headers: { 'Retry-After': 2 }, body: graphError('TooManyRequests') }
					: part,
			),
		cause: /\b429\b|throttl|longer wait|answer|response/i,
		promised: true,
		only: ['batch'],
	},
	{
		name: 'Batch with `null` among the responses',
		parts: (responses, [, second]) => responses.map((part) => (part.id === second?.id ? null : part)),
		cause: /answer|response|outcome is unknown|JSON/i,
		only: ['batch'],
	},
];

/** A page of a list with another next link. */
function withNext({ status, headers, body }: Answer, link: unknown, entries?: unknown[]): Answer {
	const page = JSON.parse(body.toString()) as { value: unknown[] };
	const changed = { ...page, value: entries ?? page.value, '@odata.nextLink': link };
	return { status, headers, body: Buffer.from(JSON.stringify(changed)) };
}

const lists: WireFault[] = [
	{
		name: 'Next link to itself',
		answer: (due, { url, path }) => withNext(due, encodeURI(`${url}${path}`)),
		cause: /same (next )?page|twice|next link|nextLink/i,
		only: ['list'],
		endless: true,
	},
	{
		name: 'Empty pages for ever',
		answer: (due, { url, path, count }) =>
			withNext(due, encodeURI(`${url}${path.replace(/&round=\d+/, '')}&round=${count}`), []),
		cause: /empty|page/i,
		only: ['list'],
		endless: true,
	},
	{
		name: 'Next link to another host',
		answer: (due, { path }) => withNext(due, encodeURI(`${elsewhere.url}${path}`)),
		cause: /another host|next link|nextLink/i,
		only: ['list'],
		endless: true,
	},
	{
		name: 'Next link that is a number',
		answer: (due) => withNext(due, 4711),
		cause: /next link|nextLink|link|shape|answer/i,
		only: ['list'],
		endless: true,
	},
];

/** A token that lasts as long as `expires_in` says. */
function token(label: string, change: (body: Record<string, unknown>) => void): WireFault {
	return {
		name: `Token with \`expires_in\` ${label}`,
		answer: (due) => {
			const body = JSON.parse(due.body.toString()) as Record<string, unknown>;
			change(body);
			return { ...due, body: Buffer.from(JSON.stringify(body)) };
		},
		cause: /token|expires_in/i,
		only: ['login'],
	};
}

const tokens: WireFault[] = [
	token('-3600', (body) => (body.expires_in = -3600)),
	token('0', (body) => (body.expires_in = 0)),
	token('"NaN"', (body) => (body.expires_in = 'NaN')),
	token('1e308', (body) => (body.expires_in = 1e308)),
	token('missing', (body) => delete body.expires_in),
];

/** All faults, in the order of the page. */
export const faults: readonly WireFault[] = [
	...connection,
	...content,
	...redirects,
	...statuses,
	...batches,
	...lists,
	...tokens,
];
