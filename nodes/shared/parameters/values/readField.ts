import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { isLocator } from '../reference';
import { jsonValue } from './json';
import { kindOf, readingOf, type Kind, type WhenEmpty } from './reading';
import { readRecipient, readRecipients } from './recipients';
import { emptyRefusal, refusal, shown } from './refusal';
import { readChoice, readChoices, readFlag, readNumber } from './scalar';
import { isEmpty, readText, readTexts } from './text';
import { dayOf, howToWriteTime, readTime, utcTime } from './time';

/** The context for reading a field. */
export interface ReadContext {
	/** The time zone of the workflow, an IANA name: for times without an offset. */
	timeZone: string;
	/** Whether empty filters are ignored instead of refused; not set without that option. */
	ignoreEmptyFilters?: boolean;
}

/** The collections in which an empty entry can mean something other than "not given". */
const emptyIn: Readonly<Record<string, WhenEmpty>> = {
	additionalFields: 'notGiven',
	actions: 'notGiven',
	conditions: 'refused',
	filters: 'refused',
	options: 'refused',
	updateFields: 'clears',
};

/** Where an empty filter can be intended. */
const ignorable = ['filters', 'options'];

/** Kinds that are never blank, unless an expression returns nothing. */
const neverBlank: readonly Kind[] = ['number', 'flag', 'choice'];

const updateFix =
	'Check the expression: it returns nothing for this item. To clear the field, use null or an empty text; to leave it unchanged, remove it under "Update Fields".';
const expressionFix = 'Check the expression: it returns nothing for this item. To skip the field, clear it.';
const filterFix =
	'Fill it in or remove it. With an expression, check that it returns a value for this item. If an empty filter is intended, turn on "Ignore Empty Filters" under "Options".';

/**
 * Reads the value of a field in the form that its kind has: an expression's value is used, or refused with the field's
 * name.
 * - `text`, `longText`, `names`, `choice`, `id`: a text; `texts`, `choices`: a list of texts
 * - `recipient`: a recipient of Graph; `recipients`: a list of them
 * - `number`, `flag`: a number, a boolean
 * - `instant`: ISO 8601 in UTC; `clockTime`: ISO 8601, without an offset if none was given; `day`: such as 2030-03-04
 * - `json`: any value; `collection`: an object with the given entries; `any`: unchanged
 * @param isExpression whether the field is an expression
 * @returns `undefined` when nothing is given, `null` to clear the property
 * @throws RequestError that names the field
 */
export function readField(
	field: INodeProperties,
	value: unknown,
	isExpression: boolean,
	context: ReadContext,
): unknown {
	if (kindOf(field) === 'collection') return readCollection(field, value, context, field.displayName);
	const whenEmpty = readingOf(field).whenEmpty ?? topLevel(field);
	const label = field.displayName;
	const given = isEmpty(value) ? undefined : readValue(field, value, context, label);
	if (!isEmpty(given)) return given;
	if (isBlankChoice(field, value)) return '';
	if (whenEmpty === 'refused') throw emptyRefusal(label, fixFor(field));
	if (whenEmpty === 'mayBeBlank' && isExpression) throw emptyRefusal(label, expressionFix);
	return undefined;
}

/** What to do about an empty field, if its kind has a better hint than to fill it in. */
const fixFor = (field: INodeProperties): string | undefined =>
	field.type === 'dateTime' ? howToWriteTime : undefined;

/** What an empty field outside of collections means. */
function topLevel(field: INodeProperties): WhenEmpty {
	if (field.required === true) return 'refused';
	const kind = kindOf(field);
	if (neverBlank.includes(kind) && !isBlankChoice(field, '')) return 'refused';
	return kind === 'id' ? 'mayBeBlank' : 'notGiven';
}

/** Whether an empty value is one of the choices. */
function isBlankChoice({ type, options = [] }: INodeProperties, value: unknown): boolean {
	return (
		type === 'options' && value === '' && options.some((option) => 'value' in option && option.value === '')
	);
}

function readCollection(
	field: INodeProperties,
	value: unknown,
	context: ReadContext,
	label: string,
	whenEmpty = emptyIn[field.name] ?? 'notGiven',
): IDataObject | null | undefined {
	if (value === undefined) return undefined;
	if (value === null) return whenEmpty === 'clears' ? null : undefined;
	if (typeof value !== 'object' || Array.isArray(value)) {
		if (isEmpty(value)) return undefined;
		throw refusal(
			label,
			`expects fields, but the expression returns ${shown(value)}`,
			'Return an object with the names of the fields.',
		);
	}
	const given = value as IDataObject;
	if (field.type === 'fixedCollection') return readGroups(field, given, context, label);
	const ignore = context.ignoreEmptyFilters === true && ignorable.includes(field.name);
	return readEntries(field.options as INodeProperties[], given, context, (entry) => ({
		whenEmpty: readingOf(entry).whenEmpty ?? (whenEmpty === 'refused' && ignore ? 'notGiven' : whenEmpty),
		label: emptyIn[field.name] === undefined ? `${label}: ${entry.displayName}` : entry.displayName,
	}));
}

