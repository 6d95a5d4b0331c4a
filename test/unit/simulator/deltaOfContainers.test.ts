import type { SimulatorClient } from '../../../simulator/client';
import type { Simulator } from '../../../simulator/simulator';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
withClient((given) => ({ simulator, client } = given));

const adele = 'adelev@contoso.example';

type Row = Record<string, unknown> & { id: string; displayName?: string; title?: string };

/** A round of a delta function: its rows by ID, each once, and the link to the next round. */
async function read(path: string): Promise<{ rows: Row[]; link: string }> {
	const rows = new Map<string, Row>();
	for (let next: string | undefined = path; next;) {
		const { status, body } = await client.get(next);
		expect([status, body]).toEqual([200, expect.anything()]);
		const page = body as { value: Row[]; '@odata.nextLink'?: string; '@odata.deltaLink'?: string };
		for (const row of page.value) rows.set(row.id, row);
		next = page['@odata.nextLink'];
		if (page['@odata.deltaLink']) return { rows: [...rows.values()], link: page['@odata.deltaLink'] };
	}
	throw new Error('There was no delta link.');
}

const create = async (path: string, body: object) =>
	(await client.call('POST', path, { body })).body as { id: string };

describe('mail folders', () => {
	const folders = `/users/${adele}/mailFolders`;

	it('are all those of the mailbox, at any level; new, changed, moved, and removed ones follow', async () => {
		const start = await read(`${folders}/delta`);
		const names = start.rows.map(({ displayName }) => displayName);
		expect(names).toEqual(expect.arrayContaining(['Inbox', 'Sent Items', 'Projects']));
		const { id } = await create(`${folders}/inbox/childFolders`, { displayName: 'New' });
		const made = await read(start.link);
		expect(made.rows).toMatchObject([{ displayName: 'Inbox' }, { id, displayName: 'New' }]);

		// A folder changes with the number of its messages.
		simulator.events.deliverMessage(adele, { folder: id });
		const filled = await read(made.link);
		expect(filled.rows).toMatchObject([{ id, totalItemCount: 1 }]);

		await client.call('POST', `${folders}/${id}/move`, { body: { destinationId: 'archive' } });
		const archive = start.rows.find(({ displayName }) => displayName === 'Archive');
		const moved = await read(filled.link);
		expect(moved.rows.find((row) => row.id === id)).toMatchObject({ parentFolderId: archive?.id });

		await client.call('POST', `${folders}/${id}/permanentDelete`);
		const gone = await read(moved.link);
		expect(gone.rows.find((row) => row.id === id)).toEqual({ id, '@removed': { reason: 'deleted' } });
	});

	it('have the properties that are selected', async () => {
		const { rows } = await read(`${folders}/delta?$select=parentFolderId`);
		for (const { id, ...row } of rows) {
			expect(id).toMatch(/^AA/);
			expect(Object.keys(row).sort()).toEqual(['@odata.type', 'parentFolderId']);
		}
	});
});

describe('To Do', () => {
	const lists = `/users/${adele}/todo/lists`;

	it('gives changes of a list, and of lists', async () => {
		const ofLists = await read(`${lists}/delta`);
		const list = await create(lists, { displayName: 'Garden' });
		expect((await read(ofLists.link)).rows).toMatchObject([{ id: list.id, displayName: 'Garden' }]);

		const tasks = `${lists}/${list.id}/tasks`;
		const start = await read(`${tasks}/delta`);
		const { id } = await create(tasks, { title: 'Water' });
		const made = await read(start.link);
		expect(made.rows).toMatchObject([{ id, title: 'Water', '@odata.etag': expect.any(String) as string }]);
		const before = made.rows[0]?.lastModifiedDateTime;
		await client.call('PATCH', `${tasks}/${id}`, { body: { status: 'completed' } });
		const changed = await read(made.link);
		expect(changed.rows).toMatchObject([{ id, status: 'completed' }]);
		expect(Date.parse(String(changed.rows[0]?.lastModifiedDateTime))).toBeGreaterThanOrEqual(
			Date.parse(String(before)),
		);
		await client.call('DELETE', `${tasks}/${id}`);
		expect((await read(changed.link)).rows).toEqual([{ id, '@removed': { reason: 'deleted' } }]);
	});

	it('knows no tasks of a list that does not exist', async () => {
		expect((await client.get(`${lists}/AAMkAG-none-of-them-is-here=/tasks/delta`)).status).toBe(404);
	});

	it('takes no subscription of an app', async () => {
		const { rows } = await read(`${lists}/delta`);
		simulator.set({ subscriptions: { validate: 'never' } });
		const body = {
			changeType: 'created',
			notificationUrl: 'https://127.0.0.1/never-called',
			resource: `${lists.slice(1)}/${String(rows[0]?.id)}/tasks`,
			expirationDateTime: new Date(Date.now() + 600_000).toISOString(),
		};
		const answer = await client.call('POST', '/subscriptions', { body });
		expect([answer.status, JSON.stringify(answer.body)]).toEqual([
			400,
			expect.stringContaining('not supported') as string,
		]);
	});
});
