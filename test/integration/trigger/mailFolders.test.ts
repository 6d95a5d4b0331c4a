import type { INodeParameters } from 'n8n-workflow';
import { byId, fromList, useProduct } from '../harness/product';
import { emittedOf, useTrigger, type TriggerWorkflow } from '../harness/trigger';
import { adele, mailOfAdele } from './mailOfAdele';
import { tenantOf, useClock } from './tenant';

const product = useProduct({ seed: { messages: 12 } });
const trigger = useTrigger(product);
const tenant = tenantOf(product);
const mail = mailOfAdele(product);
const clock = useClock();

const folders = `/users/${adele}/mailFolders`;
const messages = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'message',
	event: ['created'],
	mailbox: byId(adele),
	folderScope: 'mailbox',
	...parameters,
});
const withSubfolders = (parameters: INodeParameters = {}) =>
	messages({ folderScope: 'subfolders', folderId: byId('inbox'), ...parameters });
const several = (...names: string[]) => ({
	folderScope: 'several',
	folders: { folder: names.map((name) => ({ folderId: byId(name) })) },
});
const excluding = (...names: string[]) => ({
	excludedFolders: { folder: names.map((name) => ({ folderId: byId(name) })) },
});
const deliver = (subject: string, folder = 'inbox') =>
	product.simulator.events.deliverMessage(adele, { subject, folder });
const move = (id: string, folder: string) => product.simulator.events.moveMessage(adele, id, folder);
const change = (id: string, properties: object) =>
	product.simulator.events.changeMessage(adele, id, properties);
const newFolder = async (displayName: string, parent = 'inbox') =>
	(await tenant.create(`${folders}/${parent}/childFolders`, { displayName })).id;
const folderOf = (name: string) => product.simulator.graph.mailbox(adele).folder(name)?.id ?? '';
const everything = ({ executions }: TriggerWorkflow) => executions.flatMap(({ items }) => emittedOf(items));

describe('which folders', () => {
	test('a folder with its subfolders', async () => {
		const projects = await newFolder('Alpha');
		const deep = await newFolder('Beta', projects);
		const workflow = trigger(withSubfolders());
		deliver('Old', deep);
		expect(await workflow.activate()).toEqual([]);
		deliver('In it');
		deliver('Below', deep);
		deliver('Elsewhere', 'archive');
		expect(emittedOf(await workflow.poll()).sort()).toEqual(['created Below', 'created In it']);
		expect(await workflow.poll()).toEqual([]);
	});

	test('several, without their subfolders, by name or from the list', async () => {
		const alpha = await newFolder('Alpha');
		const folderList = [{ folderId: byId('archive') }, { folderId: fromList(alpha) }];
		const workflow = trigger(messages({ folderScope: 'several', folders: { folder: folderList } }));
		await workflow.activate();
		deliver('Archived', 'archive');
		deliver('In Alpha', alpha);
		deliver('In the inbox');
		deliver('Below', await newFolder('Beta', alpha));
		expect(emittedOf(await workflow.poll()).sort()).toEqual(['created Archived', 'created In Alpha']);
	});

	test('the whole mailbox, but for what is excluded with all that is in it', async () => {
		const spam = await newFolder('Worse', 'junkemail');
		const workflow = trigger(messages(excluding('junkemail', 'drafts')));
		await workflow.activate();
		deliver('In the inbox');
		deliver('Archived', 'archive');
		deliver('Junk', 'junkemail');
		deliver('Worse junk', spam);
		deliver('Draft', 'drafts');
		expect(emittedOf(await workflow.poll()).sort()).toEqual(['created Archived', 'created In the inbox']);
	});

	test('no hidden folder', async () => {
		const hidden = await tenant.create(folders, { displayName: 'Settings', isHidden: true });
		const workflow = trigger(messages());
		await workflow.activate();
		deliver('Hidden', hidden.id);
		deliver('In the inbox');
		expect(emittedOf(await workflow.poll())).toEqual(['created In the inbox']);
	});

	test('what is missing is said', async () => {
		await expect(trigger(messages({ folderScope: 'several' })).activate()).rejects.toMatchObject({
			message: expect.stringContaining('"Selected Folders"') as string,
		});
		await expect(trigger(messages(several('archive', 'nowhere'))).activate()).rejects.toThrow();
		const one = messages({ options: { movedHere: true } });
		await expect(trigger(one).activate()).rejects.toMatchObject({
			message: expect.stringContaining('"One Folder"') as string,
		});
	});

	test('needs no more permission than one folder', async () => {
		product.app.roles = ['Mail.ReadBasic.All'];
		const workflow = trigger(messages({ event: ['created', 'updated', 'deleted'] }));
		await workflow.activate();
		deliver('New', 'archive');
		expect(emittedOf(await workflow.poll())).toEqual(['created New']);
	});
});

