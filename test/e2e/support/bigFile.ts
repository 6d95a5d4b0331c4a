import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { quickXorHash } from '../../../nodes/graph/files/quickXorHash';

const blockSize = 1024 * 1024;

export interface BigFile {
	size: number;
	/** In hex. */
	sha256: string;
	/** In base64, as drives keep it. */
	quickXorHash: string;
	content(): Readable;
}

/**
 * A file that is made as it is read. No block of it is like another: one that is missing, or not in its place, shows.
 * @param size bytes, whole MiB
 */
export function bigFile(size: number): BigFile {
	const pattern = Buffer.from(Array.from({ length: blockSize }, (_, n) => (n * 31 + (n >> 8)) % 256));
	function* blocks() {
		for (let at = 0; at < size; at += blockSize) {
			const block = Buffer.from(pattern);
			block.writeBigUInt64LE(BigInt(at));
			yield block;
		}
	}
	const sha256 = createHash('sha256');
	const quickXor = quickXorHash();
	for (const block of blocks()) {
		sha256.update(block);
		quickXor.update(block);
	}
	return {
		size,
		sha256: sha256.digest('hex'),
		quickXorHash: quickXor.result(),
		content: () => Readable.from(blocks(), { objectMode: false }),
	};
}

export interface FileHost {
	/** Gives the file to GET. */
	fileUrl: string;
	/** An upload session for a file of its size; what comes is hashed, and not kept. */
	uploadUrl: string;
	/** The SHA-256 of what was uploaded, in hex; undefined until all of it has come. */
	arrived(): string | undefined;
	close(): Promise<void>;
}

/**
 * Starts a host of one file, such as storage is behind a drive.
 * @param made what the last range is answered by
 */
export async function startFileHost({ size, content }: BigFile, made: object): Promise<FileHost> {
	const hash = createHash('sha256');
	let received = 0;
	let arrived: string | undefined;

	async function take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
		const [, start] = /^bytes (\d+)-/.exec(incoming.headers['content-range'] ?? '') ?? [];
		const inOrder = Number(start) === received;
		for await (const chunk of incoming as AsyncIterable<Buffer>) {
			if (!inOrder) continue;
			hash.update(chunk);
			received += chunk.length;
		}
		const done = inOrder && received === size;
		if (done) arrived = hash.digest('hex');
		outgoing.writeHead(done ? 201 : inOrder ? 202 : 416, { 'content-type': 'application/json' });
		outgoing.end(JSON.stringify(done ? made : { nextExpectedRanges: [`${received}-`] }));
	}
	const server = createServer((incoming, outgoing) => {
		if (incoming.method === 'PUT') {
			void take(incoming, outgoing);
			return;
		}
		outgoing.writeHead(200, {
			'content-type': 'application/octet-stream',
			'content-length': size,
			etag: '"1"',
		});
		content().pipe(outgoing);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		fileUrl: `${url}/file`,
		uploadUrl: `${url}/upload`,
		arrived: () => arrived,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
