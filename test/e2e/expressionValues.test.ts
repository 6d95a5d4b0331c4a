import { simulatorCredential } from '../../scripts/demo';
import { itemsOf, signInToN8n } from '../../scripts/n8nClient';
import { servers } from './support/servers';
import { graphNode, itemsFrom, manualTrigger, workflowOf } from './support/workflows';

jest.setTimeout(120_000);

const { n8n, simulator } = servers();
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/*
 * n8n works out expressions in an engine of its own, in which objects are other ones than in its tests: lists, dates and
 * numbers have to reach Graph from there, too.
 */
test('values of expressions reach Graph, and a missing one is refused by name', async () => {
	const client = await signInToN8n(n8n.url, n8n.owner);
	const credential = await client.saveCredential(
		'Values',
		'microsoftGraphAppOnlyApi',
		simulatorCredential(simulator),
	);
	const common = { mailbox: byId('adelev@contoso.example'), eventCalendarId: byId(''), timeZone: 'UTC' };
	const workflow = workflowOf('Values of expressions', [
		manualTrigger,
		itemsFrom([{ people: ['meganb@contoso.example', 'alexw@contoso.example'], start: 1_898_845_200_000 }]),
		graphNode('Create event', credential, {
			...common,
			resource: 'event',
			operation: 'create',
			subject: '={{ 4711 }}',
			startDateTime: '={{ new Date($json.start) }}',
			endDateTime: '={{ DateTime.fromMillis($json.start).plus({ hours: 1 }) }}',
			additionalFields: { attendees: '={{ $json.people }}', isReminderOn: "={{ 'true' }}" },
		}),
		{
			...graphNode('Get messages', credential, {
				mailbox: common.mailbox,
				resource: 'message',
				operation: 'getAll',
				folderId: byId(''),
				filters: { from: '={{ $json.missing }}' },
			}),
			onError: 'continueRegularOutput',
		},
	]);
	const execution = await client.runWorkflow(await client.saveWorkflow(workflow), manualTrigger.name);
	expect(execution.status).toBe('success');
	const [event] = itemsOf(execution, 'Create event');
	expect(event.json).toMatchObject({
		subject: '4711',
		start: { dateTime: expect.stringContaining('2030-03-04T09:00:00') },
		end: { dateTime: expect.stringContaining('2030-03-04T10:00:00') },
		attendees: ['meganb@contoso.example', 'alexw@contoso.example'].map((address) => ({
			emailAddress: { address },
		})),
	});
	const [refused] = itemsOf(execution, 'Get messages');
	expect(refused.json).toMatchObject({
		error: '"From" is empty.',
		details: { description: expect.stringContaining('Ignore Empty Filters') },
	});
});
