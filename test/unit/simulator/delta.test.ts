import type { Simulator } from '../../../simulator/simulator';
import type { ClientAnswer, SimulatorClient } from '../../../simulator/client';
import { sampleChannel, sampleTeam } from '../../../simulator/graph/routes/teams';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
const adele = 'adelev@contoso.example';
const inbox = `/users/${adele}/mailFolders/inbox/messages/delta`;

type Row = Record<string, unknown> & { id: string };

interface Round {
	rows: Row[];
	/** Where the next round begins. */
	link: string;
	pages: number;
}

/** All pages of a round. */
async function read(path: string, headers: Record<string, string> = {}): Promise<Round> {
	const rows: Row[] = [];
	let pages = 0;
	for (let next: string | undefined = path; next;) {
		const { status, body } = await client.get(next, headers);
		expect([status, body]).toEqual([200, expect.anything()]);
		const page = body as { value: Row[]; '@odata.nextLink'?: string; '@odata.deltaLink'?: string };
		rows.push(...page.value);
		pages += 1;
		next = page['@odata.nextLink'];
		if (page['@odata.deltaLink']) return { rows, link: page['@odata.deltaLink'], pages };
	}
	throw new Error('There was no delta link.');
}
/** What a drive's round tells besides its root, which comes on each page. */
const withoutRoot = ({ rows }: Round) => rows.filter((row) => !('root' in row));
const idsOf = ({ rows }: Round) => rows.map(({ id }) => id);
const codeOf = ({ body }: ClientAnswer) => (body as { error: { code: string } }).error.code;

withClient((given) => ({ simulator, client } = given));

