import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../parameters/itemParameters';
import { kindOf } from '../parameters/values/reading';
import { optionalText } from '../parameters/values/text';
import { collectionField, flagField } from './build';

/** One entry of "Filters": a field, and the OData condition that its value makes. */
export interface Filter {
	field: INodeProperties;
	/** The condition; `value` is quoted already where it is a text. */
	condition: (value: string) => string;
}

/** The conditions of "Filters" as a field. */
export const filtersField = (filters: readonly Filter[]): INodeProperties =>
	collectionField(
		'filters',
		'Filters',
		filters.map(({ field }) => field),
		{ placeholder: 'Add Filter' },
	);

/** For intentionally empty filters: otherwise, an expression that returns nothing is an error. */
export const ignoreEmptyFilters: INodeProperties = flagField('ignoreEmptyFilters', 'Ignore Empty Filters', {
	default: true,
	description:
		'Whether to ignore filters and searches that are empty for an item. Otherwise, the item fails, so that a missing value never returns everything.',
});

/** The OData filter of an item: all conditions in "Filters" and the raw filter of its options. */
export function filterOf(item: Pick<ItemParameters, 'collection'>, filters: readonly Filter[]): string {
	const chosen = item.collection('filters');
	const raw = optionalText(item.collection('options').filter);
	const conditions = filters
		.filter(({ field }) => chosen[field.name] !== undefined)
		.map(({ field, condition }) => condition(literal(chosen[field.name], field)));
	if (raw !== '') conditions.push(conditions.length > 0 ? `(${raw})` : raw);
	return conditions.join(' and ');
}

/** A text as an OData literal, with doubled apostrophes. */
export function quoted(value: string): string {
	return `'${value.replace(/'/g, "''")}'`;
}

/** A read value as an OData literal. */
function literal(value: unknown, field: INodeProperties): string {
	return kindOf(field) === 'text' || kindOf(field) === 'choice' ? quoted(String(value)) : String(value);
}
