import { randomBytes } from 'node:crypto';
import { createGzip, gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';

import { answerTimes } from '../../../nodes/graph/transport/timeouts';
import { byId, itemsOf, useProduct } from '../harness/product';
import { json, useRawGraph, type RawAnswer } from '../harness/rawGraph';

const product = useProduct();
const graph = useRawGraph(product);
const times = { ...answerTimes };
afterEach(() => Object.assign(answerTimes, times));

const getUser: INodeParameters = {
	resource: 'user',
	operation: 'get',
	userId: byId('a'),
	options: { maxWait: 0 },
};
const users: INodeParameters = {
	resource: 'user',
	operation: 'getAll',
	returnAll: true,
	options: { maxWait: 0 },
};
const send: INodeParameters = {
	resource: 'message',
	operation: 'send',
	mailbox: byId('adelev@contoso.example'),
	toRecipients: 'someone@elsewhere.example',
	subject: 'x',
	bodyContent: 'x',
	options: { delivery: 'atMostOnce' },
};
const textOf = (error: unknown) => {
	const { message = '', description = '' } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};
const asJson = { 'content-type': 'application/json' };
const MiB = 1024 * 1024;

/** The most memory that the process held while work went on, in bytes beyond what it held before. */
async function memoryOf<T>(work: () => Promise<T>): Promise<{ result: T; most: number }> {
	const before = process.memoryUsage().rss;
	let most = 0;
	const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 20);
	try {
		return { result: await work(), most };
	} finally {
		clearInterval(watch);
	}
}

describe('an answer that is too large', () => {
	let written = 0;
	const pour: RawAnswer = (response) => {
		response.writeHead(200, asJson);
		const block = Buffer.alloc(MiB, 'x');
		written = 0;
		const more = () => {
			while (written < 1024 * MiB && !response.destroyed) {
				written += MiB;
				if (!response.write(block)) return response.once('drain', more);
			}
			return response.end();
		};
		more();
	};
	const bomb: RawAnswer = (response) => {
		response.writeHead(200, { ...asJson, 'content-encoding': 'gzip' });
		const gzip = createGzip();
		gzip.pipe(response);
		response.on('error', () => undefined);
		// It packs to a twentieth: of more, all could be on its way before the reader ends it.
		const some = () => Buffer.concat([randomBytes(1024), Buffer.alloc(19 * 1024, ' ')]);
		// What repeats within gzip's window of 32 KiB would pack to almost nothing.
		const block = Buffer.concat(Array.from({ length: 51 }, some), MiB);
		written = 0;
		const more = () => {
			while (written < 1024 * MiB && !response.destroyed) {
				written += MiB;
				if (!gzip.write(block)) return gzip.once('drain', more);
			}
			return gzip.end();
		};
		more();
	};

	test.each<[string, RawAnswer]>([
		['without a length', pour],
		['packed', bomb],
	])('%s ends early, is asked for once, and is told with the way', async (_, answer) => {
		graph.answer(() => answer);
		const { result, most } = await memoryOf(async () => await graph.run(users));
		expect(textOf(result.error)).toMatch(/larger than 64 MiB.*Select.*Single Page.*Limit/s);
		expect(graph.asked).toHaveLength(1);
		// What is on its way in buffers is little, but unpacks to much.
		expect(written).toBeLessThan(1024 * MiB);
		expect(most).toBeLessThan(400 * MiB);
	});

	test('of a declared length ends before it comes', async () => {
		graph.answer(() => (response) => {
			response.writeHead(200, { ...asJson, 'content-length': String(100 * MiB) });
			response.write(Buffer.alloc(1000));
		});
		const run = await graph.run(users);
		expect(textOf(run.error)).toMatch(/larger than 64 MiB/);
		expect(graph.asked).toHaveLength(1);
	});

	test('to a mail leaves its outcome open', async () => {
		graph.answer(() => pour);
		expect(textOf((await graph.run(send)).error)).toMatch(/outcome is unknown/);
		expect(graph.asked).toHaveLength(1);
	});

	test('is read where it is packed and of a usual size', async () => {
		const value = Array.from({ length: 20_000 }, (_, n) => ({ id: `${n}` }));
		graph.answer(() => ({
			headers: { ...asJson, 'content-encoding': 'gzip' },
			body: gzipSync(JSON.stringify({ value })),
		}));
		expect((await graph.run(users)).items).toHaveLength(20_000);
	});
});

