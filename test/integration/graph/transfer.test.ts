import { createHash, randomBytes } from 'node:crypto';
import { ClientRequest } from 'node:http';

import { addFile, childNamed, findFile, hashOf } from '../../../simulator/graph/state/drive';
import { driveFiles } from '../../../simulator/storage/driveFiles';
import { sampleDrive } from '../../operations/samples/file';
import { binaryContent, binaryField, loggedLines } from '../harness';
import { byId, useProduct } from '../harness/product';

const product = useProduct();
const adele = { driveOf: 'user', userId: byId('adelev@contoso.example') };
const drive = () => sampleDrive(product.simulator);
const unit = 320 * 1024;
const mebibyte = 1024 * 1024;
const sha256 = (content?: Buffer) =>
	createHash('sha256')
		.update(content ?? '')
		.digest('hex');

type RunSettings = Parameters<typeof product.run>[1];
const run = async (operation: string, parameters = {}, settings: RunSettings = {}) =>
	await product.run({ resource: 'file', operation, ...adele, ...parameters }, settings);

async function upload(
	content: Buffer,
	parameters = {},
	{ fileName = 'Film.bin', ...settings }: RunSettings & { fileName?: string } = {},
) {
	const data = await binaryField({ content, fileName });
	const options = { rangeSize: 1, ...(parameters as { options?: object }).options };
	const input = [{ json: {}, binary: { data } }];
	return await run('upload', { parentId: byId(''), ...parameters, options }, { input, ...settings });
}

const stored = () => product.simulator.requests.filter(({ host }) => host === 'storage');
const rangesSent = () =>
	stored()
		.filter(({ method }) => method === 'PUT')
		.map(({ headers, status }) => ({ range: headers['content-range'] ?? '', status }));

