import type { INodeParameters } from 'n8n-workflow';
import {
	addFile,
	allDrives,
	childNamed,
	findFile,
	type StoredDrive,
} from '../../../simulator/graph/state/drive';
import { mappedColumns } from '../../operations/mappedColumns';
import { binaryContent, binaryField } from '../harness';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const marketingUrl = 'https://contoso.sharepoint.com/sites/marketing';
const inSite = { driveOf: 'site', siteId: byId(marketingUrl) };
const run = async (operation: string, parameters: object = {}, settings: object = {}) =>
	await product.run({ resource: 'file', operation, ...inSite, ...parameters } as INodeParameters, settings);
const textOf = (error: unknown) => {
	const { message = '', description = '' } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};
const forget = () => {
	product.simulator.requests.length = 0;
	product.simulator.parts.length = 0;
};
const driveAt = (start: string) =>
	allDrives(product.simulator.graph).find(({ webUrl }) => webUrl.startsWith(start)) as StoredDrive;
/** The library of the site, and that of another. */
async function libraries(): Promise<{ library: StoredDrive; other: StoredDrive }> {
	await run('get', { fileId: byId('/Notes.txt') });
	await run('get', {
		fileId: byId('/Notes.txt'),
		siteId: byId('https://contoso.sharepoint.com/sites/sales'),
	});
	forget();
	return { library: driveAt(marketingUrl), other: driveAt('https://contoso.sharepoint.com/sites/sales') };
}
const writes = () =>
	product
		.graphCalls()
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path }) => `${method} ${path.replace(/^.*\//, '')}`);
const notes = { fileId: byId('/Notes.txt') };

describe('the columns of a file', () => {
	test('are changed one by one, and read', async () => {
		const columns = mappedColumns(
			{ name: 'Department', value: 'Legal' },
			{ name: 'Amount', kind: 'number', value: '7' },
		);
		const { items, error } = await run('updateColumns', { ...notes, ...columns });
		expect(error).toBeUndefined();
		expect(items[0].json.fields).toMatchObject({ Department: 'Legal', Amount: 7 });
		const read = await run('getColumns', { ...notes, options: { columns: 'Department' } });
		expect(read.error).toBeUndefined();
		expect(read.items[0].json).toMatchObject({ contentType: { name: 'Document' } });
		const all = await run('getColumns', notes);
		expect(all.items[0].json.fields).toMatchObject({ Department: 'Legal', Amount: 7 });
	});

	test('are mapped to those of the library', async () => {
		const parameters = { resource: 'file', operation: 'updateColumns', ...inSite, ...notes };
		const { fields } = await product.columns('getLibraryColumns', parameters as never);
		expect(fields.map(({ id, type, required }) => [id, type, required])).toEqual([
			['Title', 'string', false],
			['Department', 'options', false],
			['Amount', 'number', false],
			['Reviewer', 'string', false],
		]);
		expect(product.graphCalls().at(-1)?.path).toMatch(/\/sites\/[^/]+\/drive\/list\/columns$/);
		const value = { Department: 'Sales', Amount: 3, Title: '' };
		const columns = { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] };
		const { error } = await run('updateColumns', { ...notes, columns });
		expect(error).toBeUndefined();
		expect(product.graphCalls().at(-1)?.body).toEqual({ Department: 'Sales', Amount: 3 });
	});

	test('take a person by email address, who is looked up in the site of the file', async () => {
		const columns = mappedColumns({ name: 'Reviewer', kind: 'person', value: 'adelev@contoso.example' });
		const { error } = await run('updateColumns', { ...notes, ...columns });
		expect(error).toBeUndefined();
		expect(product.graphCalls().at(-1)?.body).toEqual({ ReviewerLookupId: expect.any(Number) });
	});

	test('need a permission for the list, and the error names it', async () => {
		product.app.roles = ['Files.ReadWrite.All', 'Sites.Read.All'];
		const columns = mappedColumns({ name: 'Title', value: 'A' });
		const { error } = await run('updateColumns', { ...notes, ...columns });
		expect(textOf(error)).toMatch(/Sites\.ReadWrite\.All/);
	});
});

