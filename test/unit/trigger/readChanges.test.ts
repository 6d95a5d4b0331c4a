import type { IDataObject } from 'n8n-workflow';
import { readChanges, type SyncState } from '../../../nodes/MicrosoftGraphTrigger/changes/readChanges';
import type { ChangeEvent, ChangeSource } from '../../../nodes/MicrosoftGraphTrigger/watches/watch';
import { channelMessage } from '../../../nodes/MicrosoftGraphTrigger/watches/channelMessage';
import { fieldsOf } from '../../../nodes/MicrosoftGraphTrigger/description';
import { nodeParameters } from '../../../nodes/shared/parameters/itemParameters';

const minute = 60_000;
const start = Date.parse('2026-01-01T12:00:00Z');
const at = (minutes: number) => new Date(start + minutes * minute).toISOString();
const events: ChangeEvent[] = ['created', 'updated', 'deleted'];
const fields: Record<string, string> = { teamId: 'team', channelId: 'channel' };
/** Of all changes that were found: what has the same is emitted once. */
const ids: string[] = [];
beforeEach(() => void ids.splice(0));

/** Reads a channel, minutes after the start; each round gives the next of these pages. */
async function channel(pages: IDataObject[][]) {
	let round = 0;
	const send = async () => ({
		status: 200,
		headers: {},
		body: { value: pages[round++], '@odata.deltaLink': `https://graph.example/delta?round=${round}` },
	});
	const parameters = nodeParameters(
		(name) => ({ raw: fields[name], resolved: fields[name] }),
		'UTC',
		fieldsOf(channelMessage),
	);
	const source = (await channelMessage.source({
		parameters,
		options: {},
		events,
		select: '',
		send,
	})) as ChangeSource;
	let before: SyncState | undefined;
	return async (minutes: number) => {
		const { changeFields } = channelMessage;
		const now = start + minutes * minute;
		const found = await readChanges(source, before, { events, changeFields, send, now, startFrom: 'now' });
		before = found.syncState;
		ids.push(...found.changes.map(({ id }) => id));
		return found.changes.map(({ event, entry }) => `${event} ${String(entry.id)}`);
	};
}

const message = (id: string, created: number, modified = created, more: IDataObject = {}): IDataObject => ({
	id,
	messageType: 'message',
	createdDateTime: at(created),
	lastModifiedDateTime: at(modified),
	etag: String(modified),
	...more,
});

test('a message that comes because it was answered is no change', async () => {
	const read = await channel([[], [message('old', -300), message('new', 4)], [message('changed', -300, 8)]]);
	expect(await read(0)).toEqual([]);
	expect(await read(5)).toEqual(['created new']);
	expect(await read(10)).toEqual(['updated changed']);
});

test('a message that was changed is emitted, though it is found late', async () => {
	const read = await channel([[], [], [message('old', -300, 1), message('new', 2)]]);
	await read(0);
	await read(10);
	expect(await read(11)).toEqual(['updated old', 'created new']);
});

test('a message that stays in the list as deleted is deleted once, and again after it was restored', async () => {
	const gone = message('a', 1, 2, { deletedDateTime: at(2) });
	const gone2 = message('a', 1, 30, { deletedDateTime: at(30) });
	const emitted: string[] = [];
	const read = await channel([[], [message('a', 1)], [gone], [gone], [message('a', 1, 20)], [gone2]]);
	for (const minutes of [0, 1, 2, 3, 20, 30]) emitted.push(...(await read(minutes)));
	expect(emitted).toEqual(['created a', 'deleted a', 'deleted a', 'created a', 'updated a', 'deleted a']);
	expect(ids.map((id) => ids.indexOf(id))).toEqual([0, 1, 1, 0, 4, 5]);
});