/** Less than the deadlines that hold outside of tests, in ms. */
const soon = 25_000;

describe('an answer that does not come', () => {
	beforeEach(() => Object.assign(answerTimes, { whole: 1_500, silence: 400 }));
	const timed = async (parameters: INodeParameters, settings?: Parameters<typeof graph.run>[1]) => {
		const begunAt = Date.now();
		const run = await graph.run(parameters, settings);
		return { text: textOf(run.error), run, took: Date.now() - begunAt };
	};
	const slow: RawAnswer = (response) => {
		response.writeHead(200, asJson);
		const drip = setInterval(() => response.write(' '), 100);
		response.on('close', () => clearInterval(drip));
	};
	const silent: RawAnswer = (response) => {
		response.writeHead(200, asJson);
		response.write('{');
	};
	const switching: RawAnswer = (response) => {
		response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
	};
	const informing: RawAnswer = (response) => {
		response.socket?.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
	};
	const never: RawAnswer = () => undefined;

	test.each<[string, RawAnswer, RegExp]>([
		['at all', never, /Graph sent nothing for 1.5 s/],
		['after its beginning', silent, /Graph sent nothing for 0.4 s/],
		['at more than ten bytes a second', slow, /Graph's response wasn't complete after 1.5 s/],
	])('%s is given up, and what was late is said', async (_, answer, why) => {
		graph.answer(() => answer);
		const { text, took } = await timed(getUser);
		expect(text).toMatch(why);
		expect(took).toBeLessThan(soon);
	});

	test.each([
		['101 and an upgrade', switching],
		['101 alone', informing],
	])('after %s is given up', async (_, answer) => {
		graph.answer(() => answer);
		const { run, took } = await timed(getUser);
		expect(run.error).toBeDefined();
		expect(took).toBeLessThan(soon);
	});

	test.each([
		['never', never],
		['slowly', slow],
		['not after its beginning', silent],
	])('but %s ends at once when the execution is cancelled', async (_, answer) => {
		Object.assign(answerTimes, times);
		graph.answer(() => answer);
		const { took } = await timed(getUser, { timeout: 1_000 });
		expect(took).toBeLessThan(soon);
		expect(graph.asked).toHaveLength(1);
	});

	test('leaves the outcome of a mail open', async () => {
		graph.answer(() => slow);
		const { text } = await timed(send);
		expect(text).toMatch(/outcome is unknown: Graph didn't respond.*wasn't complete after 1.5 s/s);
		expect(graph.asked).toHaveLength(1);
	});

	test('leaves what comes slowly, but in time, alone', async () => {
		graph.answer(() => (response) => {
			response.writeHead(200, asJson);
			const parts = [...'{"id":"a"}'];
			const drip = setInterval(() => {
				const part = parts.shift();
				if (part !== undefined) return response.write(part);
				clearInterval(drip);
				return response.end();
			}, 30);
		});
		expect((await timed(getUser)).run.items).toHaveLength(1);
	});

	test('leaves a refusal that comes to no end a refusal', async () => {
		graph.answer(() => (response) => {
			response.writeHead(404, asJson);
			response.write('{"error":');
			setTimeout(() => response.destroy(), 50);
		});
		expect((await timed(getUser)).text).toMatch(/HTTP 404/);
	});
});

describe('a token that Graph refuses', () => {
	test('is renewed, and the request sent once more', async () => {
		graph.answer((_, count) =>
			count === 1 ? json({ error: { code: 'InvalidAuthenticationToken' } }, 401) : json({ id: 'a' }),
		);
		const run = await graph.run(getUser, { input: itemsOf({}) });
		expect(run.items).toHaveLength(1);
		expect(product.tokenRequests()).toBe(2);
		const [first, second] = graph.asked.map(({ headers }) => headers.authorization);
		expect(second).not.toBe(first);
	});

	test('twice is told', async () => {
		graph.answer(() => json({ error: { code: 'InvalidAuthenticationToken', message: 'No.' } }, 401));
		const run = await graph.run(getUser, { input: itemsOf({}) });
		expect(textOf(run.error)).toMatch(/didn't accept the sign-in/);
		expect(graph.asked).toHaveLength(2);
	});
});
