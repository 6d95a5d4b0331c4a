import { shapeOf, tokensOf, type Token } from './odataTokens';
import { graphUrl, type Sent } from './run';

/** A request of a harmless run, and the text in it by which its value is found. */
export interface Template {
	request: Sent;
	mark?: string;
}

/** In what a request is not like any of the harmless ones, by how far the likeness went; `undefined` when it is like one. */
export interface Difference {
	kind: 'host' | 'method' | 'path' | 'query' | 'header' | 'body';
	text: string;
}

/** What of the structure is the person's own to write in a slot. */
export interface Own {
	/** A path and query of Graph. */
	address?: boolean;
	/** An OData expression, or a list of properties. */
	expression?: boolean;
	/** Names of headers or of query parameters. */
	names?: boolean;
	/** JSON, or names in it. */
	json?: boolean;
}

const order: ReadonlyArray<Difference['kind']> = ['host', 'method', 'path', 'query', 'header', 'body'];

/**
 * Compares a request with those of harmless runs: method, host, the path's fixed words and their number, the names in the query, the
 * expressions in it but for their literals, the names of headers, the names in the body.
 * @param value what was put into the slot
 */
export function differenceOf(
	sent: Sent,
	templates: readonly Template[],
	value: unknown,
	own: Own,
): Difference | undefined {
	const host = hostProblem(sent);
	if (host !== undefined) return { kind: 'host', text: host };
	const header = Object.entries(sent.headers).find(
		([, text]) => !/^[\t\x20-\x7e\x80-\xff]*$/.test(String(text)),
	);
	if (header !== undefined) return { kind: 'header', text: `${header[0]} holds what no header can` };
	let nearest: Difference | undefined;
	for (const template of templates) {
		const difference = compare(sent, template, templates, value, own);
		if (difference === undefined) return undefined;
		if (nearest === undefined || order.indexOf(difference.kind) > order.indexOf(nearest.kind))
			nearest = difference;
	}
	return nearest ?? { kind: 'method', text: 'there is no harmless request to compare with' };
}

