import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
	path: string;
	contentType: string | undefined;
	body: { value: Array<Record<string, unknown>>; validationTokens?: string[] };
}

/** How the validation of the URL is answered, and what notifications get. */
export interface ReceiverAnswers {
	validation: (token: string) => { status?: number; type?: string; body?: string; after?: number };
	/** One after another; then 202. */
	statuses: number[];
	/** Milliseconds before each answer to notifications. */
	delay: number;
}

export interface Receiver {
	url: string;
	/** The tokens that came, decoded. */
	validations: Array<{ token: string; contentType: string | undefined }>;
	/** Requests with notifications, the repeated ones too. */
	received: Received[];
	/** Every notification. */
	notifications(): Array<Record<string, unknown>>;
	answers: ReceiverAnswers;
	close(): Promise<void>;
}

const good: ReceiverAnswers['validation'] = (token) => ({ body: token });

/** A server that takes notifications as Graph wants it, unless `answers` say otherwise. */
export async function startReceiver(): Promise<Receiver> {
	const answers: ReceiverAnswers = { validation: good, statuses: [], delay: 0 };
	const timers = new Set<NodeJS.Timeout>();
	const later = (ms: number, effect: () => void) => timers.add(setTimeout(effect, ms));
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
			const contentType = request.headers['content-type'];
			const token = searchParams.get('validationToken');
			if (token !== null) {
				receiver.validations.push({ token, contentType });
				const { status = 200, type = 'text/plain', body = '', after = 0 } = answers.validation(token);
				later(after, () => response.writeHead(status, { 'content-type': type }).end(body));
				return;
			}
			const body = JSON.parse(Buffer.concat(chunks).toString()) as Received['body'];
			receiver.received.push({ path: pathname, contentType, body });
			const status = answers.statuses.shift() ?? 202;
			later(answers.delay, () => response.writeHead(status).end());
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const receiver: Receiver = {
		url: `http://localhost:${(server.address() as AddressInfo).port}/hook`,
		validations: [],
		received: [],
		notifications: () => receiver.received.flatMap(({ body }) => body.value),
		answers,
		async close() {
			timers.forEach(clearTimeout);
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return receiver;
}
