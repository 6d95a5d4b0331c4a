import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { binaryField } from '../harness';
import { byId, useProduct } from '../harness/product';
import { useTrigger } from '../harness/trigger';
import { newMessages } from '../trigger/mailOfAdele';

const product = useProduct({ seed: { messages: 5 } });
const trigger = useTrigger(product);

const adele = 'adelev@contoso.example';
const megan = 'meganb@contoso.example';

const parameters = (resource: string, operation: string, more: INodeParameters = {}): INodeParameters => ({
	resource,
	operation,
	...more,
});
const messages = (mailbox: string, options: INodeParameters = {}) =>
	parameters('message', 'getAll', { mailbox: byId(mailbox), limit: 2, options });
const mail = (options: INodeParameters = {}) =>
	parameters('message', 'send', {
		mailbox: byId(adele),
		toRecipients: megan,
		subject: 'Hello',
		body: 'Hello',
		options,
	});
const request = (method: string, path: string, options: INodeParameters = {}, more: INodeParameters = {}) =>
	parameters('api', 'request', { method, path, options, ...more });

/** What failed, as an item or the run says it. */
const failureOf = ({ error }: { error?: unknown }) => {
	const { message, description } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};
const nothingSent = () => {
	expect(product.simulator.requests.filter(({ host }) => host !== 'login')).toEqual([]);
	expect(product.simulator.parts).toEqual([]);
};

describe.each([
	['the node', { readOnly: true }, {}, "this node's options"],
	['the credential', {}, { readOnly: true }, 'the credential'],
])('read-only by %s', (_, options: INodeParameters, fields: ICredentialDataDecryptedObject, where) => {
	test('reads, also by POST', async () => {
		for (const one of [
			messages(adele, options),
			request('POST', '/search/query', options, {
				body: '{"requests":[{"entityTypes":["driveItem"],"query":{"queryString":"a"},"region":"EUR"}]}',
			}),
			parameters('api', 'batch', { requests: '[{"method":"GET","url":"/users"}]', options }),
			parameters('calendar', 'getSchedule', {
				mailbox: byId(adele),
				schedules: megan,
				startDateTime: '2026-12-01T08:00:00',
				endDateTime: '2026-12-01T18:00:00',
				options,
			}),
		]) {
			const run = await product.run(one, { fields });
			expect(run.error).toBeUndefined();
			expect(run.items.length).toBeGreaterThan(0);
		}
	});

	test.each<[string, (options: INodeParameters) => INodeParameters]>([
		['a mail', mail],
		['a custom request', (more) => request('DELETE', `/users/${adele}`, more)],
		['a request by its URL', (more) => request('PATCH', `${product.simulator.graphUrl}/beta/users/x`, more)],
		[
			'a batch',
			(more) =>
				parameters('api', 'batch', {
					requests: '[{"method":"GET","url":"/users"},{"method":"DELETE","url":"/users/x"}]',
					options: more,
				}),
		],
		[
			'an override',
			(more) =>
				request('GET', `/users/${adele}`, more, {
					headers: { pairs: [{ name: 'x-http-method', value: 'DELETE' }] },
				}),
		],
	])('refuses %s, and says by what', async (_what, made) => {
		const run = await product.run(made(options), { fields });
		const text = failureOf(run);
		expect(text).toContain('does more than read');
		expect(text).toContain(`"Read Only" is on in ${where}`);
		nothingSent();
	});
});

test('a read-only credential lets the HTTP Request node only read', async () => {
	const { graphUrl } = product.simulator;
	const fields = { readOnly: true };
	const read = await product.http({ url: `${graphUrl}/v1.0/users`, method: 'GET', fields });
	expect(read.error).toBeUndefined();
	const before = product.simulator.requests.length;
	for (const { method, path, headers, body } of [
		{ method: 'DELETE', path: `/users/${adele}` },
		{ method: 'POST', path: `/users/${adele}/sendMail`, body: { message: {} } },
		{ method: 'GET', path: '/users', headers: { 'X-HTTP-Method-Override': 'DELETE' } },
		{
			method: 'POST',
			path: '/$batch',
			body: { requests: [{ id: '1', method: 'DELETE', url: `/users/${adele}` }] },
		},
	] as const) {
		const run = await product.http({ url: `${graphUrl}/v1.0${path}`, method, headers, body, fields });
		expect(failureOf(run)).toContain('does more than read');
	}
	expect(product.simulator.requests.length).toBe(before);
	const batch = await product.http({
		url: `${graphUrl}/v1.0/$batch`,
		method: 'POST',
		body: { requests: [{ id: '1', method: 'GET', url: '/users' }] },
		fields,
	});
	expect(batch.error).toBeUndefined();
	expect(product.graphPaths().at(-1)).toMatch(/GET .*\/users$/);
});

