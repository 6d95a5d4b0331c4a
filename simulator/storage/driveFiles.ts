import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody, GraphError } from '../graph/errors';
import type { GraphState } from '../graph/state';
import { driveById, fileView, putFile } from '../graph/state/drive';
import type { Conflict, NewContent, StoredDrive, StoredFile } from '../graph/state/drive';

/** Where a file that is uploaded in ranges is stored. */
interface DriveUpload {
	drive: StoredDrive;
	folderId: string;
	name: string;
	conflict: Conflict;
	/** What the drive stores for the content. */
	take: (content: Buffer) => NewContent;
	/** Bytes in total, once a range has named it. */
	size?: number;
	chunks: Buffer[];
	received: number;
}

/** A file as the storage host returns it to anyone who has the URL. */
interface Offered {
	content: Buffer;
	mimeType: string;
	etag: string;
}

interface DriveFiles {
	uploads: Map<string, DriveUpload>;
	offered: Map<string, Offered>;
}

const kept = new WeakMap<GraphState, DriveFiles>();

/** What the storage host has of a tenant's drives. */
export function driveFiles(state: GraphState): DriveFiles {
	const known = kept.get(state) ?? { uploads: new Map(), offered: new Map() };
	kept.set(state, known);
	return known;
}

/** What a session expects: Graph's response to its creation, and to each range but the last. */
export const sessionStatus = ({ received }: Pick<DriveUpload, 'received'>) => ({
	expirationDateTime: new Date(Date.now() + 3600_000).toISOString(),
	nextExpectedRanges: [`${received}-`],
});

/**
 * Begins an upload.
 * @returns the token in its URL
 */
export function openUpload(
	state: GraphState,
	upload: Pick<DriveUpload, 'drive' | 'folderId' | 'name' | 'conflict' | 'take'>,
): string {
	const token = randomUUID();
	driveFiles(state).uploads.set(token, { ...upload, chunks: [], received: 0 });
	return token;
}

/**
 * Offers a file.
 * @returns the token in its URL
 */
export function offer(state: GraphState, content: Buffer, mimeType: string): string {
	const token = randomUUID();
	driveFiles(state).offered.set(token, { content, mimeType, etag: `"${content.length}"` });
	return token;
}

const offeredOnce = new WeakMap<Buffer, string>();

/**
 * Offers a content whose URL each response shows: once for all of them.
 * @returns the token in its URL
 */
export function offerOnce(state: GraphState, content: Buffer, mimeType: string): string {
	const known = offeredOnce.get(content);
	if (known !== undefined && driveFiles(state).offered.has(known)) return known;
	const token = offer(state, content, mimeType);
	offeredOnce.set(content, token);
	return token;
}

/**
 * A file with a URL that lets anyone who has it read the content, without a token.
 * @param storageUrl where the storage host is
 */
export function openly(storageUrl: string, drive: StoredDrive, file: StoredFile): Record<string, string> {
	if (!file.content) return {};
	const url = `${storageUrl}/drive/item/${drive.id}/${file.id}?tempauth=secret`;
	return { '@microsoft.graph.downloadUrl': url };
}

/** Ranges except the last are a multiple of this many bytes; and the limit that they must stay below. */
const rangeUnit = 320 * 1024;
const rangeLimit = 60 * 1024 * 1024;

/** Routes of the storage host for files of drives (Graph reference: "driveItem: createUploadSession"). */
export function addDriveFiles(app: FastifyInstance, state: GraphState, url: () => string): void {
	const refuse = (reply: FastifyReply, status: number, code: string, message: string) =>
		reply.code(status).send(errorBody(code, message, randomUUID()));
	const gone = (reply: FastifyReply) =>
		refuse(reply, 404, 'itemNotFound', 'The upload session was not found');
	const tokenOf = (request: FastifyRequest) => (request.params as { token: string }).token;
	const { uploads, offered } = driveFiles(state);

	app.get('/drive/upload/:token', async (request, reply) => {
		const upload = uploads.get(tokenOf(request));
		return upload ? sessionStatus(upload) : gone(reply);
	});

	app.delete('/drive/upload/:token', async (request, reply) =>
		uploads.delete(tokenOf(request)) ? reply.code(204).send() : gone(reply),
	);

	app.put('/drive/upload/:token', async (request, reply) => {
		const upload = uploads.get(tokenOf(request));
		if (!upload) return gone(reply);
		const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
		const header = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.headers['content-range'] ?? '');
		const [start, end, size] = (header ?? []).slice(1).map(Number);
		const last = end + 1 === size;
		const fits = header && bytes.length === end - start + 1 && end < size && size === (upload.size ?? size);
		if (!fits || bytes.length >= rangeLimit || (!last && bytes.length % rangeUnit !== 0))
			return refuse(reply, 400, 'invalidRequest', 'Invalid fragment');
		if (start !== upload.received)
			return refuse(reply, 416, 'invalidRange', 'Uploaded fragment overlaps with existing data.');
		upload.size = size;
		upload.chunks.push(bytes);
		upload.received += bytes.length;
		if (!last) return reply.code(202).send(sessionStatus(upload));
		uploads.delete(tokenOf(request));
		const { drive, folderId, name, conflict, chunks, take } = upload;
		try {
			const file = putFile(drive, folderId, name, { ...take(Buffer.concat(chunks)), conflict });
			return reply.code(201).send({ ...openly(url(), drive, file), ...fileView(drive, file) });
		} catch (error) {
			if (!(error instanceof GraphError)) throw error;
			return refuse(reply, error.status, error.code, error.message);
		}
	});

	app.get('/drive/item/:drive/:file', async (request, reply) => {
		const { drive, file } = request.params as { drive: string; file: string };
		const found = driveById(state, drive)?.files.get(file);
		if (!found?.content || found.deleted) return refuse(reply, 404, 'itemNotFound', 'Item not found');
		return reply.type(found.mimeType).send(found.content);
	});

	app.get('/drive/content/:token', async (request, reply) => {
		const file = offered.get(tokenOf(request));
		if (!file) return refuse(reply, 404, 'itemNotFound', 'Item not found');
		const { content, mimeType, etag } = file;
		reply.header('etag', etag).header('accept-ranges', 'bytes').type(mimeType);
		const [, first, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
		if (first === undefined || (request.headers['if-range'] ?? etag) !== etag) return reply.send(content);
		const start = first === '' ? Math.max(0, content.length - Number(to)) : Number(first);
		const end = first === '' || to === '' ? content.length : Math.min(content.length, Number(to) + 1);
		if (start >= end) return refuse(reply, 416, 'invalidRange', 'The range is not in the file.');
		return reply
			.code(206)
			.header('content-range', `bytes ${start}-${end - 1}/${content.length}`)
			.send(content.subarray(start, end));
	});
}
