import { resources } from '../../../nodes/MicrosoftGraph/operations';
import { startSimulator } from '../../../simulator';
import { parametersOf } from '../../operations/samples';
import { namesField, ownIn } from './named';
import { fakeClock, runOperation, textOf } from './run';
import { filled, harmless, nameOf, slotsOf, type Slot } from './slots';
import { differenceOf, objectUrlsIn, type Template } from './structure';

/*
 * Each field whose value stands in the URL of an object in a request's body, such as `@odata.bind`, with every value that could
 * make another URL of it. Random values seldom meet these few fields.
 */

const values = [
	'a()',
	'(a)',
	"a('b')",
	"a')/x('b",
	"o'neill@contoso.example",
	'a/b',
	'a/../b',
	'..',
	'%2e%2e',
	'a%2F..%2Fb',
	'a?$select=b',
	'a#b',
	'a\\b',
	'$ref',
	'$value',
	'$a@contoso.example',
	"$a')/x('@contoso.example",
	'https://evil.example/',
	'//evil.example',
	'@evil.example',
	'a b',
	'ä()',
	'a\ud800',
];

/** Values that are found again: those that fields for names take, and an ID. */
const marks = ['zqmark', 'zqmark@contoso.example', '5a5a5a5a-1111-4222-8333-aabbccddeeff'];

const builders: Array<{ slot: Slot; templates: Template[] }> = [];

beforeAll(async () => {
	fakeClock();
	const simulator = await startSimulator();
	const slots: Slot[] = [];
	for (const resource of resources) {
		for (const operation of resource.operations) {
			const entry = { resource, operation };
			slots.push(...slotsOf(entry, await parametersOf(entry, simulator)));
		}
	}
	await simulator.close();
	for (const slot of slots) {
		if (slot.entry.resource.value === 'api' || ownIn(slot).json) continue;
		if (!(await buildsUrl(slot))) continue;
		const templates: Template[] = [];
		for (const { value, mark } of harmless(slot)) {
			const { sent } = await runOperation(slot.entry.operation, filled(slot, value));
			templates.push(...sent.map((request) => ({ request, mark })));
		}
		builders.push({ slot, templates });
	}
});
afterAll(() => jest.restoreAllMocks());

async function buildsUrl(slot: Slot): Promise<boolean> {
	for (const mark of marks) {
		const { sent } = await runOperation(slot.entry.operation, filled(slot, mark));
		const urls = sent.flatMap(({ body }) => objectUrlsIn(body));
		if (urls.some(({ url }) => decodeURIComponent(url).includes(mark))) return true;
	}
	return false;
}

test('finds the fields whose values stand in URLs', () => {
	expect(builders.map(({ slot }) => nameOf(slot))).toEqual(
		expect.arrayContaining([
			'channel: addTab, Teams App ID',
			'chat: pinMessage, Chat',
			'group: addMembers, Members',
			'list: addContentType, Site',
			'plannerPlan: create, Group',
			'team: create, Additional Fields > Template',
			'team: create, Owner',
			'user: setManager, Manager',
		]),
	);
});

test('keeps the URLs of objects in bodies what they are', async () => {
	const wrong: string[] = [];
	for (const { slot, templates } of builders) {
		for (const value of values) {
			const { sent, error } = await runOperation(slot.entry.operation, filled(slot, value));
			for (const request of sent) {
				const difference = differenceOf(request, templates, value, ownIn(slot));
				if (difference) wrong.push(`${nameOf(slot)}, ${value}: ${difference.kind}, ${difference.text}`);
			}
			const told = error === undefined ? undefined : (textOf(error) ?? String(error));
			if (told !== undefined && !namesField(told, slot, value))
				wrong.push(`${nameOf(slot)}, ${value}: ${told}`);
		}
	}
	expect(wrong).toEqual([]);
});
