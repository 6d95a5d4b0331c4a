import { RecentIds } from '../../../nodes/MicrosoftGraphTrigger/state/recentIds';

test('the latest 10,000 IDs are kept, and a copy is independent', () => {
	const ids = new RecentIds();
	ids.add(Array.from({ length: 10_001 }, (_, n) => String(n)));
	expect(['0', '1', '10000'].map((id) => ids.has(id))).toEqual([false, true, true]);
	const copy = new RecentIds(ids);
	copy.add(['new']);
	expect([ids.has('new'), copy.has('new'), copy.has('10000')]).toEqual([false, true, true]);
});
