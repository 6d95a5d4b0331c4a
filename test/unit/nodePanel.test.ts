import { MicrosoftGraph } from '../../nodes/MicrosoftGraph/MicrosoftGraph.node';
import { MicrosoftGraphTrigger } from '../../nodes/MicrosoftGraphTrigger/MicrosoftGraphTrigger.node';

// n8n's node panel shows a node and its trigger as one entry, with the description of either.
test('the node and its trigger have one description, which serves for both', () => {
	const { description } = new MicrosoftGraph().description;
	expect(new MicrosoftGraphTrigger().description.description).toBe(description);
	expect(description).toMatch(/^Work in Microsoft 365\b.*\breact to changes\b/);
});

test('it says why to choose this over nodes in which a user signs in, in a few words', () => {
	const { description } = new MicrosoftGraph().description;
	for (const words of ['app-only', 'one credential', 'no user signed in'])
		expect(description).toContain(words);
	expect(description.length).toBeLessThan(120);
});
