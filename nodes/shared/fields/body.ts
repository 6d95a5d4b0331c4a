import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { requestError } from '../../graph/errors/requestError';
import { jsonObject } from '../parameters/values/json';
import { jsonField } from './build';

/** For properties without their own field: an entry of "Additional Fields" or "Update Fields". */
export const moreProperties: INodeProperties = jsonField('moreProperties', 'More Properties (JSON)', {
	description: "Properties of the object with Graph's names, in JSON; they override the fields",
});

/**
 * The body of a new object: the entries of the given objects whose name is a property's, without empty ones; "More
 * Properties" overrides them.
 * @throws RequestError if "More Properties" isn't a JSON object
 */
export function newObject(...parts: readonly IDataObject[]): IDataObject {
	return merged(parts, (value) => value === '' || value === undefined);
}

/**
 * The body of an update: like `newObject`, but an added text that is left empty clears the property.
 * @throws RequestError when there is nothing to change
 */
export function updateBody(...parts: readonly IDataObject[]): IDataObject {
	const body = merged(parts, (value) => value === undefined);
	for (const [name, value] of Object.entries(body)) if (value === '') body[name] = null;
	if (Object.keys(body).length > 0) return body;
	throw requestError({
		what: "There's nothing to update.",
		fix: 'Add what to update under "Update Fields".',
	});
}

function merged(parts: readonly IDataObject[], isLeftOut: (value: unknown) => boolean): IDataObject {
	const { moreProperties: more, ...own } = Object.assign({}, ...parts) as IDataObject;
	const kept = Object.entries(own).filter(([, value]) => !isLeftOut(value));
	return { ...Object.fromEntries(kept), ...jsonObject(more, moreProperties.displayName) };
}