function hostProblem({ url, follows }: Sent): string | undefined {
	if (!URL.canParse(url)) return 'the URL cannot be read';
	const parsed = new URL(url);
	if (parsed.username !== '' || parsed.password !== '') return 'the URL has a user';
	if (parsed.hash !== '' || url.includes('#')) return 'the URL has a fragment';
	if (follows && parsed.hostname.endsWith('.sharepoint.com')) return undefined;
	if (parsed.origin !== graphUrl) return `it goes to ${parsed.host}`;
	const [path] = url.slice(graphUrl.length).split('?');
	return parsed.pathname === path || parsed.pathname === path.replace(/'/g, '%27')
		? undefined
		: 'whoever reads the URL makes another path of it';
}

function compare(
	sent: Sent,
	{ request, mark }: Template,
	templates: readonly Template[],
	value: unknown,
	own: Own,
): Difference | undefined {
	if (sent.method !== request.method) return { kind: 'method', text: sent.method };
	const path = own.address ? climbing(sent) : pathProblem(sent, request, mark, value);
	if (path !== undefined) return { kind: 'path', text: path };
	const query = queryProblem(sent, templates, value, own);
	if (query !== undefined) return { kind: 'query', text: query };
	const names = new Set(templates.flatMap((one) => Object.keys(one.request.headers)));
	const header = own.names ? undefined : headerProblem(sent, templates, names);
	if (header !== undefined) return { kind: 'header', text: header };
	const body = bodyProblem(sent, templates, own);
	return body === undefined ? undefined : { kind: 'body', text: body };
}

const plainSegmentsOf = ({ url }: Sent): string[] =>
	new URL(url).pathname
		.slice(1)
		.split('/')
		// Graph's router decodes before it splits, and once more within a key.
		.flatMap((segment) => decodeURIComponent(segment).split('/'))
		.map(withSlashes);

const segmentsOf = (sent: Sent): string[] => plainSegmentsOf(sent).flatMap(keyed);

/** A key in parentheses, as a segment of its own: Graph reads both alike. One that ends early stays as it is. */
function keyed(segment: string): string[] {
	const [, owner, key] = /^([A-Za-z]+)\('(.*)'\)$/s.exec(segment) ?? [];
	if (owner === undefined || key === undefined || key.replaceAll("''", '').includes("'")) return [segment];
	return [owner, key.replaceAll("''", "'")];
}

/** A key as Graph reads it: `%2F` stands for a slash. */
const withSlashes = (text: string) => text.replace(/%2F/gi, '/');

const climbs = (segment: string) => segment.split(/[/\\]/).some((part) => part === '.' || part === '..');

function climbing(sent: Sent): string | undefined {
	const segments = plainSegmentsOf(sent);
	const wrong = segments.find((segment) => segment === '' || climbs(segment));
	return wrong === undefined ? undefined : `it has the segment ${JSON.stringify(wrong)}`;
}

/** The path has to be the same but for the segments that hold the value, and those have to hold just the value. */
function pathProblem(sent: Sent, like: Sent, mark: string | undefined, value: unknown): string | undefined {
	const segments = segmentsOf(sent);
	const climb = climbing(sent);
	if (climb !== undefined) return climb;
	const expected = segmentsOf(like);
	const pieces = mark === undefined ? [] : piecesOf(mark);
	const holds = (segment: string) => pieces.some((piece) => segment.includes(piece));
	const first = expected.findIndex(holds);
	if (first < 0) {
		return segments.join('\n') === expected.join('\n')
			? undefined
			: `${pathText(segments)}, not ${pathText(expected)}`;
	}
	const last = expected.findLastIndex(holds);
	const end = segments.length - (expected.length - 1 - last);
	const fixed = [...expected.slice(0, first), ...expected.slice(last + 1)];
	const found = [...segments.slice(0, first), ...segments.slice(Math.max(end, first))];
	if (fixed.join('\n') !== found.join('\n')) return `${pathText(segments)}, not ${pathText(expected)}`;
	const inside = segments.slice(first, end);
	const several = last > first || /^(root:|[\w.-]+:)$/.test(expected[first - 1] ?? '');
	if (inside.length !== 1 && !several) return `${inside.length} segments hold the value`;
	if (inside.length !== 1 || several) return undefined;
	return segmentProblem(inside[0] ?? '', expected[first] ?? '', pieces, value);
}

/** The parts of a mark that can stand in different segments. */
const piecesOf = (mark: string) => [
	shareOf(mark),
	...mark
		.replace(/^(https?:\/\/|appId=)/, '')
		.split('/')
		.filter((piece) => piece !== '' && piece !== 'users' && piece !== 'sites'),
];

/** How Graph has a sharing link in a path. */
const shareOf = (link: string) => `u!${Buffer.from(link).toString('base64url')}`;

function segmentProblem(
	segment: string,
	like: string,
	pieces: readonly string[],
	value: unknown,
): string | undefined {
	const piece = pieces.find((one) => like.includes(one)) ?? '';
	const [before, after = ''] = like.split(piece);
	if (!segment.startsWith(before) || !segment.endsWith(after))
		return `the segment is ${short(segment)}, not ${short(like)}`;
	const inside = segment.slice(before.length, segment.length - after.length);
	if (before.endsWith("'")) {
		if (inside.replaceAll("''", '').includes("'")) return `the text in ${short(segment)} ends early`;
		return isOf(inside.replaceAll("''", "'"), value) ? undefined : `${short(inside)} is not the value`;
	}
	if (/[()']/.test(before + after))
		return shapeOf(tokensOf(segment)) === shapeOf(tokensOf(like))
			? undefined
			: `${short(segment)} is another function`;
	return isOf(inside, value) ? undefined : `${short(inside)} is not the value`;
}

/** Whether a text is the value, or one of its entries. */
function isOf(text: string, value: unknown): boolean {
	return textsIn(value)
		.flatMap((text) => [text, withSlashes(text)])
		.some((whole) => {
			const entries = [whole, ...whole.split(/[,;\r\n]/)];
			return entries.some((entry) =>
				[
					entry,
					entry.trim(),
					entry
						.trim()
						.replace(/^appId=/i, '')
						.trim(),
					shareOf(entry.trim()),
				].includes(text),
			);
		});
}

function textsIn(value: unknown): string[] {
	if (Array.isArray(value)) return [safeText(value), ...value.flatMap(textsIn)];
	return [safeText(value)];
}

function safeText(value: unknown): string {
	try {
		return String(value);
	} catch {
		return '';
	}
}

function parametersIn({ url }: Sent): Array<[string, string]> {
	const at = url.indexOf('?');
	if (at < 0) return [];
	return url
		.slice(at + 1)
		.split('&')
		.map((part) => {
			const equals = part.indexOf('=');
			return [part.slice(0, equals), decodeURIComponent(part.slice(equals + 1))];
		});
}

/** Names have to be those of harmless requests, and each expression the same but for its literals. */
function queryProblem(
	sent: Sent,
	templates: readonly Template[],
	value: unknown,
	own: Own,
): string | undefined {
	const known = new Map<string, Template[]>();
	for (const template of templates) {
		for (const [name] of parametersIn(template.request))
			known.set(name, [...(known.get(name) ?? []), template]);
	}
	for (const [name, text] of parametersIn(sent)) {
		if (own.address || own.names) {
			if (!/^[\w$@.-]+$/.test(name)) return `it has the parameter ${short(name)}`;
			continue;
		}
		const like = known.get(name);
		if (like === undefined) return `it has the parameter ${short(name)}`;
		if (own.expression) continue;
		const texts = like.map(({ request, mark }) => ({
			text: parametersIn(request).find(([other]) => other === name)?.[1] ?? '',
			mark,
		}));
		if (!texts.some((one) => one.text === text || isLike(name, text, one, value))) {
			return `${name}=${short(text)}, not ${short(texts[0]?.text ?? '')}`;
		}
	}
	return undefined;
}

function isLike(name: string, text: string, like: { text: string; mark?: string }, value: unknown): boolean {
	// The words of a search for sites, which are no expression of SharePoint's search.
	if (name === 'search') return !/["():<>={}]|(^| )(AND|OR|NOT|NEAR)( |$)/.test(text);
	// Without a dollar sign it is no expression, but the value itself.
	if (!name.startsWith('$') && like.mark !== undefined && like.text === like.mark) return isOf(text, value);
	const [tokens, expected] = [tokensOf(text), tokensOf(like.text)];
	if (shapeOf(tokens) !== shapeOf(expected)) return false;
	return tokens.every((token, index) => literalFits(token, expected[index], like.mark, value));
}

function literalFits(
	token: Token,
	expected: Token | undefined,
	mark: string | undefined,
	value: unknown,
): boolean {
	if (token.kind !== 'text' || mark === undefined || expected?.value !== mark) return true;
	return isOf(token.value, value);
}

/** Names, and what stands in them before a value: `Prefer` is a list of preferences. */
function headerProblem(
	sent: Sent,
	templates: readonly Template[],
	names: ReadonlySet<string>,
): string | undefined {
	for (const [name, text] of Object.entries(sent.headers)) {
		if (!names.has(name)) return `it has the header ${short(name)}`;
		if (name !== 'Prefer') continue;
		const shapes = templates.map(({ request }) => shapeOf(tokensOf(request.headers[name] ?? '')));
		if (!shapes.includes(shapeOf(tokensOf(text)))) return `${name}: ${short(text)}`;
	}
	return undefined;
}

/** A property whose name is an ID, such as an entry of a checklist: no value can make one. */
const withoutIds = (name: string) =>
	name.replace(/\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\.|$)/g, '.(ID)');

function bodyProblem(sent: Sent, templates: readonly Template[], own: Own): string | undefined {
	const names = namesIn(sent.body);
	const known = new Set(templates.flatMap(({ request }) => [...namesIn(request.body)]));
	const shapes = new Map<string, Set<string>>();
	for (const { at, url } of templates.flatMap(({ request }) => objectUrlsIn(request.body)))
		shapes.set(at, (shapes.get(at) ?? new Set()).add(urlShape(url)));
	// Where other texts can stand, too, they are no URLs that the operation makes.
	for (const { at, text } of templates.flatMap(({ request }) => textsAt(request.body)))
		if (!text.startsWith(`${graphUrl}/`)) shapes.delete(at);
	for (const { at, text } of own.json ? [] : textsAt(sent.body)) {
		if (shapes.get(at)?.has(urlShape(text)) === false) return `it refers to ${short(text)}`;
	}
	if (own.json) return undefined;
	const knownPatterns = new Set([...known].map(withoutIds));
	const other = [...names].find((name) => !known.has(name) && !knownPatterns.has(withoutIds(name)));
	return other === undefined ? undefined : `it has the property ${short(other)}`;
}

/** Calls back for each value in a body, with where it is. */
function walk(value: unknown, see: (at: string, value: unknown) => void, at = '', depth = 0): void {
	if (depth > 100) return;
	see(at, value);
	if (Array.isArray(value)) for (const entry of value) walk(entry, see, `${at}[]`, depth + 1);
	else if (typeof value === 'object' && value !== null)
		for (const [name, inner] of Object.entries(value)) walk(inner, see, `${at}.${name}`, depth + 1);
}

function namesIn(body: unknown): Set<string> {
	const names = new Set<string>();
	walk(body, (at) => {
		if (at !== '' && !at.endsWith('[]')) names.add(at);
	});
	return names;
}

interface TextAt {
	at: string;
	text: string;
}

function textsAt(body: unknown): TextAt[] {
	const texts: TextAt[] = [];
	walk(body, (at, text) => {
		if (typeof text === 'string') texts.push({ at, text });
	});
	return texts;
}

/** The URLs of Graph's objects that a harmless run has in a body: `@odata.bind` and others. */
export const objectUrlsIn = (body: unknown): Array<{ at: string; url: string }> =>
	textsAt(body)
		.filter(({ text }) => text.startsWith(`${graphUrl}/`))
		.map(({ at, text }) => ({ at, url: text }));

/** A URL within a body: its path with IDs and texts as placeholders. */
function urlShape(url: string): string {
	if (!URL.canParse(url) || !url.startsWith(`${graphUrl}/`)) return 'broken';
	const path = new URL(url).pathname;
	const whole = url.slice(graphUrl.length);
	if (path.replaceAll('%27', "'") !== whole.replaceAll('%27', "'")) return 'broken';
	return path
		.split('/')
		.slice(2)
		.flatMap(keyed)
		.map((segment) => {
			const [text, name] = [decodeURIComponent(segment), /^[A-Za-z]+(?=\()/.exec(segment)?.[0]];
			if (name !== undefined) return shapeOf(tokensOf(text));
			return /^(users|groups|directoryObjects|teams|teamsTemplates|directory)$/.test(text) ? text : '<id>';
		})
		.join('/');
}

const pathText = (segments: readonly string[]) => short(`/${segments.join('/')}`);

/** A text cut to what a report needs. */
export const short = (text: string): string =>
	JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