describe('messages of a folder', () => {
	it('come in pages; every link can be read again, and gives everything since', async () => {
		const start = await read(inbox, { prefer: 'odata.maxpagesize=5' });
		expect([start.rows.length, start.pages]).toEqual([12, 3]);
		expect(start.link).toMatch(/\/delta\?\$deltatoken=[^&]+$/);
		const first = simulator.events.deliverMessage(adele, { subject: 'One' });
		const one = await read(start.link);
		expect(idsOf(one)).toEqual([first.id]);
		const second = simulator.events.deliverMessage(adele, { subject: 'Two' });
		simulator.events.changeMessage(adele, first.id, { isRead: true });
		expect(idsOf(await read(one.link)).sort()).toEqual([first.id, second.id].sort());
		expect(idsOf(await read(start.link)).sort()).toEqual([first.id, second.id].sort());
		expect(idsOf(await read(start.link)).sort()).toEqual([first.id, second.id].sort());
		const now = await read(one.link);
		expect((await read(now.link)).rows).toEqual([]);
	});

	it('keep their pages while something changes, and lose nothing', async () => {
		const ids = Array.from({ length: 25 }, () => simulator.events.deliverMessage(adele).id);
		const { body } = await client.get(inbox, { prefer: 'odata.maxpagesize=10' });
		const next = (body as Record<string, string>)['@odata.nextLink'];
		simulator.events.changeMessage(adele, ids[0], { isRead: true });
		const late = simulator.events.deliverMessage(adele).id;
		const rest = await read(next, { prefer: 'odata.maxpagesize=10' });
		const seen = [...(body as { value: Row[] }).value, ...rest.rows].map(({ id }) => id);
		expect(seen).toEqual(expect.arrayContaining(ids));
		expect(idsOf(await read(rest.link))).toEqual([ids[0], late]);
	});

	it('know no token for now', async () => {
		expect((await read(`${inbox}?$deltatoken=latest`)).rows).toHaveLength(12);
	});

	it('name what was moved away or deleted', async () => {
		const { link } = await read(inbox);
		const [moved, gone, back] = Array.from({ length: 3 }, () => simulator.events.deliverMessage(adele));
		const at = await read(link);
		expect(at.rows).toHaveLength(3);
		const ids = [moved.id, gone.id, back.id];
		simulator.events.moveMessage(adele, moved.id, 'archive');
		simulator.events.deleteMessage(adele, gone.id);
		simulator.events.moveMessage(adele, back.id, 'archive');
		simulator.events.moveMessage(adele, back.id, 'inbox');
		const { rows } = await read(at.link);
		const removed = rows.filter((row) => '@removed' in row);
		expect(removed).toHaveLength(3);
		expect(removed).toEqual(
			expect.arrayContaining(ids.map((id) => ({ id, '@removed': { reason: 'deleted' } }))),
		);
		expect(rows.filter((row) => !removed.includes(row)).map(({ id }) => id)).toEqual([back.id]);
	});

	it('keep their IDs where they outlast moves', async () => {
		const immutable = { prefer: 'IdType="ImmutableId"' };
		const { link } = await read(inbox, immutable);
		const { id, immutableId } = simulator.events.deliverMessage(adele);
		const at = await read(link, immutable);
		expect(idsOf(at)).toEqual([immutableId]);
		simulator.events.moveMessage(adele, id, 'archive');
		expect((await read(at.link, immutable)).rows).toEqual([
			{ id: immutableId, '@removed': { reason: 'deleted' } },
		]);
		simulator.events.moveMessage(adele, immutableId, 'inbox');
		const { rows } = await read(at.link, immutable);
		expect(rows).toMatchObject([{ id: immutableId }]);
		expect(rows[0]).not.toHaveProperty('@removed');
	});

	it('are of one kind of change, which the link keeps', async () => {
		const kinds = ['created', 'updated', 'deleted'];
		const starts = await Promise.all(kinds.map((kind) => read(`${inbox}?changeType=${kind}`)));
		// The first round is everything, whatever is wanted afterwards.
		expect(starts.map(({ rows }) => rows.length)).toEqual([12, 12, 12]);
		const old = simulator.graph.mailbox(adele).messagesIn('inbox');
		const [changed, removed] = [old[0].id, old[1].id];
		const fresh = simulator.events.deliverMessage(adele);
		simulator.events.changeMessage(adele, fresh.id, { isRead: true });
		simulator.events.changeMessage(adele, changed, { isRead: true });
		simulator.events.deleteMessage(adele, removed, true);
		const rounds = await Promise.all(starts.map(({ link }) => read(link)));
		expect(rounds.map(idsOf)).toEqual([[fresh.id], [changed], [removed]]);
		expect((await client.get(`${inbox}?changeType=read`)).status).toBe(400);
	});

	it('begin with a time, and keep the selection', async () => {
		const filter = encodeURIComponent('receivedDateTime ge 2026-01-15T07:00:00Z');
		const start = await read(`${inbox}?$filter=${filter}&$select=subject`);
		expect(start.rows).toHaveLength(2);
		const { id } = simulator.events.deliverMessage(adele, { subject: 'New' });
		simulator.events.deliverMessage(adele, { receivedDateTime: '2026-01-01T00:00:00Z' });
		const { rows } = await read(start.link);
		expect(rows).toEqual([
			{ '@odata.type': '#microsoft.graph.message', '@odata.etag': expect.anything(), id, subject: 'New' },
		]);
		expect((await client.get(`${inbox}?$filter=isRead eq true`)).status).toBe(400);
	});
});

describe('links that are forgotten', () => {
	it.each([
		['syncStateNotFound', () => inbox, true],
		['syncStateNotFound', () => '/users/delta', true],
		['syncStateNotFound', () => '/groups/delta', true],
		['syncStateNotFound', () => `/users/${adele}/contacts/delta`, true],
		['resyncRequired', () => `/users/${adele}/drive/root/delta`, true],
		['resyncRequired', () => '/sites/root/lists/Orders/items/delta', true],
		['SyncStateNotFound', () => `/teams/${sampleTeam}/channels/${sampleChannel}/messages/delta`, false],
		[
			'SyncStateNotFound',
			() => `/users/${adele}/calendarView/delta?startDateTime=2030-01-01&endDateTime=2030-02-01`,
			false,
		],
	])('answer 410 %s', async (code, path, withLocation) => {
		const { link } = await read(path());
		expect((await client.get(link)).status).toBe(200);
		simulator.expireDeltaLinks();
		const answer = await client.get(link);
		expect([answer.status, codeOf(answer)]).toEqual([410, code]);
		if (withLocation) expect((await client.get(answer.headers.location)).status).toBe(200);
		const again = await read(path());
		expect((await client.get(again.link)).status).toBe(200);
	});
});

it('a link is of use for what it was given for alone', async () => {
	const { link } = await read('/users/delta');
	expect((await client.get(link.replace('/users/', '/groups/'))).status).toBe(410);
});

