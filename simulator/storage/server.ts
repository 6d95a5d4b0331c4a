import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody } from '../graph/errors';
import { reportFile } from '../graph/routes/reports';
import type { GraphState } from '../graph/state';
import { makeAttachment } from '../graph/state/attachments';
import { monitorAnswer } from '../graph/state/drive';
import { uploadStatus } from '../graph/state/uploads';
import type { UploadSession } from '../graph/state/uploads';
import { addDriveFiles } from './driveFiles';

/** Bytes of one range: "each under 4 MB" for attachments of Outlook. */
const rangeLimit = 4 * 1024 * 1024;

interface Range {
	start: number;
	end: number;
	size: number;
}

function readRange(header: string | undefined): Range | undefined {
	const [, start, end, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header ?? '') ?? [];
	return size === undefined ? undefined : { start: Number(start), end: Number(end), size: Number(size) };
}

/** Attaches the finished file to its message or event. */
function attach(state: GraphState, session: UploadSession): string | undefined {
	const { userId, messageId, eventId, name, contentType, isInline, contentId, chunks } = session;
	const mailbox = state.mailbox(userId);
	const holder =
		eventId === undefined ? mailbox.find(messageId) : mailbox.events.find(({ id }) => id === eventId);
	if (!holder) return undefined;
	const type = '#microsoft.graph.fileAttachment';
	const attachment = makeAttachment({
		type,
		name,
		contentType,
		isInline,
		contentId,
		content: Buffer.concat(chunks),
	});
	holder.attachments = [...(holder.attachments ?? []), attachment];
	if (!isInline) holder.properties.hasAttachments = true;
	return attachment.id;
}

/**
 * The server that takes the ranges of an upload session (Graph reference: "Attach large files to Outlook messages").
 * The URL itself is the authorization: a request with an Authorization header is refused.
 * @param app gets the routes
 * @param url where this server is reached
 */
export function addStorage(app: FastifyInstance, state: GraphState, url: () => string): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser(
		'*',
		{ parseAs: 'buffer' },
		async (_request: FastifyRequest, body: Buffer) => body,
	);

	const refuse = (reply: FastifyReply, status: number, code: string, message: string) =>
		reply.code(status).send(errorBody(code, message, randomUUID()));

	const sessionOf = (request: FastifyRequest): UploadSession | undefined => {
		const { token } = request.params as { token: string };
		const session = state.uploads.sessions.get(token);
		return session && session.expiresAt > Date.now() ? session : undefined;
	};

	app.addHook('preHandler', async (request, reply) => {
		if (request.headers.authorization === undefined) return;
		return refuse(reply, 401, 'InvalidAuthenticationToken', 'The upload URL takes no Authorization header.');
	});

	app.get('/reports/:token', async (request, reply) => {
		const csv = reportFile(state, (request.params as { token: string }).token);
		if (csv === undefined) return refuse(reply, 404, 'itemNotFound', 'The report was not found.');
		return reply.type('application/octet-stream').send(Buffer.from(csv));
	});

	addDriveFiles(app, state, url);

	app.get('/monitor/:token', async (request, reply) => {
		const progress = monitorAnswer(state, (request.params as { token: string }).token);
		return progress ?? refuse(reply, 404, 'itemNotFound', 'The operation was not found.');
	});

	app.get('/upload/:token', async (request, reply) => {
		const session = sessionOf(request);
		return session
			? uploadStatus(session)
			: refuse(reply, 404, 'ErrorItemNotFound', 'The upload session was not found.');
	});

	app.delete('/upload/:token', async (request, reply) => {
		const session = sessionOf(request);
		if (!session) return refuse(reply, 404, 'ErrorItemNotFound', 'The upload session was not found.');
		state.uploads.sessions.delete(session.token);
		return reply.code(204).send();
	});

	app.put('/upload/:token', async (request, reply) => {
		const session = sessionOf(request);
		if (!session) return refuse(reply, 404, 'ErrorItemNotFound', 'The upload session was not found.');
		const range = readRange(request.headers['content-range']);
		const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
		if (
			!range ||
			range.size !== session.size ||
			range.end >= range.size ||
			range.end - range.start + 1 !== bytes.length
		) {
			return refuse(
				reply,
				400,
				'ErrorInvalidRequest',
				'The Content-Range header is missing or does not match the content.',
			);
		}
		if (bytes.length > rangeLimit)
			return refuse(reply, 413, 'RequestEntityTooLarge', 'A range must be under 4 MB.');
		if (range.start !== session.received) {
			return refuse(reply, 416, 'ErrorInvalidRange', 'The range was received already or is out of order.');
		}
		session.chunks.push(bytes);
		session.received += bytes.length;
		if (session.received < session.size) return reply.code(200).send(uploadStatus(session));
		const attachmentId = attach(state, session);
		state.uploads.sessions.delete(session.token);
		if (!attachmentId) return refuse(reply, 404, 'ErrorItemNotFound', 'The message is gone.');
		const location = `${url()}/api/v2.0/Users('${session.userId}')/Messages('${session.messageId}')/Attachments('${attachmentId}')`;
		return reply.code(201).header('location', location).send();
	});
}
