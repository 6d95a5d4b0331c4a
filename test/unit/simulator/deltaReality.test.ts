import { fact } from '../../reality/facts';
import type { Simulator } from '../../../simulator/simulator';
import type { SimulatorClient } from '../../../simulator/client';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
withClient((given) => ({ simulator, client } = given));

const adele = 'adelev@contoso.example';

type Row = Record<string, unknown> & { id?: string };

/** All pages of a round, and the links that it gave. */
async function read(path: string, headers: Record<string, string> = {}) {
	const pages: Row[][] = [];
	const links: string[] = [];
	for (let next = path; ;) {
		const { status, body } = await client.get(next, headers);
		expect([status, body]).toEqual([200, expect.anything()]);
		const page = body as { value: Row[]; '@odata.nextLink'?: string; '@odata.deltaLink'?: string };
		pages.push(page.value);
		const link = page['@odata.nextLink'] ?? page['@odata.deltaLink'] ?? '';
		links.push(link);
		if (page['@odata.nextLink'] === undefined) return { pages, rows: pages.flat(), links, link };
		next = link;
	}
}

const isRemoved = (row: object) => '@removed' in row;

describe('calendar views', () => {
	const view = `/users/${adele}/calendarView/delta`;
	const window = 'startDateTime=2030-01-01T00:00:00Z&endDateTime=2030-02-01T00:00:00Z';
	const time = (date: string) => ({ dateTime: `${date}T10:00:00`, timeZone: 'UTC' });
	const make = async (date: string) => {
		const body = { subject: 'x', start: time(date), end: time(date) };
		return ((await client.post(`/users/${adele}/events`, body)).body as Row).id;
	};

	it(
		fact(13, 'simulator', 'events beyond the window come as removed when they are made or changed'),
		async () => {
			const known = await make('2031-01-01');
			const start = await read(`${view}?${window}`);
			expect(start.rows).toEqual([]);
			const id = await make('2030-06-01');
			const made = await read(start.link);
			expect(made.rows).toEqual([{ id, '@removed': { reason: 'deleted' } }]);
			await client.call('PATCH', `/users/${adele}/events/${known}`, { body: { subject: 'y' } });
			expect((await read(made.link)).rows).toEqual([{ id: known, '@removed': { reason: 'deleted' } }]);
			expect((await client.get(`/users/${adele}/events/${known}`)).status).toBe(200);
		},
	);
});

describe('the directory', () => {
	it(
		fact(44, 'simulator', 'the first round of users and groups has entries of what was removed'),
		async () => {
			const users = await read('/users/delta?$select=displayName');
			expect(users.rows.filter(isRemoved)).toEqual([
				{ id: expect.any(String), '@removed': { reason: 'deleted' } },
			]);
			const groups = await read('/groups/delta?$select=displayName,members');
			expect(groups.rows.filter(isRemoved)).toHaveLength(1);
			const [leaders] = groups.rows.filter(({ displayName }) => displayName === 'Leadership');
			expect((leaders['members@delta'] as object[]).filter(isRemoved)).toHaveLength(1);
			expect((await read('/users/delta?$deltatoken=latest')).rows).toEqual([]);
		},
	);

	it(
		fact(44, 'simulator', 'a round ends on a further, empty page, and empty properties are left out'),
		async () => {
			const [id] = simulator.graph.users.keys();
			const path = `/users/delta?$select=displayName,faxNumber&$filter=id eq '${id}'`;
			const { pages, links, link } = await read(path);
			expect(pages.map(({ length }) => length)).toEqual([1, 0]);
			expect(links[0]).toMatch(/\$skiptoken=/);
			expect(pages[0][0]).not.toHaveProperty('faxNumber');
			await client.call('PATCH', `/users/${id}`, { body: { faxNumber: '1' } });
			const filled = await read(link);
			expect(filled.rows).toMatchObject([{ faxNumber: '1' }]);
			await client.call('PATCH', `/users/${id}`, { body: { faxNumber: null } });
			expect((await read(filled.link)).rows).toMatchObject([{ faxNumber: null }]);
		},
	);

	it(fact(31, 'simulator', 'a change comes once more in the round after'), async () => {
		const { graph } = simulator;
		const [group] = graph.groups.values();
		const [first] = graph.users.keys();
		let { link } = await read('/users/delta?$select=jobTitle&$deltatoken=latest');
		const members = await read('/groups/delta?$select=members&$deltatoken=latest');
		await client.call('PATCH', `/users/${first}`, { body: { jobTitle: 'x' } });
		const told: number[] = [];
		for (let round = 0; round < 3; round++) {
			const { rows, link: next } = await read(link);
			told.push(rows.length);
			link = next;
		}
		expect(told).toEqual([1, 1, 0]);

		const isMember = group.memberIds.has(first);
		if (isMember) group.memberIds.delete(first);
		else group.memberIds.add(first);
		const once = await read(members.link);
		const again = await read(once.link);
		expect(again.rows).toEqual(once.rows);
		expect(once.rows[0]).toHaveProperty('members@delta');
		if (isMember) group.memberIds.add(first);
		else group.memberIds.delete(first);
		expect((await read(again.link)).rows).toHaveLength(1);
	});
});

