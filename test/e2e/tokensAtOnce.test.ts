import { signInToN8n, type N8nClient } from '../../scripts/n8nClient';
import { useSimulator } from './support/ownSimulator';
import { madeUpSecret } from './support/secrets';
import { servers } from './support/servers';
import { until } from './support/until';
import { activate, callWebhook, webhookTrigger, webhookUrl } from './support/webhooks';
import { graphNode, workflowOf } from './support/workflows';

jest.setTimeout(240_000);

const EXECUTIONS = 50;
/** How long Entra takes, in ms: until then every execution has begun. */
const ENTRA_TAKES = 4_000;
const { n8n } = servers();
const entra = useSimulator();

interface ListedExecution {
	status: string;
	startedAt: string;
	stoppedAt: string;
}

/** The executions of a workflow, once all have ended. */
async function executionsOf(client: N8nClient, workflowId: string): Promise<ListedExecution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	return await until(`${EXECUTIONS} executions have ended`, async () => {
		const path = `/executions?limit=100&filter=${filter}`;
		const { results } = await client.call<{ results: ListedExecution[] }>('GET', path);
		const ended = results.filter(({ stoppedAt }) => stoppedAt);
		return ended.length >= EXECUTIONS ? ended : undefined;
	});
}

/** Starts one workflow as often as that at once, with settings that n8n has no token for. */
async function startAtOnce(name: string, clientSecret: string) {
	const { simulator } = entra;
	simulator.reset();
	simulator.entra.app().secrets[0].value = rightSecret;
	simulator.entra.settings.latency = ENTRA_TAKES;
	const client = await signInToN8n(n8n.url, n8n.owner);
	const fields = entra.credential({ authentication: 'clientSecret', clientSecret });
	const credential = await client.saveCredential(name, 'microsoftGraphAppOnlyApi', fields);
	const userId = { __rl: true, mode: 'id', value: 'adelev@contoso.example' };
	const trigger = webhookTrigger();
	const id = await client.saveWorkflow(
		workflowOf(name, [
			trigger,
			graphNode('Get a user', credential, { resource: 'user', operation: 'get', userId }),
		]),
	);
	await activate(client, id);
	const url = webhookUrl(n8n.url, trigger);
	const answers = await Promise.all(Array.from({ length: EXECUTIONS }, () => callWebhook(url)));
	const executions = await executionsOf(client, id);
	const lastStart = Math.max(...executions.map(({ startedAt }) => Date.parse(startedAt)));
	const firstEnd = Math.min(...executions.map(({ stoppedAt }) => Date.parse(stoppedAt)));
	return { answers, executions, allAtOnce: lastStart < firstEnd };
}

const rightSecret = madeUpSecret('right');

test(`${EXECUTIONS} executions at once take one token`, async () => {
	const { answers, executions, allAtOnce } = await startAtOnce('At once', rightSecret);
	expect(executions.map(({ status }) => status)).toEqual(Array(EXECUTIONS).fill('success'));
	for (const { body } of answers) {
		expect(body).toMatchObject([{ userPrincipalName: 'adelev@contoso.example' }]);
	}
	expect(allAtOnce).toBe(true);
	expect(entra.simulator.entra.tokenRequests.map(({ status }) => status)).toEqual([200]);
});

test(`${EXECUTIONS} executions at once with a wrong secret ask Entra once`, async () => {
	const { answers, executions, allAtOnce } = await startAtOnce('At once, wrong', madeUpSecret('wrong'));
	expect(executions.map(({ status }) => status)).toEqual(Array(EXECUTIONS).fill('error'));
	expect(answers.map(({ status }) => status)).toEqual(Array(EXECUTIONS).fill(500));
	expect(allAtOnce).toBe(true);
	expect(entra.simulator.entra.tokenRequests.map(({ code }) => code)).toEqual([7000215]);
	expect(entra.simulator.requests.filter(({ host }) => host === 'graph')).toEqual([]);
});
