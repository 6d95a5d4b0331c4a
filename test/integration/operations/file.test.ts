import { addFile, childNamed, driveById, findFile } from '../../../simulator/graph/state/drive';
import { fact } from '../../reality/facts';
import { driveItem } from '../../../nodes/shared/fields/locators/drive';
import { sampleDrive } from '../../operations/samples/file';
import { byId, fromList, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const adele = { driveOf: 'user', userId: byId('adelev@contoso.example') };
const run = async (operation: string, parameters = {}) =>
	await product.run({ resource: 'file', operation, ...adele, ...parameters });
const drive = () => sampleDrive(product.simulator);
const rootNames = () =>
	[...drive().files.values()]
		.filter(({ parentId, deleted }) => parentId === drive().rootId && !deleted)
		.map(({ name }) => name);

test.each(["Odd #1 100% é & 'x' + (2)?.txt", 'a%2Fb.txt', 'Plan (2)', 'C++ 😀.txt'])(
	fact([6, 36], 'node', 'a file by its path, whatever its name: %s'),
	async (name) => {
		const folder = addFile(drive(), drive().rootId, 'Jürgen’s #1 (x)');
		const file = addFile(drive(), folder.id, name, Buffer.from('text'));
		const { items, error } = await run('get', { fileId: byId(`/${folder.name}/${name}`) });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ id: file.id, name });
		await run('getVersions', { fileId: byId(`/${folder.name}/${name}`) });
		expect(product.graphCalls().at(-1)).toMatchObject({ status: 200 });
	},
);

test(fact(6, 'node', 'words with a slash are searched for in a drive'), async () => {
	const file = addFile(drive(), drive().rootId, 'Plan.txt', Buffer.from("the AC/DC list of Pat's"));
	for (const searchWords of ['AC/DC', "AC/DC list of Pat's"]) {
		const { items, error } = await run('search', { searchWords });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toMatchObject([{ id: file.id }]);
	}
	const parameters = { resource: 'file', operation: 'get', ...adele };
	const { results } = await product.list('searchFiles', { filter: 'AC/DC', parameters });
	expect(results).toMatchObject([{ value: file.id }]);
});

test('a path of 300 characters arrives; one that SharePoint does not take is not sent', async () => {
	const names = ['a', 'b', 'c'].map((letter) => letter.repeat(99));
	const ids = names.reduce((parent, name) => addFile(drive(), parent, name).id, drive().rootId);
	const { items } = await run('get', { fileId: byId(`/${names.join('/')}`) });
	expect(items[0].json.id).toBe(ids);
	const sent = product.graphCalls().length;
	for (const path of [`/${'d'.repeat(256)}`, `/${'e/'.repeat(210)}f`, '/a:/children', '/a/../b', '/a\\b'])
		expect((await run('get', { fileId: byId(path) })).error).toBeDefined();
	expect((await run('get', { fileId: byId('x:') })).error?.message).toMatch(/colon/);
	expect(product.graphCalls()).toHaveLength(sent);
});

test('an address in the browser names a file, too', async () => {
	const link = `${drive().webUrl}/Notes.txt`;
	const { items, error } = await run('rename', { driveOf: 'link', sharingLink: link, name: 'New.txt' });
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ name: 'New.txt' });
	expect(product.graphPaths()).toEqual([
		`GET /v1.0/shares/u!${Buffer.from(link).toString('base64url')}/driveItem`,
		expect.stringMatching(/^PATCH \/v1\.0\/drives\/b!.*\/items\/01/),
	]);
});

test.each([
	['fail', undefined],
	['rename', 'Archive 1'],
	['replace', 'Archive'],
])('a folder whose name is there: %s', async (conflictBehavior, name) => {
	const { items, error } = await run('createFolder', { name: 'Archive', conflictBehavior });
	if (name === undefined)
		expect(error).toMatchObject({ description: expect.stringMatching(/If the Name Exists/) });
	else expect(items[0].json).toMatchObject({ name });
	expect(rootNames().filter((one) => one.startsWith('Archive'))).toHaveLength(name === 'Archive 1' ? 2 : 1);
});