describe('thumbnails', () => {
	test('come as URLs in three sizes', async () => {
		const { items, error } = await run('getThumbnails', notes);
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([
			expect.objectContaining({ id: '0', small: expect.objectContaining({ width: 96 }) }),
		]);
	});

	test('come as a file', async () => {
		const { items, error } = await run('getThumbnails', { ...notes, thumbnailSize: 'large' });
		expect(error).toBeUndefined();
		expect((await binaryContent(items[0], 'data')).toString()).toBe('large of Notes.txt');
		expect(items[0].json).toMatchObject({ fileName: 'thumbnail-large.jpg', mimeType: 'image/jpeg' });
	});

	test('of a folder are none, and a download says so', async () => {
		const folder = { fileId: byId('/Reports') };
		expect((await run('getThumbnails', folder)).items).toEqual([]);
		expect(textOf((await run('getThumbnails', { ...folder, thumbnailSize: 'small' })).error)).toMatch(
			/no thumbnail/,
		);
	});
});

describe('replaced content', () => {
	const replace = async (content: Buffer, parameters: object = {}) => {
		const data = await binaryField({ content, fileName: 'Other name.txt' });
		return await run(
			'replaceContent',
			{ ...notes, options: { rangeSize: 1 }, ...parameters },
			{ input: [{ json: {}, binary: { data } }] },
		);
	};

	test.each([
		['small', 100],
		['large', 5 * 1024 * 1024],
	])('keeps ID and name: %s', async (_, size) => {
		const { library } = await libraries();
		const before = findFile(library, 'root:/Notes.txt');
		const content = Buffer.alloc(size, 'a');
		const { items, error, hints } = await replace(content);
		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
		expect(items[0].json).toMatchObject({ id: before.id, name: 'Notes.txt', size });
		expect(before.content?.equals(content)).toBe(true);
		expect(before.versions).toHaveLength(2);
	});

	test('is sent again when the response is lost', async () => {
		const path = /\/content$/;
		product.simulator.faults.add({
			host: 'graph',
			method: 'PUT',
			path,
			after: true,
			times: 1,
			action: { status: 504 },
		});
		const { items, error } = await replace(Buffer.from('new'));
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ name: 'Notes.txt', size: 3 });
	}, 120_000);

	test('of a folder is refused', async () => {
		expect(textOf((await replace(Buffer.from('a'), { fileId: byId('/Reports') })).error)).toMatch(
			/isn't a file/,
		);
	});
});

describe('an update', () => {
	test('changes description and times', async () => {
		const updateFields = { description: 'Figures', modifiedAt: '2026-02-03T04:05:06Z' };
		const { items, error } = await run('update', { ...notes, updateFields });
		expect(error).toBeUndefined();
		expect(product.graphCalls().at(-1)?.body).toEqual({
			description: 'Figures',
			fileSystemInfo: { lastModifiedDateTime: '2026-02-03T04:05:06.000Z' },
		});
		expect(items[0].json).toMatchObject({ description: 'Figures' });
	});

	test('says so where the drive keeps no description', async () => {
		product.simulator.set({ sharePoint: { keepsDescriptions: false } });
		const { error } = await run('update', { ...notes, updateFields: { description: 'Figures' } });
		expect(textOf(error)).toMatch(/kept no description.*Update Columns/);
		const cleared = await run('update', { ...notes, updateFields: { description: '' } });
		expect(cleared.error).toBeUndefined();
	});
});

describe('one permission', () => {
	test('is read, and its role is changed', async () => {
		await run('invite', { ...notes, recipients: 'alexw@contoso.example', role: 'read' });
		const all = jsonOf((await run('getPermissions', { ...notes, returnAll: true })).items);
		const permissionId = String(all.at(-1)?.id);
		const { items, error } = await run('getPermission', { ...notes, permissionId });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ id: permissionId, roles: ['read'] });
		const changed = await run('updatePermission', { ...notes, permissionId, newRole: 'write' });
		expect(changed.error).toBeUndefined();
		expect(changed.items[0].json).toMatchObject({ roles: ['write'] });
	});

	test('of a sharing link keeps its role, and the error says what to do', async () => {
		const link = await run('createLink', notes);
		const permissionId = String(link.items[0].json.id);
		const { error } = await run('updatePermission', { ...notes, permissionId, newRole: 'write' });
		expect(textOf(error)).toMatch(/Remove a sharing link instead/);
	});
});

