import { MicrosoftGraphAppOnlyApi } from '../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { MicrosoftGraph } from '../../nodes/MicrosoftGraph/MicrosoftGraph.node';
import { MicrosoftGraphTrigger } from '../../nodes/MicrosoftGraphTrigger/MicrosoftGraphTrigger.node';

/** The names of all conditions in what n8n is given, such as `startsWith`. */
function conditionsIn(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, part]) =>
		name === '_cnd' ? Object.keys(part as object) : conditionsIn(part),
	);
}

test('fields have no condition that fails in an older n8n for what is no text, or takes long in a newer one', () => {
	const all = conditionsIn([
		new MicrosoftGraphAppOnlyApi().properties,
		new MicrosoftGraph().description.properties,
		new MicrosoftGraphTrigger().description.properties,
	]);
	expect(all.length).toBeGreaterThan(10);
	expect(all.filter((name) => ['includes', 'startsWith', 'endsWith', 'regex'].includes(name))).toEqual([]);
});
