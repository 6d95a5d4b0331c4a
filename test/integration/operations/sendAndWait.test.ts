import type { INodeParameters } from 'n8n-workflow';
import { callWaiting, endWait, type WorkflowRun } from '../harness';
import { byId, itemsOf, jsonOf, sources, useProduct } from '../harness/product';

const product = useProduct();
const adele = 'adelev@contoso.example';

const parameters = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation: 'sendAndWait',
	mailbox: byId(adele),
	toRecipients: 'alexw@contoso.example',
	subject: 'Order 4711',
	message: 'Please approve <order 4711>.',
	...more,
});
const double = { approvalOptions: { approvalType: 'double' } };
const form = (...field: INodeParameters[]) => ({ responseType: 'customForm', formFields: { field } });

/** The body of the mail that was sent. */
function mail(): string {
	const sent = product.simulator.graph.mailbox(adele).messagesIn('sentitems');
	expect(sent).toHaveLength(1);
	return String((sent[0]?.properties.body as { content: string }).content);
}

/** The links of the buttons, by their labels. */
function links(): Record<string, string> {
	const found = [...mail().matchAll(/<a href="([^"]+)"[^>]*>([^<]+)<\/a>/g)];
	return Object.fromEntries(found.map(([, url = '', label = '']) => [label, url.replace(/&amp;/g, '&')]));
}

const start = async (more: INodeParameters = {}, json = { order: 4711 }): Promise<WorkflowRun> => {
	const run = await product.run(parameters(more), { input: itemsOf(json) });
	expect(run.error).toBeUndefined();
	expect(run.status).toBe('waiting');
	return run;
};
const post = { method: 'POST' };

describe('approval', () => {
	test('sends one mail, and waits', async () => {
		const run = await start();
		expect(product.graphPaths()).toEqual([`POST /v1.0/users/${adele}/sendMail`]);
		expect(mail()).toContain('Please approve &lt;order&nbsp;4711&gt;'.replace('&nbsp;', ' '));
		expect(Object.keys(links())).toEqual(['Approve']);
		expect(run.data.waitTill?.getUTCFullYear()).toBe(3000);
	});

	test('opening a link decides nothing: a mail scanner opens it too', async () => {
		const run = await start(double);
		const call = await callWaiting(run, links().Approve);
		expect(call).toMatchObject({ status: 200, resumed: undefined });
		expect(call.html).toContain('<button type="submit">Approve</button>');
		expect(call.html).toContain('Please approve &lt;order 4711&gt;.');
		expect(call.headers['content-security-policy']).toContain("default-src 'none'");
	});

	test.each([
		['Approve', true],
		['Decline', false],
	])('%s resumes the workflow', async (label, approved) => {
		const run = await start(double);
		const { html, resumed } = await callWaiting(run, links()[label], post);
		expect(html).toContain('Your response was recorded');
		expect(resumed?.status).toBe('success');
		expect(jsonOf(resumed?.items ?? [])).toEqual([
			{ data: { approved, label, respondedAt: expect.stringMatching(/^\d{4}-.*Z$/) } },
		]);
		expect(sources(resumed?.items ?? [])).toEqual([0]);
		// It went once, and nothing follows.
		expect(product.graphPaths()).toHaveLength(1);
	});

	test('has labels of the item, which are escaped', async () => {
		const options = { approveLabel: '=Yes, <{{ $json.order }}>' };
		const run = await start({ approvalOptions: options });
		expect(Object.keys(links())).toEqual(['Yes, &lt;4711&gt;']);
		const [url = ''] = Object.values(links());
		expect((await callWaiting(run, url)).html).toContain('>Yes, &lt;4711&gt;</button>');
		const { resumed } = await callWaiting(run, url, post);
		expect(resumed?.items[0]?.json).toMatchObject({ data: { approved: true, label: 'Yes, <4711>' } });
	});

	test('a link can be neither changed nor made up', async () => {
		const run = await start(double);
		const declined = links().Decline.replace('approved=false', 'approved=true');
		expect(await callWaiting(run, declined, post)).toMatchObject({ status: 401, resumed: undefined });
	});

	test('with one button only, nothing can be declined', async () => {
		const run = await start({ approvalOptions: { approvalType: 'single' } });
		const url = links().Approve.replace('approved=true', 'approved=false');
		expect((await callWaiting(run, url, post)).resumed).toBeUndefined();
	});

	test('goes on with the input item when the time limit has passed', async () => {
		const limitWaitTime = { values: { limitType: 'afterTimeInterval', resumeAmount: 2, resumeUnit: 'days' } };
		const before = Date.now();
		const run = await start({ options: { limitWaitTime } });
		const until = Number(run.data.waitTill?.getTime()) - 2 * 86_400_000;
		expect(until).toBeGreaterThanOrEqual(before);
		expect(until).toBeLessThanOrEqual(Date.now());
		const ended = await endWait(run);
		expect(ended.status).toBe('success');
		expect(jsonOf(ended.items)).toEqual([{ order: 4711 }]);
		expect(product.graphPaths()).toHaveLength(1);
	});

	test('a verified mail is sent once, and waits', async () => {
		product.simulator.faults.add({
			path: /\/send$/,
			times: 1,
			action: { status: 504, after: true },
		} as never);
		await start({ options: { delivery: 'verified', settleTime: 1 } });
		expect(Object.keys(links())).toEqual(['Approve']);
	});

	test('HTML stays as it is, with the buttons before the end of the page', async () => {
		await start({ message: '<html><body><p>Hello</p></body></html>' });
		expect(mail()).toMatch(/^<html><body><p>Hello<\/p><div>.*>Approve<.*<\/div><\/body><\/html>$/s);
	});
});