describe('a move to another drive', () => {
	const move = async (other: StoredDrive, parameters: object = {}) =>
		await run('move', { ...notes, destinationDriveId: other.id, destination: '/Archive', ...parameters });

	test('copies, compares, and deletes; versions go along', async () => {
		const { library, other } = await libraries();
		const fileId = byId('/Reports/2026/January.xlsx');
		const source = findFile(library, 'root:/Reports/2026/January.xlsx');
		const { items, error } = await move(other, { fileId, newName: 'Jan.xlsx' });
		expect(error).toBeUndefined();
		const copy = findFile(other, 'root:/Archive/Jan.xlsx');
		expect(copy.versions).toHaveLength(2);
		expect(items[0].json).toMatchObject({ id: copy.id, movedFrom: { driveId: library.id, id: source.id } });
		expect(source.deleted).toBe(true);
		expect(writes()).toEqual(['POST copy', expect.stringMatching(/^DELETE/)]);
	});

	test('moves a folder with all that is in it', async () => {
		const { library, other } = await libraries();
		const { error } = await move(other, { fileId: byId('/Reports') });
		expect(error).toBeUndefined();
		expect(findFile(other, 'root:/Archive/Reports/2026/January.xlsx').content?.toString()).toBe('figures');
		expect(childNamed(library, library.rootId, 'Reports')).toBeUndefined();
	});

	test('within the same drive is one request', async () => {
		const { library } = await libraries();
		const { error } = await move(library);
		expect(error).toBeUndefined();
		expect(writes()).toEqual([expect.stringMatching(/^PATCH/)]);
		expect(findFile(library, 'root:/Archive/Notes.txt')).toBeDefined();
	});

	test('keeps the original when the copy differs, and says where both are', async () => {
		const { library, other } = await libraries();
		const path = new RegExp(`drives/${other.id}/items/[^/]+$`);
		const body = {
			id: 'copy',
			name: 'Notes.txt',
			size: 1,
			file: { hashes: {} },
			webUrl: 'https://contoso.sharepoint.com/copy',
		};
		product.simulator.faults.add({
			host: 'graph',
			method: 'GET',
			path,
			times: 20,
			action: { status: 200, body },
		});
		const { error } = await move(other);
		expect(textOf(error)).toMatch(
			/isn't like the original.*1 bytes were copied of 22.*The copy is at https:\/\/contoso\.sharepoint\.com\/copy\. The original is still at/s,
		);
		expect(findFile(library, 'root:/Notes.txt').deleted).toBe(false);
	}, 120_000);

	test('keeps the original when a file of a folder is missing in the copy', async () => {
		const { library, other } = await libraries();
		const path = new RegExp(`drives/${other.id}/items/[^/]+/children$`);
		product.simulator.faults.add({
			host: 'graph',
			method: 'GET',
			path,
			times: 20,
			action: { status: 200, body: { value: [] } },
		});
		const { error } = await move(other, { fileId: byId('/Reports') });
		expect(textOf(error)).toMatch(/"\/2026" is missing in the copy/);
		expect(childNamed(library, library.rootId, 'Reports')).toBeDefined();
	}, 120_000);

	test('keeps the original when the copy fails', async () => {
		const { library, other } = await libraries();
		addFile(other, findFile(other, 'root:/Archive').id, 'Notes.txt', Buffer.from('other'));
		const { error } = await move(other);
		expect(textOf(error)).toMatch(
			/copy failed: nameAlreadyExists.*The original was neither changed nor deleted/s,
		);
		expect(writes()).toEqual(['POST copy']);
		expect(findFile(library, 'root:/Notes.txt').deleted).toBe(false);
	});

	test('keeps an original that was changed meanwhile', async () => {
		const { library, other } = await libraries();
		const source = findFile(library, 'root:/Notes.txt');
		// Somebody changes its name as soon as it is copied.
		const path = /\/copy$/;
		product.simulator.faults.add({ host: 'graph', method: 'POST', path, action: { delay: 300 } });
		const moving = move(other);
		const changing = setInterval(() => {
			if (product.graphCalls().some(({ path: at }) => at.endsWith('/copy'))) source.change += 1;
		}, 20);
		const { error } = await moving;
		clearInterval(changing);
		expect(textOf(error)).toMatch(
			/changed while it was copied, so it was kept.*The copy is at .*The original is still at/s,
		);
		expect(source.deleted).toBe(false);
	});

	test.each([
		['refused', { status: 403 }, false],
		['answered after it was done', { status: 504 }, true],
	])(
		'whose deletion is %s says what stands where',
		async (_, action, after) => {
			const { library, other } = await libraries();
			product.simulator.faults.add({ host: 'graph', method: 'DELETE', times: 1, after, action });
			product.simulator.faults.add({ host: 'graph', method: 'DELETE', times: after ? 0 : 9, after, action });
			const source = findFile(library, 'root:/Notes.txt');
			const { items, error } = await move(other);
			expect(findFile(other, 'root:/Archive/Notes.txt')).toBeDefined();
			expect(source.deleted).toBe(after);
			if (after) expect(items[0].json).toMatchObject({ name: 'Notes.txt' });
			else expect(textOf(error)).toMatch(/The copy is at .*The original is still at/s);
		},
		60_000,
	);
});
