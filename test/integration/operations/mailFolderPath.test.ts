import type { INodeParameters } from 'n8n-workflow';
import { namesIn } from '../../../nodes/shared/resources/mailFolder';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const adele = 'adelev@contoso.example';
const mailbox = () => product.simulator.graph.mailbox(adele);
const byPath = (value: string) => ({ __rl: true, mode: 'path', value });
const inbox = () => mailbox().messagesIn('inbox');
const folders = (displayName: string) => mailbox().folders.filter((one) => one.displayName === displayName);

/** Folders below the Inbox, each in the one before. */
function made(...names: string[]): string {
	let parent = mailbox().folder('inbox')?.id ?? '';
	for (const name of names) parent = mailbox().createFolder(name, parent).id;
	return parent;
}

const run = async (resource: string, operation: string, parameters: INodeParameters, items = [{}]) =>
	await product.run(
		{ resource, operation, mailbox: byId(adele), ...parameters },
		{ input: itemsOf(...items) },
	);

test('names are separated by slashes; a backslash makes a slash a part of a name', () => {
	expect(namesIn('/Inbox/ Clients /2026/')).toEqual(['Inbox', 'Clients', '2026']);
	expect(namesIn('Inbox/A\\/B/C\\\\D')).toEqual(['Inbox', 'A/B', 'C\\D']);
	expect(namesIn('//')).toEqual([]);
});

describe('a folder by its path', () => {
	test.each([
		['Inbox/Clients/2026', byPath],
		['inbox/CLIENTS/2026', byPath],
		['/Inbox/Clients/2026', byId],
	])('%s is found', async (path, mode) => {
		const id = made('Clients', '2026');
		const { items } = await run('mailFolder', 'get', { folderId: mode(path) });
		expect(items[0]?.json).toMatchObject({ id, displayName: '2026' });
	});

	test('well-known folders are found by their English names in any language', async () => {
		const sent = mailbox().folder('sentitems');
		if (sent) sent.displayName = 'Gesendete Elemente';
		for (const path of ['Gesendete Elemente', 'Sent Items', 'sentitems']) {
			const { items } = await run('mailFolder', 'get', { folderId: byPath(path) });
			expect(items[0]?.json).toMatchObject({ id: sent?.id });
		}
	});

	test('one that does not exist is refused, with what there is', async () => {
		made('Clients');
		const { error } = await run('mailFolder', 'get', { folderId: byPath('Inbox/Clint/2026') });
		expect(error?.message).toBe('The mailbox has no folder "Inbox/Clint".');
		expect(error?.description).toContain('"Inbox" has these folders: Projects, Invoices, Clients.');
	});

	test('messages are listed in it', async () => {
		mailbox().copy(inbox()[0], made('Clients'));
		const { items } = await run('message', 'getAll', { folderId: byPath('Inbox/Clients') });
		expect(items).toHaveLength(1);
	});

	test('folders below it are listed, and a new one is created there', async () => {
		made('Clients', '2026');
		await run('mailFolder', 'create', { displayName: '2027', parentFolderId: byPath('Inbox/Clients') });
		const { items } = await run('mailFolder', 'getAll', {
			parentFolderId: byPath('Inbox/Clients'),
			returnAll: true,
		});
		expect(jsonOf(items).map(({ displayName }) => displayName)).toEqual(['2026', '2027']);
	});

	test('is looked up once for all items', async () => {
		made('Clients');
		const items = inbox()
			.slice(0, 5)
			.map(({ immutableId }) => ({ id: immutableId }));
		const ran = await run(
			'message',
			'copy',
			{ messageId: '={{ $json.id }}', destinationFolderId: byPath('Inbox/Clients') },
			items,
		);
		expect(ran.items).toHaveLength(5);
		expect(product.graphCalls().filter(({ method }) => method === 'GET')).toHaveLength(2);
	});
});

describe('missing folders', () => {
	const move = (path: string, items: Array<{ id: string }>, create = true) =>
		run(
			'message',
			'move',
			{
				messageId: '={{ $json.id }}',
				destinationFolderId: byPath(path),
				options: { createMissingFolders: create },
			},
			items,
		);
	const received = (count: number) =>
		inbox()
			.slice(0, count)
			.map(({ immutableId }) => ({ id: immutableId }));

	test('are created once, with many items at once', async () => {
		const ran = await move('Inbox/Clients/2026', received(5));
		expect(ran.error).toBeUndefined();
		expect(folders('Clients')).toHaveLength(1);
		expect(folders('2026')).toHaveLength(1);
		expect(mailbox().messagesIn(folders('2026')[0]?.id ?? '')).toHaveLength(5);
		expect(product.graphCalls().filter(({ path }) => path.endsWith('/childFolders'))).toHaveLength(4);
	});

	test('are created at the top level, too', async () => {
		const ran = await move('Customers', received(1));
		expect(ran.error).toBeUndefined();
		expect(folders('Customers')[0]?.parentFolderId).toBe(mailbox().folder('msgfolderroot')?.id);
	});

	test('one that someone else creates at the same time is used', async () => {
		product.simulator.faults.add({
			host: 'graph',
			path: /\/childFolders$/,
			method: 'POST',
			action: {
				status: 409,
				body: {
					error: { code: 'ErrorFolderExists', message: 'A folder with the specified name already exists.' },
				},
			},
			after: true,
		});
		const ran = await move('Inbox/Clients', received(1));
		expect(ran.error).toBeUndefined();
		expect(folders('Clients')).toHaveLength(1);
		expect(mailbox().messagesIn(folders('Clients')[0]?.id ?? '')).toHaveLength(1);
	});

	test('one whose creation got no response is not created twice', async () => {
		product.simulator.faults.add({
			host: 'graph',
			path: /\/childFolders$/,
			method: 'POST',
			action: { status: 504 },
			after: true,
		});
		const ran = await move('Inbox/Clients', received(1));
		expect(ran.error).toBeUndefined();
		expect(folders('Clients')).toHaveLength(1);
	});

	test('are refused without the option: nothing is moved', async () => {
		const ran = await move('Inbox/Clients', received(1), false);
		expect(ran.error?.message).toBe('The mailbox has no folder "Inbox/Clients".');
		expect(folders('Clients')).toEqual([]);
	});
});
