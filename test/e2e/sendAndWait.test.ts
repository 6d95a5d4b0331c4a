import { randomUUID } from 'node:crypto';
import { FormData, request } from 'undici';
import { itemsOf, signInToN8n, type N8nClient } from '../../scripts/n8nClient';
import { useSimulator } from './support/ownSimulator';
import { madeUpSecret } from './support/secrets';
import { servers } from './support/servers';
import { byId, mailbox, passOn } from './support/triggers';
import { until } from './support/until';
import { activate, webhookTrigger, webhookUrl } from './support/webhooks';
import { graphNode, workflowOf } from './support/workflows';

jest.setTimeout(300_000);

const { n8n } = servers();
const graph = useSimulator();
let client: N8nClient;
beforeAll(async () => {
	client = await signInToN8n(n8n.url, n8n.owner);
});

/** A workflow that waits for a response to its mail: its ID, and the links of the mail by the labels of the buttons. */
async function waiting(parameters: Record<string, unknown>) {
	const { simulator } = graph;
	const secret = madeUpSecret('right');
	simulator.entra.app().secrets[0].value = secret;
	const fields = graph.credential({ authentication: 'clientSecret', clientSecret: secret });
	const credential = await client.saveCredential(`Wait ${randomUUID()}`, 'microsoftGraphAppOnlyApi', fields);
	const subject = `Approve ${randomUUID()}`;
	const ask = graphNode('Ask', credential, {
		resource: 'message',
		operation: 'sendAndWait',
		mailbox: byId(mailbox),
		toRecipients: 'alexw@contoso.example',
		subject,
		message: 'Please approve.',
		...parameters,
	});
	const trigger = webhookTrigger();
	trigger.parameters.responseMode = 'onReceived';
	const id = await client.saveWorkflow(workflowOf(subject, [trigger, ask, passOn]));
	await activate(client, id);
	await request(webhookUrl(n8n.url, trigger), { method: 'POST' });
	const html = await until('the mail was sent', async () => {
		const sent = simulator.graph.mailbox(mailbox).messagesIn('sentitems');
		const mail = sent.find(({ properties }) => properties.subject === subject);
		return mail && String((mail.properties.body as { content: string }).content);
	});
	await until('the execution waits', async () =>
		(await client.executions(id)).find(({ status }) => status === 'waiting'),
	);
	const found = [...html.matchAll(/<a href="([^"]+)"[^>]*>([^<]+)<\/a>/g)];
	const links = Object.fromEntries(
		found.map(([, url = '', label = '']) => {
			const { pathname, search } = new URL(url.replace(/&amp;/g, '&'));
			return [label, `${n8n.url}${pathname}${search}`];
		}),
	);
	return { id, links };
}

/** Opens a page, or sends its form as a browser does: with fields as multipart. */
async function open(url: string, form?: Record<string, string>) {
	const fields = Object.entries(form ?? {});
	const data = new FormData();
	for (const [name, value] of fields) data.append(name, value);
	const { statusCode, headers, body } = await request(url, {
		method: form ? 'POST' : 'GET',
		...(form && fields.length === 0 && { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
		...(fields.length > 0 && { body: data }),
	});
	return { status: statusCode, type: String(headers['content-type']), html: await body.text() };
}

/** What the execution put out when it had ended. */
async function outputOf(id: string) {
	const execution = await until('the execution has ended', async () =>
		(await client.executions(id)).find(({ status }) => status === 'success'),
	);
	return itemsOf(execution, passOn.name).map(({ json }) => json);
}

describe('Send and Wait for Response in a real n8n', () => {
	it('resumes the execution when the page was sent, not when it was opened', async () => {
		const { id, links } = await waiting({ approvalOptions: { approvalType: 'double' } });
		const page = await open(links.Decline);
		expect(page).toMatchObject({ status: 200, type: expect.stringContaining('text/html') });
		expect(page.html).toContain('<button type="submit">Decline</button>');
		expect((await client.executions(id)).map(({ status }) => status)).toEqual(['waiting']);
		const done = await open(links.Decline, {});
		expect(done).toMatchObject({ status: 200, type: expect.stringContaining('text/html') });
		expect(done.html).toContain('Your response was recorded');
		expect(await outputOf(id)).toEqual([
			{ data: { approved: false, label: 'Decline', respondedAt: expect.any(String) } },
		]);
		// The first response counts.
		await open(links.Approve, {});
		expect(await client.executions(id)).toHaveLength(1);
	});

	it('refuses a link that was changed', async () => {
		const { id, links } = await waiting({ approvalOptions: { approvalType: 'double' } });
		const forged = links.Decline.replace('approved=false', 'approved=true');
		expect((await open(forged, {})).status).toBe(401);
		expect((await client.executions(id)).map(({ status }) => status)).toEqual(['waiting']);
	});

	it('gives what was entered into a form to the workflow', async () => {
		const field = [
			{ fieldLabel: 'Amount', fieldType: 'number', requiredField: true },
			{ fieldLabel: 'City', fieldType: 'dropdown', fieldOptions: 'Berlin, Munich' },
		];
		const { id, links } = await waiting({ responseType: 'customForm', formFields: { field } });
		expect((await open(links.Respond)).html).toContain('<option value="Munich">');
		expect((await open(links.Respond, { 'field-0': 'much' })).status).toBe(400);
		expect((await open(links.Respond, { 'field-0': '12.5', 'field-1': 'Munich' })).status).toBe(200);
		expect(await outputOf(id)).toEqual([
			{ data: { Amount: 12.5, City: 'Munich', respondedAt: expect.any(String) } },
		]);
	});
});
