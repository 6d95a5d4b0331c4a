import type { FastifyReply } from 'fastify';
import type { ScriptedAnswer } from './state';

/** Sends the next scripted answer, if there is one; its status, so that the request can be recorded. */
export function sendScripted(reply: FastifyReply, answers: ScriptedAnswer[]): number | undefined {
	const answer = answers.shift();
	if (!answer) return undefined;
	const { status, headers = {}, body = '' } = answer;
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
	if (answer.cut) {
		reply.hijack();
		// To the client, a truncated response has a larger Content-Length than its body.
		reply.raw.writeHead(status, {
			'content-type': type,
			'content-length': Buffer.byteLength(text) + 1000,
			...headers,
		});
		reply.raw.write(text, () => reply.raw.destroy());
		return status;
	}
	reply.code(status).header('content-type', type).headers(headers).send(text);
	return status;
}