describe('a folder below others', () => {
	const pathsSent = () => product.graphPaths().map((path) => path.replace(/^.*\/drive\//, ''));
	const create = async (name: string, parameters = {}) => await run('createFolder', { name, ...parameters });

	test('is made with those that are missing', async () => {
		const { items, error } = await create('Plans/2030/May');
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ id: findFile(drive(), 'root:/Plans/2030/May').id });
		expect(rootNames().filter((name) => name.startsWith('Plans'))).toEqual(['Plans']);
		product.simulator.requests.length = 0;
		expect((await create('Plans/2030/June')).error).toBeUndefined();
		expect(pathsSent()).toEqual(['root:/Plans/2030:/children']);
	});

	test.each([
		['a folder by its path', { parentId: byId('/Reports/2026') }],
		['a folder by its ID', { parentId: byId('id') }],
		['a sharing link', { driveOf: 'link', sharingLink: 'link' }],
	])('in %s', async (_, parameters) => {
		const year = findFile(drive(), 'root:/Reports/2026');
		const where = {
			...parameters,
			...('sharingLink' in parameters && { sharingLink: `${drive().webUrl}/Reports/2026` }),
			...('parentId' in parameters && parameters.parentId.value === 'id' && { parentId: byId(year.id) }),
		};
		const { error } = await create('/Spring/May/', where);
		expect(error).toBeUndefined();
		expect(findFile(drive(), 'root:/Reports/2026/Spring/May').content).toBeUndefined();
	});

	test('takes "If the Name Exists" for the last one only', async () => {
		const failed = await create('Reports/2026', { conflictBehavior: 'fail' });
		expect(failed.error).toMatchObject({ description: expect.stringMatching(/If the Name Exists/) });
		const { items } = await create('Reports/2026', { conflictBehavior: 'rename' });
		expect(items[0].json).toMatchObject({ name: '2026 1' });
		expect(rootNames().filter((name) => name.startsWith('Reports'))).toEqual(['Reports']);
	});

	test('of several items at once are made once each', async () => {
		const input = ['May', 'June', 'July'].map((month) => ({ json: { month } }));
		const { items, error } = await product.run(
			{ resource: 'file', operation: 'createFolder', ...adele, name: '=Plans/2030/{{ $json.month }}' },
			{ input },
		);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(3);
		expect(rootNames().filter((name) => name.startsWith('Plans'))).toEqual(['Plans']);
	});

	test('is found where the answer to a level was lost', async () => {
		const children = { host: 'graph' as const, method: 'POST', path: /root\/children$/ };
		product.simulator.faults.add({ ...children, after: true, action: { status: 504 } });
		const { error } = await create('Plans/2030');
		expect(error).toBeUndefined();
		expect(rootNames().filter((name) => name.startsWith('Plans'))).toEqual(['Plans']);
	});

	test('that is no folder is refused by name', async () => {
		const { error } = await create('Notes.txt/2030');
		expect(error).toMatchObject({ message: expect.stringMatching(/"Notes\.txt" is a file/) });
	});

	test('of a folder that is not there says so', async () => {
		const { error } = await create('Plans/2030', { parentId: byId('/Nowhere') });
		expect(error).toMatchObject({ description: expect.stringMatching(/Check the ID or the path/) });
	});
});

