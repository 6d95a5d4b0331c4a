import type { INodeProperties } from 'n8n-workflow';

import { quoted } from './quoted';
import { signInError, type SignInError } from './signInError';

/** The maximum length of a field, in characters. */
const maxTextLength = 4_000;
/** The same for fields that hold keys, certificates, tokens or headers. */
const maxDocumentLength = 200_000;
const documents = [
	'privateKey',
	'certificate',
	'clientAssertion',
	'clientAssertionHeaders',
	'clientAssertionBody',
	'clientAssertionToken',
	'awsSessionToken',
];
/** Fields whose text may have several lines. */
const severalLines = [
	'privateKey',
	'certificate',
	'clientAssertionHeaders',
	'clientAssertionBody',
	'additionalResourceHosts',
];

/** Fields whose text keeps the spaces at its ends. */
const untrimmed = ['passphrase'];

/**
 * Reads the value of a field of the credential: an expression can give anything.
 * @param value a text, which is trimmed unless it is a passphrase; a number or a boolean becomes text. `undefined`, `null` and `''` are a text that
 * was not given, `''`
 * @returns text, or a flag for a field of type boolean; a choice is one of the field's own
 * @throws SignInError that names the field by its label, for anything else
 */
export function readField(field: INodeProperties, value: unknown): string | boolean {
	if (field.type === 'boolean') return flagOf(field, value);
	const text = textOf(field, value);
	return field.type === 'options' ? choiceOf(field, text) : text;
}

function flagOf(field: INodeProperties, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	throw refusal(field, isNotGiven(value) ? 'is empty' : `holds ${kindOf(value)}`, 'It is true or false.');
}

function choiceOf(field: INodeProperties, text: string): string {
	const choices = (field.options ?? []).flatMap((option) => ('value' in option ? String(option.value) : []));
	if (choices.includes(text)) return text;
	throw refusal(
		field,
		text === '' ? 'is empty' : `holds ${shownChoice(text)} one of its choices`,
		`Its choices are ${choices.join(', ')}.`,
	);
}

/** What was given for a choice: shown where it is a word, which no secret is. */
function shownChoice(text: string): string {
	return /^[a-z]{1,20}$/i.test(text) ? `${quoted(text)}, which isn't` : "a text that isn't";
}

function textOf(field: INodeProperties, value: unknown): string {
	if (isNotGiven(value)) return '';
	if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
		return String(value);
	}
	if (typeof value !== 'string') throw refusal(field, `holds ${kindOf(value)}`, 'It takes text.');
	const maxLength = documents.includes(field.name) ? maxDocumentLength : maxTextLength;
	if (value.length > maxLength) {
		throw refusal(
			field,
			`holds ${value.length} characters; the maximum is ${maxLength}`,
			'Check what was pasted.',
		);
	}
	const text = untrimmed.includes(field.name) ? value : value.trim();
	if (/\p{Surrogate}/u.test(text)) {
		throw refusal(field, 'holds half of a character (a lone surrogate)', 'Enter it again.');
	}
	const lines = severalLines.includes(field.name) ? text.replace(/[\t\r\n]/g, '') : text;
	if (/\p{Control}/u.test(lines)) {
		throw refusal(field, 'holds a line break or another control character', 'Enter it in one line.');
	}
	return text;
}

function isNotGiven(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** What a value is, in words. */
function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (value instanceof Date) return 'a date';
	switch (typeof value) {
		case 'object':
			return 'an object';
		case 'string':
			return 'a text';
		case 'number':
			return Number.isFinite(value) ? 'a number' : "something that isn't a number";
		default:
			return `a ${typeof value}`;
	}
}

/** The value itself isn't quoted: it may be a secret in the wrong field. */
function refusal({ displayName }: INodeProperties, what: string, fix: string): SignInError {
	return signInError({
		what: `The field "${displayName}" of the credential ${what}.`,
		fix: `${fix} If it comes from an expression, check what the expression returns.`,
	});
}
