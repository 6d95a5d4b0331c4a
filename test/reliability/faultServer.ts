import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Agent, request as send } from 'undici';

/** A response as the simulator gave it, or as a fault puts it in its place. */
export interface Answer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string | string[]>;
	body: Buffer;
}

/** A request that a fault strikes. */
export interface Struck {
	method: string;
	/** With its query, decoded. */
	path: string;
	body: Buffer;
	/** This server's address. */
	url: string;
	/** How many requests the fault has struck so far, this one included. */
	count: number;
	/** The simulator's response; `undefined` when the request wasn't passed on. */
	passed: Answer | undefined;
	socket: Socket;
	/** Sends a response in full, and closes the connection. */
	answer(answer: Answer): void;
	/** Sends bytes as they are. */
	raw(bytes: string | Buffer): void;
}

/** What happens to the requests that match. */
export interface Plan {
	matches(request: { method: string; path: string; body: Buffer }): boolean;
	/** How many requests it strikes. */
	times: number;
	/**
	 * When it strikes: `before` the simulator sees the request, `after` the simulator carried it out, or by `itself`: then it
	 * passes on what it wants to.
	 */
	when: 'before' | 'after' | 'itself';
	strike(struck: Struck, pass: (body: Buffer) => Promise<Answer>): void | Promise<void>;
}

/** A fault of the connection, before a request can be read. */
export interface Gate {
	kind: 'refused' | 'reset';
	/** How many requests pass before. */
	passes: number;
	/** How many connections it resets; refused connections can't be counted: it's either 1, for a moment, or `Infinity`. */
	times: number;
}

/** Stands between n8n and a host of the simulator, and breaks what passes. */
export interface FaultServer {
	/** Without a slash at the end; stays the same. */
	readonly url: string;
	/** Where requests go. */
	target: string;
	/** Requests that arrived since the last `clear`. */
	readonly requests: number;
	/** Requests, or connections, that matched the fault: struck, and those that came when it had passed. */
	readonly matched: number;
	/** Puts in a fault. */
	plan(plan: Plan): void;
	/** Puts in a fault of the connection. */
	gate(gate: Gate): Promise<void>;
	/** Takes the fault out, and ends all connections. */
	clear(): Promise<void>;
	close(): Promise<void>;
}

/** For how long a fault that passes refuses connections, in ms. */
const shortRefusal = 200;
/** The most entries of a page: Graph may give fewer than it is asked for. */
const pageSize = 5;
/** What is of one connection, and isn't passed on. The host is: links in responses lead to it. */
const hopByHop = ['connection', 'content-length', 'transfer-encoding', 'keep-alive'];

/** Starts a fault server on a free port of 127.0.0.1. */
export async function startFaultServer(): Promise<FaultServer> {
	const sockets = new Set<Socket>();
	const agent = new Agent();
	let target = '';
	let requests = 0;
	let matched = 0;
	let struck = 0;
	let current: Plan | undefined;
	let gate: Gate | undefined;
	let reopening: NodeJS.Timeout | undefined;
	let port = 0;

	const server = createServer((request, response) => {
		requests += 1;
		void handle(request, response).catch(() => request.socket.destroy());
	});
	server.keepAliveTimeout = 1;
	server.on('connection', (socket) => {
		sockets.add(socket);
		// What the other side does when it gives up is no concern of this one.
		socket.on('error', () => undefined);
		socket.on('close', () => sockets.delete(socket));
		if (gate?.kind !== 'reset' || requests < gate.passes) return;
		matched += 1;
		if (struck >= gate.times) return;
		struck += 1;
		socket.resetAndDestroy();
	});
	const listen = async (at: number) =>
		await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));

	async function pass(request: IncomingMessage, body: Buffer): Promise<Answer> {
		const headers = Object.fromEntries(
			Object.entries(request.headers).filter(([name]) => !hopByHop.includes(name)),
		);
		const path = (request.url ?? '').replace(
			/(\$|%24)top=(\d+)/i,
			(_, sign: string, top: string) => `${sign}top=${Math.min(pageSize, Number(top))}`,
		);
		const answered = await send(`${target}${path}`, {
			method: request.method as 'GET',
			headers,
			body: body.length > 0 ? body : undefined,
			dispatcher: agent,
		});
		return {
			status: answered.statusCode,
			headers: answered.headers as Answer['headers'],
			body: Buffer.from(await answered.body.arrayBuffer()),
		};
	}

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await buffer(request);
		const answer = ({ status, headers, body: content }: Answer) => {
			const kept = Object.entries(headers).filter(([name]) => !hopByHop.includes(name));
			response.writeHead(status, {
				...Object.fromEntries(kept),
				...(status !== 204 && { 'content-length': content.length }),
				connection: 'close',
			});
			response.end(content);
		};
		const method = request.method ?? '';
		const path = decoded(request.url ?? '');
		const plan = current;
		if (plan?.matches({ method, path, body })) {
			matched += 1;
			if (struck < plan.times) {
				struck += 1;
				const passed = plan.when === 'after' ? await pass(request, body) : undefined;
				const { socket } = request;
				const raw = (bytes: string | Buffer) => void socket.write(bytes);
				const count = struck;
				return await plan.strike(
					{ method, path, body, url: `http://127.0.0.1:${port}`, count, passed, socket, answer, raw },
					async (changed) => await pass(request, changed),
				);
			}
		}
		const passed = await pass(request, body);
		if (gate?.kind === 'refused' && requests >= gate.passes) await refuse(gate.times);
		answer(passed);
	}

	/** Nobody listens any more: for a moment, or until `clear`. */
	async function refuse(times: number): Promise<void> {
		if (!server.listening || reopening !== undefined) return;
		gate = undefined;
		server.close();
		if (times === 1) reopening = setTimeout(() => void listen(port), shortRefusal);
	}

	await listen(0);
	port = (server.address() as AddressInfo).port;
	return {
		url: `http://127.0.0.1:${port}`,
		get target() {
			return target;
		},
		set target(url) {
			target = url;
		},
		get requests() {
			return requests;
		},
		get matched() {
			return matched;
		},
		plan(plan) {
			current = plan;
		},
		async gate(next) {
			gate = next;
			if (next.kind === 'refused' && next.passes === 0) await refuse(next.times);
		},
		async clear() {
			clearTimeout(reopening);
			reopening = undefined;
			current = undefined;
			gate = undefined;
			for (const socket of sockets) socket.destroy();
			if (!server.listening) await listen(port);
			requests = matched = struck = 0;
		},
		async close() {
			clearTimeout(reopening);
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
			await agent.close();
		},
	};
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
