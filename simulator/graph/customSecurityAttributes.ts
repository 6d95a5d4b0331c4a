import { requestRefused } from './directoryObjects';
import { GraphError } from './errors';
import { mayCall } from './permissions';

/** A definition: the type of its values, and whether there can be several. */
interface Definition {
	type: 'String' | 'Int32' | 'Boolean';
	several?: boolean;
}

/** The attributes that the tenant has defined, by set. Source: the examples of "Assign custom security attributes". */
const definitions: Readonly<Record<string, Readonly<Record<string, Definition>>>> = {
	Engineering: {
		Certification: { type: 'Boolean' },
		Cost: { type: 'Int32', several: true },
		NumVendors: { type: 'Int32' },
		Project: { type: 'String', several: true },
		ProjectDate: { type: 'String' },
	},
};

type Values = Record<string, unknown>;

const valueType = '#Microsoft.DirectoryServices.CustomSecurityAttributeValue';

/** @throws GraphError 403 without one of these permissions of its own; `Directory.Read.All` isn't one */
function check(roles: readonly string[], needed: readonly string[]): void {
	if (mayCall(roles, needed)) return;
	throw new GraphError(
		403,
		'Authorization_RequestDenied',
		'Insufficient privileges to complete the operation.',
	);
}

const write = ['CustomSecAttributeAssignment.ReadWrite.All'];

/** @throws GraphError 403 */
export const checkReadsAttributes = (roles: readonly string[]) =>
	check(roles, ['CustomSecAttributeAssignment.Read.All', ...write]);

const fits = (value: unknown, type: Definition['type']) =>
	type === 'String'
		? typeof value === 'string'
		: type === 'Boolean'
			? typeof value === 'boolean'
			: Number.isInteger(value);

/** @throws GraphError 400 for a value, or its type in the request, that isn't that of the definition */
function checkValue(name: string, { type, several = false }: Definition, given: Values): void {
	const value = given[name];
	const annotation = given[`${name}@odata.type`];
	const expected = several ? `#Collection(${type})` : type === 'Int32' ? '#Int32' : undefined;
	const isRemoval = value === null || (Array.isArray(value) && value.length === 0);
	if (expected !== undefined && annotation !== expected && value !== null)
		throw requestRefused(`The type of the custom security attribute '${name}' must be '${expected}'.`);
	const values = Array.isArray(value) ? (value as unknown[]) : [value];
	if (isRemoval || (Array.isArray(value) === several && values.every((one) => fits(one, type)))) return;
	throw requestRefused(`The value of the custom security attribute '${name}' is not of the type '${type}'.`);
}

/**
 * The attributes after an update: those that it doesn't name stay.
 * @throws GraphError 403 without the permission, 400 for what the tenant hasn't defined
 */
export function changedAttributes(
	before: unknown,
	change: unknown,
	roles: readonly string[],
): Record<string, Values> {
	check(roles, write);
	const all = structuredClone((before ?? {}) as Record<string, Values>);
	for (const [set, given] of Object.entries((change ?? {}) as Record<string, Values>)) {
		if (given['@odata.type'] !== valueType)
			throw requestRefused(`The '@odata.type' of the attribute set '${set}' must be '${valueType}'.`);
		const values = all[set] ?? { '@odata.type': '#microsoft.graph.customSecurityAttributeValue' };
		for (const [name, value] of Object.entries(given)) {
			if (name.includes('@odata.type')) continue;
			const definition = definitions[set]?.[name];
			if (definition === undefined)
				throw requestRefused(`The custom security attribute '${name}' of the set '${set}' does not exist.`);
			checkValue(name, definition, given);
			delete values[name];
			delete values[`${name}@odata.type`];
			if (value === null || (Array.isArray(value) && value.length === 0)) continue;
			if (definition.several) values[`${name}@odata.type`] = `#Collection(${definition.type})`;
			else if (definition.type === 'Int32') values[`${name}@odata.type`] = '#Int32';
			values[name] = value;
		}
		all[set] = values;
	}
	return all;
}