describe('folders come and go', () => {
	test('what arrives in a new one counts, what was moved there with it does not', async () => {
		const old = deliver('Old', 'archive');
		clock.pass(3 * 60 * 60_000);
		const workflow = trigger(withSubfolders());
		await workflow.activate();
		const alpha = await newFolder('Alpha');
		deliver('First', alpha);
		move(old.id, alpha);
		expect(emittedOf(await workflow.poll())).toEqual(['created First']);
		deliver('Second', alpha);
		expect(emittedOf(await workflow.poll())).toEqual(['created Second']);
		expect(await workflow.poll()).toEqual([]);
	});

	test('one that is moved in is watched, one that is moved out is not', async () => {
		const alpha = await newFolder('Alpha', 'archive');
		const workflow = trigger(withSubfolders());
		await workflow.activate();
		await tenant.create(`${folders}/${alpha}/move`, { destinationId: 'inbox' });
		deliver('Within', alpha);
		expect(emittedOf(await workflow.poll())).toEqual(['created Within']);
		await tenant.create(`${folders}/${alpha}/move`, { destinationId: 'archive' });
		deliver('Without', alpha);
		expect(await workflow.poll()).toEqual([]);
		const { reading } = workflow.stored as { reading: { feeds: object } };
		expect(Object.keys(reading.feeds).length).toBeLessThan(
			product.simulator.graph.mailbox(adele).folders.length,
		);
	});

	test('one that is deleted is dropped, and the others go on', async () => {
		const alpha = await newFolder('Alpha');
		const workflow = trigger(withSubfolders());
		await workflow.activate();
		await tenant.create(`${folders}/${alpha}/permanentDelete`);
		deliver('Still');
		expect(emittedOf(await workflow.poll())).toEqual(['created Still']);
		expect(await workflow.poll()).toEqual([]);
	});

	test('one that was chosen and is deleted is an error', async () => {
		const alpha = await newFolder('Alpha');
		const workflow = trigger(messages(several('inbox', alpha)));
		await workflow.activate();
		await tenant.create(`${folders}/${alpha}/permanentDelete`);
		await expect(workflow.poll()).rejects.toThrow('404');
		deliver('Still');
		expect(emittedOf(await workflow.poll())).toEqual(['created Still']);
		await expect(workflow.poll()).rejects.toThrow('404');
	});
});

