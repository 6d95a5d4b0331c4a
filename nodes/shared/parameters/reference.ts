import type { IDataObject } from 'n8n-workflow';

/** An expression that is a plain reference to a property of the item, such as `={{ $json.user.id }}`. */
const plainReference = /^=\{\{\s*\$json((?:\.[A-Za-z_]\w*)+)\s*\}\}$/;

/**
 * What a plain reference gives, without n8n's expression engine: that starts anew for each value of each item, which is
 * most of what many small items take.
 * @param parameter as the workflow has it: a text, or a resource locator
 * @param json of the item
 * @returns `undefined` for everything that is left to n8n: other expressions, and references to what is no text, number or
 * switch
 */
export function readReference(parameter: unknown, json: IDataObject | undefined): unknown {
	const path = plainReference.exec(expressionOf(parameter))?.[1];
	if (path === undefined) return undefined;
	let value: unknown = json;
	for (const name of path.slice(1).split('.')) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
		value = (value as IDataObject)[name];
	}
	return ['string', 'number', 'boolean'].includes(typeof value) ? value : undefined;
}

/** The text that a parameter is, or that a resource locator holds: as the workflow has it, an expression begins with `=`. */
export function expressionOf(parameter: unknown): string {
	const text = isLocator(parameter) ? parameter.value : parameter;
	return typeof text === 'string' ? text : '';
}

/** What a resource locator holds; no locator of this node has n8n take a part of it out by a pattern (`extractValue`). */
interface Locator {
	mode: unknown;
	value: unknown;
}

export function isLocator(parameter: unknown): parameter is Locator {
	return typeof parameter === 'object' && parameter !== null && '__rl' in parameter;
}
