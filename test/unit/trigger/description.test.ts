import type { INodeProperties } from 'n8n-workflow';
import { MicrosoftGraphTrigger } from '../../../nodes/MicrosoftGraphTrigger/MicrosoftGraphTrigger.node';
import { propertiesOf } from '../../../nodes/MicrosoftGraphTrigger/description';
import { watches } from '../../../nodes/MicrosoftGraphTrigger/watches';

const properties = propertiesOf(watches);
const shownFor = ({ displayOptions }: INodeProperties, watch: string) => {
	const resources = displayOptions?.show?.resource;
	return resources === undefined || resources.includes(watch);
};
const everyWatch = watches.map((watch) => [watch.value, watch] as const);

type Option = NonNullable<INodeProperties['options']>[number];
const isField = (option: Option): option is INodeProperties => 'type' in option;

/** A property and the entries of it, each with its path. */
const withEntries = (field: INodeProperties, path = field.name): Array<[string, INodeProperties]> => [
	[path, field],
	...(field.options ?? []).filter(isField).flatMap((entry) => withEntries(entry, `${path}.${entry.name}`)),
];
const everyField = everyWatch.flatMap(([watch]) =>
	properties
		.filter((property) => shownFor(property, watch))
		.flatMap((property) => withEntries(property))
		.map(([path, field]) => [`${watch}: ${path}`, field] as const),
);
const where = (wrong: (field: INodeProperties) => boolean) =>
	everyField.filter(([, field]) => wrong(field)).map(([path]) => path);

test('what can be watched is sorted by its name, each once', () => {
	const names = watches.map(({ name }) => name);
	expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
	expect(new Set(watches.map(({ value }) => value)).size).toBe(watches.length);
});

test.each(everyWatch)('%s says what it is', (_, watch) => {
	expect(watch.name).toMatch(/^[A-Z]/);
	expect(watch.value).toMatch(/^[a-z][A-Za-z]*$/);
	expect(watch.description).toMatch(/^[A-Z].*[^.]$/);
	expect(Object.keys(watch.events).length).toBeGreaterThan(0);
	expect(watch.permissions.length).toBeGreaterThan(0);
});

test('the array is a fresh one each time, and so are the fields', () => {
	const [one, other] = [propertiesOf(watches), propertiesOf(watches)];
	expect(one).toEqual(other);
	expect(one).not.toBe(other);
	expect(one.filter((property, at) => property === other[at])).toEqual([]);
	one.push({ displayName: 'Poll Times', name: 'pollTimes', type: 'hidden', default: '' });
	expect(new MicrosoftGraphTrigger().description.properties).toEqual(other);
});

test('no definition stands twice', () => {
	// What notices, events and collections say is the watch's own.
	const shared = properties.filter(({ name }) => !/^(permissions_|event$|filters$|options$)/.test(name));
	const definitions = shared.map(({ displayOptions = {}, ...definition }) => {
		const show = { ...displayOptions.show, resource: undefined };
		return JSON.stringify({ ...definition, displayOptions: { ...displayOptions, show } });
	});
	expect(definitions).toEqual([...new Set(definitions)]);
});

test.each(everyWatch)('%s shows no field twice at the same time', (watch) => {
	const shown = properties.filter((property) => shownFor(property, watch)).map(({ name }) => name);
	expect(shown).toEqual([...new Set(shown)]);
});

test('what can be chosen or added is sorted by its name', () => {
	expect(
		where(({ options = [] }) => {
			const names = options.map((option) => (isField(option) ? option.displayName : option.name));
			return names.join('\n') !== [...names].sort((a, b) => a.localeCompare(b)).join('\n');
		}),
	).toEqual([]);
});

test('a switch says whether, and a text has an example', () => {
	expect(
		where(({ type, description }) => type === 'boolean' && !/^Whether /.test(description ?? '')),
	).toEqual([]);
	expect(where(({ type, placeholder }) => type === 'string' && !/^e\.g\. /.test(placeholder ?? ''))).toEqual(
		[],
	);
});

test('whatever is to be filled in is explained by a description, an example or its choices', () => {
	const explained = ({ type, description, placeholder, options, modes }: INodeProperties) =>
		type === 'notice' || [description, placeholder, options, modes].some((one) => one !== undefined);
	expect(where((field) => !explained(field))).toEqual([]);
});

test.each(everyWatch)('%s: a choice has a value that can be chosen', (watch) => {
	const wrong = properties
		.filter((property) => shownFor(property, watch))
		.filter(({ type }) => type === 'options' || type === 'multiOptions')
		.filter(({ default: chosen, options = [] }) => {
			const values = options.map((option) => ('value' in option ? option.value : undefined));
			return ![chosen].flat().every((value) => values.includes(value as string));
		});
	expect(wrong.map(({ name }) => name)).toEqual([]);
});

test.each(everyWatch)('%s: a notice names the permissions of each delivery', (value, watch) => {
	for (const mode of ['instant', 'polling']) {
		const shown = properties.filter(
			(property) =>
				/^permissions_/.test(property.name) &&
				shownFor(property, value) &&
				(property.displayOptions?.show?.mode ?? [mode]).includes(mode),
		);
		expect(shown).toHaveLength(1);
		const needed =
			mode === 'instant' ? (watch.subscriptionPermissions ?? watch.permissions) : watch.permissions;
		for (const permission of needed) expect(shown[0]?.displayName).toContain(permission);
	}
});

test('the events are those of what is watched, the first of them chosen', () => {
	for (const [value, { events }] of everyWatch) {
		const field = properties.find((property) => property.name === 'event' && shownFor(property, value));
		const offered = Object.fromEntries(
			(field?.options ?? []).map((option) => ('value' in option ? [option.value, option.name] : [])),
		) as object;
		expect(offered).toEqual(events);
		expect(field?.default).toEqual([Object.keys(events)[0]]);
	}
});

describe('what n8n shows', () => {
	/** How the editor finds what its node panel lists of a trigger: n8n 2.41.1, actionsGenerator. */
	const listed = properties.find(({ displayName }) =>
		['event', 'events', 'trigger on'].includes(displayName.toLowerCase()),
	);

	test('the node panel lists what can be watched, each as an action', () => {
		expect(listed?.name).toBe('resource');
		const actions = (listed?.options ?? []).map((option) => ('action' in option ? option.action : ''));
		expect(actions).toEqual(watches.map(({ action }) => action));
		expect(actions).toContain('On new email');
		expect(actions.filter((action) => !/^On new \S/.test(action ?? ''))).toEqual([]);
		expect(new Set(actions).size).toBe(actions.length);
	});

	test('no label is one that n8n has there already', () => {
		expect(properties.map(({ displayName }) => displayName)).not.toContain('Mode');
	});

	test('a notice of Instant delivery says what the poll times are for', () => {
		const shown = properties.filter(
			({ type, displayOptions }) =>
				type === 'notice' && displayOptions?.show?.resource === undefined && displayOptions?.show?.mode,
		);
		expect(shown).toMatchObject([{ displayOptions: { show: { mode: ['instant'] } } }]);
		expect(shown[0]?.displayName).toMatch(/Poll Times/);
	});

	test('the panel beside the node is right for both deliveries', () => {
		const { triggerPanel } = new MicrosoftGraphTrigger().description;
		for (const delivery of ['Instant', 'Polling']) {
			expect(triggerPanel).toMatchObject({
				executionsHelp: {
					inactive: expect.stringContaining(delivery) as string,
					active: expect.stringContaining(delivery) as string,
				},
			});
		}
	});
});
