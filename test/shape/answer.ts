import { differences } from './differences';
import type { Difference, SecondOpinion } from './differences';
import { mergeShapes, shapeOf } from './shape';
import type { Shape } from './shape';

/** An answer as it came. */
export interface Answer {
	status: number;
	/** By name, in lower case. */
	headers: Readonly<Record<string, string>>;
	/** Parsed JSON, or text; `undefined` when there is none. */
	body: unknown;
}

/** The shape of the answers to one request, as recordings have it. */
export interface AnswerShape {
	/** How often each status came. */
	readonly statuses: Readonly<Record<string, number>>;
	/** The forms of the headers that are recorded; none where no answer had one. */
	readonly headers?: Readonly<Record<string, readonly string[]>>;
	/** `@odata.nextLink: ` or `@odata.deltaLink: `, with the form of the link. */
	readonly links?: readonly string[];
	readonly errors?: ReadonlyArray<{ status: number; code: string; message: string }>;
	readonly answer: Shape;
}

/** The headers whose form is looked at. */
export const recordedHeaders = [
	'content-type',
	'odata-version',
	'location',
	'preference-applied',
	'etag',
] as const;

/**
 * The shape of the answers to one request, such as a method with a path that has `{}` for its IDs.
 * @param answers at least one
 * @throws Error when there is none
 */
export function answerShape(answers: readonly Answer[]): AnswerShape {
	const statuses: Record<string, number> = {};
	for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
	const headers = Object.fromEntries(
		recordedHeaders
			.map((name) => [name, unique(answers.flatMap((answer) => headerForm(name, answer) ?? []))] as const)
			.filter(([, forms]) => forms.length > 0),
	);
	const links = unique(answers.flatMap(({ body }) => linksIn(body)));
	const errors = answers.flatMap(({ status, body }) => {
		const { code, message } = errorIn(body) ?? {};
		return code === undefined ? [] : [{ status, code, message: message ?? '' }];
	});
	return {
		statuses,
		...(Object.keys(headers).length > 0 ? { headers } : {}),
		...(links.length > 0 ? { links } : {}),
		...(errors.length > 0 ? { errors } : {}),
		answer: mergeShapes(answers.map(({ body }) => (typeof body === 'string' ? 'text' : shapeOf(body)))),
	};
}

const unique = (texts: readonly string[]) => [...new Set(texts)].sort();

function errorIn(body: unknown): { code?: string; message?: string } | undefined {
	const { error } = (typeof body === 'object' && body !== null ? body : {}) as { error?: object };
	return typeof error === 'object' && error !== null ? error : undefined;
}

