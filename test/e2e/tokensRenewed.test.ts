import { setTimeout as wait } from 'node:timers/promises';
import { itemsOf, signInToN8n, type N8nClient, type Workflow } from '../../scripts/n8nClient';
import { useSimulator } from './support/ownSimulator';
import { madeUpSecret } from './support/secrets';
import { servers } from './support/servers';
import { graphNode, itemsFrom, manualTrigger, workflowOf } from './support/workflows';

jest.setTimeout(240_000);

const TYPE = 'microsoftGraphAppOnlyApi';
const { n8n } = servers();
const entra = useSimulator();
const secret = madeUpSecret('client-secret');
let client: N8nClient;

beforeAll(async () => {
	client = await signInToN8n(n8n.url, n8n.owner);
});
beforeEach(() => {
	entra.simulator.reset();
	entra.simulator.entra.app().secrets[0].value = secret;
});

const saveCredential = async (name: string) =>
	await client.saveCredential(
		name,
		TYPE,
		entra.credential({ authentication: 'clientSecret', clientSecret: secret }),
	);
const getUser = (value: string) => ({
	resource: 'user',
	operation: 'get',
	userId: { __rl: true, mode: 'id', value },
});

const ITEMS = 200;
const ITEMS_A_ROUND = 4;
const PAUSE_S = 0.6;

/** Items that go round a loop, some at a time, with a pause in each round. */
function loop(credential: { id: string; name: string }): Workflow {
	const to = (node: string) => [{ node, type: 'main', index: 0 }];
	const users = Array.from({ length: ITEMS }, (_, n) => ({ n, user: 'adelev@contoso.example' }));
	const workflow = workflowOf('Tokens of 6 seconds', [
		manualTrigger,
		itemsFrom(users),
		{
			name: 'Loop',
			type: 'n8n-nodes-base.splitInBatches',
			typeVersion: 3,
			parameters: { batchSize: ITEMS_A_ROUND, options: {} },
		},
		graphNode('Get a user', credential, getUser('={{ $json.user }}')),
		{
			name: 'Pause',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			parameters: { resume: 'timeInterval', amount: PAUSE_S, unit: 'seconds' },
		},
	]);
	// The first output of the loop node is "done", the second one goes round.
	Object.assign(workflow.connections, {
		Loop: { main: [[], to('Get a user')] },
		Pause: { main: [to('Loop')] },
	});
	return workflow;
}

test('tokens that live 6 seconds: no item of 200 fails over 30 seconds', async () => {
	const { simulator } = entra;
	simulator.entra.settings.tokenLifetime = 6;
	const id = await client.saveWorkflow(loop(await saveCredential('Tokens of 6 seconds')));
	const startedAt = Date.now();
	const execution = await client.runWorkflow(id, manualTrigger.name, 180_000);
	const took = (Date.now() - startedAt) / 1000;

	expect(execution.error?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	const done = itemsOf(execution, 'Loop').map(({ json }) => json.userPrincipalName);
	expect(done).toEqual(Array(ITEMS).fill('adelev@contoso.example'));
	expect(took).toBeGreaterThan(29);

	expect(simulator.requests.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(1);
	// One for each 5.4 s, since a token is renewed a tenth of its life before its end.
	const tokens = simulator.entra.tokenRequests;
	expect(tokens.map(({ status }) => status)).toEqual(Array(tokens.length).fill(200));
	expect(tokens.length).toBeGreaterThanOrEqual(5);
	expect(tokens.length).toBeLessThanOrEqual(Math.ceil(took / 5.4) + 1);
});

test('a role that was granted after a 403 counts in the next run, with the credential untouched', async () => {
	const { simulator } = entra;
	simulator.entra.setRoles(['Mail.Send']);
	const credential = await saveCredential('Consent given later');
	const stored = async () => await client.call<{ updatedAt: string }>('GET', `/credentials/${credential.id}`);
	const { updatedAt } = await stored();
	const id = await client.saveWorkflow(
		workflowOf('Consent given later', [
			manualTrigger,
			graphNode('Get a user', credential, getUser('adelev@contoso.example')),
		]),
	);

	const refused = await client.runWorkflow(id, manualTrigger.name);
	expect(refused.status).toBe('error');
	expect(refused.error?.description).toContain("The token doesn't have User.ReadBasic.All");
	expect(simulator.entra.tokenRequests).toHaveLength(1);

	simulator.entra.setRoles(['Mail.Send', 'User.ReadBasic.All']);
	// Nobody grants a permission in less than that; in it a second 403 is the same burst of requests.
	await wait(5_500);
	const next = await client.runWorkflow(id, manualTrigger.name);
	expect(next.error?.message).toBeUndefined();
	expect(itemsOf(next, 'Get a user')).toMatchObject([{ json: { displayName: 'Adele Vance' } }]);
	expect(simulator.entra.tokenRequests).toHaveLength(2);
	expect((await stored()).updatedAt).toBe(updatedAt);
});
