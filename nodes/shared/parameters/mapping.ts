import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { expressionOf } from './reference';
import { isEmpty } from './values/text';
import { refusal, shown } from './values/refusal';

/** A value that a person has mapped to a column. */
export interface MappedValue {
	name: string;
	/** Unchecked; what an expression has returned. */
	value: unknown;
}

/** What a resource mapper holds for an item. */
export interface Mapping {
	/** Whether the properties of the input item are the values: "Map Automatically". */
	automatic: boolean;
	/** A value that is left blank isn't among them, unless an expression has returned it. */
	values: MappedValue[];
	/** The columns to match on. */
	matching: string[];
	/** The columns as the editor read them, with everything that the node said about them. */
	schema: IDataObject[];
}

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a resource mapper.
 * @param raw as in the workflow
 * @param resolved with expressions resolved
 * @param json of the input item
 * @throws RequestError that names the field if it isn't what the editor writes
 */
export function readMapping(
	{ displayName }: INodeProperties,
	raw: unknown,
	resolved: unknown,
	json: IDataObject = {},
): Mapping {
	if (isEmpty(resolved)) return { automatic: false, values: [], matching: [], schema: [] };
	const { mappingMode, value, matchingColumns, schema } = isObject(resolved) ? resolved : {};
	if (mappingMode !== 'defineBelow' && mappingMode !== 'autoMapInputData') {
		const how = 'Map the columns in the editor, or use "Columns (JSON)".';
		throw refusal(displayName, `contains ${shown(resolved)} instead of mapped columns`, how);
	}
	const automatic = mappingMode === 'autoMapInputData';
	const written = isObject(raw) && isObject(raw.value) ? raw.value : {};
	const given = isObject(value) ? value : {};
	const isLeftBlank = (name: string) => isEmpty(given[name]) && !expressionOf(written[name]).startsWith('=');
	const names = automatic ? Object.keys(json) : Object.keys(given).filter((name) => !isLeftBlank(name));
	return {
		automatic,
		values: names.map((name) => ({ name, value: (automatic ? json : given)[name] })),
		matching: Array.isArray(matchingColumns) ? matchingColumns.map(String) : [],
		schema: Array.isArray(schema) ? (schema as unknown[]).filter(isObject) : [],
	};
}
