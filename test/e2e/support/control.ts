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
	/** Registers an app that has the secret of the default one, and these application permissions. Returns its client ID. */
	registerApp(roles: string[]): Promise<string>;
	/** Everyone of the tenant. */
	users(): Promise<Array<{ id: string; userPrincipalName: string; displayName: string }>>;
}

/** Control over the running simulator. */
export function controlOf({ controlUrl }: SimulatorAddress): SimulatorControl {
	async function call<T>(method: 'GET' | 'POST', path: string, sent?: object): Promise<T> {
		const { statusCode, body } = await request(controlUrl + path, {
			method,
			...(sent && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) }),
		});
		if (statusCode !== 200) throw new Error(`The simulator answered ${statusCode} to ${path}`);
		return (await body.json()) as T;
	}
	const get = async <T>(path: string) => await call<T>('GET', path);
	return {
		async requestCounts() {
			return (await get<{ counts: Record<string, number> }>('/requests')).counts;
		},
		async messages(user, folder) {
			return await get(`/state/users/${encodeURIComponent(user)}/messages?folder=${folder}`);
		},
		async registerApp(roles) {
			const { clientId } = await call<{ clientId: string }>('POST', '/apps');
			await call('POST', '/roles', { clientId, roles });
			return clientId;
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
