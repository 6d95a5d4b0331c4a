import type { IDataObject } from 'n8n-workflow';
import { changeOf, contentIdOf, type Change } from '../../../nodes/MicrosoftGraphTrigger/changes/change';
import type { SyncState } from '../../../nodes/MicrosoftGraphTrigger/changes/readChanges';
import {
	forgetTrigger,
	triggerStateOf,
	type TriggerState,
} from '../../../nodes/MicrosoftGraphTrigger/state/triggerState';

const start = Date.parse('2030-01-01T00:00:00Z');
const changeFields = { created: 'createdDateTime', modified: 'lastModifiedDateTime' };
const syncAfter = (seconds: number): SyncState => ({
	readAt: start + seconds * 1000,
	feeds: { all: { link: `link after ${seconds}`, begunAt: start } },
	created: {},
});
const created = (id: string) => changeOf('created', { id }, changeFields, '');
/** What has no version is known by the link that it was found behind. */
const updated = (id: string, title: string, link: string) =>
	changeOf('updated', { id, title }, changeFields, link);
const ids = (changes: Change[]) => changes.map(({ entry }) => entry.id);

/** What a read found that began at a time in seconds, and was emitted then. */
const emitted = (found: Change[], at: number) => state.advance(found, syncAfter(at), start + at * 1000);

let names = 0;
let name: string;
let state: TriggerState;
let staticData: IDataObject;
/** A process that polls begins with what n8n has stored. */
function begin(watched = 'inbox'): void {
	forgetTrigger(name);
	state = triggerStateOf(name);
	state.markPolling();
	state.load(staticData, watched);
}
beforeEach(() => {
	name = `trigger ${++names}`;
	staticData = {};
	begin();
	emitted([], 0);
	state.store(staticData, start);
});
afterEach(() => forgetTrigger(name));

/** The process ends, and another one begins with what n8n has stored. */
function restart(watched?: string): void {
	staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
	begin(watched);
}
const link = () => state.syncState?.feeds.all?.link;

describe('the state of a trigger', () => {
	it('emits each change once', () => {
		expect(ids(emitted([created('a'), created('b')], 1))).toEqual(['a', 'b']);
		expect(ids(emitted([created('b'), created('c')], 2))).toEqual(['c']);
	});

	it('stays behind what was emitted in the last half minute', () => {
		emitted([created('a')], 60);
		state.store(staticData, start + 61_000);
		restart();
		expect(link()).toBe('link after 0');
	});

	it('goes on when what was emitted is older', () => {
		emitted([created('a')], 60);
		emitted([], 91);
		state.store(staticData, start + 91_000);
		restart();
		expect(link()).toBe('link after 60');
	});

	it('gives what is read again after a restart the id that it was emitted with', () => {
		emitted([updated('a', 'one', 'link after 0')], 1);
		const [first] = emitted([updated('b', 'two', 'link after 1')], 2);
		state.store(staticData, start + 3_000);
		restart();
		const again = emitted([updated('b', 'two', 'link after 0')], 9);
		expect(again[0]?.id).toBe(first?.id);
	});

	it('treats what comes again later as another change', () => {
		const [first] = emitted([updated('a', 'on', 'link after 0')], 1);
		emitted([updated('a', 'off', 'link after 1')], 2);
		const [third] = emitted([updated('a', 'on', 'link after 2')], 3);
		expect(third).toBeDefined();
		expect(third?.id).not.toBe(first?.id);
	});

	it('does not load what is stored of something else that was watched', () => {
		emitted([], 5);
		state.store(staticData, start + 60_000);
		restart('archive');
		expect(state.syncState).toBeUndefined();
	});

	it('does not go back to what is stored when its own is newer', () => {
		const old = JSON.parse(JSON.stringify(staticData)) as IDataObject;
		emitted([], 5);
		state.load(old, 'inbox');
		expect(link()).toBe('link after 5');
	});

	it('stores no sync state where another process polls', () => {
		const other = triggerStateOf(`${name}/other`);
		const clientState = other.subscription.ensureClientState();
		const stored: IDataObject = {};
		other.store(stored, start);
		expect(stored).toEqual({ clientState });
	});

	it('starts without what was read before, once it is reset', () => {
		state.reset(staticData);
		expect(state.syncState).toBeUndefined();
		restart();
		expect(state.syncState).toBeUndefined();
	});

	it('goes on from what earlier versions have stored, and stores it under the same names', () => {
		const created = { c: { version: '1', at: start } };
		const feeds = { all: { link: 'earlier link', begunAt: start, given: 3 } };
		const [change] = [updated('b', 'two', 'another link')];
		const told = { [contentIdOf(change as Change)]: 'earlier id' };
		const earlier = {
			watched: 'inbox',
			sequence: 7,
			reading: { lookedAt: start, from: start - 1, feeds, created, states: { s1: 's2' } },
			told,
			subscription: { id: 'subscription', notificationUrl: 'https://n8n.example', madeAt: 1, renewedAt: 1 },
			clientState: 'secret',
		};
		staticData = structuredClone(earlier) as IDataObject;
		restart();
		expect(state.hasRead).toBe(true);
		const { reading } = earlier;
		const { lookedAt, ...rest } = reading;
		expect(state.syncState).toEqual({ ...rest, readAt: lookedAt });
		expect(state.subscription.current).toEqual(earlier.subscription);
		expect(state.subscription.clientState).toBe('secret');

		const stored: IDataObject = {};
		state.store(stored, start);
		expect(stored).toEqual(earlier);
		// What was emitted before the update is known by the id that it had.
		expect(emitted([change as Change], 9).map(({ id }) => id)).toEqual(['earlier id']);
	});

	it('knows changes by the ids that earlier versions gave them', () => {
		const fields = { ...changeFields, version: 'changeKey' };
		const entry = { id: 'a', changeKey: 'v1' };
		expect(changeOf('created', entry, fields, '')).toMatchObject({
			id: '7W1Lohn6znzhSF5cLcJNSgGP',
			state: 'T2iPlwnWfDPX7rRdZ7PCKsSu',
		});
		expect(changeOf('updated', entry, fields, '').id).toBe('T2iPlwnWfDPX7rRdZ7PCKsSu');
		expect(changeOf('deleted', { id: 'a', '@removed': {} }, fields, 'link').id).toBe(
			'xIs_XRi0cEJE6UMOfsw2HtMG',
		);
		expect(contentIdOf({ event: 'updated', entry })).toBe('HrubnmMqe6ovwMTAm8VjlcH4');
	});
});
