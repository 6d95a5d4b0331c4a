import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { INodeParameters, INodeProperties, NodeParameterValueType } from 'n8n-workflow';
import type { Operation, Resource } from '../../nodes/MicrosoftGraph/operation';
import type { Simulator } from '../../simulator/simulator';
import { choicesOf, exampleOf, located, placeholderOf } from './examples';

/** What the operations of a resource are run with, where their fields' own examples do not do. */
export interface Samples {
	/** Values of fields by name, for all operations of the resource; of a resource locator the plain ID. */
	fields?: Readonly<Record<string, (simulator: Simulator) => unknown>>;
	/** Parameters of single operations, beside or in place of those. */
	operations?: Readonly<Record<string, (simulator: Simulator) => INodeParameters>>;
}

/** One operation and the resource that it belongs to. */
export interface Entry {
	resource: Resource;
	operation: Operation;
}

/** One way to fill an operation in: what differs from its samples. */
export interface Variant {
	/** What differs, in words; `''` for the samples themselves. */
	label: string;
	change: (parameters: INodeParameters) => INodeParameters;
}

/** Whose mailbox, files and so on the samples are. */
export const sampleUser = 'adelev@contoso.example';

const taken = new WeakMap<Simulator, number>();

/** Another one at each call, so that operations that use something up find another. */
function another<T>(simulator: Simulator, things: readonly T[]): T {
	const count = taken.get(simulator) ?? 0;
	taken.set(simulator, count + 1);
	return things[count % things.length];
}

const groupNamed = ({ graph }: Simulator, displayName: string) =>
	[...graph.groups.values()].find((group) => group.displayName === displayName);

/** Fields that mean the same wherever they stand. */
const shared: NonNullable<Samples['fields']> = {
	mailbox: () => sampleUser,
	userId: () => sampleUser,
	groupId: (simulator) => groupNamed(simulator, 'Newcomers')?.id,
	folderId: () => 'inbox',
	// From the start: a link of the simulator's own comes out only then.
	deltaLink: () => '',
	messageId: (simulator) =>
		another(simulator, simulator.graph.mailbox(sampleUser).messagesIn('inbox')).immutableId,
};

const folder = join(__dirname, 'samples');
const written = new Set(readdirSync(folder).map((file) => basename(file, '.ts')));

async function samplesOf({ value }: Resource): Promise<Samples> {
	if (!written.has(value)) return {};
	const { samples } = (await import(join(folder, value))) as { samples: Samples };
	return samples;
}

/** Files in `samples/` that belong to no resource, and samples of operations that are not there. */
export async function strayed(resources: readonly Resource[]): Promise<string[]> {
	const files = [...written].filter((name) => !resources.some(({ value }) => value === name));
	const operations = await Promise.all(
		resources.map(async (resource) =>
			Object.keys((await samplesOf(resource)).operations ?? {})
				.filter((name) => !resource.operations.some(({ value }) => value === name))
				.map((name) => `${resource.value}.ts: ${name}`),
		),
	);
	return [...files.map((name) => `${name}.ts`), ...operations.flat()];
}

/**
 * Parameters with which an operation works in the simulator: the samples of its resource, then what its fields giveX
 */
export async function parametersOf(
	{ resource, operation }: Entry,
	simulator: Simulator,
): Promise<INodeParameters> {
	const samples = await samplesOf(resource);
	const values = operation.fields.map((field) => {
		const sample = samples.fields?.[field.name] ?? shared[field.name];
		return [field.name, sample ? sampled(field, sample(simulator)) : plainValue(field)];
	});
	const parameters: INodeParameters = {
		resource: resource.value,
		operation: operation.value,
		...(Object.fromEntries(values) as INodeParameters),
	};
	for (const [name, value] of Object.entries(samples.operations?.[operation.value]?.(simulator) ?? {})) {
		const field = operation.fields.find((candidate) => candidate.name === name);
		parameters[name] = field ? sampled(field, value) : value;
	}
	return parameters;
}

function sampled(field: INodeProperties, value: unknown): NodeParameterValueType {
	const plain = field.type === 'resourceLocator' && typeof value !== 'object';
	return plain ? located(field, String(value ?? '')) : (value as NodeParameterValueType);
}

