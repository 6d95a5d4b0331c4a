import { asWritten, base64RunsIn, decodedOnce, type DecodedText } from './decoded';
import { parsedJson } from './json';
import { jwt } from './jwt';
import type { CredentialFields } from './settings';

const secretFields = [
	'clientSecret',
	'privateKey',
	'passphrase',
	'clientAssertion',
	'clientAssertionHeaders',
	'clientAssertionBody',
	'clientAssertionToken',
	'providerClientSecret',
	'awsSecretAccessKey',
	'awsSessionToken',
	'identityHeader',
	'msiSecret',
] as const;

/** The maximum length of a text that is read, in characters. */
const maxTextLength = 20_000;

/** In how many words of a header's value a secret is searched for. */
const maxWords = 20;

/** The maximum layers of escapes that are decoded: a proxy's page may escape the JSON that escapes the form. */
const maxLayers = 3;

/** Base64 may hold base64, or escapes, so deep. */
const maxDepth = 2;

/** How much longer than a secret its encoded form can be: percent encoding, twice, of UTF-8. */
const maxGrowth = 18;

/** Where something stands that is not to be shown. */
type Span = readonly [start: number, end: number];

/**
 * Takes the credential's secrets, and anything that looks like a token, out of a text that came from elsewhere, so that
 * an answer that echoes the request shows none of them: as they are, and in percent encoding, form encoding, JSON's and
 * HTML's escapes, base64 and base64url (also as a part, as in Basic authentication), and in layers of these.
 * Values under 4 characters are left: as secrets they are none, and their letters are in every sentence.
 * Of a longer text than 20,000 characters the beginning is given: no message quotes more.
 */
export function redact(text: string, fields: CredentialFields): string {
	const secrets = secretsOf(fields);
	const start = text.slice(0, maxTextLength);
	const spans = spansIn(start, secrets, maxDepth);
	if (text.length <= maxTextLength) return masked(start, spans, start.length);
	// A secret may have been cut in two.
	const maxLength = Math.max(0, ...secrets.map(({ length }) => length)) * maxGrowth;
	return masked(start, spans, maxTextLength - Math.min(maxLength, maxTextLength / 2));
}

/** A text up to some place, with stars for what is not to be shown. */
function masked(text: string, spans: Span[], end: number): string {
	const parts: string[] = [];
	let shown = 0;
	for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
		if (from >= end) break;
		if (from > shown) parts.push(text.slice(shown, from));
		// What overlaps, or follows at once, belongs together.
		if (from > shown || parts.length === 0) parts.push('***');
		shown = Math.max(shown, to);
	}
	return [...parts, text.slice(shown, Math.max(shown, end))].join('');
}

function spansIn(text: string, secrets: readonly string[], depth: number): Span[] {
	const spans: Span[] = [];
	let layer: DecodedText | undefined = asWritten(text);
	for (let layers = 0; layers <= maxLayers && layer !== undefined; layers++) {
		const { starts, ends } = layer;
		for (const [from, to] of spansInLayer(layer.text, secrets, depth))
			spans.push([starts[from], ends[to - 1]]);
		layer = decodedOnce(layer);
	}
	return spans;
}

function spansInLayer(text: string, secrets: readonly string[], depth: number): Span[] {
	const spans: Span[] = [...text.matchAll(jwt)].map(({ 0: token, index }) => [index, index + token.length]);
	for (const secret of secrets) {
		for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
			spans.push([at, at + secret.length]);
		}
	}
	if (depth === 0) return spans;
	for (const { start, end, readings } of base64RunsIn(text)) {
		const holds = readings.some((reading) => spansIn(reading, secrets, depth - 1).length > 0);
		if (holds) spans.push([start, end]);
	}
	return spans;
}

/** All secrets, the longest first; with the `+` that forms write for a space, too. */
function secretsOf(fields: CredentialFields): string[] {
	const values = secretFields.map((name) => fields[name]);
	const secrets = [
		...values,
		...headerValues(fields.clientAssertionHeaders),
		...bodyValues(fields.clientAssertionBody),
	]
		.flatMap(formsIn)
		.flatMap((value) => [value, value.replaceAll(' ', '+')])
		.filter((value) => value.length >= 4);
	return [...new Set(secrets)].sort((a, b) => b.length - a.length);
}

/** A secret, and what is left of it where an escape that it holds itself is taken off together with others. */
function formsIn(secret: string): string[] {
	const forms = [secret];
	let layer = decodedOnce(asWritten(secret.slice(0, maxTextLength)));
	for (let layers = 1; layers <= maxLayers && layer !== undefined; layers++) {
		forms.push(layer.text);
		layer = decodedOnce(layer);
	}
	return forms;
}

/** The values in the JSON object of headers: an API key is a part of it there. */
function headerValues(headers: string): string[] {
	try {
		return Object.values(JSON.parse(headers) as object)
			.filter((value): value is string | number => typeof value === 'string' || typeof value === 'number')
			.map(String)
			.flatMap((value) => [value, ...value.split(' ', maxWords)])
			.flatMap((value) => [value, ...namesAndPasswords(value)]);
	} catch {
		return [];
	}
}

/** How many values of a body are searched for, and how deep. */
const maxValues = 50;
const maxValueDepth = 4;

/** Parameters that are no secret, and whose values stand in many an answer. */
const openParameters = /^(client_id|scope|audience|resource|kind|apiVersion|.*_type)$/;

/** The values in a body, JSON or a form: a client secret is a part of it there. */
function bodyValues(body: string): string[] {
	return valuesIn(jsonOf(body) ?? Object.fromEntries(new URLSearchParams(body)), maxValueDepth)
		.filter((value) => value.length >= minBodyValueLength)
		.slice(0, maxValues);
}

/** Shorter values of a body are parts of words. */
const minBodyValueLength = 6;

function jsonOf(text: string): object | undefined {
	const value = parsedJson(text);
	return typeof value === 'object' && value !== null ? value : undefined;
}

function valuesIn(value: unknown, depth: number): string[] {
	if (typeof value === 'string' || typeof value === 'number') return [String(value)];
	if (typeof value !== 'object' || value === null || depth === 0) return [];
	return Object.entries(value)
		.slice(0, maxValues)
		.filter(([name]) => !openParameters.test(name))
		.flatMap(([, each]) => valuesIn(each, depth - 1));
}

/** What Basic authentication holds, which may be shown without its base64. */
function namesAndPasswords(value: string): string[] {
	if (!/^[A-Za-z0-9+/_-]{6,4000}={0,2}$/.test(value)) return [];
	const pair = Buffer.from(value, 'base64').toString('utf8');
	const colon = pair.indexOf(':');
	return colon > 0 && /^[\x20-\x7e\u00a0-\uffff]+$/.test(pair) ? [pair, pair.slice(colon + 1)] : [];
}
