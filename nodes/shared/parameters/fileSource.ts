import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { UploadSource } from '../../graph/files/upload';

/** A file of an item that is read in parts, without holding all of it in memory. */
export interface FileSource extends UploadSource {
	fileName?: string;
	mimeType: string;
}

/**
 * Bytes that are read from n8n's storage at a time. Larger chunks leave tens of MiB to garbage collection, and aren't
 * faster.
 */
const chunkSize = 64 * 1024;

/** A file of an item, by its binary field. */
export async function fileSource(
	{ helpers }: Pick<IExecuteFunctions, 'helpers'>,
	binary: IBinaryData,
): Promise<FileSource> {
	const { id, data, fileName, mimeType } = binary;
	if (id === undefined) {
		const size = Buffer.byteLength(data, 'base64');
		return { fileName, mimeType, size, read: async (start, end) => decodePart(data, start, end) };
	}
	const size = binary.bytes ?? (await helpers.getBinaryMetadata(id)).fileSize;
	const open = async () => await helpers.getBinaryStream(id, chunkSize);
	return { fileName, mimeType, size, ...sequential(open) };
}

/** The full content of a file: for those that fit into one request. */
export async function wholeOf(file: UploadSource): Promise<Buffer> {
	if (file.size === 0) return Buffer.alloc(0);
	const whole = await file.read(0, file.size);
	await file.release?.();
	return whole;
}

/** Base64 encodes three bytes as four characters. */
function decodePart(data: string, start: number, end: number): Buffer {
	const first = Math.floor(start / 3);
	const part = Buffer.from(data.slice(first * 4, Math.ceil(end / 3) * 4), 'base64');
	return part.subarray(start - first * 3, end - first * 3);
}

/** Consecutive parts of a stream; for an earlier part, the stream is opened again. */
function sequential(open: () => Promise<AsyncIterable<Buffer>>): Pick<UploadSource, 'read' | 'release'> {
	let chunks: AsyncIterator<Buffer> | undefined;
	let position = 0;
	/** Bytes that were read after the last part. */
	let left: Buffer = Buffer.alloc(0);

	const release = async () => {
		await chunks?.return?.();
		chunks = undefined;
		left = Buffer.alloc(0);
	};
	const next = async (): Promise<Buffer> => {
		if (left.length > 0) return left;
		const { done, value } = (await chunks?.next()) ?? { done: true, value: undefined };
		if (done === true || value === undefined) {
			throw new RangeError('The file is shorter than its size in n8n.');
		}
		return value;
	};
	const read = async (start: number, end: number, into?: Buffer): Promise<Buffer> => {
		if (chunks === undefined || start < position) {
			await release();
			chunks = (await open())[Symbol.asyncIterator]();
			position = 0;
		}
		const length = end - start;
		const part =
			into !== undefined && into.length >= length ? into.subarray(0, length) : Buffer.allocUnsafe(length);
		while (position < end) {
			const chunk = await next();
			const from = Math.max(0, Math.min(chunk.length, start - position));
			const to = Math.min(chunk.length, end - position);
			if (to > from) chunk.copy(part, position + from - start, from, to);
			left = chunk.subarray(to);
			position += to;
		}
		return part;
	};
	return { read, release };
}