function plainValue(field: INodeProperties): NodeParameterValueType {
	const { name, type, required } = field;
	if (type === 'collection') return name === 'updateFields' ? oneOf(field) : {};
	if (required !== true && (type === 'multiOptions' || type === 'fixedCollection')) return field.default;
	return exampleOf(field);
}

/** One entry of a collection: a change of nothing is refused. */
function oneOf({ options = [] }: INodeProperties): INodeParameters {
	const entries = (options as INodeProperties[]).filter(({ type }) => type !== 'json');
	const simple = entries.find(({ type }) => /^(string|boolean|options)$/.test(type)) ?? entries[0];
	if (simple === undefined) return {};
	const example = exampleOf(simple);
	return { [simple.name]: example === '' ? 'sample' : example };
}

/**
 * The ways to fill an operation in: its samples; each other choice of its fields and options; each other way to name an
 * object, or none; and its collections filled, as often as one of their entries has values to choose from.
 */
export function variantsOf({ fields, options = [] }: Operation): Variant[] {
	const collections = fields.filter(({ type }) => type === 'collection' || type === 'fixedCollection');
	const rounds = Math.min(Math.max(0, ...collections.map(mostChoices)), 12);
	const filled = Array.from({ length: rounds }, (_, round) => ({
		label: `${collections.map(({ displayName }) => displayName).join(', ')} filled (${round + 1})`,
		change: changed(Object.fromEntries(collections.map((field) => [field.name, exampleOf(field, round)]))),
	}));
	return [
		{ label: '', change: (parameters) => parameters },
		...fields.flatMap((field) => [
			...otherValues(field).map(([label, value]) => ({ label, change: changed({ [field.name]: value }) })),
			...otherModes(field).map(([label, value]) => ({ label, change: changed({ [field.name]: value }) })),
		]),
		...options.flatMap((field) =>
			[...otherValues(field), ...example(field)].map(([label, value]) => ({
				label,
				change: withOption({ [field.name]: value }),
			})),
		),
		...filled,
	];
}

const changed =
	(change: INodeParameters): Variant['change'] =>
	(parameters) => ({ ...parameters, ...change });

const withOption =
	(change: INodeParameters): Variant['change'] =>
	(parameters) => ({ ...parameters, options: { ...(parameters.options as INodeParameters), ...change } });

type Labelled = [label: string, value: NodeParameterValueType];

/** The choices that are not the default. */
function otherValues(field: INodeProperties): Labelled[] {
	const { displayName, type, default: fallback } = field;
	if (type === 'boolean') return [[`${displayName}: ${String(fallback !== true)}`, fallback !== true]];
	if (type !== 'options') return [];
	return choicesOf(field)
		.filter((value) => value !== fallback)
		.map((value) => [`${displayName}: ${String(value)}`, value as NodeParameterValueType]);
}

/** A locator filled in by its other boxes, and one that may be empty left so. */
function otherModes(field: INodeProperties): Labelled[] {
	if (field.type !== 'resourceLocator') return [];
	const modes = (field.modes ?? []).filter(
		(mode) => mode.name !== 'id' && mode.type === 'string' && placeholderOf(mode) !== '',
	);
	return [
		...modes.map(({ name, displayName }): Labelled => [
			`${field.displayName}: ${displayName}`,
			located(field, undefined, name),
		]),
		...(field.required === true ? [] : [[`without ${field.displayName}`, located(field, '')] as Labelled]),
	];
}

/** An option that takes no choice, with its example. */
function example(field: INodeProperties): Labelled[] {
	if (field.type === 'boolean' || field.type === 'options') return [];
	const value = exampleOf(field);
	return value === '' ? [] : [[`with ${field.displayName}`, value]];
}

function mostChoices(field: INodeProperties): number {
	const entries = (field.options ?? []).flatMap((entry) => ('values' in entry ? entry.values : [entry]));
	return Math.max(1, ...entries.map((entry) => ('type' in entry ? choicesOf(entry).length : 1)));
}