it('contacts: of the mailbox, and of a folder', async () => {
	const path = `/users/${adele}/contacts`;
	const start = await read(`${path}/delta?$select=givenName`);
	expect(start.rows).toHaveLength(2);
	const { id } = (await client.post(path, { givenName: 'A', surname: 'B' })).body as Row;
	const made = await read(start.link);
	expect(made.rows).toMatchObject([{ id, givenName: 'A' }]);
	expect(made.rows[0]).not.toHaveProperty('surname');
	await client.call('PATCH', `${path}/${id}`, { body: { givenName: 'C' } });
	expect((await read(made.link)).rows).toMatchObject([{ id, givenName: 'C' }]);
	await client.call('DELETE', `${path}/${id}`);
	expect((await read(made.link)).rows).toEqual([{ id, '@removed': { reason: 'deleted' } }]);
	expect((await read(start.link)).rows).toEqual([]);

	const folders = `/users/${adele}/contactFolders`;
	const folder = (await client.post(folders, { displayName: 'Friends' })).body as Row;
	const own = await read(`${folders}/${folder.id}/contacts/delta`);
	expect(own.rows).toEqual([]);
	const friend = (await client.post(`${folders}/${folder.id}/contacts`, { givenName: 'D' })).body as Row;
	expect(idsOf(await read(own.link))).toEqual([friend.id]);
	expect((await read(start.link)).rows).toEqual([]);
	expect((await read(`${folders}/contacts/contacts/delta`)).rows).toHaveLength(2);
});

it('a calendar view: its window stays, and what leaves it is removed', async () => {
	const view = `/users/${adele}/calendarView/delta`;
	const window = 'startDateTime=2030-01-01T00:00:00Z&endDateTime=2030-02-01T00:00:00Z';
	const start = await read(`${view}?${window}`);
	const time = (day: string) => ({ dateTime: `2030-${day}T10:00:00`, timeZone: 'UTC' });
	const event = { subject: 'x', start: time('01-10'), end: time('01-10') };
	const { id } = (await client.post(`/users/${adele}/events`, event)).body as Row;
	const made = await read(start.link);
	expect(made.rows).toMatchObject([{ id, subject: 'x', '@odata.type': '#microsoft.graph.event' }]);
	const body = { start: time('03-10'), end: time('03-10') };
	await client.call('PATCH', `/users/${adele}/events/${id}`, { body });
	expect((await read(made.link)).rows).toEqual([{ id, '@removed': { reason: 'deleted' } }]);
	expect((await client.get(`${view}?${window}&$select=subject`)).status).toBe(400);
	expect((await client.get(view)).status).toBe(400);
});

it('a drive: from now on, with what was deleted, by its ID too', async () => {
	const drive = (await client.get(`/users/${adele}/drive`)).body as Row;
	const path = `/drives/${drive.id}/root`;
	const all = await read(`${path}/delta?$top=3`);
	expect(all.pages).toBe(2);
	const latest = await read(`${path}/delta?token=latest`);
	expect(withoutRoot(latest)).toEqual([]);
	const put = await client.call('PUT', `${path}:/new.txt:/content`, {
		body: 'x',
		headers: { 'content-type': 'text/plain' },
	});
	const { id } = put.body as Row;
	const made = await read(latest.link);
	const [row, ...others] = withoutRoot(made);
	expect(row).toMatchObject({ id, name: 'new.txt', parentReference: { driveId: drive.id } });
	expect(others).toEqual([]);
	expect(row.parentReference).not.toHaveProperty('path');
	expect(Math.abs(Date.parse(String(row.createdDateTime)) - Date.now())).toBeLessThan(10_000);
	await client.call('DELETE', `/drives/${drive.id}/items/${id}`);
	expect(withoutRoot(await read(made.link))).toMatchObject([{ id, deleted: { state: 'deleted' } }]);
	expect(withoutRoot(await read(latest.link))).toEqual([]);
});

it('a list: from now on, with columns, with what was deleted', async () => {
	const items = '/sites/root/lists/Orders/items';
	const start = await read(`${items}/delta?token=latest&$expand=fields`);
	expect(start.rows).toEqual([]);
	const { id } = (await client.post(items, { fields: { Title: 'x' } })).body as Row;
	const made = await read(start.link);
	expect(made.rows).toMatchObject([{ id, fields: { Title: 'x' } }]);
	await client.call('PATCH', `${items}/${id}/fields`, { body: { Title: 'y' } });
	const changed = await read(made.link);
	expect(changed.rows).toMatchObject([{ id, fields: { Title: 'y' } }]);
	expect(changed.rows[0].eTag).not.toBe(made.rows[0].eTag);
	await client.call('DELETE', `${items}/${id}`);
	expect((await read(made.link)).rows).toEqual([{ id, deleted: { state: 'deleted' } }]);
});

