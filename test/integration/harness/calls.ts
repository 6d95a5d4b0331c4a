import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { MicrosoftGraphAppOnlyApi } from '../../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { createClient, type Client, type ClientOptions, type Send } from '../../../nodes/graph/client';
import type { GraphRequest, GraphResponse } from '../../../nodes/graph/graphRequest';
import type { RequestContext } from '../../../nodes/graph/transport/exchange';
import type { RecordedRequest } from '../../../simulator';
import { plainDescription, runWorkflow } from '.';
import { byId, credentialName, itemsOf, type Product } from './product';

/** The node's parameters to send a mail from `$json.mailbox` with `$json.subject`. */
export const sendMail = (
	options: INodeParameters = {},
	additionalFields: INodeParameters = {},
): INodeParameters => ({
	resource: 'message',
	operation: 'send',
	mailbox: byId('={{ $json.mailbox }}'),
	toRecipients: 'someone@elsewhere.example',
	subject: '={{ $json.subject }}',
	bodyContent: 'x',
	additionalFields,
	options,
});

/** Mails to send with `sendMail`: the subjects `mail 0`, `mail 1`… from as many mailboxes, or again from the first. */
export function mails(product: Product, count: number, mailboxes = count) {
	const users = usersOf(product, mailboxes);
	return itemsOf(
		...Array.from({ length: count }, (_, n) => ({ mailbox: users[n % mailboxes], subject: `mail ${n}` })),
	);
}

/** Names of users who all have a mailbox; the simulator has to be seeded with 25 more. */
export function usersOf({ simulator }: Product, count: number): string[] {
	const users = [...simulator.graph.users.values()].slice(25, 25 + count);
	if (users.length < count) throw new Error(`The simulator has no ${count} users beside the first 25`);
	return users.map(({ userPrincipalName }) => userPrincipalName);
}

/** The node's parameters to get the user `$json.id`. */
export const getUser = (options: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'get',
	userId: byId('={{ $json.id }}'),
	options,
});

/** Requests that reached Graph's host: batches, and what went by itself. */
export const callsOf = ({ simulator }: Product): RecordedRequest[] =>
	simulator.requests.filter(({ host }) => host === 'graph');

/** The parts of each batch, in the order of the batches. */
export const partsOf = ({ simulator }: Product): RecordedRequest[][] =>
	simulator.requests
		.filter(({ path }) => path.endsWith('/$batch'))
		.map(({ id }) => simulator.parts.filter(({ batchPartOf }) => batchPartOf === id));

/** How often each mail of `mails` was taken by transport. */
export const submissionsOf = ({ simulator }: Product): Record<string, number> => {
	const counts: Record<string, number> = {};
	for (const { subject } of simulator.graph.submissions) counts[subject] = (counts[subject] ?? 0) + 1;
	return counts;
};

/** The subjects of `count` mails, each with the number of its submissions. */
export const each = (count: number, times: number): Record<string, number> =>
	Object.fromEntries(Array.from({ length: count }, (_, n) => [`mail ${n}`, times]));

/** What a test does with the client, in n8n's own context. */
type Work<T> = (send: Send, client: Client) => Promise<T>;

/** How `withClient` runs. */
interface ClientRun extends Partial<ClientOptions> {
	/** ms after which n8n's HTTP client gives up, in place of the client's own time. */
	answerTimeout?: number;
}

/**
 * Lets a test use the client directly, in a node of its own.
 * @returns what `work` returned
 * @throws what `work` threw, as it was
 */
export async function withClient<T>(
	product: Product,
	work: Work<T>,
	{ answerTimeout, ...options }: ClientRun = {},
): Promise<T> {
	let outcome: { results: T } | { error: unknown } | undefined;
	const node: INodeType = {
		description: plainDescription('clientOfATest', {
			credentials: [{ name: credentialName, required: true }],
		}),
		async execute() {
			const credentials = await this.getCredentials<ICredentialDataDecryptedObject>(credentialName, 0);
			const client = createClient(impatient(this, answerTimeout), {
				apiVersion: 'v1.0',
				batching: true,
				maxWait: 300_000,
				signal: this.getExecutionCancelSignal(),
				...options,
			});
			try {
				outcome = { results: await work(client.sender(credentials), client) };
			} catch (error) {
				outcome = { error };
			}
			return [[]];
		},
	};
	const run = await runWorkflow({
		node,
		credentials: { [credentialName]: product.fields() },
		credentialTypes: [MicrosoftGraphAppOnlyApi],
	});
	if (outcome === undefined) throw new Error(`The node did not end: ${run.status} ${run.error?.message}`);
	if ('error' in outcome) throw outcome.error;
	return outcome.results;
}

/**
 * Sends requests as so many items of one run.
 * @returns what became of each
 */
export async function sendAsItems(
	send: Send,
	client: Client,
	requests: readonly GraphRequest[],
): Promise<Array<PromiseSettledResult<GraphResponse>>> {
	const results: Array<PromiseSettledResult<GraphResponse>> = [];
	await client.forEachItem(requests.length, async (n) => {
		[results[n]] = await Promise.allSettled([send(requests[n])]);
		return true;
	});
	return results;
}

function impatient(context: IExecuteFunctions, timeout: number | undefined): RequestContext {
	if (timeout === undefined) return context;
	return {
		helpers: {
			...context.helpers,
			httpRequestWithAuthentication: async (type, options, more) =>
				(await context.helpers.httpRequestWithAuthentication.call(
					context,
					type,
					{ ...options, timeout },
					more,
				)) as unknown,
		},
	};
}
