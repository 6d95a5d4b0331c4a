import type { CredentialFields } from './settings';

const secretFields = [
	'clientSecret',
	'privateKey',
	'passphrase',
	'clientAssertion',
	'clientAssertionHeaders',
	'identityHeader',
] as const;

/** Anything that looks like a JWT: a token or an assertion. */
const jwt = /\beyJ[\w-]{8,}(\.[\w-]+)*\.?/g;

/**
 * Takes the credential's secrets, and anything that looks like a token, out of a text that came from elsewhere, so that
 * an answer that echoes the request shows none of them.
 * Values under 4 characters are left: as secrets they are none, and their letters are in every sentence.
 */
export function redact(text: string, fields: CredentialFields): string {
	return secretsOf(fields)
		.flatMap((secret) => [
			secret,
			encodeURIComponent(secret),
			formEncoded(secret),
			jsonEscaped(secret),
			htmlEscaped(secret),
		])
		.reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
		.replace(jwt, '***');
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
			.flatMap((value) => [value, ...value.split(' ')]);
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
