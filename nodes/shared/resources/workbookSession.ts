import { caught } from '../../../credentials/auth/core/caught';
import type { Send } from '../../graph/client';
import { readGraphError } from '../../graph/errors/graphError';
import { requestError } from '../../graph/errors/requestError';
import type { GraphRequest, GraphResponse } from '../../graph/graphRequest';
import { scopeOf } from '../../graph/scheduling/throttleScope';
import { maxWaitOf } from '../fields/request';
import type { ItemRun } from '../itemRun';
import { pollUntil } from '../poll';

/** What following a request takes. */
type Follower = Pick<ItemRun, 'item' | 'send' | 'wait'>;

/** The longest wait between checks of a monitor, in ms. */
const maxPollWaitMs = 30_000;

/** The header that asks Excel to respond at once, and to continue in the background. */
const respondAsync = 'respond-async';

/**
 * Sends a request that can take long, such as opening a large workbook: Excel then returns a monitor, which is followed
 * until it's finished.
 * @param workbook the path of the workbook
 * @param request one that Excel can carry out in the background; outside of `createSession`, that takes a session
 * @returns Excel's response, as if it had come at once
 * @throws GraphError if it failed; RequestError if it isn't finished within "Max Wait"
 * Source: "Working with APIs that take a long time to complete".
 */
export async function sendLong(
	run: Follower,
	workbook: readonly string[],
	request: GraphRequest,
): Promise<GraphResponse> {
	const response = await run.send({
		...request,
		expectedResponse: request.method === 'POST' ? 'createdOrMonitored' : 'objectOrMonitored',
		headers: { ...request.headers, Prefer: respondAsync },
		// Graph doesn't support it in batches.
		batchable: false,
	});
	if (response.status !== 202) return response;
	const monitor = response.headers.location;
	if (typeof monitor === 'string' && monitor !== '')
		return await finished(run, workbook, { request, monitor });
	throw requestError({
		what: 'Excel accepted the request, but returned nothing by which to check whether it was carried out.',
		fix: 'Check the workbook before you run this again.',
		outcomeUnknown: true,
	});
}

/** The operation of a monitor. */
interface Monitored {
	status?: unknown;
	resourceLocation?: unknown;
	error?: unknown;
}

/** The statuses of Graph's codes, which a monitor doesn't have. Source: "Error codes for Excel APIs in Microsoft Graph". */
const statuses: Readonly<Record<string, number>> = {
	invalidrequest: 400,
	unauthenticated: 401,
	accessdenied: 403,
	resourcenotfound: 404,
	itemnotfound: 404,
	methodnotallowed: 405,
	conflict: 409,
	requestsizeexceeded: 413,
	toomanyrequests: 429,
	internalservererror: 500,
	notimplemented: 501,
	serviceunavailable: 503,
	gatewaytimeout: 504,
};

async function finished(
	run: Follower,
	workbook: readonly string[],
	{ request, monitor }: { request: GraphRequest; monitor: string },
): Promise<GraphResponse> {
	const session = request.headers?.[sessionHeader];
	const get = async (link: string, name: string) =>
		await run.send({
			method: 'GET',
			path: [...workbook, name],
			link,
			...(session !== undefined && { headers: { [sessionHeader]: session } }),
			batchable: false,
		});
	const check = async () => {
		const response = await get(monitor, 'operations');
		const { status, resourceLocation, error } = response.body as Monitored;
		const state = typeof status === 'string' ? status.toLowerCase() : '';
		if (state === 'succeeded' || state === 'completed') {
			const hasResult = typeof resourceLocation === 'string' && resourceLocation !== '';
			return hasResult ? await get(resourceLocation, 'result') : response;
		}
		if (state === 'failed') {
			const { code } = (error ?? {}) as { code?: unknown };
			const known = statuses[String(code).toLowerCase()] ?? 400;
			const failed = { status: known, headers: response.headers, body: { error } };
			throw readGraphError(failed, `${request.method} /${request.path.join('/')}`, false);
		}
		return undefined;
	};
	return await pollUntil(run, { most: maxWaitOf(run.item), maxPause: maxPollWaitMs }, check, (seconds) =>
		requestError({
			what: `Excel accepted the request, but isn't finished after ${seconds} s.`,
			why: 'It continues in the background.',
			fix: 'Check the workbook later before you run this again, or raise "Max Wait (Seconds)".',
			outcomeUnknown: true,
		}),
	);
}