function headerForm(name: string, { headers }: Answer): string | undefined {
	const value = headers[name];
	if (value === undefined) return undefined;
	if (name === 'etag') return /^(W\/)?".*"$/.test(value) ? '"…"' : value.replace(/[^"/]+/g, '…');
	return name === 'location' ? linkForm(value) : value;
}

/**
 * The form of a link: its path with `{}` for each ID, and `('…')` for one in quotes; its parameters as they are spelled,
 * with `…` for their values. Numbers of `$top` and `$skip`, `search=*`, and `$expand=fields` stay. A link to a host
 * that is not Graph's is `https://…`.
 * @param link whole, or from the path on
 */
export function linkForm(link: string): string {
	const [origin = ''] = /^https?:\/\/[^/]+/.exec(link) ?? [];
	if (origin !== '' && !isGraphs(origin)) return 'https://…';
	const [path = '', query] = link.slice(origin.length).split(/\?(.*)/s);
	const form = path
		.split('/')
		.map((segment) => segment.replace(/\([^()]+\)/g, "('…')"))
		.map((segment) => (isWord(segment) ? segment : segment.includes("('…')") ? segment : '{}'))
		.join('/');
	return query === undefined ? form : `${form}?${query.split('&').map(parameterForm).join('&')}`;
}

/** Graph's hosts, and what stands in for them. */
function isGraphs(origin: string): boolean {
	return /^https?:\/\/(graph\.|[\w-]+\.graph\.|127\.0\.0\.1|localhost)/.test(origin);
}

/** Names of Graph are letters only, and begin with a small one; IDs that a mailbox knows by name count as words. */
function isWord(segment: string): boolean {
	return segment === '' || /^(v1\.0|v2|\$?[a-z][A-Za-z]{1,24}|microsoft\.graph\.\w+)$/.test(segment);
}

function parameterForm(parameter: string): string {
	const [name = '', value = ''] = parameter.split('=');
	const spoken = /^(%24|\$)(top|skip)$/.test(name) || ['search', '$expand'].includes(name);
	return `${name}=${spoken ? value : '…'}`;
}

function linksIn(body: unknown): string[] {
	if (typeof body !== 'object' || body === null) return [];
	return ['@odata.nextLink', '@odata.deltaLink'].flatMap((name) => {
		const link = (body as Record<string, unknown>)[name];
		return typeof link === 'string' ? [`${name}: ${linkForm(link)}`] : [];
	});
}

/**
 * In what answers differ from the expected ones: status, headers, links, and all of the body.
 *
 * Only the form of a link counts, not the numbers in it. Parameters have to come in the same order and spelling.
 * @param expected of the real answers
 * @param actual of those that are compared with them
 * @param opinion see `differences`
 */
export function answerDifferences(
	expected: AnswerShape,
	actual: AnswerShape,
	opinion?: SecondOpinion,
): Difference[] {
	const found: Difference[] = [];
	const known = Object.keys(expected.statuses).join('|');
	for (const status of Object.keys(actual.statuses)) {
		if (!(status in expected.statuses))
			found.push({ path: '', kind: 'status', expected: known, actual: status });
	}
	found.push(...headerDifferences(expected.headers ?? {}, actual.headers ?? {}));
	for (const link of actual.links ?? []) {
		const [name = ''] = link.split(':');
		const forms = (expected.links ?? []).filter((one) => one.startsWith(`${name}:`));
		if (forms.some((form) => sameLink(form, link))) continue;
		// A link that was never recorded is no other spelling.
		if (forms.length === 0) continue;
		const form = (text: string) => text.slice(name.length + 2);
		found.push({ path: name, kind: 'link', expected: forms.map(form).join(' or '), actual: form(link) });
	}
	found.push(...differences(expected.answer, actual.answer, opinion).filter(({ path }) => !isLink(path)));
	return found;
}

/** Whether there is another page says nothing of the shape. */
const isLink = (path: string) => path === '@odata.nextLink' || path === '@odata.deltaLink';

/** Whether two links are spelled alike: their numbers may differ, and how their owner is named. */
function sameLink(one: string, other: string): boolean {
	const plain = (link: string) =>
		link
			// Links with a token have either spelling of `$`, from answer to answer.
			.replace(/%24(?=.*token=)/g, '$')
			.replace(/=\d+/g, '=0')
			.replace(/(search|\$expand)=[^&]*/g, '$1=')
			.replace(/\/users(\('…'\)|\/\{\})/, '/me')
			.replace('/sites/{}/drives/{}', '/drives/{}')
			.replace('/items/root/', '/root/')
			.replace(/\('…'\)|\('\{\}'\)/g, '()')
			.replace(/\/\{\}/g, '/{}');
	return plain(one) === plain(other);
}

function headerDifferences(
	expected: NonNullable<AnswerShape['headers']>,
	actual: NonNullable<AnswerShape['headers']>,
): Difference[] {
	return recordedHeaders.flatMap((name): Difference[] => {
		const [forms, others] = [expected[name] ?? [], actual[name] ?? []];
		if (forms.length > 0 && others.length === 0)
			return [{ path: name, kind: 'header', expected: forms.join(' or '), actual: '' }];
		return others
			.filter((other) => !forms.some((form) => sameHeader(name, form, other)))
			.map((other) => ({ path: name, kind: 'header', expected: forms.join(' or '), actual: other }));
	});
}

/** The parameters of a content type in any order and case, as a recorder may have written them. */
function typeForm(type: string): string {
	const [media = '', ...parameters] = type.toLowerCase().split(';');
	return [media, ...parameters.sort()].join(';');
}

function sameHeader(name: string, form: string, other: string): boolean {
	if (name === 'content-type') return typeForm(form) === typeForm(other);
	if (name !== 'location') return form === other;
	// The recordings know only that there was a path.
	if (form === '/{}') return other.startsWith('/');
	const pattern = form
		.replace(/[.*+?^$()|[\]\\]/g, '\\$&')
		.replace(/(?<=\/)\{\}(?=\/|$)/g, '[^/]+')
		.replace(/\{\}|…/g, "[^/']+")
		.replace('/v1\\.0/', '/(?:v1\\.0|v2)/');
	return new RegExp(`^${pattern}$`).test(other);
}
