import type { IDataObject } from 'n8n-workflow';

/** An expression that is a plain reference to a property of the item, such as `={{ $json.user.id }}`. */
const plainReference = /^=\{\{\s*\$json((?:\.[A-Za-z_]\w*)+)\s*\}\}$/;

/** A text with such references, such as `=Report {{ $json.number }}`, without other braces and escapes. */
const textWithReferences = /^=(?:[^{}\\]*\{\{\s*\$json(?:\.[A-Za-z_]\w*)+\s*\}\})+[^{}\\]*$/;

/** The references in it. */
const references = /\{\{\s*\$json((?:\.[A-Za-z_]\w*)+)\s*\}\}/g;

/**
 * The value of a plain reference, or of a text with some, without n8n's expression engine: starting it for each value of
 * each item takes most of the time of many small items.
 * @param parameter as in the workflow: text, or a resource locator
 * @param json of the item
 * @returns `undefined` for everything that n8n must evaluate: other expressions, and references to a value that isn't
 * text, a number, or a boolean
 */
export function readReference(parameter: unknown, json: IDataObject | undefined): unknown {
	const expression = expressionOf(parameter);
	const path = plainReference.exec(expression)?.[1];
	if (path !== undefined) return valueAt(path, json);
	if (!textWithReferences.test(expression)) return undefined;
	const values = [...expression.matchAll(references)].map(([, one = '']) => valueAt(one, json));
	if (values.includes(undefined)) return undefined;
	return expression.slice(1).replace(references, () => String(values.shift()));
}

/**
 * A property of the item.
 * @param path such as `.user.id`
 * @returns `undefined` if it isn't there, or isn't text, a number, or a boolean
 */
function valueAt(path: string, json: IDataObject | undefined): unknown {
	let value: unknown = json;
	for (const name of path.slice(1).split('.')) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
		value = (value as IDataObject)[name];
	}
	return ['string', 'number', 'boolean'].includes(typeof value) ? value : undefined;
}

/** The text of a parameter or resource locator as in the workflow, where an expression starts with `=`. */
export function expressionOf(parameter: unknown): string {
	const text = isLocator(parameter) ? parameter.value : parameter;
	return typeof text === 'string' ? text : '';
}

/** A resource locator; none of this node uses `extractValue`. */
interface Locator {
	mode: unknown;
	value: unknown;
}

export function isLocator(parameter: unknown): parameter is Locator {
	return typeof parameter === 'object' && parameter !== null && '__rl' in parameter;
}