/** The groups of a fixed collection, each with one set of fields, or with several. */
function readGroups(
	{ options = [], typeOptions, displayName }: INodeProperties,
	given: IDataObject,
	context: ReadContext,
	label: string,
): IDataObject {
	const several = typeOptions?.multipleValues === true;
	const groups = (options as INodePropertyCollection[])
		.filter(({ name }) => Object.hasOwn(given, name) && given[name] !== undefined && given[name] !== null)
		.map((group) => {
			const sets = [given[group.name]].flat().map((set: unknown, index) => {
				const name = several ? `${group.displayName} ${index + 1}` : displayName;
				if (typeof set !== 'object' || set === null || Array.isArray(set))
					throw refusal(
						label,
						`contains ${shown(set)} instead of fields`,
						`Check the expression of "${name}".`,
					);
				return readEntries(group.values, set as IDataObject, context, (entry) => ({
					whenEmpty: readingOf(entry).whenEmpty ?? 'notGiven',
					label: several ? `${name}: ${entry.displayName}` : entry.displayName,
				}));
			});
			return [group.name, several ? sets : sets[0]];
		});
	return Object.fromEntries(groups) as IDataObject;
}

/** The given fields of a collection; anything else in it is ignored. */
function readEntries(
	fields: readonly INodeProperties[],
	given: IDataObject,
	context: ReadContext,
	about: (field: INodeProperties) => { whenEmpty: WhenEmpty; label: string },
): IDataObject {
	const entries = fields
		.filter(({ name }) => Object.hasOwn(given, name))
		.map((field) => {
			const { whenEmpty, label } = about(field);
			const value = given[field.name];
			return [
				field.name,
				readEntry(field, isLocator(value) ? value.value : value, context, whenEmpty, label),
			];
		});
	return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as IDataObject;
}

function readEntry(
	field: INodeProperties,
	value: unknown,
	context: ReadContext,
	whenEmpty: WhenEmpty,
	label: string,
): unknown {
	const kind = kindOf(field);
	if (kind === 'any') return value;
	if (value === undefined && whenEmpty === 'clears') throw emptyRefusal(label, updateFix);
	if (kind === 'collection') return readCollection(field, value, context, label, whenEmpty);
	const read = isEmpty(value) ? undefined : readValue(field, value, context, label);
	if (!isEmpty(read)) return read;
	if (isBlankChoice(field, value)) return '';
	if (whenEmpty === 'refused' || (whenEmpty === 'mayBeBlank' && value !== ''))
		throw emptyRefusal(label, context.ignoreEmptyFilters === undefined ? fixFor(field) : filterFix);
	if (whenEmpty !== 'clears') return undefined;
	return ['texts', 'recipients', 'choices'].includes(kind) ? [] : null;
}

/** An ID, name, or path without control characters. */
function readId(value: unknown, label: string): string {
	const id = readText(value, label).trim();
	if (!/\p{Cc}/u.test(id)) return id;
	throw refusal(
		label,
		`contains a control character, such as a line break: ${shown(id)}`,
		'Check the value for this item: it must be a single ID, name, or path.',
	);
}

function readValue(
	field: INodeProperties,
	value: unknown,
	{ timeZone }: ReadContext,
	label: string,
): unknown {
	switch (kindOf(field)) {
		case 'id':
			return readId(value, label);
		case 'text':
			return readText(value, label).trim();
		case 'longText':
			return readText(value, label);
		case 'texts':
			return readTexts(value, label);
		case 'names':
			return readTexts(value, label).join(',');
		case 'recipient':
			return readRecipient(value, label);
		case 'recipients':
			return readRecipients(value, label);
		case 'number':
			return readNumber(value, label, field.typeOptions);
		case 'flag':
			return readFlag(value, label);
		case 'choice':
			return readChoice(value, label, field);
		case 'choices':
			return readChoices(value, label, field);
		case 'instant':
			return utcTime(value, timeZone, label);
		case 'clockTime':
			return readTime(value, timeZone, label);
		case 'day':
			return dayOf(value, timeZone, label);
		case 'json':
			return jsonValue(value, label);
		default:
			return value;
	}
}
