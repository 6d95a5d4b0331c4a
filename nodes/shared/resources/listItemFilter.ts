import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Send } from '../../graph/client';
import { requestError } from '../../graph/errors/requestError';
import { choiceField, locatorField, textField } from '../fields/build';
import { filterOf, quoted } from '../fields/filters';
import { siteAt } from '../fields/locators/site';
import type { ItemParameters } from '../parameters/itemParameters';
import { readAs, required } from '../parameters/values/reading';
import { emptyRefusal } from '../parameters/values/refusal';
import { isEmpty, readTexts } from '../parameters/values/text';
import { fieldOf, kinds } from './listItem';
import { comparableKinds, type ColumnKind } from './listColumns';
import { siteUsers } from './siteUsers';

const operators = {
	startsWith: 'Begins With',
	eq: 'Equals',
	isEmpty: 'Is Empty',
	ge: 'Is Greater or Equal',
	gt: 'Is Greater Than',
	le: 'Is Less or Equal',
	lt: 'Is Less Than',
	isNotEmpty: "Isn't Empty",
	oneOf: 'Is One Of',
	ne: "Doesn't Equal",
};
type Operator = keyof typeof operators;

/** Conditions on the columns of a list's items. */
export const columnFilters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Filter',
	default: {},
	description: 'Conditions on columns, all of which must be met',
	options: [
		{
			displayName: 'Condition',
			name: 'condition',
			values: [
				required(
					locatorField(
						'column',
						'Column',
						{
							list: { method: 'searchListColumnNames', placeholder: 'Select a column…' },
							example: 'e.g. Status',
						},
						{
							description:
								'By ID is its internal name, which can differ from its display name. The list has the columns that SharePoint compares: no multi-line text, hyperlinks, or calculated columns, and none with several values.',
						},
					),
				),
				required(
					choiceField('kind', 'Kind', Object.fromEntries(comparableKinds.map((kind) => [kind, kinds[kind]]))),
				),
				required(choiceField('operator', 'Condition', operators, { default: 'eq' })),
				readAs(
					textField('value', 'Value', {
						placeholder: 'e.g. Open',
						description: 'For "Is One Of", separate several values by commas',
						displayOptions: { hide: { operator: ['isEmpty', 'isNotEmpty'] } },
					}),
					{ kind: 'any' },
				),
			],
		},
	],
};

/** A condition from the fields, with its unchecked value. */
interface Condition {
	column: string;
	kind?: ColumnKind;
	operator?: Operator;
	value?: unknown;
}

const emptyFix =
	'Fill it in or remove the condition. With an expression, check that it returns a value for this item. If an empty filter is intended, turn on "Ignore Empty Filters" under "Options".';

/**
 * The OData filter of an item: its conditions on columns, and the raw filter of its options.
 * @param send looks up people by their address
 * @throws RequestError for an invalid column or value, and for an empty value unless it's to be ignored; what `send` throws
 * Source: "Enumerate items in a list".
 */
export async function columnsFilterOf(item: ItemParameters, send: Send): Promise<string> {
	const { condition = [] } = item.collection('filters') as { condition?: Condition[] };
	const ignored = item.collection('options').ignoreEmptyFilters === true;
	const users = siteUsers(async () => await siteAt(item, send, 'lists'), send);
	const conditions: string[] = [];
	for (const one of condition) {
		if (lacksValue(one)) {
			if (ignored) continue;
			throw emptyRefusal(labelOf(one), emptyFix);
		}
		const given = { label: labelOf(one), timeZone: item.timeZone, isUpdate: false, users };
		conditions.push(await conditionOf(one, given));
	}
	const raw = filterOf(item, []);
	return [...conditions, ...(raw === '' ? [] : [conditions.length > 0 ? `(${raw})` : raw])].join(' and ');
}

const labelOf = ({ column }: Condition) => `Condition on ${column}`;

/** Whether a condition has nothing to compare with. Several values can be none at all, as in ` , `. */
function lacksValue(one: Condition): boolean {
	if (one.operator === 'isEmpty' || one.operator === 'isNotEmpty') return false;
	if (isEmpty(one.value)) return true;
	return one.operator === 'oneOf' && readTexts(one.value, labelOf(one)).length === 0;
}

async function conditionOf(one: Condition, given: Parameters<typeof fieldOf>[1]): Promise<string> {
	const { column: name, kind = 'text', operator = 'eq', value } = one;
	/** The property of a value's column, with the value as a literal. */
	const operand = async (single: unknown): Promise<[string, string]> => {
		const [[property, read] = ['', null]] = Object.entries(
			await fieldOf({ name, kind, value: single }, given),
		);
		return [`fields/${property}`, literal(read)];
	};
	if (operator === 'isEmpty' || operator === 'isNotEmpty') {
		const [property] = await operand('');
		return `${property} ${operator === 'isEmpty' ? 'eq' : 'ne'} null`;
	}
	if (operator === 'oneOf') {
		const all: string[] = [];
		for (const single of readTexts(value, labelOf(one))) all.push((await operand(single)).join(' eq '));
		return `(${all.join(' or ')})`;
	}
	const [property, text] = await operand(value);
	if (operator !== 'startsWith') return `${property} ${operator} ${text}`;
	if (kind === 'text') return `startswith(${property},${text})`;
	throw requestError({
		what: `"${operators.startsWith}" is for texts, and the kind of the column "${name}" is "${kinds[kind]}".`,
		fix: 'Choose another condition, or the kind that the column has.',
	});
}

/** A value as SharePoint compares it: times are quoted, and a boolean is 1 or 0. */
function literal(value: IDataObject[string]): string {
	if (typeof value === 'boolean') return value ? '1' : '0';
	return typeof value === 'number' ? String(value) : quoted(String(value));
}
