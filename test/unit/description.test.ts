import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { propertiesOf } from '../../nodes/MicrosoftGraph/description';
import { resources } from '../../nodes/MicrosoftGraph/operations';

const properties = propertiesOf(resources);
const operations = resources.flatMap((resource) =>
	resource.operations.map((operation) => ({ name: `${resource.value}: ${operation.value}`, operation })),
);
const ofResource = ({ value }: { value: string }) =>
	properties.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(value));

/** A property and all those inside it, each with its path. */
function withInner(property: INodeProperties, path = ''): Array<{ path: string; field: INodeProperties }> {
	const here = `${path}${property.name}`;
	const inner = (property.options ?? []).flatMap((option) =>
		isField(option)
			? withInner(option, `${here}.`)
			: isGroup(option)
				? option.values.flatMap((field) => withInner(field, `${here}.${option.name}.`))
				: [],
	);
	return [{ path: here, field: property }, ...inner];
}

type Option = NonNullable<INodeProperties['options']>[number];
const isField = (option: Option): option is INodeProperties => 'type' in option;
const isGroup = (option: Option): option is INodePropertyCollection => 'values' in option;
const isChoice = (option: Option): option is INodePropertyOptions => 'value' in option;

const everyField = resources.flatMap((resource) =>
	ofResource(resource).flatMap((property) => withInner(property, `${resource.value}: `)),
);

test('the editor has few properties to go through', () => {
	process.stdout.write(`${properties.length} properties for ${operations.length} operations\n`);
	// The editor goes through all of them each time it shows the node.
	expect(properties.length).toBeLessThan(3.5 * operations.length);
});

test('no field relies on n8n to validate it, because the node reads it without that', () => {
	const validated = everyField.filter(({ field }) => field.validateType !== undefined);
	expect(validated.map(({ path }) => path)).toEqual([]);
});

test.each(resources.map((resource) => [resource.value, resource] as const))(
	'%s: no field definition stands twice',
	(_, resource) => {
		const ofOperations = new Set(resource.operations.flatMap(({ fields }) => fields));
		expect(repeated([...ofOperations].map((field) => definitionOf(field)))).toEqual([]);
		expect(repeated(ofResource(resource).map((property) => definitionOf(property)))).toEqual([]);
	},
);

/** What a property says, with when it is shown, whatever the resource and the operation. */
function definitionOf({ displayOptions = {}, ...definition }: INodeProperties): string {
	const show = { ...displayOptions.show, resource: undefined, operation: undefined };
	return JSON.stringify({ ...definition, displayOptions: { ...displayOptions, show } });
}

describe.each(resources.map((resource) => [resource.value, resource] as const))('%s', (_, resource) => {
	const shown = ofResource(resource).filter(({ type }) => type !== 'notice');
	test.each(resource.operations.map((operation) => [operation.value, operation] as const))(
		'%s shows what it needs first, then how much to return, and collections last',
		(value, { fields }) => {
			const own = shown.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(value));
			const rank = ({ name, type }: INodeProperties) =>
				type === 'collection' || name === 'filters'
					? 3
					: name === 'simplify'
						? 2
						: ['returnAll', 'limit'].includes(name)
							? 1
							: 0;
			const ranks = own.map(rank);
			expect(ranks).toEqual([...ranks].sort((one, other) => one - other));
			// Within that, as the operation has them.
			const first = ({ name }: INodeProperties) => fields.findIndex((field) => field.name === name);
			const places = own.filter((field) => rank(field) === 0).map(first);
			expect(places).toEqual([...places].sort((one, other) => one - other));
		},
	);
});

test('a resource that can be read is offered to be read', () => {
	const offered = Object.fromEntries(
		properties
			.filter(({ name }) => name === 'operation')
			.map(({ displayOptions, default: chosen }) => [displayOptions?.show?.resource?.[0], chosen]),
	);
	expect(offered).toMatchObject({ user: 'get', message: 'get', event: 'get', file: 'get', search: 'query' });
});

test('no operation has a field twice', () => {
	const twice = operations.filter(
		({ operation }) => repeated(operation.fields.map(({ name }) => name)).length,
	);
	expect(twice.map(({ name }) => name)).toEqual([]);
});

test('a text that is required is empty at first, but for the names of files in items', () => {
	const filled = everyField.filter(
		({ field }) =>
			field.type === 'string' &&
			field.required &&
			!/binaryPropertyName$/i.test(field.name) &&
			field.default !== '',
	);
	expect(filled.map(({ path }) => path)).toEqual([]);
});

test('what can be chosen or added is sorted by its name', () => {
	const unsorted = everyField.filter(({ field }) => {
		const names = (field.options ?? []).map((option) =>
			isChoice(option) ? option.name : 'displayName' in option ? option.displayName : '',
		);
		return names.join('\n') !== [...names].sort(byParts).join('\n');
	});
	expect(unsorted.map(({ path }) => path)).toEqual([]);
});

test.each(operations)('$name says what it does', ({ operation }) => {
	const { name, value, action, description } = operation;
	expect(name).toMatch(/^[A-Z]/);
	expect(value).toMatch(/^[a-z][A-Za-z0-9]*$/);
	expect(action).toMatch(/^[A-Z].*[^.]$/);
	expect(description).toMatch(/^[A-Z]/);
	// n8n's rule: only several sentences end with a period.
	expect(description.endsWith('.')).toBe(/[.!?] [A-Z]/.test(description));
});

test('a switch says whether', () => {
	const others = everyField.filter(
		({ field }) => field.type === 'boolean' && !field.description?.startsWith('Whether '),
	);
	expect(others.map(({ path, field }) => `${path}: ${field.description}`)).toEqual([]);
});

/** By name; of "Resource: Operation" first by the resource. */
function byParts(a: string, b: string): number {
	const [first = '', second = ''] = a.split(': ');
	const [otherFirst = '', otherSecond = ''] = b.split(': ');
	return first.localeCompare(otherFirst) || second.localeCompare(otherSecond);
}

const repeated = (values: readonly string[]) => [
	...new Set(values.filter((value, i) => values.indexOf(value) !== i)),
];

test('no resource locator has n8n take a part of its value: what is in it is read as it is', () => {
	const taking = everyField.flatMap(({ path, field }) =>
		(field.modes ?? []).filter((mode) => 'extractValue' in mode).map((mode) => `${path}: ${mode.name}`),
	);
	expect(taking).toEqual([]);
});

test('what may be left empty says so where nothing is chosen, instead of asking to choose', () => {
	const optional = everyField.filter(
		({ field: { type, required = false, description = '' } }) =>
			type === 'resourceLocator' && !required && /\bempty\b/.test(description),
	);
	expect(optional.length).toBeGreaterThan(5);
	const asking = optional.filter(({ field: { modes = [] } }) =>
		modes.some(({ name, placeholder = '' }) => name === 'list' && placeholder.startsWith('Select')),
	);
	expect(asking.map(({ path }) => path)).toEqual([]);
});