it('users: selected properties, single ones, those who went', async () => {
	const [first, second] = [...simulator.graph.users.keys()];
	const latest = await read('/users/delta?$deltatoken=latest&$select=jobTitle');
	expect(latest.rows).toEqual([]);
	const only = await read(`/users/delta?$filter=id eq '${first}' or id eq '${second}'`);
	expect(idsOf(only)).toEqual([first, second]);
	await client.call('PATCH', `/users/${first}`, { body: { city: 'Rome' } });
	expect((await read(latest.link)).rows).toEqual([]);
	await client.call('PATCH', `/users/${first}`, { body: { jobTitle: 'x' } });
	const user = simulator.graph.addUser({ userPrincipalName: 'new@contoso.example' });
	expect((await read(latest.link)).rows).toMatchObject([{ id: first, jobTitle: 'x' }, { id: user.id }]);
	await client.call('DELETE', `/users/${second}`);
	const row = { id: second, '@removed': { reason: 'changed' } };
	expect((await read(latest.link)).rows).toContainEqual(row);
	expect((await read(only.link)).rows).toEqual([expect.objectContaining({ id: first }), row]);
	expect((await client.get("/users/delta?$filter=jobTitle eq 'x'")).status).toBe(400);
});

it('groups: members that came and went', async () => {
	const group = [...simulator.graph.groups.values()].find(({ displayName }) => displayName === 'Newcomers');
	const [user, other] = [...simulator.graph.users.keys()];
	const add = (id: string) =>
		client.post(`/groups/${group?.id}/members/$ref`, {
			'@odata.id': `https://graph.microsoft.com/v1.0/users/${id}`,
		});
	const start = await read('/groups/delta?$select=displayName,members');
	const leaders = start.rows.find(({ displayName }) => displayName === 'Leadership');
	expect(membersOf(leaders)).toHaveLength(3);
	await add(user);
	const added = await read(start.link);
	const member = { '@odata.type': '#microsoft.graph.user', id: user };
	expect(added.rows).toEqual([{ id: group?.id, displayName: 'Newcomers', 'members@delta': [member] }]);
	await add(other);
	await client.call('DELETE', `/groups/${group?.id}/members/${user}/$ref`);
	expect((await read(added.link)).rows).toContainEqual({
		id: group?.id,
		displayName: 'Newcomers',
		'members@delta': [
			{ ...member, id: other },
			{ ...member, '@removed': { reason: 'deleted' } },
		],
	});
	const without = await read('/groups/delta?$select=displayName&$deltatoken=latest');
	await client.call('DELETE', `/groups/${group?.id}/members/${other}/$ref`);
	expect((await read(without.link)).rows).toEqual([]);
	const expanded = await read(`/groups/delta?$expand=members&$filter=id eq '${leaders?.id}'`);
	expect(membersOf(expanded.rows[0])).toHaveLength(3);
});

/** The members that a row names as such, not those who left before. */
const membersOf = (row: Row | undefined) =>
	(row?.['members@delta'] as object[]).filter((member) => !('@removed' in member));

it('messages of a channel, since a time, deleted ones among them', async () => {
	const path = `/teams/${sampleTeam}/channels/${sampleChannel}/messages/delta`;
	expect((await read(path)).rows).toHaveLength(1);
	const since = encodeURIComponent(`lastModifiedDateTime gt ${new Date().toISOString()}`);
	const start = await read(`${path}?$filter=${since}`);
	expect(start.rows).toEqual([]);
	await new Promise((resolve) => setTimeout(resolve, 2));
	const { id } = simulator.events.writeInChannel({ content: 'Hi' });
	const made = await read(start.link);
	expect(made.rows).toMatchObject([{ id, body: { content: 'Hi' } }]);
	simulator.events.deleteInChannel(id);
	expect((await read(made.link)).rows).toMatchObject([
		{ id, deletedDateTime: expect.anything(), body: { content: '' } },
	]);
});

