import { AsyncLocalStorage } from 'node:async_hooks';
import type {
	ICredentialType,
	IExecuteFunctions,
	IHttpRequestHelper,
	INodeType,
	sleep as sleepOf,
} from 'n8n-workflow';
import { answerTimes } from '../../nodes/graph/transport/timeouts';

/** What signs in and what asks. */
interface Product {
	node: INodeType;
	credential: ICredentialType;
}

/** Whoever waits at least so long, in ms, waits for a deadline: no pause of the table is as long. */
const leastDeadline = 20_000;

/** The deadline of the run that is under way. */
const current = new AsyncLocalStorage<number>();

// The deadlines of Graph's responses, where a run has shorter ones.
for (const [name, usual] of Object.entries(answerTimes)) {
	Object.defineProperty(answerTimes, name, { get: () => current.getStore() ?? usual });
}

/**
 * Runs something with shorter deadlines than a person's, so that a test needn't wait for minutes. This file is the only
 * place that knows where deadlines stand: in `answerTimes`, in the `timeout` of each request that reaches n8n's HTTP
 * helpers, and in long sleeps (`withShorterSleeps`).
 * @param answer for a whole response, in ms
 * @param run what is done with the changed node and credential
 */
export async function withDeadlines<T>(
	product: Product,
	answer: number,
	run: (product: Product) => Promise<T>,
): Promise<T> {
	return await current.run(answer, async () => await run(withTimeouts(product, answer)));
}

/**
 * For `jest.mock('n8n-workflow')`: the module with a `sleep` that knows the deadline of `withDeadlines`, and is n8n's own
 * outside of it.
 */
export function withShorterSleeps<T extends { sleep: typeof sleepOf }>(original: T): T {
	const sleep: typeof sleepOf = async (ms, signal) => {
		const deadline = current.getStore();
		await original.sleep(deadline !== undefined && ms >= leastDeadline ? deadline : ms, signal);
	};
	return { ...original, sleep };
}

function withTimeouts({ node, credential }: Product, answer: number): Product {
	const shorter = <T extends object>(options: T): T => ({ ...options, timeout: answer });
	const execute = async function (this: IExecuteFunctions) {
		const { helpers } = this;
		const httpRequestWithAuthentication: typeof helpers.httpRequestWithAuthentication = async (
			type,
			options,
			more,
		) => (await helpers.httpRequestWithAuthentication.call(this, type, shorter(options), more)) as unknown;
		const context = Object.create(this, {
			helpers: { value: { ...helpers, httpRequestWithAuthentication } },
		}) as IExecuteFunctions;
		return (await node.execute?.call(context)) ?? [];
	};
	const preAuthentication: ICredentialType['preAuthentication'] = async function (
		this: IHttpRequestHelper,
		credentials,
	) {
		const { helpers } = this;
		const httpRequest: typeof helpers.httpRequest = async (options) =>
			(await helpers.httpRequest(shorter(options))) as unknown;
		return (await credential.preAuthentication?.call({ helpers: { httpRequest } }, credentials)) ?? {};
	};
	return {
		node: Object.create(node, { execute: { value: execute } }) as INodeType,
		credential: Object.create(credential, {
			preAuthentication: { value: preAuthentication },
		}) as ICredentialType,
	};
}