describe('a name that SharePoint does not take is refused before anything is sent', () => {
	const names = [
		'a:b',
		'a\\b',
		'what?',
		'a/../b',
		'.',
		'CON',
		'lpt1',
		'.lock',
		'Desktop.ini',
		'~$a',
		'a_vti_b',
	];
	test.each([...names, 'a/ b', '/', 'n'.repeat(256)])('a folder: %s', async (name) => {
		const { error } = await run('createFolder', { name });
		expect(error?.message).toMatch(/can't be the name|longer than|no name/);
		expect(product.graphPaths()).toEqual([]);
	});

	test.each(['a/b', 'AUX', 'a|b'])('a new name: %s', async (name) => {
		const renamed = await run('rename', { fileId: byId('/Notes.txt'), name });
		expect(renamed.error?.message).toMatch(/can't be the name/);
		for (const operation of ['move', 'copy']) {
			const moved = await run(operation, { fileId: byId('/Notes.txt'), newName: name });
			expect(moved.error?.message).toMatch(/can't be the name/);
		}
		expect(product.graphPaths()).toEqual([]);
	});
});

describe('a copy', () => {
	test('is waited for, without the token, and returned', async () => {
		const { items, error } = await run('copy', { fileId: byId('/Reports'), destination: '/Archive' });
		expect(error).toBeUndefined();
		const copy = findFile(drive(), 'root:/Archive/Reports/2026/January.xlsx');
		expect(items[0].json).toMatchObject({
			name: 'Reports',
			id: findFile(drive(), 'root:/Archive/Reports').id,
		});
		expect(copy.content?.toString()).toBe('figures');
		const asked = product.simulator.requests.filter(({ path }) => path.startsWith('/monitor/'));
		expect(asked.map(({ status }) => status)).toEqual([200, 200]);
	});

	test('that fails says why', async () => {
		addFile(drive(), childNamed(drive(), drive().rootId, 'Archive')?.id, 'Notes.txt', Buffer.from(''));
		const { error } = await run('copy', { fileId: byId('/Notes.txt'), destination: '/Archive' });
		expect(error).toMatchObject({ message: expect.stringMatching(/copy failed: nameAlreadyExists/) });
	});
});

test('move to a folder of the same drive, under another name', async () => {
	const { error } = await run('move', {
		fileId: byId('/Notes.txt'),
		destination: '/Archive',
		newName: 'Old.txt',
	});
	expect(error).toBeUndefined();
	expect(findFile(drive(), 'root:/Archive/Old.txt').name).toBe('Old.txt');
	expect(
		(await run('move', { fileId: byId('/Reports'), destination: '/Archive/Old.txt' })).error?.message,
	).toMatch(/isn't a folder/);
});

test('changes since the last run, what is gone too', async () => {
	const first = jsonOf((await run('getChanges', { startFromNow: true })).items)[0];
	expect(first.changes).toEqual([]);
	await run('delete', { fileId: byId('/Notes.txt') });
	const next = jsonOf((await run('getChanges', { deltaLink: first.deltaLink })).items)[0];
	expect(next.changes).toMatchObject([{ name: 'Notes.txt', deleted: { state: 'deleted' } }]);
});

test('a library of a site that is named by its URL', async () => {
	const site = {
		driveOf: 'site',
		siteId: byId('https://contoso.sharepoint.com/sites/marketing/SitePages/Home.aspx'),
	};
	const { items, error } = await run('get', { ...site, fileId: byId('/Reports/2026') });
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ name: '2026' });
	expect(product.graphCalls()[1].path).toMatch(
		/^\/v1\.0\/sites\/contoso\.sharepoint\.com,.*,.*\/drive\/root:\/Reports\/2026$/,
	);
	const { results } = await product.list('searchLibraries', {
		parameters: { resource: 'file', operation: 'get', ...site },
	});
	expect(results.map(({ name }) => name)).toEqual(['Documents', 'Archive']);
	expect(driveById(product.simulator.graph, String(results[1].value))?.name).toBe('Archive');
});

test('the lists to choose from', async () => {
	const parameters = {
		resource: 'file',
		operation: 'get',
		...adele,
		userId: fromList('adelev@contoso.example'),
	};
	const names = async (method: string, filter = '') =>
		(await product.list(method, { filter, parameters })).results.map(({ name }) => name);
	expect(await names('searchFiles')).toEqual(['/Reports/', '/Archive/', '/Notes.txt']);
	expect(await names('searchFiles', 'january')).toEqual(['January.xlsx']);
	expect(await names('searchFileFolders')).toEqual(['/Reports/', '/Archive/']);
});

test('the list of folders goes on where a page holds files only', async () => {
	for (let n = 0; n < 150; n++) addFile(drive(), drive().rootId, `${n}.txt`, Buffer.from(''));
	addFile(drive(), drive().rootId, 'Last');
	const parameters = { resource: 'file', operation: 'createFolder', ...adele };
	const { results, paginationToken } = await product.list('searchFileFolders', { parameters });
	expect(results.map(({ name }) => name)).toEqual(['/Reports/', '/Archive/', '/Last/']);
	expect(paginationToken).toBeUndefined();
});

test('a list to choose from names the permission that is missing', async () => {
	product.app.roles = [];
	const parameters = { resource: 'file', operation: 'get', ...adele };
	await expect(product.list('searchFiles', { parameters })).rejects.toMatchObject({
		description: expect.stringMatching(/Files\.Read\.All/),
	});
});

test.each([
	['/', ['root', 'children']],
	['/a', ['root:', 'a:', 'children']],
	['/a/b c/', ['root:', 'a', 'b c:', 'children']],
	['01ABC', ['items', '01ABC', 'children']],
])('the path of %s', (given, path) => {
	expect(driveItem(given, 'children')).toEqual(path);
});