describe('each message once', () => {
	test('one that is moved between watched folders', async () => {
		const alpha = await newFolder('Alpha');
		const workflow = trigger(messages());
		await workflow.activate();
		const { id } = deliver('Moved');
		expect(emittedOf(await workflow.poll())).toEqual(['created Moved']);
		move(id, alpha);
		expect(await workflow.poll()).toEqual([]);
		const other = deliver('Moved at once');
		move(other.id, 'archive');
		expect(emittedOf(await workflow.poll())).toEqual(['created Moved at once']);
		expect(await workflow.poll()).toEqual([]);
	});

	test('a move is an update, and no deletion, unless it leaves what is watched', async () => {
		const alpha = await newFolder('Alpha');
		const old = deliver('Old');
		clock.pass(3 * 60 * 60_000);
		const workflow = trigger(withSubfolders({ event: ['created', 'updated', 'deleted'] }));
		await workflow.activate();
		move(old.id, alpha);
		expect(emittedOf(await workflow.poll())).toEqual(['updated Old']);
		expect(await workflow.poll()).toEqual([]);
		move(old.id, 'archive');
		const gone = await workflow.poll();
		expect(gone).toMatchObject([{ json: { change: { event: 'deleted' } } }]);
		expect(await workflow.poll()).toEqual([]);
	});

	test.each([
		['created alone', ['created'], []],
		['all changes', ['created', 'updated', 'deleted'], ['updated Received elsewhere']],
	])('an older one that is moved in is not new: %s', async (_, event, expected) => {
		const alpha = await newFolder('Alpha');
		const workflow = trigger(withSubfolders({ event }));
		await workflow.activate();
		const { id } = deliver('Received elsewhere', 'archive');
		clock.pass(3 * 60 * 60_000);
		expect(await workflow.poll()).toEqual([]);
		move(id, alpha);
		expect(emittedOf(await workflow.poll())).toEqual(expected);
	});

	test.each([[['created']], [['created', 'updated', 'deleted']]])(
		'one that is sent long after it was begun is new in Sent Items: %j',
		async (event) => {
			const mailbox = product.simulator.graph.mailbox(adele);
			const draft = await tenant.create(`/users/${adele}/messages`, {
				subject: 'Long letter',
				toRecipients: [{ emailAddress: { address: 'pat@fabrikam.example' } }],
			});
			const workflow = trigger(messages({ event, ...excluding('drafts') }));
			await workflow.activate();
			clock.pass(5 * 60 * 60_000);
			expect(await workflow.poll()).toEqual([]);
			clock.pass(60_000);
			const message = mailbox.find(draft.id);
			if (message) mailbox.submit(message, 'send', true);
			expect(mailbox.messagesIn('sentitems').map(({ properties }) => properties.subject)).toContain(
				'Long letter',
			);
			expect(emittedOf(await workflow.poll())).toEqual(['created Long letter']);
		},
	);

	test('a change in any folder is an update', async () => {
		const alpha = await newFolder('Alpha');
		const { id } = deliver('Old', alpha);
		clock.pass(3 * 60 * 60_000);
		const workflow = trigger(messages({ event: ['updated'] }));
		await workflow.activate();
		change(id, { isRead: true });
		deliver('New', alpha);
		expect(emittedOf(await workflow.poll())).toEqual(['updated Old']);
		expect(await workflow.poll()).toEqual([]);
	});

	test('one that is moved, and then gone, is deleted once', async () => {
		const alpha = await newFolder('Alpha');
		const old = deliver('Old');
		const workflow = trigger(messages({ event: ['deleted'] }));
		await workflow.activate();
		move(old.id, alpha);
		expect(await workflow.poll()).toEqual([]);
		product.simulator.events.deleteMessage(adele, old.id, true);
		expect(await workflow.poll()).toHaveLength(1);
		expect(await workflow.poll()).toEqual([]);
	});

	test('in the order of their times, whichever folder they are in', async () => {
		const alpha = await newFolder('Alpha');
		const workflow = trigger(messages({ event: ['created', 'updated', 'deleted'] }));
		const old = deliver('Old');
		await workflow.activate();
		const at = (seconds: number) => {
			const time = new Date(Date.now() + seconds * 1000).toISOString();
			return { createdDateTime: time, receivedDateTime: time };
		};
		const deliverAt = (subject: string, folder: string, seconds: number) =>
			product.simulator.events.deliverMessage(adele, { subject, folder, ...at(seconds) });
		deliverAt('Third', 'inbox', 30);
		deliverAt('First', alpha, 10);
		deliverAt('Second', 'archive', 20);
		product.simulator.events.deleteMessage(adele, old.id, true);
		const items = await workflow.poll();
		expect(emittedOf(items.slice(0, 3))).toEqual(['created First', 'created Second', 'created Third']);
		expect(items.slice(3)).toMatchObject([{ json: { change: { event: 'deleted' } } }]);
	});

	test('after a restart, and after the delta links have expired', async () => {
		const alpha = await newFolder('Alpha');
		const workflow = trigger(messages());
		await workflow.activate();
		deliver('Before', alpha);
		expect(emittedOf(await workflow.poll())).toEqual(['created Before']);
		deliver('Meanwhile', alpha);
		expect(emittedOf(await workflow.restart())).toEqual(['created Meanwhile']);
		product.simulator.expireDeltaLinks();
		deliver('After', await newFolder('Beta'));
		const items = await workflow.poll();
		expect(emittedOf(items)).toEqual(['created After']);
		expect(await workflow.poll()).toEqual([]);
		expect(everything(workflow)).toEqual(['created Before', 'created Meanwhile', 'created After']);
	});
});