test('a read-only credential shares its token and limits with others of the same app', async () => {
	await product.run(messages(adele));
	await product.run(messages(adele), { fields: { readOnly: true } });
	expect(product.tokenRequests()).toBe(1);
});

test("an item can't say that the credential isn't read-only", async () => {
	const run = await product.run(mail(), { fields: { readOnly: '={{ false }}' } });
	expect(failureOf(run)).toContain('The field "Read Only" of the credential holds a text.');
	nothingSent();
});

test('the test of a read-only credential succeeds', async () => {
	expect(await product.test({ readOnly: true })).toMatchObject({ status: 'OK' });
});

test('the trigger manages its own subscription with a read-only credential', async () => {
	const workflow = trigger(newMessages(), { fields: { readOnly: true } });
	await workflow.activate();
	expect(product.graphPaths()).toContain('POST /v1.0/subscriptions');
	await workflow.deactivate();
	expect(product.graphPaths().some((path) => path.startsWith('DELETE /v1.0/subscriptions/'))).toBe(true);
});

describe('allowed mailboxes', () => {
	const options = { allowedMailboxes: `x@contoso.example, ${adele.toUpperCase()}` };

	test('the allowed one is read and changed', async () => {
		expect((await product.run(messages(adele, options))).error).toBeUndefined();
		expect((await product.run(mail(options))).error).toBeUndefined();
	});

	test.each<[string, () => INodeParameters]>([
		['an operation', () => messages(megan, options)],
		['a custom request', () => request('GET', `/users('${megan}')/messages`, options)],
		[
			'a request by its URL',
			() => request('GET', `${product.simulator.graphUrl}/beta/users/${megan}`, options),
		],
		[
			'a batch',
			() => parameters('api', 'batch', { requests: `[{"url":"/USERS/${megan}/events"}]`, options }),
		],
		['me', () => request('GET', '/me/messages', options)],
	])('refuses %s', async (_, made) => {
		const run = await product.run(made());
		expect(failureOf(run)).toMatch(/goes to another user than the allowed ones: GET .*Allowed Mailboxes/s);
		nothingSent();
	});
});

test.each([
	['/$batch', { requests: [{ id: '1', method: 'GET', url: `/users/${megan}/messages` }] }],
	['/subscriptions', { resource: `users/${megan}/messages`, changeType: 'created' }],
])('a file can send nothing to %s that is not checked', async (path, body) => {
	const file = { bodyKind: 'file', inputBinaryPropertyName: 'data' };
	const data = await binaryField({
		content: JSON.stringify(body),
		fileName: 'body.json',
		mimeType: 'application/json',
	});
	const run = await product.run(request('POST', path, { allowedMailboxes: adele }, file), {
		input: [{ json: {}, binary: { data } }],
	});
	expect(failureOf(run)).toContain('Allowed Mailboxes');
	nothingSent();
});

test("n8n itself doesn't let an agent choose the operation", async () => {
	const run = await product.run(
		{ ...messages(adele), operation: '={{ $json.operation }}' },
		{ input: [{ json: { operation: 'delete' } }] },
	);
	expect(failureOf(run)).toContain('The operation "{{ $json.operation }}"');
	nothingSent();
});

test.each([
	['Read Only', { readOnly: "={{ $fromAI('readOnly', '', 'boolean') }}" }],
	['Read Only', { readOnly: '={{ false }}' }],
	['Read Only', { readOnly: 'false' }],
	['Allowed Mailboxes', { allowedMailboxes: '={{ $json.mailbox }}' }],
	['Allowed Mailboxes', { allowedMailboxes: ' , ' }],
])('"%s" is fixed: %j is refused', async (label, options) => {
	const run = await product.run(messages(adele, options as INodeParameters), {
		input: [{ json: { mailbox: megan } }],
	});
	expect(failureOf(run)).toContain(`The option "${label}"`);
	nothingSent();
});