describe('messages', () => {
	const inbox = `/users/${adele}/mailFolders/inbox/messages/delta`;
	const since = `${inbox}?$filter=receivedDateTime ge 2026-06-01T00:00:00Z`;

	it.each(['round', 'link'] as const)(
		fact(5, 'simulator', 'a filter gives a certain number of messages at most, over each %s'),
		async (filteredOver) => {
			simulator.set({ delta: { mostFiltered: 3, filteredOver } });
			const start = await read(since);
			const deliver = (count: number) => {
				for (let n = 0; n < count; n++) simulator.events.deliverMessage(adele);
			};
			deliver(2);
			const first = await read(start.link);
			deliver(2);
			const second = await read(first.link);
			deliver(4);
			const third = await read(second.link);
			expect([first, second, third].map(({ rows }) => rows.length)).toEqual(
				filteredOver === 'round' ? [2, 2, 3] : [2, 1, 0],
			);
			expect((await read(`${inbox}?$select=id`)).rows.length).toBeGreaterThan(8);
		},
	);

	it(fact(24, 'simulator', 'links of mail have their keys in parentheses'), async () => {
		const { links, link } = await read(`${inbox}?$select=subject`, { prefer: 'odata.maxpagesize=5' });
		expect(links.length).toBeGreaterThan(1);
		for (const one of links)
			expect(one).toMatch(/\/users\('[^']+'\)\/mailFolders\('inbox'\)\/messages\/delta\?/);
		expect((await read(link)).rows).toEqual([]);
	});
});

describe('drives', () => {
	const delta = `/users/${adele}/drive/root/delta`;

	it(fact(24, 'simulator', 'links repeat the query, with its `$` encoded or not'), async () => {
		const { links, link } = await read(`${delta}?$top=3`);
		const encoded = links.map((one) => one.includes('%24top=3&token='));
		expect(encoded).toContain(true);
		expect(encoded).toContain(false);
		expect(links.every((one) => /(\$|%24)top=3&token=/.test(one))).toBe(true);
		expect((await client.get(link)).status).toBe(200);
	});

	it(
		fact(47, 'simulator', 'the root comes on each page; selected properties have no ID unless it is one'),
		async () => {
			const { pages, link } = await read(`${delta}?$top=3&$select=name,root`);
			expect(pages.length).toBeGreaterThan(1);
			expect(pages.every((page) => page.some((row) => 'root' in row))).toBe(true);
			expect(pages.flat().some((row) => 'id' in row)).toBe(false);
			expect((await read(link)).rows).toEqual([{ name: 'root', root: {} }]);
			expect((await read(`${delta}?$select=id,name`)).rows.every((row) => 'id' in row)).toBe(true);
		},
	);

	it(fact(46, 'simulator', 'changed files carry a URL that opens them'), async () => {
		const { rows } = await read(delta);
		const urls = rows.map((row) => row['@microsoft.graph.downloadUrl']).filter(Boolean);
		expect(urls.length).toBeGreaterThan(0);
		expect(urls.every((url) => String(url).includes('tempauth='))).toBe(true);
	});
});

it(fact(38, 'simulator', 'an alert is found when it is indexed'), async () => {
	simulator.set({ alertLag: 100 });
	const before = await client.all('/security/alerts_v2');
	simulator.events.raiseAlert();
	expect(await client.all('/security/alerts_v2')).toHaveLength(before.length);
	await new Promise((resolve) => setTimeout(resolve, 150));
	expect(await client.all('/security/alerts_v2')).toHaveLength(before.length + 1);
});
