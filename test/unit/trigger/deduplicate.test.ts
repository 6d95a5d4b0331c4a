import type { IExecuteFunctions } from 'n8n-workflow';
import { deduplicate } from '../../../nodes/MicrosoftGraphTrigger/deduplication/deduplicate';

/** What n8n has recorded of a trigger, in order. */
function processedIds(key: string, isShared: boolean, recorded: string[] = []) {
	const checkProcessedAndRecord = async (ids: string[]) => {
		const fresh = ids.filter((id) => !recorded.includes(id));
		recorded.push(...fresh);
		return { new: fresh, processed: ids.filter((id) => !fresh.includes(id)) };
	};
	const context = { helpers: { checkProcessedAndRecord } } as unknown as IExecuteFunctions;
	return { recorded, processed: { context, key, isShared } };
}

describe('deduplication', () => {
	it('records under the words that earlier versions have recorded', async () => {
		const { recorded, processed } = processedIds('words', false);
		expect([...(await deduplicate(processed, ['a', 'b'], 'one'))]).toEqual(['a', 'b']);
		expect(recorded).toEqual(['a', 'b', 'begun one 0']);
		expect([...(await deduplicate(processed, ['a', 'c', 'd'], 'two'))]).toEqual(['c', 'd']);
		expect(recorded.slice(3)).toEqual(['c', 'd', 'begun two 0', 'a two 0']);
	});

	it('goes on with an execution that an earlier version has run, each time it is retried', async () => {
		const earlier = ['a', 'b', 'c', 'begun one 0', 'notesKept one 0', 'c one 0'];
		const { processed } = processedIds('retry', false, earlier);
		for (let run = 0; run < 3; run++) {
			expect([...(await deduplicate(processed, ['a', 'b', 'c'], 'one'))]).toEqual(['c']);
		}
		expect([...(await deduplicate(processed, ['a', 'b', 'c'], 'two'))]).toEqual([]);
	});

	it('claims four times what is new, where other processes execute, but not a flood', async () => {
		const { recorded, processed } = processedIds('claims', true);
		expect([...(await deduplicate(processed, ['a'], 'one'))]).toEqual(['a']);
		expect(recorded).toEqual(['a', 'begun one 0', 'a 0', 'a 1', 'a 2', 'a 3']);
		const many = Array.from({ length: 501 }, (_, n) => `many ${n}`);
		const before = recorded.length;
		expect((await deduplicate(processed, many, 'two')).size).toBe(501);
		expect(recorded.length - before).toBe(502);
	});
});