describe('free text', () => {
	test('asks for it, and gives it to the workflow', async () => {
		const run = await start({ responseType: 'freeText', options: { messageButtonLabel: 'Answer' } });
		const { html } = await callWaiting(run, links().Answer);
		expect(html).toContain('<textarea id="field-0" name="field-0" required>');
		const empty = await callWaiting(run, links().Answer, { ...post, body: { 'field-0': ' ' } });
		expect(empty).toMatchObject({ status: 400, resumed: undefined });
		expect(empty.html).toContain('Fill in &quot;Response&quot;.');
		const { resumed } = await callWaiting(run, links().Answer, { ...post, body: { 'field-0': 'Yes, but…' } });
		expect(jsonOf(resumed?.items ?? [])).toEqual([
			{ data: { text: 'Yes, but…', respondedAt: expect.any(String) } },
		]);
	});
});

describe('custom form', () => {
	const fields = form(
		{ fieldLabel: 'Cost center', fieldType: 'text', requiredField: true },
		{ fieldLabel: 'Amount', fieldType: 'number' },
		{ fieldLabel: 'Day', fieldType: 'date' },
		{ fieldLabel: 'Mail', fieldType: 'email' },
		{ fieldLabel: 'City', fieldType: 'dropdown', fieldOptions: 'Berlin, "Munich' },
		{ fieldLabel: 'Extras', fieldType: 'checkboxes', fieldOptions: 'A, B, C' },
	);
	const filled = {
		'field-0': ' 4711 ',
		'field-1': '12.5',
		'field-2': '2030-03-04',
		'field-3': 'alexw@contoso.example',
		'field-4': '"Munich',
		'field-5': ['C', 'A'],
	};

	test('gives the values by their labels', async () => {
		const run = await start(fields);
		const { html } = await callWaiting(run, links().Respond);
		expect(html).toContain('<option value="&quot;Munich">&quot;Munich</option>');
		expect(html).toContain('<form method="post" enctype="multipart/form-data">');
		const { resumed } = await callWaiting(run, links().Respond, {
			...post,
			body: { data: filled, files: {} },
		});
		expect(resumed?.items[0]?.json.data).toEqual({
			'Cost center': '4711',
			Amount: 12.5,
			Day: '2030-03-04',
			Mail: 'alexw@contoso.example',
			City: '"Munich',
			Extras: ['A', 'C'],
			respondedAt: expect.any(String),
		});
	});

	test('what is left empty is null', async () => {
		const run = await start(fields);
		const { resumed } = await callWaiting(run, links().Respond, { ...post, body: { 'field-0': 'x' } });
		expect(resumed?.items[0]?.json.data).toMatchObject({ Amount: null, Day: null, City: null, Extras: [] });
	});

	test.each([
		['field-1', 'many', 'Enter a number in'],
		['field-2', '2030-02-31', 'Enter a date in'],
		['field-3', 'nobody', 'Enter an email address in'],
		['field-4', 'Paris', 'Choose &quot;City&quot;'],
		['field-5', 'D', 'Choose &quot;Extras&quot;'],
	])('%s refuses %s, and keeps what was entered', async (name, value, text) => {
		const run = await start(fields);
		const call = await callWaiting(run, links().Respond, { ...post, body: { ...filled, [name]: value } });
		expect(call).toMatchObject({ status: 400, resumed: undefined });
		expect(call.html).toContain(text);
		expect(call.html).toContain('value=" 4711 "');
	});

	test.each([
		['no fields', form(), 'The form has no fields.'],
		['the same label twice', form({ fieldLabel: 'A' }, { fieldLabel: 'A' }), 'have the label "A"'],
		['no choices', form({ fieldLabel: 'A', fieldType: 'dropdown' }), 'has no choices'],
	])('%s: nothing is sent', async (_, more, text) => {
		const run = await product.run(parameters(more));
		expect(run.error?.message).toContain(text);
		expect(product.graphPaths()).toEqual([]);
	});
});

describe('refusals', () => {
	test('several items: nothing is sent', async () => {
		const run = await product.run(parameters(), { input: itemsOf({}, {}) });
		expect(run.error?.message).toBe('"Send and Wait for Response" works with one item; the input has 2.');
		expect(run.error?.description).toContain('Loop Over Items');
		expect(product.graphPaths()).toEqual([]);
	});

	test('a limit that has passed: nothing is sent', async () => {
		const limitWaitTime = {
			values: { limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01T00:00:00Z' },
		};
		const run = await product.run(parameters({ options: { limitWaitTime } }));
		expect(run.error?.message).toBe('"Limit Wait Time" isn\'t a time in the future.');
		expect(product.graphPaths()).toEqual([]);
	});

	test('a mail that is refused: nothing waits', async () => {
		product.app.roles = [];
		const run = await product.run(parameters());
		expect(run.status).toBe('error');
		expect(run.data.waitTill).toBeUndefined();
	});
});