describe('from the beginning', () => {
	test('all that exists comes first, from each folder', async () => {
		const alpha = await newFolder('Alpha');
		deliver('There', alpha);
		const workflow = trigger(messages({ options: { startFrom: 'beginning' } }));
		const first = emittedOf(await workflow.activate());
		expect(first).toHaveLength(product.simulator.graph.mailbox(adele).visible().length);
		expect(first).toContain('created There');
		expect(await workflow.poll()).toEqual([]);
	});

	test.each([
		['refuses one', 400],
		['fails', 501],
	])('goes on where it ended, when Graph %s in the middle', async (_, status) => {
		const ids = [];
		for (let index = 0; index < 30; index++) ids.push(await newFolder(`Folder ${index}`));
		for (const id of ids) deliver('There', id);
		const workflow = trigger(messages({ options: { startFrom: 'beginning' } }));
		product.simulator.faults.add({
			host: 'graph',
			path: `mailFolders/${String(ids[20])}`,
			times: 1,
			action: { status, body: { error: { code: 'BadRequest', message: 'Not now.' } } },
		});
		const first = await workflow.activate();
		const all = product.simulator.graph.mailbox(adele).visible().length;
		expect(first.length).toBeGreaterThan(0);
		expect(first.length).toBeLessThan(all);
		expect([...first, ...(await workflow.poll())]).toHaveLength(all);
		expect(await workflow.poll()).toEqual([]);
	});
});

describe('a folder that cannot be read', () => {
	test('keeps no other from being read, and nothing in it is lost', async () => {
		const alpha = await newFolder('Alpha');
		const workflow = trigger(messages());
		await workflow.activate();
		product.simulator.faults.add({
			host: 'graph',
			path: `mailFolders.*${alpha}.*messages`,
			times: 3,
			action: { status: 501, body: { error: { code: 'NotImplemented', message: 'Not here.' } } },
		});
		deliver('In it', alpha);
		await expect(workflow.poll()).rejects.toThrow('Not here.');
		deliver('In the inbox');
		expect(emittedOf(await workflow.poll())).toEqual(['created In the inbox']);
		await expect(workflow.poll()).rejects.toThrow('Not here.');
		expect(emittedOf(await workflow.poll())).toEqual(['created In it']);
	});

	test('when Graph does not find one for a while, nothing in it is lost', async () => {
		const alpha = await newFolder('Alpha');
		const workflow = trigger(messages());
		await workflow.activate();
		product.simulator.faults.add({
			host: 'graph',
			path: `mailFolders.*${alpha}.*messages`,
			times: 1,
			action: { status: 404, body: { error: { code: 'ErrorItemNotFound', message: 'Not here.' } } },
		});
		deliver('In it', alpha);
		clock.pass(3 * 60 * 60_000);
		expect(await workflow.poll()).toEqual([]);
		clock.pass(3 * 60 * 60_000);
		deliver('Later', alpha);
		expect(emittedOf(await workflow.poll())).toEqual(['created In it', 'created Later']);
	});

	test('when a first read failed, the next activation goes on, without what existed before', async () => {
		for (let index = 0; index < 30; index++) deliver('Old', await newFolder(`Folder ${index}`));
		clock.pass(5 * 60_000);
		const workflow = trigger(messages({ event: ['created', 'updated', 'deleted'] }));
		product.simulator.faults.add({
			host: 'graph',
			path: 'mailFolders/[^/]+/messages',
			times: 1,
			action: { status: 501, body: { error: { code: 'NotImplemented', message: 'Not here.' } } },
		});
		await expect(workflow.activate()).rejects.toThrow('Not here.');
		clock.pass(5 * 60_000);
		deliver('Meanwhile');
		expect(emittedOf(await workflow.activate())).toEqual(['created Meanwhile']);
		expect(await workflow.poll()).toEqual([]);
	});
});