it('alerts are found by the time of their last change', async () => {
	const since = new Date(Date.now() - 1).toISOString();
	const changed = '/security/alerts_v2?$filter=lastUpdateDateTime';
	expect(await client.all(`${changed} ge ${since}`)).toEqual([]);
	const { id, lastUpdateDateTime } = simulator.events.raiseAlert({ title: 'Fire' });
	expect(await client.all(`${changed} ge ${String(lastUpdateDateTime)}`)).toMatchObject([{ id }]);
	expect(await client.all(`${changed} gt ${String(lastUpdateDateTime)}`)).toEqual([]);
	simulator.events.changeAlert(id, { status: 'resolved', lastUpdateDateTime: '2099-01-01T00:00:00Z' });
	expect(await client.all(`${changed} gt ${String(lastUpdateDateTime)}`)).toMatchObject([{ id }]);
});

describe('surprises', () => {
	it('a change is told later than it was notified', async () => {
		simulator.set({ delta: { lag: 60 } });
		const start = await read(inbox);
		expect(start.rows).toHaveLength(12);
		const { id } = simulator.events.deliverMessage(adele);
		const soon = await read(start.link);
		expect(soon.rows).toEqual([]);
		await new Promise((resolve) => setTimeout(resolve, 80));
		// A second change, which is not told yet, does not make it another one's message.
		simulator.events.changeMessage(adele, id, { isRead: true });
		const later = await read(soon.link);
		expect(idsOf(later)).toEqual([id]);
		expect((await read(later.link)).rows).toEqual([]);
		await new Promise((resolve) => setTimeout(resolve, 80));
		expect(idsOf(await read(later.link))).toEqual([id]);
		expect(idsOf(await read(`${inbox}?changeType=created`))).toContain(id);
	});

	it('a change is told twice, and pages are empty', async () => {
		const start = await read(inbox);
		const ids = Array.from({ length: 3 }, () => simulator.events.deliverMessage(adele).id);
		simulator.set({ delta: { repeat: true, emptyPages: true } });
		const round = await read(start.link, { prefer: 'odata.maxpagesize=2' });
		expect(idsOf(round)).toEqual([...ids, ids[0]]);
		expect(round.pages).toBe(4);
		expect((await read(round.link)).rows).toEqual([]);
	});

	it('a group comes several times, with some of its members each time', async () => {
		simulator.set({ delta: { membersPerRow: 2, removedAtFirst: false } });
		const { rows } = await read('/groups/delta?$select=displayName,members');
		const leaders = rows.filter(({ displayName }) => displayName === 'Leadership');
		expect(leaders.map((row) => (row['members@delta'] as unknown[]).length)).toEqual([2, 1]);
	});

	it('a filter does not keep out everything', async () => {
		simulator.set({ delta: { unfiltered: true } });
		const [changed, removed] = simulator.graph.mailbox(adele).messagesIn('inbox');
		const since = encodeURIComponent('receivedDateTime ge 2026-06-01T00:00:00Z');
		const start = await read(`${inbox}?$filter=${since}`);
		expect(start.rows).toEqual([]);
		const { id } = simulator.events.deliverMessage(adele);
		simulator.events.deliverMessage(adele, { receivedDateTime: '2026-01-01T00:00:00Z' });
		simulator.events.changeMessage(adele, changed.id, { isRead: true });
		const gone = removed.id;
		simulator.events.deleteMessage(adele, gone, true);
		expect(idsOf(await read(start.link)).sort()).toEqual([id, changed.id, gone].sort());
	});

	it('folders change with what is in them', async () => {
		simulator.set({ delta: { folders: true } });
		const root = `/users/${adele}/drive/root`;
		const start = await read(`${root}/delta?token=latest`);
		const headers = { 'content-type': 'text/plain' };
		await client.call('PUT', `${root}:/Reports/2026/new.txt:/content`, { body: 'x', headers });
		const { rows } = await read(start.link);
		expect(rows.map(({ name }) => name).sort()).toEqual(['2026', 'Reports', 'new.txt', 'root']);
		const alone = { prefer: 'deltaExcludeParent' };
		const { link } = await read(`${root}/delta?token=latest`, alone);
		await client.call('PUT', `${root}:/Reports/2026/other.txt:/content`, { body: 'x', headers });
		expect((await read(link, alone)).rows.map(({ name }) => name).sort()).toEqual(['other.txt', 'root']);
	});
});
