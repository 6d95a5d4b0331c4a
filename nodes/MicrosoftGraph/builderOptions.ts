import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { requestError } from '../graph/errors/requestError';
import type { NodeRestrictions } from '../graph/transport/restrictions';
import { allowedMailboxes, readOnly } from '../shared/fields/request';

/**
 * Reads what the person who builds the workflow allows, whatever an AI agent or an item asks for. It's read from the
 * node as it is stored, without expressions, so nothing that comes in while the workflow runs can change it.
 * @throws RequestError for an expression, for an empty list, and for what isn't a list of names
 */
export function builderOptionsOf(context: Pick<IExecuteFunctions, 'getNode'>): NodeRestrictions {
	const { options } = context.getNode().parameters;
	const stored = (typeof options === 'object' && options !== null ? options : {}) as IDataObject;
	return {
		readOnly: flagOf(stored),
		mailboxes: namesOf(stored, allowedMailboxes.name, allowedMailboxes.displayName),
	};
}

function flagOf(stored: IDataObject): boolean {
	const value = stored[readOnly.name];
	if (value === undefined || typeof value === 'boolean') return value === true;
	throw notFixed(readOnly.displayName, value, 'Turn it on or off.');
}

function namesOf(stored: IDataObject, name: string, label: string): ReadonlySet<string> | undefined {
	const value = stored[name];
	if (value === undefined) return undefined;
	if (typeof value !== 'string' || isExpression(value)) {
		throw notFixed(label, value, 'Enter the names, separated by commas.');
	}
	const names = value
		.split(/[,;\s]+/)
		.filter((one) => one !== '')
		.map((one) => one.toLowerCase());
	if (names.length > 0) return new Set(names);
	throw requestError({
		what: `The option "${label}" is empty, so nothing would be allowed.`,
		fix: 'Enter at least one name, or remove the option to allow everything.',
	});
}

function notFixed(label: string, value: unknown, fix: string): Error {
	return requestError({
		what: `The option "${label}" contains ${typeof value === 'string' && isExpression(value) ? 'an expression' : 'a value of another kind'}.`,
		why: 'It limits what an agent may do, so no expression and no $fromAI can set it.',
		fix,
	});
}

/** n8n may have removed the "=" of an expression in a field that doesn't take any. */
function isExpression(value: string): boolean {
	return value.startsWith('=') || value.includes('{{');
}
