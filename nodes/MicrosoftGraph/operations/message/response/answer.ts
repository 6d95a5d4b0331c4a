import type { IDataObject } from 'n8n-workflow';

import { inputName } from './page';
import type { FormField } from './request';

/** What was entered into a form, by the names of its inputs. */
export type Entered = Readonly<Record<string, readonly string[]>>;

/**
 * The body of a sent form as lists of texts; anything else in it is ignored.
 * @param body as n8n has parsed it: the fields, which are below `data` if the form was sent as multipart
 */
export function enteredIn(body: unknown): Entered {
	if (!isObject(body)) return {};
	const fields = isObject(body.data) ? body.data : body;
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [
			name,
			[value as unknown].flat().filter((one): one is string => typeof one === 'string'),
		]),
	);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

/**
 * Reads what was entered, as the fields of the form take it.
 * @returns the values by the labels of the fields, with `null` for what was left empty; or what is wrong with them
 */
export function readAnswers(
	fields: readonly FormField[],
	entered: Entered,
): { values: IDataObject } | { errors: string[] } {
	const read = fields.map((field, index) => ({
		field,
		...readAnswer(field, entered[inputName(index)] ?? []),
	}));
	const errors = read.flatMap(({ error }) => error ?? []);
	if (errors.length > 0) return { errors };
	return { values: Object.fromEntries(read.map(({ field, value }) => [field.label, value])) as IDataObject };
}

type Read = { value?: string | number | string[] | null; error?: string };

function readAnswer({ label, type, choices, required }: FormField, given: readonly string[]): Read {
	const filled = given
		.map((text) => (type === 'textarea' ? text : text.trim()))
		.filter((text) => text.trim() !== '');
	if (filled.length === 0) {
		if (required) return { error: `Fill in "${label}".` };
		return { value: type === 'checkboxes' ? [] : null };
	}
	if (type === 'checkboxes') {
		return filled.every((one) => choices.includes(one))
			? { value: choices.filter((choice) => filled.includes(choice)) }
			: { error: `Choose "${label}" from the list.` };
	}
	const [text = ''] = filled;
	switch (type) {
		case 'dropdown':
			return choices.includes(text) ? { value: text } : { error: `Choose "${label}" from the list.` };
		case 'number':
			return Number.isFinite(Number(text))
				? { value: Number(text) }
				: { error: `Enter a number in "${label}".` };
		case 'email':
			return /^[^\s@]+@[^\s@]+$/.test(text)
				? { value: text }
				: { error: `Enter an email address in "${label}".` };
		case 'date':
			return isDay(text) ? { value: text } : { error: `Enter a date in "${label}", such as 2030-03-04.` };
		default:
			return { value: text };
	}
}

const isDay = (text: string): boolean =>
	/^\d{4}-\d\d-\d\d$/.test(text) &&
	!Number.isNaN(Date.parse(text)) &&
	new Date(text).toISOString().startsWith(text);
