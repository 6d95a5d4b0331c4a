import { stateOf } from '../../../nodes/MicrosoftGraphTrigger/changes/change';
import { createStates } from '../../../nodes/MicrosoftGraphTrigger/changes/states';
import { fact } from '../../reality/facts';

const changeFields = { created: 'createdDateTime' };

describe('the states in which objects were found last', () => {
	it(fact(31, 'node', 'know what is told again, and what is a second change'), () => {
		const states = createStates();
		expect(['a', 'a', 'b', 'a', 'a'].map((state) => states.isSame('x', state))).toEqual([
			false,
			true,
			false,
			false,
			true,
		]);
		expect(states.isSame('y', 'a')).toBe(false);
	});

	it('are of use after n8n has stored them', () => {
		const states = createStates();
		states.isSame('x', 'a');
		const stored = JSON.parse(JSON.stringify(states.kept())) as Record<string, string>;
		expect(createStates(stored).isSame('x', 'a')).toBe(true);
		states.clear();
		expect(states.kept()).toEqual({});
	});

	it('are of the last 2,000 objects', () => {
		const states = createStates();
		for (let n = 0; n < 2_500; n++) states.isSame(String(n), 'a');
		states.isSame('500', 'a');
		const kept = createStates(states.kept());
		expect(Object.keys(states.kept())).toHaveLength(2_000);
		expect(['2499', '501', '500', '499'].map((object) => kept.isSame(object, 'a'))).toEqual([
			true,
			true,
			true,
			false,
		]);
	});

	it(
		fact([31, 44], 'node', 'are the same whether an empty property is there, and in whichever order'),
		() => {
			const full = { id: 'x', displayName: 'A', jobTitle: null, proxyAddresses: [], '@odata.etag': '1' };
			expect(stateOf(full, changeFields)).toBe(stateOf({ displayName: 'A', id: 'x' }, changeFields));
			expect(stateOf(full, changeFields)).not.toBe(stateOf({ ...full, jobTitle: 'B' }, changeFields));
			const gone = (reason: string) => stateOf({ id: 'x', '@removed': { reason } }, changeFields);
			expect(gone('changed')).toBe(gone('changed'));
			expect(gone('changed')).not.toBe(gone('deleted'));
		},
	);

	it('are the version, where there is one', () => {
		const version = { ...changeFields, modified: 'lastUpdateDateTime' };
		expect(stateOf({ id: 'x', lastUpdateDateTime: '2026', title: 'a' }, version)).toBe('2026');
	});
});
