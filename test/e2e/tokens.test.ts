import { simulatorCredential } from '../../scripts/demo';
import { itemsOf, signInToN8n, type Execution, type Workflow } from '../../scripts/n8nClient';
import { controlOf, requestsSince, tokenRequests } from './support/control';
import { servers } from './support/servers';
import { graphNode, manualTrigger, workflowOf, itemsFrom } from './support/workflows';

jest.setTimeout(240_000);

const ITEMS = 100;
const { n8n, simulator } = servers();
const control = controlOf(simulator);

test(`${ITEMS} items take one token, and a second run none`, async () => {
	const client = await signInToN8n(n8n.url, n8n.owner);
	const credential = await client.saveCredential(
		'Tokens',
		'microsoftGraphAppOnlyApi',
		// No other test names the tenant by its domain: n8n has no token for these settings yet.
		{ ...simulatorCredential(simulator), tenantId: 'contoso.example' },
	);
	const users = (await control.users()).slice(0, 20);
	const wanted = Array.from({ length: ITEMS }, (_, i) => users[i % users.length].userPrincipalName);
	const workflow: Workflow = workflowOf('100 users', [
		manualTrigger,
		itemsFrom(wanted.map((user) => ({ user }))),
		graphNode('Get users', credential, {
			resource: 'user',
			operation: 'get',
			userId: { __rl: true, mode: 'id', value: '={{ $json.user }}' },
		}),
	]);
	const id = await client.saveWorkflow(workflow);

	const run = async () => {
		const before = await control.requestCounts();
		const execution: Execution = await client.runWorkflow(id, manualTrigger.name);
		const after = await control.requestCounts();
		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Get users').map(({ json }) => json.userPrincipalName)).toEqual(wanted);
		expect(requestsSince(after, before, /^graph /)).toBeGreaterThan(0);
		expect(execution.text).not.toContain(simulator.clientSecret);
		return tokenRequests(after, before);
	};
	expect(await run()).toBe(1);
	expect(await run()).toBe(0);
});
