import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';
import type { Simulator } from './simulator';
import { defaultClientId, defaultClientSecret, defaultTenantId } from './entra';

export interface ClientAnswer {
	status: number;
	headers: Record<string, string>;
	/** Parsed JSON, or the text; undefined when it is empty. */
	body: unknown;
}

export interface ClientOptions {
	body?: unknown;
	headers?: Record<string, string>;
	/** `null` sends no bearer. */
	token?: string | null;
}

/** A plain HTTP client of the simulator, for tests and drivers: it retries nothing. */
export interface SimulatorClient {
	token: string;
	/**
	 * @param path after the version, or a full URL
	 * @throws the socket's error
	 */
	call(method: string, path: string, options?: ClientOptions): Promise<ClientAnswer>;
	get(path: string, headers?: Record<string, string>): Promise<ClientAnswer>;
	post(path: string, body?: unknown, headers?: Record<string, string>): Promise<ClientAnswer>;
	/** Answers of a $batch by id. */
	batch(requests: object[]): Promise<Map<string, ClientAnswer>>;
	/** Every item of a list, over all its pages. */
	all(path: string, headers?: Record<string, string>): Promise<unknown[]>;
	close(): Promise<void>;
}

/**
 * Signs in with the default app's secret.
 * @returns the access token
 */
export async function signIn({ loginUrl, graphUrl }: Simulator, dispatcher?: Dispatcher): Promise<string> {
	const form = {
		client_id: defaultClientId,
		client_secret: defaultClientSecret,
		grant_type: 'client_credentials',
		scope: `${graphUrl}/.default`,
	};
	const { body } = await request(`${loginUrl}/${defaultTenantId}/oauth2/v2.0/token`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(form).toString(),
		dispatcher,
	});
	const { access_token: token } = (await body.json()) as { access_token: string };
	return token;
}

function parse(text: string): unknown {
	if (text === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/**
 * A client that is signed in.
 * @param roles the app has these only; without them those it has
 */
export async function createClient(simulator: Simulator, roles?: string[]): Promise<SimulatorClient> {
	if (roles) simulator.entra.setRoles(roles);
	const dispatcher = new Agent({ pipelining: 1 });
	const token = await signIn(simulator, dispatcher);

	const client: SimulatorClient = {
		token,
		async call(method, path, { body, headers = {}, token: bearer = token } = {}) {
			const url = /^https?:/.test(path) ? path : `${simulator.graphUrl}/v1.0${path}`;
			const binary = Buffer.isBuffer(body) || typeof body === 'string';
			const answer = await request(url, {
				method: method as Dispatcher.HttpMethod,
				headers: {
					...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
					...(body === undefined || binary ? {} : { 'content-type': 'application/json' }),
					...headers,
				},
				body: body === undefined || binary ? (body as Buffer | string | undefined) : JSON.stringify(body),
				dispatcher,
			});
			const text = await answer.body.text();
			const received = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
			return { status: answer.statusCode, headers: Object.fromEntries(received), body: parse(text) };
		},
		get: (path, headers) => client.call('GET', path, { headers }),
		post: (path, body, headers) => client.call('POST', path, { body, headers }),
		async batch(requests) {
			const { body } = await client.post('/$batch', { requests });
			const { responses } = body as { responses: Array<ClientAnswer & { id: string }> };
			return new Map(responses.map((response) => [response.id, response]));
		},
		async all(path, headers) {
			const items: unknown[] = [];
			let next: string | undefined = path;
			while (next) {
				const { status, body } = await client.get(next, headers);
				if (status !== 200) throw new Error(`GET ${next} answered ${status}: ${JSON.stringify(body)}`);
				const page = body as { value: unknown[]; '@odata.nextLink'?: string };
				items.push(...page.value);
				next = page['@odata.nextLink'];
			}
			return items;
		},
		close: () => dispatcher.destroy(),
	};
	return client;
}