describe('a mailbox with hundreds of folders', () => {
	test('is read in batches, at most four requests at a time', async () => {
		const names = Array.from({ length: 200 }, (_, index) => `Folder ${index}`);
		const mailbox = product.simulator.graph.mailbox(adele);
		const ids = names.map((name) => mailbox.createFolder(name, folderOf('inbox')).id);
		const workflow = trigger(messages());
		const { requests, parts } = product.simulator;
		await workflow.activate();
		const read = [...requests, ...parts].filter(({ path }) => /messages\/delta$/.test(path));
		expect(read.length).toBeGreaterThanOrEqual(200);
		// The simulator refuses a fifth request at a time in the mailbox.
		expect(read.filter(({ status }) => status !== 200)).toEqual([]);
		expect(requests.filter(({ host }) => host === 'graph').length).toBeLessThan(30);
		// What n8n writes to its database.
		expect(JSON.stringify(workflow.stored).length / 200).toBeLessThan(1_000);
		deliver('Last', ids.at(-1));
		expect(emittedOf(await workflow.poll())).toEqual(['created Last']);
	});
});

describe('Instant delivery', () => {
	const instant = (parameters: INodeParameters) => ({ ...parameters, mode: 'instant' });

	test('one subscription for all folders, also those to come', async () => {
		const workflow = trigger(instant(withSubfolders()));
		await workflow.activate();
		expect(mail.subscriptionOf(workflow)).toMatchObject({ resource: `users/${adele}/messages` });
		deliver('New');
		await workflow.settled();
		expect(everything(workflow)).toEqual(['created New']);
		const alpha = await newFolder('Alpha');
		deliver('In a new folder', alpha);
		await workflow.settled();
		expect(everything(workflow)).toEqual(['created New', 'created In a new folder']);
		deliver('Elsewhere', 'archive');
		await workflow.settled();
		expect(everything(workflow)).toHaveLength(2);
		expect(await workflow.poll()).toEqual([]);
	});

	test('a notification has only the folder of its message read', async () => {
		for (let index = 0; index < 10; index++) await newFolder(`Folder ${index}`);
		const workflow = trigger(instant(messages()));
		await workflow.activate();
		const { requests, parts } = product.simulator;
		const deltas = () => [...requests, ...parts].filter(({ path }) => /messages\/delta$/.test(path)).length;
		const before = deltas();
		deliver('New');
		await workflow.settled();
		expect(everything(workflow)).toEqual(['created New']);
		expect(deltas() - before).toBe(1);
	});

	test('a test in the editor gets the next message, whichever folder it is in', async () => {
		const alpha = await newFolder('Alpha');
		const workflow = trigger(instant(withSubfolders()));
		const end = await workflow.listenForTestEvent();
		deliver('Elsewhere', 'archive');
		deliver('Next', alpha);
		await workflow.settled();
		await end();
		expect(everything(workflow)).toEqual(['created Next']);
		expect(workflow.stored).toEqual({});
	});

	test('two workflows that watch folders of the same mailbox have a subscription each', async () => {
		const workflows = [trigger(instant(withSubfolders())), trigger(instant(messages(several('archive'))))];
		for (const workflow of workflows) await workflow.activate();
		deliver('In the inbox');
		deliver('Archived', 'archive');
		for (const workflow of workflows) await workflow.settled();
		expect(workflows.map(everything)).toEqual([['created In the inbox'], ['created Archived']]);
	});

	test('a quota of the mailbox is reported as one, and polls need none', async () => {
		product.simulator.set({ subscriptions: { mailboxQuota: 0 } });
		await expect(trigger(instant(messages())).activate()).rejects.toThrow(/a quota is reached/);
		await expect(trigger(messages()).activate()).resolves.toEqual([]);
	});

	test('a deletion is found in any folder', async () => {
		const alpha = await newFolder('Alpha');
		const old = deliver('Old', alpha);
		const workflow = trigger(instant(messages({ event: ['deleted'] })));
		await workflow.activate();
		product.simulator.events.deleteMessage(adele, old.id, true);
		await workflow.settled();
		expect(workflow.executions.flatMap(({ items }) => items)).toHaveLength(1);
	});

	test('in queue mode, too, each message is emitted once', async () => {
		const workflow = trigger(instant(messages()), { queueMode: true });
		await workflow.activate();
		const alpha = await newFolder('Alpha');
		deliver('New');
		deliver('In a new folder', alpha);
		await workflow.settled();
		await workflow.poll();
		expect(everything(workflow).sort()).toEqual(['created In a new folder', 'created New']);
	});
});
