import { mailSoak } from './support/mailSoak';
import { startQueue, type N8nQueue } from './support/n8nQueue';
import { useSimulator } from './support/ownSimulator';
import { missingForQueue } from './support/queueServers';
import { madeUpSecret } from './support/secrets';
import { byId, graphTrigger, passOn } from './support/triggers';
import { activate } from './support/webhooks';
import { workflowOf } from './support/workflows';

jest.setTimeout(900_000);

const missing = missingForQueue();
if (missing.length > 0)
	console.warn(`The trigger in queue mode is not tested: this machine has no ${missing.join(', no ')}.`);
const describeQueue = missing.length > 0 ? describe.skip : describe;

describeQueue('the trigger in queue mode', () => {
	const graph = useSimulator();
	const secret = madeUpSecret('right');
	let queue: N8nQueue;
	beforeAll(async () => {
		queue = await startQueue('trigger-queue');
	});
	afterAll(async () => await queue?.stop());

	it('gives each of 500 mails once, by two webhook processes and two workers', async () => {
		const { client, main, webhooks } = queue;
		const { simulator } = graph;
		simulator.entra.app().secrets[0].value = secret;
		simulator.set({ notifications: { drop: 0.1, double: 0.1, delay: [0, 2_000], seed: 11, retryBase: 500 } });
		const fields = graph.credential({ authentication: 'clientSecret', clientSecret: secret });
		const credential = await client.saveCredential('Queue', 'microsoftGraphAppOnlyApi', fields);
		const trigger = graphTrigger(credential, {
			mode: 'instant',
			resource: 'message',
			event: ['created'],
			mailbox: byId('adelev@contoso.example'),
			folderId: byId('inbox'),
		});
		const id = await client.saveWorkflow(workflowOf('Queue', [trigger, passOn]));
		await activate(client, id);
		const subscription = () =>
			simulator.notifier.subscriptions().find(({ resource }) => String(resource).endsWith('/messages'));
		const restartMain = async () => {
			await main.stop();
			await main.start();
		};
		const counts = await mailSoak(
			simulator,
			{ client: () => client, workflowId: id },
			{
				mails: 500,
				// n8n's own work for a notification takes a sixth of a second of a processor here.
				gap: 400,
				within: 200_000,
				happenings: {
					80: restartMain,
					180: async () => {
						await webhooks[0]?.kill();
						await webhooks[0]?.start();
					},
					300: async () => {
						simulator.notifier.remove(String(subscription()?.id));
						await Promise.resolve();
					},
					380: restartMain,
				},
			},
		);
		expect([...counts].filter(([, times]) => times !== 1)).toEqual([]);
		expect(subscription()).toBeDefined();
	});
});
