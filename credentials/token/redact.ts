import type { CredentialFields } from './settings';

const secretFields = [
	'clientSecret',
	'privateKey',
	'passphrase',
	'clientAssertion',
	'clientAssertionHeaders',
	'identityHeader',
] as const;

/** So much of a text is read, in characters. */
const longestText = 20_000;

/** In so many words of a header's value a secret is looked for by itself. */
const mostWords = 20;

/** Anything that looks like a JWT: a token or an assertion. */
const jwt = /\beyJ[\w-]{8,}(\.[\w-]+)*\.?/g;

/**
 * Takes the credential's secrets, and anything that looks like a token, out of a text that came from elsewhere, so that
 * an answer that echoes the request shows none of them.
 * Values under 4 characters are left: as secrets they are none, and their letters are in every sentence.
 * Of a longer text than 20,000 characters the beginning is given: no message quotes more.
 */
export function redact(text: string, fields: CredentialFields): string {
	const forms = secretsOf(fields).flatMap((secret) => [
		secret,
		encodeURIComponent(secret),
		formEncoded(secret),
		jsonEscaped(secret),
		htmlEscaped(secret),
	]);
	const clean = forms
		.reduce((left, form) => left.replaceAll(form, '***'), text.slice(0, longestText))
		.replace(jwt, '***');
	if (text.length <= longestText) return clean;
	// A secret may have been cut in two.
	const longestForm = Math.max(0, ...forms.map(({ length }) => length));
	return clean.slice(0, Math.max(0, clean.length - longestForm));
}

function secretsOf(fields: CredentialFields): string[] {
	const values = secretFields.map((name) => fields[name]);
	return [...values, ...headerValues(fields.clientAssertionHeaders)]
		.filter((value) => value.length >= 4)
		.sort((a, b) => b.length - a.length);
}

/** The values in the JSON object of headers: an API key stands there as a part of the whole. */
function headerValues(headers: string): string[] {
	try {
		return Object.values(JSON.parse(headers) as object)
			.filter((value): value is string => typeof value === 'string')
			.flatMap((value) => [value, ...value.split(' ', mostWords)]);
	} catch {
		return [];
	}
}

function formEncoded(value: string): string {
	return new URLSearchParams({ value }).toString().slice('value='.length);
}

function jsonEscaped(value: string): string {
	return JSON.stringify(value).slice(1, -1);
}

function htmlEscaped(value: string): string {
	return value
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
