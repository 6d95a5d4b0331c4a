import type { IDataObject } from 'n8n-workflow';
import { createClient } from '../../../simulator/client';
import type { Product } from '../harness/product';

/** Changes in the tenant that another app makes. All throw what Graph refuses. */
export interface Tenant {
	create(path: string, body?: object): Promise<IDataObject & { id: string }>;
	change(path: string, body: object, headers?: Record<string, string>): Promise<void>;
	remove(path: string): Promise<void>;
	get(path: string): Promise<IDataObject>;
}

/** Another app in the simulator's tenant. */
export function tenantOf(product: Product): Tenant {
	// Signed in anew each time: tests let days go by.
	const call = async (method: string, path: string, body?: object, headers?: Record<string, string>) => {
		const client = await createClient(product.simulator);
		const answer = await client.call(method, path, { body, headers });
		await client.close();
		if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
		return answer.body as IDataObject & { id: string };
	};
	return {
		create: async (path, body = {}) => await call('POST', path, body),
		change: async (path, body, headers) => void (await call('PATCH', path, body, headers)),
		get: async (path) => await call('GET', path),
		remove: async (path) => void (await call('DELETE', path)),
	};
}

/** A clock that can be put forward, for n8n and the simulator alike; it goes right again after each test. */
export function useClock(): { pass(ms: number): void } {
	let ahead = 0;
	const now = Date.now.bind(Date);
	beforeEach(() => {
		ahead = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
	});
	afterEach(() => jest.restoreAllMocks());
	return {
		pass(ms) {
			ahead += ms;
		},
	};
}
