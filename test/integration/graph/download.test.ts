import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';

import { answerTimes } from '../../../nodes/graph/transport/timeouts';
import { addFile } from '../../../simulator/graph/state/drive';
import { sampleDrive } from '../../operations/samples/file';
import { binaryContent, binaryField, loggedLines } from '../harness';
import { byId, useProduct } from '../harness/product';

const product = useProduct();
const adele = byId('adelev@contoso.example');
const content = randomBytes(3 * 1024 * 1024 + 7);
const half = Math.floor(content.length / 2);
const hashed = (bytes: Buffer, algorithm = 'sha256') => createHash(algorithm).update(bytes).digest('hex');

/** Makes waits shorter; `by` must leave the timeouts of requests as they are, as those of the sign-in, of 30 s. */
function shorten(by: (ms: number) => number): void {
	const { setTimeout: later } = global;
	const sooner = (work: () => void, ms = 0) => later(work, by(ms));
	jest.spyOn(global, 'setTimeout').mockImplementation(sooner as typeof setTimeout);
}

afterEach(() => {
	jest.restoreAllMocks();
});

describe('a file that Graph itself gives', () => {
	/** Graph, as far as a photo goes. */
	let answer: (request: IncomingMessage, response: ServerResponse) => void;
	const asked: IncomingMessage[] = [];
	const graph = createServer((request, response) => {
		asked.push(request);
		request.resume();
		answer(request, response);
	});
	beforeAll(async () => {
		await new Promise<void>((resolve) => graph.listen(0, '127.0.0.1', resolve));
	});
	beforeEach(() => {
		asked.length = 0;
	});
	afterAll(async () => {
		graph.closeAllConnections();
		await new Promise((resolve) => graph.close(resolve));
	});

	type Settings = Parameters<typeof product.run>[1];
	const ask = async (parameters: INodeParameters, settings: Settings = {}) => {
		const graphUrl = `http://127.0.0.1:${(graph.address() as AddressInfo).port}`;
		product.simulator.entra.settings.resources.push(graphUrl);
		return await product.run(parameters, { fields: { graphUrl }, ...settings });
	};
	const getPhoto = async (settings?: Settings) =>
		await ask({ resource: 'user', operation: 'getPhoto', userId: adele }, settings);
	const ranges = () => asked.map(({ headers }) => headers.range);

	/** Answers with the bytes from `start` up to `end`, and breaks the connection there. */
	const give = (
		response: ServerResponse,
		{ start = 0, end = content.length, headers = {}, status = 200, bytes = content, breaksAfter = 100 } = {},
	) => {
		const length = { 'content-type': 'image/png', 'content-length': bytes.length - start };
		response.writeHead(status, { ...length, ...headers });
		response.write(bytes.subarray(start, end), () => {
			if (end < bytes.length) setTimeout(() => response.destroy(), breaksAfter);
			else response.end();
		});
	};

	test.each(['filesystem', 'default'] as const)(
		'is begun anew where it cannot go on, without doubled bytes (%s)',
		async (binaryDataMode) => {
			answer = (_request, response) =>
				give(response, { end: [half, 1_000, content.length][asked.length - 1] });
			const { items, error } = await getPhoto({ binaryDataMode });
			expect(error).toBeUndefined();
			expect(hashed(await binaryContent(items[0], 'data'))).toBe(hashed(content));
			expect(items[0].json).toEqual({ fileName: 'photo.png', mimeType: 'image/png', size: content.length });
			expect(ranges()).toEqual([undefined, undefined, undefined]);
		},
	);

	test('goes on where it was cut, where Graph gives parts', async () => {
		const headers = { etag: '"1"' };
		answer = ({ headers: { range } }, response) => {
			const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
			const part = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
			if (range === undefined) give(response, { headers, end: half });
			else give(response, { headers: { ...headers, ...part }, status: 206, start });
		};
		const { items } = await getPhoto();
		expect(hashed(await binaryContent(items[0], 'data'))).toBe(hashed(content));
		expect(ranges()).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
		expect(asked[1].headers['if-range']).toBe('"1"');
	});

	test('is begun anew where the part is not given', async () => {
		answer = (_request, response) =>
			give(response, { headers: { etag: '"1"' }, ...(asked.length === 1 && { end: half }) });
		const { items } = await getPhoto();
		expect(hashed(await binaryContent(items[0], 'data'))).toBe(hashed(content));
		// Not all that was sent has arrived when the connection breaks.
		expect(ranges()).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/), undefined]);
	});

	test('that is another after the break fails', async () => {
		const another = randomBytes(content.length);
		answer = (_request, response) =>
			asked.length === 1
				? give(response, { headers: { etag: '"1"' }, end: half })
				: give(response, { headers: { etag: '"2"' }, bytes: another });
		const { error } = await getPhoto();
		expect(error?.message).toMatch(/changed during the download/);
	});

	test('that always breaks at the same place fails, and says which', async () => {
		shorten((ms) => (ms >= 400 && ms < 30_000 ? 10 : ms));
		// What was sent has been read by then, each time.
		answer = (_request, response) => give(response, { end: 1_000, breaksAfter: 300 });
		const run = await getPhoto();
		expect(run.error?.message).toMatch(/couldn't be reached/);
		expect(run.error?.description).toMatch(/GET \/users\/adelev@contoso\.example\/photo\/\$value: /);
		// The first gets some of it, and five more no further.
		expect(asked.length).toBe(6);
	});

	test('is asked for again after a refused token and a throttled request', async () => {
		answer = (_request, response) => {
			if (asked.length === 1) response.writeHead(401).end('{"error":{"code":"InvalidAuthenticationToken"}}');
			else if (asked.length === 2) response.writeHead(429, { 'retry-after': '1' }).end();
			else give(response);
		};
		const { items, error } = await getPhoto();
		expect(error).toBeUndefined();
		expect(hashed(await binaryContent(items[0], 'data'))).toBe(hashed(content));
		expect(asked.length).toBe(3);
		expect(product.tokenRequests()).toBe(2);
	});

	test.each([401, 403, 404])('that is refused says why: %d', async (status) => {
		const body = { error: { code: 'SomeCode', message: 'Graph has its reasons' } };
		answer = (_request, response) => response.writeHead(status).end(JSON.stringify(body));
		const { error } = await getPhoto();
		expect(`${error?.message} ${error?.description}`).toMatch(/Graph has its reasons/);
		expect(error?.description).toMatch(new RegExp(`SomeCode, HTTP ${status}`));
	});

	test('is not asked for again where the request may have changed something', async () => {
		answer = (_request, response) => give(response, { end: half });
		const path = '/reports/export';
		const { error } = await ask({
			resource: 'api',
			operation: 'request',
			method: 'POST',
			path,
			responseKind: 'file',
		});
		expect(error?.message).toMatch(/outcome is unknown/i);
		expect(asked.map(({ method }) => method)).toEqual(['POST']);
	});

	test('goes on after silence', async () => {
		shorten((ms) => (ms === answerTimes.fileSilence ? 2_000 : ms));
		answer = (_request, response) => {
			if (asked.length > 1) return give(response);
			response.writeHead(200, { 'content-length': content.length });
			response.write(content.subarray(0, half));
		};
		const { items, error } = await getPhoto();
		expect(error).toBeUndefined();
		expect(hashed(await binaryContent(items[0], 'data'))).toBe(hashed(content));
		expect(asked.length).toBe(2);
	});

	test('says in the log how fast it goes', async () => {
		const { now } = Date;
		let ahead = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
		answer = (_request, response) => {
			response.writeHead(200, { 'content-length': content.length });
			response.write(content.subarray(0, half), () => {
				setTimeout(() => {
					ahead = 6_000;
					response.end(content.subarray(half));
				}, 100);
			});
		};
		const before = loggedLines().length;
		await getPhoto();
		const lines = loggedLines().slice(before);
		const told = lines.flatMap((line) => /^debug Download: (\d+) bytes so far, (\d+) bytes/.exec(line) ?? []);
		expect(told).toHaveLength(3);
		expect(Number(told[1])).toBeGreaterThan(half);
		expect(Number(told[2]) / (Number(told[1]) / 6)).toBeGreaterThan(0.9);
		expect(Number(told[2]) / (Number(told[1]) / 6)).toBeLessThanOrEqual(1);
	});
});

