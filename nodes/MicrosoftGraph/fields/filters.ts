import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../itemParameters';
import { collectionField } from './build';
import { text } from './odata';
import { utcTime } from './times';

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

/** The OData filter of an item: what stands in "Filters", and the raw filter of its options, all of them together. */
export function filterOf(item: ItemParameters, filters: readonly Filter[]): string {
	const chosen = item.collection('filters');
	const raw = text(item.collection('options').filter);
	const conditions = filters
		.filter(({ field }) => isSet(chosen[field.name]))
		.map(({ field, condition }) => condition(literal(chosen, field, item.timeZone)));
	if (raw !== '') conditions.push(conditions.length > 0 ? `(${raw})` : raw);
	return conditions.join(' and ');
}

/** A text as an OData literal: an apostrophe in it is doubled. */
export function quoted(value: string): string {
	return `'${value.replace(/'/g, "''")}'`;
}

function isSet(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

function literal(chosen: IDataObject, { name, displayName, type }: INodeProperties, zone: string): string {
	const value = chosen[name];
	if (type === 'dateTime') return utcTime(value, zone, displayName);
	return type === 'boolean' || type === 'number' ? String(value) : quoted(String(value).trim());
}