afterEach(() => {
	// What carries its own authorization gets no token, and stands in no log.
	for (const { headers } of stored()) expect(headers).not.toHaveProperty('authorization');
	expect(loggedLines().filter((line) => /tempauth|\/drive\/(upload|content)\//.test(line))).toEqual([]);
});

describe('upload', () => {
	test.each([
		['nothing', 0, false],
		['4 MB', 4 * mebibyte, false],
		['4 MB and a byte', 4 * mebibyte + 1, true],
		['a multiple of 320 KiB less one', 16 * unit - 1, true],
		['a multiple of 320 KiB', 16 * unit, true],
		['a multiple of 320 KiB and one', 16 * unit + 1, true],
	])('%s arrives as it is', async (_name, size, inRanges) => {
		const content = randomBytes(size);
		const { items, error } = await upload(content);
		expect(error).toBeUndefined();
		const file = findFile(drive(), 'root:/Film.bin');
		expect(items[0].json).toMatchObject({
			id: file.id,
			size,
			file: { hashes: { quickXorHash: hashOf(content) } },
		});
		expect(sha256(file.content)).toBe(sha256(content));
		expect(rangesSent().length > 0).toBe(inRanges);
		expect(rangesSent().every(({ status }) => status !== 400)).toBe(true);
	});

	test.each(["Odd #1 100% 'x' é.txt", 'a'.repeat(200) + '.txt'])('by its name: %s', async (fileName) => {
		const names = ['a', 'b', 'c'].map((letter) => letter.repeat(30));
		names.reduce((parent, name) => addFile(drive(), parent, name).id, drive().rootId);
		const { error } = await upload(Buffer.from('text'), { fileName, parentId: byId(`/${names.join('/')}`) });
		expect(error).toBeUndefined();
		expect(findFile(drive(), `root:/${names.join('/')}/${fileName}`).content?.toString()).toBe('text');
	});

	test.each(['a:b.txt', 'what?.txt', 'a/b.txt'])(
		'a name that SharePoint does not take is not sent: %s',
		async (fileName) => {
			const { error } = await upload(Buffer.from('text'), { fileName });
			expect(error?.message).toMatch(/can't be the name/);
			expect(product.graphCalls()).toEqual([]);
		},
	);

	test.each([
		['fail', 'Notes.txt', 'quarterly report notes'],
		['rename', 'Notes 1.txt', 'new'],
		['replace', 'Notes.txt', 'new'],
	])('where the name is there: %s', async (conflictBehavior, name, text) => {
		const { items, error } = await upload(Buffer.from('new'), { conflictBehavior, fileName: 'Notes.txt' });
		if (conflictBehavior === 'fail') expect(error?.description).toMatch(/If the Name Exists/);
		else expect(items[0].json).toMatchObject({ name });
		expect(childNamed(drive(), drive().rootId, name)?.content?.toString()).toBe(text);
	});

	test('goes on after five broken connections; what arrived is not sent again', async () => {
		const content = randomBytes(12 * mebibyte);
		for (let n = 0; n < 5; n++) {
			// Ranges pass in between, for a failure of the same range again and again ends the upload.
			product.simulator.faults.add({ host: 'storage', method: 'PUT', times: 2, action: { delay: 0 } });
			product.simulator.faults.add({
				host: 'storage',
				method: 'PUT',
				after: n % 2 === 1,
				probability: 0.5,
				action: { reset: true },
			});
		}
		const { error } = await upload(content);
		expect(error).toBeUndefined();
		expect(sha256(findFile(drive(), 'root:/Film.bin').content)).toBe(sha256(content));
		const sent = rangesSent();
		expect(sent.filter(({ status }) => status === 0)).toHaveLength(5);
		const whole = sent.filter(({ status }) => status === 202 || status === 201).map(({ range }) => range);
		expect(new Set(whole).size).toBe(whole.length);
		expect(sent.filter(({ status }) => status === 416)).toEqual([]);
	});

	test('whose last answer is lost is found', async () => {
		const content = randomBytes(4 * mebibyte + 5);
		product.simulator.faults.add({ host: 'storage', method: 'PUT', after: true, action: { reset: true } });
		const { items, error } = await upload(content, { options: { rangeSize: 59 } });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ name: 'Film.bin', size: content.length });
	});

	test('goes on after silence', async () => {
		// The ten minutes after which a host counts as silent.
		const { setTimeout: usual } = ClientRequest.prototype;
		const sooner = jest.spyOn(ClientRequest.prototype, 'setTimeout').mockImplementation(function (
			this: ClientRequest,
			ms,
			tell,
		) {
			return usual.call(this, ms === 600_000 ? 300 : ms, tell);
		});
		const content = randomBytes(5 * mebibyte);
		product.simulator.faults.add({ host: 'storage', method: 'PUT', times: 2, action: { hang: true } });
		const { error } = await upload(content);
		sooner.mockRestore();
		expect(error).toBeUndefined();
		expect(sha256(findFile(drive(), 'root:/Film.bin').content)).toBe(sha256(content));
		expect(rangesSent().filter(({ status }) => status === 0)).toHaveLength(2);
	});

	test('that is refused names no URL, and its session is deleted', async () => {
		product.simulator.faults.add({
			host: 'storage',
			method: 'PUT',
			action: {
				status: 403,
				body: {
					error: {
						code: 'accessDenied',
						message: `No: ${product.simulator.storageUrl}/drive/upload/x?tempauth=secret`,
					},
				},
			},
		});
		const result = await upload(randomBytes(5 * mebibyte));
		expect(result.error?.message).toBeDefined();
		expect(JSON.stringify([result.error, result.data])).not.toMatch(/tempauth|\/drive\/upload/);
		expect(driveFiles(product.simulator.graph).uploads.size).toBe(0);
	});

	test('that is cancelled deletes its session', async () => {
		product.simulator.faults.add({ host: 'storage', method: 'PUT', times: 100, action: { delay: 150 } });
		await upload(randomBytes(20 * mebibyte), {}, { timeout: 700 });
		for (let n = 0; n < 20 && driveFiles(product.simulator.graph).uploads.size > 0; n++)
			await new Promise((resolve) => setTimeout(resolve, 100));
		expect(stored().some(({ method }) => method === 'DELETE')).toBe(true);
		expect(driveFiles(product.simulator.graph).uploads.size).toBe(0);
	});

	test('at most four at a time', async () => {
		product.simulator.faults.add({ host: 'storage', method: 'PUT', times: 100, action: { delay: 60 } });
		const data = await binaryField({ content: randomBytes(4 * mebibyte + 1), fileName: 'Film.bin' });
		const input = Array.from({ length: 9 }, (_, index) => ({
			json: { name: `Film ${index}.bin` },
			binary: { data },
		}));
		const { items, error } = await run(
			'upload',
			{ parentId: byId(''), fileName: '={{ $json.name }}' },
			{ input },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.name)).toEqual(input.map(({ json }) => json.name));
		const puts = stored().filter(({ method }) => method === 'PUT');
		const atOnce = puts.map(
			({ at }) => puts.filter((other) => other.at <= at && (other.finishedAt ?? 0) > at).length,
		);
		expect(Math.max(...atOnce)).toBe(4);
	});
});

