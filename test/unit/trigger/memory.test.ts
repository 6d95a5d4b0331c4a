import type { IDataObject } from 'n8n-workflow';
import { changeOf, type Change } from '../../../nodes/MicrosoftGraphTrigger/change';
import type { Reading } from '../../../nodes/MicrosoftGraphTrigger/look';
import {
	forget,
	load,
	memoryOf,
	remember,
	startAnew,
	store,
	type Memory,
} from '../../../nodes/MicrosoftGraphTrigger/memory';

const start = Date.parse('2030-01-01T00:00:00Z');
const tellBy = { created: 'createdDateTime', modified: 'lastModifiedDateTime' };
const reading = (seconds: number): Reading => ({
	lookedAt: start + seconds * 1000,
	feeds: { all: { link: `link after ${seconds}`, begunAt: start } },
	created: {},
});
const created = (id: string) => changeOf('created', { id }, tellBy, '');
/** What has no version is known by the link that it was found behind. */
const updated = (id: string, title: string, link: string) => changeOf('updated', { id, title }, tellBy, link);
const ids = (changes: Change[]) => changes.map(({ entry }) => entry.id);

let names = 0;
let name: string;
let memory: Memory;
let staticData: IDataObject;
beforeEach(() => {
	name = `trigger ${++names}`;
	staticData = {};
	memory = memoryOf(name);
	memory.polls = true;
	load(memory, staticData, 'inbox');
	remember(memory, [], reading(0));
	store(memory, staticData, start);
});
afterEach(() => forget(name));

/** The process ends, and another one begins with what n8n has stored. */
function restart(): void {
	forget(name);
	memory = memoryOf(name);
	memory.polls = true;
	staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
	load(memory, staticData, 'inbox');
}

describe('what is kept of a trigger', () => {
	it('tells each change once', () => {
		expect(ids(remember(memory, [created('a'), created('b')], reading(1)))).toEqual(['a', 'b']);
		expect(ids(remember(memory, [created('b'), created('c')], reading(2)))).toEqual(['c']);
	});

	it('stays behind what was told in the last half minute', () => {
		remember(memory, [created('a')], reading(60));
		store(memory, staticData, start + 61_000);
		restart();
		expect(memory.reading?.feeds.all?.link).toBe('link after 0');
	});

	it('goes on when what was told is older', () => {
		remember(memory, [created('a')], reading(60));
		remember(memory, [], reading(91));
		store(memory, staticData, start + 91_000);
		restart();
		expect(memory.reading?.feeds.all?.link).toBe('link after 60');
	});

	it('gives what is read again after a restart the id that it was told with', () => {
		remember(memory, [updated('a', 'one', 'link after 0')], reading(1));
		const [told] = remember(memory, [updated('b', 'two', 'link after 1')], reading(2));
		store(memory, staticData, start + 3_000);
		restart();
		const again = remember(memory, [updated('b', 'two', 'link after 0')], reading(9));
		expect(again[0]?.id).toBe(told?.id);
	});

	it('takes what comes again later for a change of its own', () => {
		const [first] = remember(memory, [updated('a', 'on', 'link after 0')], reading(1));
		remember(memory, [updated('a', 'off', 'link after 1')], reading(2));
		const [third] = remember(memory, [updated('a', 'on', 'link after 2')], reading(3));
		expect(third).toBeDefined();
		expect(third?.id).not.toBe(first?.id);
	});

	it('does not take over what is stored of something else that was watched', () => {
		remember(memory, [], reading(5));
		store(memory, staticData, start + 60_000);
		forget(name);
		memory = memoryOf(name);
		load(memory, staticData, 'archive');
		expect(memory.reading).toBeUndefined();
	});

	it('does not go back to what is stored when it knows more itself', () => {
		const old = JSON.parse(JSON.stringify(staticData)) as IDataObject;
		remember(memory, [], reading(5));
		load(memory, old, 'inbox');
		expect(memory.reading?.feeds.all?.link).toBe('link after 5');
	});

	it('stores no reading where another process polls', () => {
		memory.polls = false;
		memory.clientState = 'secret';
		const other: IDataObject = {};
		store(memory, other, start);
		expect(other).toEqual({ clientState: 'secret' });
	});

	it('begins without what was read before', () => {
		startAnew(memory, staticData);
		expect(memory.reading).toBeUndefined();
		restart();
		expect(memory.reading).toBeUndefined();
	});
});
