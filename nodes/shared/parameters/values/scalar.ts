import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { emptyRefusal, refusal, shown } from './refusal';
import { isEmpty, readTexts } from './text';

/** How many allowed values an error names. */
const maxNamed = 12;

/**
 * A number, or text that is a number.
 * @param bounds the minimum and maximum of the field
 * @throws RequestError for everything else, and for values out of bounds
 */
export function readNumber(
	value: unknown,
	label: string,
	{ minValue = -Infinity, maxValue = Infinity }: { minValue?: number; maxValue?: number } = {},
): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isFinite(number))
		throw refusal(
			label,
			`isn't a number: ${shown(value)}`,
			'Enter a number, or check what the expression returns for this item.',
		);
	if (number >= minValue && number <= maxValue) return number;
	const least = minValue > -Infinity ? `${minValue} or more` : '';
	const most = maxValue < Infinity ? `${maxValue} or less` : '';
	throw refusal(label, `is ${number}`, `Enter a number of ${[least, most].filter(Boolean).join(' and ')}.`);
}

/** A boolean. @throws RequestError for everything but true and false, and those as text */
export function readFlag(value: unknown, label: string): boolean {
	const flag = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (flag === true || flag === 'true') return true;
	if (flag === false || flag === 'false') return false;
	throw refusal(
		label,
		`isn't true or false: ${shown(value)}`,
		'Check that the expression returns true or false for this item.',
	);
}

/**
 * One of a field's choices; a number equals the same text.
 * @throws RequestError for every other value
 */
export function readChoice(value: unknown, label: string, field: INodeProperties): string {
	const choices = choicesOf(field);
	const chosen = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : undefined;
	if (chosen !== undefined && (choices.length === 0 || choices.includes(chosen))) return chosen;
	const named = choices.slice(0, maxNamed).map((choice) => `"${choice}"`);
	const more = choices.length > maxNamed ? ', … (see the list in the editor)' : '';
	throw refusal(label, `can't be ${shown(value)}`, `Use one of ${named.join(', ')}${more}.`);
}

/** Several of a field's choices. */
export function readChoices(value: unknown, label: string, field: INodeProperties): string[] {
	const chosen = readTexts(value, label);
	if (field.required === true && isEmpty(chosen)) throw emptyRefusal(label, 'Choose at least one.');
	return chosen.map((one) => readChoice(one, label, field));
}

/** The choices; none if they come from Graph. */
function choicesOf({ options = [] }: INodeProperties): string[] {
	return (options as INodePropertyOptions[]).flatMap((option) =>
		'value' in option ? [String(option.value)] : [],
	);
}
