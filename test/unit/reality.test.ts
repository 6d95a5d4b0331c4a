import { join } from 'node:path';
import { shownFacts, stateOf, type Shown } from '../../scripts/docs/realityPage';
import { fact, facts } from '../reality/facts';

const shown = shownFacts(join(__dirname, '..', '..'));

test('the facts are numbered without a gap', () => {
	expect(facts.map(({ number }) => number)).toEqual(facts.map((_, n) => n + 1));
});

test.each(facts.map((one) => [`${one.number}. ${one.what}`, one] as const))(
	'tests show it of the simulator and of the node, or it is said why not: %s',
	(_, one) => {
		const tests = shown.filter(({ numbers }) => numbers.includes(one.number));
		expect(stateOf(one, tests)).toBeDefined();
	},
);

test('what only a tenant can answer says what the node does in either case', () => {
	expect(facts.filter(({ sure, either }) => sure === 'open' && either === undefined)).toEqual([]);
});

test('a number that is no fact is refused', () => {
	expect(() => fact(facts.length + 1, 'node', 'something')).toThrow('No such fact');
	expect(() => fact([], 'node', 'something')).toThrow('No such fact');
});

test.each<[tests: Array<Pick<Shown, 'subject'>>, state: string | undefined]>([
	[[], undefined],
	[[{ subject: 'node' }], undefined],
	[[{ subject: 'simulator' }], undefined],
	[[{ subject: 'simulator' }, { subject: 'node' }], 'by tests'],
])('tests of %j come to %j', (tests, state) => {
	const one = { number: 1, sure: 'documented', what: 'It is so.' } as const;
	expect(stateOf(one, tests as Shown[])).toBe(state);
});
