import { readEmission, tagEmission } from '../../../nodes/MicrosoftGraphTrigger/deduplication/emission';

const items = [{ json: { id: 'a' } }, { json: { id: 'b' }, pairedItem: 0 }];

describe('the tag of an emission', () => {
	it('is the same on all its items, another for each emission, and goes before the workflow', () => {
		const tagged = tagEmission(items);
		const { emissionId, isPollsOnly, items: plain } = readEmission(tagged);
		expect(plain).toEqual(items);
		expect(isPollsOnly).toBe(false);
		expect(readEmission(tagged).emissionId).toBe(emissionId);
		expect(readEmission(tagEmission(items)).emissionId).not.toBe(emissionId);
		expect(readEmission(tagEmission(items, true)).isPollsOnly).toBe(true);
	});

	it('is read from executions that earlier versions have started', () => {
		const stored = items.map((item) => ({ ...item, telling: 'earlier', pollsOnly: 'yes' }));
		expect(readEmission(stored)).toEqual({ items, emissionId: 'earlier', isPollsOnly: true });
	});
});