describe('download', () => {
	const content = randomBytes(3 * mebibyte + 7);
	const put = (name = 'Film.bin') => addFile(drive(), drive().rootId, name, content);

	test('arrives as it is, by a redirect without the token', async () => {
		put();
		const { items, error } = await run('download', { fileId: byId('/Film.bin') });
		expect(error).toBeUndefined();
		expect(sha256(await binaryContent(items[0], 'data'))).toBe(sha256(content));
		expect(items[0].binary?.data).toMatchObject({ fileName: 'Film.bin' });
		expect(items[0].json).toMatchObject({
			name: 'Film.bin',
			size: content.length,
			downloadedBytes: content.length,
		});
	});

	test('nothing, into the item itself', async () => {
		addFile(drive(), drive().rootId, 'Empty.bin', Buffer.alloc(0));
		const { items, error } = await run(
			'download',
			{ fileId: byId('/Empty.bin') },
			{ binaryDataMode: 'default' },
		);
		expect(error).toBeUndefined();
		expect(await binaryContent(items[0], 'data')).toHaveLength(0);
	});

	test.each(['filesystem', 'default'] as const)('goes on where it was cut (%s)', async (binaryDataMode) => {
		put();
		product.simulator.faults.add({ host: 'storage', method: 'GET', times: 2, action: { cut: true } });
		const { items, error } = await run('download', { fileId: byId('/Film.bin') }, { binaryDataMode });
		expect(error).toBeUndefined();
		expect(sha256(await binaryContent(items[0], 'data'))).toBe(sha256(content));
		expect(stored().map(({ headers }) => headers.range)).toEqual([
			undefined,
			expect.stringMatching(/^bytes=\d+-$/),
			expect.stringMatching(/^bytes=\d+-$/),
		]);
		expect(Number(/\d+/.exec(stored()[1].headers.range)?.[0])).toBeGreaterThan(0);
	});

	test('a version, a conversion, a part', async () => {
		const fileId = byId('/Reports/2026/January.xlsx');
		const version = await run('download', { fileId, options: { version: '1.0' } });
		expect((await binaryContent(version.items[0], 'data')).toString()).toBe('draft');
		const pdf = await run('download', { fileId, format: 'pdf' });
		expect((await binaryContent(pdf.items[0], 'data')).toString()).toBe('pdf of January.xlsx');
		expect(pdf.items[0].binary?.data).toMatchObject({ fileName: 'January.pdf', mimeType: 'application/pdf' });
		const part = await run('download', { fileId, options: { byteRange: '1-3' } });
		expect((await binaryContent(part.items[0], 'data')).toString()).toBe('igu');
	});

	test('a part goes on within itself', async () => {
		put();
		product.simulator.faults.add({ host: 'storage', method: 'GET', action: { cut: true } });
		const options = { byteRange: '1000-2000999' };
		const { items } = await run('download', { fileId: byId('/Film.bin'), options });
		expect(sha256(await binaryContent(items[0], 'data'))).toBe(sha256(content.subarray(1000, 2_001_000)));
	});

	test('whose bytes are not those of the drive fails', async () => {
		const file = put();
		file.content = randomBytes(content.length);
		hashOf(file.content);
		file.content.fill(7, 0, 10);
		const { error } = await run('download', { fileId: byId('/Film.bin') });
		expect(error?.description ?? error?.message).toMatch(/QuickXorHash/);
	});

	test('that is refused names no URL', async () => {
		put();
		product.simulator.faults.add({ host: 'storage', times: 9, action: { status: 403 } });
		const result = await run('download', { fileId: byId('/Film.bin') });
		expect(result.error).toBeDefined();
		expect(JSON.stringify([result.error, result.data])).not.toMatch(/tempauth|\/drive\/content/);
	});
});
