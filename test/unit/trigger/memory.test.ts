import type { IDataObject } from 'n8n-workflow';
import { changeOf, type Change } from '../../../nodes/MicrosoftGraphTrigger/changes/change';
import type { Reading } from '../../../nodes/MicrosoftGraphTrigger/changes/readChanges';
import {
	forget,
	load,
	memoryOf,
	remember,
	startAnew,
	store,
	type Memory,
} from '../../../nodes/MicrosoftGraphTrigger/state/triggerState';

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

/** What a look found that began at a time in seconds, and was told then. */
const remembered = (found: Change[], at: number) => remember(memory, found, reading(at), start + at * 1000);

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
	remembered([], 0);
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
		expect(ids(remembered([created('a'), created('b')], 1))).toEqual(['a', 'b']);
		expect(ids(remembered([created('b'), created('c')], 2))).toEqual(['c']);
	});

	it('stays behind what was told in the last half minute', () => {
		remembered([created('a')], 60);
		store(memory, staticData, start + 61_000);
		restart();
		expect(memory.reading?.feeds.all?.link).toBe('link after 0');
	});

	it('goes on when what was told is older', () => {
		remembered([created('a')], 60);
		remembered([], 91);
		store(memory, staticData, start + 91_000);
		restart();
		expect(memory.reading?.feeds.all?.link).toBe('link after 60');
	});

	it('gives what is read again after a restart the id that it was told with', () => {
		remembered([updated('a', 'one', 'link after 0')], 1);
		const [told] = remembered([updated('b', 'two', 'link after 1')], 2);
		store(memory, staticData, start + 3_000);
		restart();
		const again = remembered([updated('b', 'two', 'link after 0')], 9);
		expect(again[0]?.id).toBe(told?.id);
	});

	it('takes what comes again later for a change of its own', () => {
		const [first] = remembered([updated('a', 'on', 'link after 0')], 1);
		remembered([updated('a', 'off', 'link after 1')], 2);
		const [third] = remembered([updated('a', 'on', 'link after 2')], 3);
		expect(third).toBeDefined();
		expect(third?.id).not.toBe(first?.id);
	});

	it('does not take over what is stored of something else that was watched', () => {
		remembered([], 5);
		store(memory, staticData, start + 60_000);
		forget(name);
		memory = memoryOf(name);
		load(memory, staticData, 'archive');
		expect(memory.reading).toBeUndefined();
	});

	it('does not go back to what is stored when it knows more itself', () => {
		const old = JSON.parse(JSON.stringify(staticData)) as IDataObject;
		remembered([], 5);
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