const sessionHeader = 'workbook-session-id';

/** How often to check whether another item's session with the same workbook is closed, in ms. */
const turnWaitMs = 100;

/** Those that wait for a session, or have one, by workbook; the first one's turn it is. */
const sessions = new Map<string, object[]>();

/**
 * Does something when no other session of this process has the workbook: Excel doesn't always merge the changes of two.
 * @param wait waits, in ms; others may send meanwhile
 */
async function inTurn<T>(name: string, wait: ItemRun['wait'], work: () => Promise<T>): Promise<T> {
	const own = {};
	const all = sessions.get(name) ?? [];
	sessions.set(name, all);
	all.push(own);
	try {
		while (all[0] !== own) await wait(turnWaitMs);
		return await work();
	} finally {
		all.splice(all.indexOf(own), 1);
		if (all.length === 0) sessions.delete(name);
	}
}

/** A workbook that nothing else in this process changes meanwhile. */
export interface Turn {
	/** Sends a request: in the session, once there is one. */
	send: Send;
	/** Whether there is a session. */
	inSession: () => boolean;
	/**
	 * Opens a session, if there is none yet: it takes two requests, which pay off for several changes.
	 * @throws why the workbook couldn't be opened
	 */
	openSession: () => Promise<void>;
}

/**
 * Does something with a workbook while no one else in this process does. A session that is opened meanwhile is closed at
 * the end, also after an error or a cancellation; if that fails, Excel closes it after some minutes.
 * @param workbook the path of the workbook
 * @param persistChanges `false` for sessions with a copy that is dropped at the end, for what is only read or calculated
 * @returns what `work` returns
 * @throws what `work` throws
 * Source: "Manage sessions and persistence in Excel": changes are kept without a session, too.
 */
export async function withTurn<T>(
	run: Follower,
	workbook: readonly string[],
	work: (turn: Turn) => Promise<T>,
	{ persistChanges = true }: { persistChanges?: boolean } = {},
): Promise<T> {
	const { name } = scopeOf({ path: workbook });
	return await inTurn(name, run.wait, async () => {
		let session: Session | undefined;
		const turn: Turn = {
			send: async (request) => await (session?.send ?? run.send)(request),
			inSession: () => session !== undefined,
			openSession: async () => {
				session ??= await openedSession(run, workbook, persistChanges);
			},
		};
		let result: T;
		try {
			result = await work(turn);
		} catch (error) {
			await session?.close();
			throw caught(error);
		}
		await session?.close();
		return result;
	});
}

/**
 * Does several things with a workbook in one session: Excel opens the workbook once, and each change builds on the one
 * before. One session at a time has the workbook.
 * @param work gets a sender for requests in the session
 * @throws what `work` throws, or why the workbook couldn't be opened
 * Source: "Create session", "Close session".
 */
export async function withSession<T>(
	run: Follower,
	workbook: readonly string[],
	work: (send: Send) => Promise<T>,
	options: { persistChanges?: boolean } = {},
): Promise<T> {
	const inSession = async ({ send, openSession }: Turn) => {
		await openSession();
		return await work(send);
	};
	return await withTurn(run, workbook, inSession, options);
}

interface Session {
	send: Send;
	close: () => Promise<void>;
}

async function openedSession(
	run: Follower,
	workbook: readonly string[],
	persistChanges: boolean,
): Promise<Session> {
	const opened = await sendLong(run, workbook, {
		method: 'POST',
		path: [...workbook, 'createSession'],
		body: { persistChanges },
		// A second session does no harm: Excel closes unused ones.
		idempotent: true,
	});
	const { id } = opened.body as { id?: unknown };
	if (typeof id !== 'string' || id === '') {
		throw requestError({
			what: "Excel opened the workbook, but didn't return a session.",
			fix: 'Run this again later.',
		});
	}
	const headers = { [sessionHeader]: id };
	return {
		send: async (request) => await run.send({ ...request, headers: { ...request.headers, ...headers } }),
		close: async () => {
			await run
				.send({
					method: 'POST',
					path: [...workbook, 'closeSession'],
					expectedResponse: 'done',
					headers,
					body: {},
					idempotent: true,
					sendAfterCancel: true,
					batchable: false,
				})
				.catch(() => undefined);
		},
	};
}
