import { resources } from '../../nodes/MicrosoftGraph/operations';
import { watches } from '../../nodes/MicrosoftGraphTrigger/watches';

/** Objects whose ID is the name by which people know them. */
const knownById = ['organization: getDomains'];

const all = [
	...resources.flatMap((resource) =>
		resource.operations.flatMap(({ value, simple, simpleInNode }) => [
			{ name: `${resource.value}: ${value}`, properties: simple },
			{ name: `${resource.value}: ${value}`, properties: simpleInNode },
		]),
	),
	...watches.map(({ value, simple }) => ({ name: `trigger: ${value}`, properties: simple })),
].flatMap(({ name, properties }) =>
	properties === undefined ? [] : [[name, properties.filter((one) => !one.includes('@'))] as const],
);

const lists = all.filter(([name]) => !knownById.includes(name));

/** Why a simple output isn't in the order that people read it in. */
function faultOf(properties: readonly string[]): string | undefined {
	const [first = ''] = properties;
	if (/id$/i.test(first)) return `begins with ${first}`;
	const at = properties.indexOf('id');
	return at === -1 || at === properties.length - 1 ? undefined : `has ${properties[at + 1]} after the ID`;
}

test.each(lists)(
	'the simple output of %s begins with what people recognize, and ends with the ID',
	(_, list) => {
		expect(faultOf(list)).toBeUndefined();
	},
);

test('an ID that stands elsewhere would be found', () => {
	expect(faultOf(['id', 'title'])).toBe('begins with id');
	expect(faultOf(['title', 'id', 'rank'])).toBe('has rank after the ID');
	expect(lists.length).toBeGreaterThan(80);
});

test('only objects that begin with their ID are left out', () => {
	const known = all.filter(([name]) => knownById.includes(name));
	expect(known.map(([name, [first]]) => [name, first])).toEqual(knownById.map((name) => [name, 'id']));
});
