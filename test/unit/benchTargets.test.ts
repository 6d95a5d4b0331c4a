import type { CaseResult } from '../../bench/measure';
import { judge } from '../../bench/targets';

test.each([
	[1, '10,000 rows read: at most 1 Graph call', '1 call', true],
	[2, '10,000 rows read: at most 1 Graph call', '2 calls', false],
])('a target of the benchmark counts calls: %d', (graphCalls, what, measured, met) => {
	const outcome = { id: 'ours', transport: 'tls', graphCalls };
	const results = [{ id: 'readRows', title: '10,000 rows read', outcomes: [outcome] }];
	const targets = judge(results as never as CaseResult[], undefined);
	expect(targets.filter((target) => target.what.startsWith('10,000 rows read: at most'))).toEqual([
		{ what, measured, met },
	]);
});