describe('a file of a drive', () => {
	const drive = () => sampleDrive(product.simulator);
	const file = { resource: 'file', driveOf: 'user', userId: adele };
	const put = () => addFile(drive(), drive().rootId, 'Film.bin', content);
	const download = async () =>
		await product.run({ ...file, operation: 'download', fileId: byId('/Film.bin') });
	const upload = async () => {
		const data = await binaryField({ content, fileName: 'Film.bin' });
		return await product.run(
			{ ...file, operation: 'upload', parentId: byId('') },
			{ input: [{ json: {}, binary: { data } }] },
		);
	};

	test.each([401, 403, 404, 410])('whose location is over goes on from a new one (%d)', async (status) => {
		put();
		const { faults } = product.simulator;
		faults.add({ host: 'storage', method: 'GET', action: { cut: true } });
		faults.add({ host: 'storage', method: 'GET', action: { status } });
		const { items, error } = await download();
		expect(error).toBeUndefined();
		expect(hashed(await binaryContent(items[0], 'data'))).toBe(hashed(content));
		const stored = product.simulator.requests.filter(({ host }) => host === 'storage');
		expect(stored.map(({ status: given, headers }) => [given, headers.range !== undefined])).toEqual([
			[0, false],
			[status, true],
			[206, true],
		]);
		expect(new Set(stored.map(({ path }) => path)).size).toBe(2);
		expect(product.graphPaths().filter((path) => path.endsWith('/content'))).toHaveLength(2);
	});

	describe.each([
		['SHA-256', 'sha256Hash', 'sha256'],
		['SHA-1', 'sha1Hash', 'sha1'],
	])('with nothing but a %s', (title, name, algorithm) => {
		const facts = (bytes: Buffer) => ({
			id: put().id,
			name: 'Film.bin',
			size: content.length,
			parentReference: { driveId: drive().id },
			file: { hashes: { [name]: hashed(bytes, algorithm).toUpperCase() } },
		});
		const other = Buffer.alloc(content.length);
		const differs = new RegExp(`${title} is [0-9A-F]+ in the drive, but [0-9a-f]+ as (up|down)loaded`);

		test.each([
			['the same', content, undefined],
			['another', other, differs],
		])('%s', async (_name, bytes, message) => {
			const { faults } = product.simulator;
			faults.add({ host: 'graph', method: 'GET', action: { status: 200, body: facts(bytes) } });
			const down = await download();
			faults.add({ host: 'graph', method: 'PUT', action: { status: 201, body: facts(bytes) } });
			const up = await upload();
			// What was uploaded is there, whatever it is: no failure any more.
			expect(up.error).toBeUndefined();
			const texts = [
				`${down.error?.message} ${down.error?.description}`,
				...up.hints.map((hint) => hint.message),
			];
			if (message === undefined) expect(texts).toEqual(['undefined undefined']);
			else for (const text of texts) expect(text).toMatch(message);
			expect(texts).toHaveLength(message === undefined ? 1 : 2);
		});
	});
});
