import type { INodeParameters } from 'n8n-workflow';
import { sampleDrive } from '../../operations/samples/file';
import {
	addFile,
	childNamed,
	putFile,
	remove,
	touch,
	type StoredFile,
} from '../../../simulator/graph/state/drive';
import { byId, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';
import { useClock } from './tenant';

const product = useProduct();
const trigger = useTrigger(product);
const clock = useClock();

const files = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'file',
	event: ['created', 'updated', 'deleted'],
	driveOf: 'user',
	userId: byId('adelev@contoso.example'),
	...parameters,
});
const drive = () => sampleDrive(product.simulator);
const folderOf = (name: string, parent = drive().rootId) => childNamed(drive(), parent, name) as StoredFile;
const put = (name: string, parent = drive().rootId) =>
	putFile(drive(), parent, name, { content: Buffer.from(`${name} ${Math.random()}`), conflict: 'replace' });
const emitted = (items: Parameters<typeof emittedOf>[0]) => emittedOf(items, 'name').sort();
const itemReads = () => product.graphPaths().filter((path) => /\/items\/[^/]+$/.test(path));

test('created, updated and deleted, each once', async () => {
	const workflow = trigger(files());
	expect(await workflow.activate()).toEqual([]);
	const file = put('New.txt');
	expect(emitted(await workflow.poll())).toEqual(['created New.txt']);
	expect(await workflow.poll()).toEqual([]);

	put('New.txt');
	expect(emitted(await workflow.poll())).toEqual(['updated New.txt']);
	put('Notes.txt');
	expect(emitted(await workflow.poll())).toEqual(['updated Notes.txt']);
	expect(await workflow.poll()).toEqual([]);

	remove(drive(), file);
	const [gone, ...others] = await workflow.poll();
	expect(gone?.json).toMatchObject({ id: file.id, change: { event: 'deleted' } });
	expect(others).toEqual([]);
	expect(await workflow.poll()).toEqual([]);
});

test.each([
	['files', ['created In it.txt']],
	['folders', ['created Folder']],
	['both', ['created Folder', 'created In it.txt']],
])('%s', async (kinds, expected) => {
	const workflow = trigger(files({ kinds }));
	await workflow.activate();
	put('In it.txt', addFile(drive(), drive().rootId, 'Folder').id);
	expect(emitted(await workflow.poll())).toEqual(expected);
});

test('what passes the filters', async () => {
	const workflow = trigger(files({ filters: { name: 'INVOICE', extension: 'pdf, .docx' } }));
	await workflow.activate();
	for (const name of ['Invoice 1.pdf', 'Invoice 2.DOCX', 'Invoice 3.txt', 'Offer 4.pdf', 'Invoice pdf'])
		put(name);
	expect(emitted(await workflow.poll())).toEqual(['created Invoice 1.pdf', 'created Invoice 2.DOCX']);
});

describe('of one folder', () => {
	const where = (more: INodeParameters = {}) => files({ parentId: byId('/Reports'), ...more });

	test('and those below it: the folders above a file are read once in a poll', async () => {
		const workflow = trigger(where());
		await workflow.activate();
		const { id: reports } = folderOf('Reports');
		const { id: year } = folderOf('2026', reports);
		put('Outside.txt');
		put('Elsewhere.txt', folderOf('Archive').id);
		put('Inside.txt', reports);
		put('Below.txt', year);
		put('Below too.txt', year);
		product.simulator.requests.length = 0;
		product.simulator.parts.length = 0;
		expect(emitted(await workflow.poll())).toEqual([
			'created Below too.txt',
			'created Below.txt',
			'created Inside.txt',
		]);
		expect(new Set(itemReads()).size).toBe(itemReads().length);
		remove(drive(), childNamed(drive(), year, 'Below.txt') as StoredFile);
		remove(drive(), childNamed(drive(), drive().rootId, 'Outside.txt') as StoredFile);
		const gone = await workflow.poll();
		expect(gone).toHaveLength(1);
		expect(gone[0]?.json.change).toMatchObject({ event: 'deleted' });
	});

	test('and not those below it', async () => {
		const workflow = trigger(where({ includeSubfolders: false }));
		await workflow.activate();
		const { id: reports } = folderOf('Reports');
		put('Below.txt', folderOf('2026', reports).id);
		put('Inside.txt', reports);
		expect(emitted(await workflow.poll())).toEqual(['created Inside.txt']);
	});

	test('what is moved into it', async () => {
		const workflow = trigger(where());
		await workflow.activate();
		clock.pass(2 * 3_600_000);
		await workflow.poll();
		const notes = folderOf('Notes.txt');
		notes.parentId = folderOf('Reports').id;
		touch(drive(), notes);
		expect(emitted(await workflow.poll())).toEqual(['updated Notes.txt']);
	});

	test('a folder that is deleted with what is in it', async () => {
		const workflow = trigger(where({ kinds: 'both' }));
		await workflow.activate();
		remove(drive(), folderOf('2026', folderOf('Reports').id));
		const gone = await workflow.poll();
		expect(gone.map(({ json }) => json.change)).toMatchObject([{ event: 'deleted' }, { event: 'deleted' }]);
	});
});

test('a delta that shows the folders above what changed, late and twice, changes nothing', async () => {
	product.simulator.set({ delta: { repeat: true, emptyPages: true, folders: true } });
	const workflow = trigger(files({ parentId: byId('/Reports') }));
	await workflow.activate();
	put('Inside.txt', folderOf('Reports').id);
	expect(emitted(await workflow.poll())).toEqual(['created Inside.txt']);
	expect(await workflow.poll()).toEqual([]);
});

test('a delta link that has expired: what came meanwhile is emitted, and nothing else', async () => {
	const workflow = trigger(files());
	await workflow.activate();
	put('Told.txt');
	await workflow.poll();
	product.simulator.expireDeltaLinks();
	put('Meanwhile.txt');
	expect(emitted(await workflow.poll())).toEqual(['created Meanwhile.txt']);
	expect(await workflow.poll()).toEqual([]);
});

test('a test in the editor gets the file that was changed last', async () => {
	put('Newest.txt');
	clock.pass(2_000);
	addFile(drive(), drive().rootId, 'A folder that is newer');
	expect(emitted(await trigger(files()).fetchTestEvent())).toEqual(['created Newest.txt']);
});

test('Graph notifies of a change in the drive', async () => {
	const workflow = trigger(files({ mode: 'instant' }));
	await workflow.activate();
	put('New.txt');
	await workflow.settled();
	expect(workflow.executions.flatMap(({ items }) => emitted(items))).toEqual(['created New.txt']);
});

test.each([
	['polling', ['Mail.Read'], 'Files.Read.All'],
	['instant', ['Files.Read.All'], 'Files.ReadWrite.All'],
])('a refusal names the permission: %s', async (mode, roles, needed) => {
	product.app.roles = roles;
	await expect(trigger(files({ mode })).activate()).rejects.toMatchObject({
		message: expect.stringContaining(needed) as string,
	});
});
