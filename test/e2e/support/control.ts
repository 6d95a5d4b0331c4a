import { request } from 'undici';
import type { SimulatorAddress } from '../../../scripts/simulatorServer';

/** What the simulator has seen. */
export interface SimulatorControl {
	/** Requests so far, by `host METHOD /path/{id}`. */
	requestCounts(): Promise<Record<string, number>>;
	/** The messages in a folder of a mailbox. */
	messages(
		user: string,
		folder: string,
	): Promise<Array<{ subject: string; attachments: Array<{ name: string }> }>>;
	/** Everyone of the tenant. */
	users(): Promise<Array<{ id: string; userPrincipalName: string; displayName: string }>>;
}

/** Control over the running simulator. */
export function controlOf({ controlUrl }: SimulatorAddress): SimulatorControl {
	async function get<T>(path: string): Promise<T> {
		const { statusCode, body } = await request(controlUrl + path);
		if (statusCode !== 200) throw new Error(`The simulator answered ${statusCode} to ${path}`);
		return (await body.json()) as T;
	}
	return {
		async requestCounts() {
			return (await get<{ counts: Record<string, number> }>('/requests')).counts;
		},
		async messages(user, folder) {
			return await get(`/state/users/${encodeURIComponent(user)}/messages?folder=${folder}`);
		},
		async users() {
			return await get('/state/users');
		},
	};
}

/** How many requests for a token came since an earlier count. */
export function tokenRequests(now: Record<string, number>, before: Record<string, number> = {}): number {
	return countOf(now, /^login POST .*\/token$/) - countOf(before, /^login POST .*\/token$/);
}

/** How many requests of a kind came since an earlier count. */
export function requestsSince(
	now: Record<string, number>,
	before: Record<string, number>,
	kind: RegExp,
): number {
	return countOf(now, kind) - countOf(before, kind);
}

function countOf(counts: Record<string, number>, kind: RegExp): number {
	return Object.entries(counts)
		.filter(([name]) => kind.test(name))
		.reduce((sum, [, count]) => sum + count, 0);
}
