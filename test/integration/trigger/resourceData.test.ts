import { X509Certificate } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { defaultDomain, defaultTenantId } from '../../../simulator/entra';
import { changeTrackingAppId, encrypted } from '../../../simulator/graph/richNotification';
import { sampleChannel, sampleTeam } from '../../../simulator/graph/routes/teams';
import { makeCertificate, type TestCertificate } from '../../unit/signIn/helpers/certificates';
import { loggedLines } from '../harness/engine';
import { byId, jsonOf, useProduct } from '../harness/product';
import { useTrigger, type TriggerWorkflow } from '../harness/trigger';
import { adele, mailOfAdele, emitted } from './mailOfAdele';

const product = useProduct({ seed: { messages: 5 } });
const trigger = useTrigger(product);

const { deliver, lose, subscriptionOf } = mailOfAdele(product);

const own = makeCertificate();
const other = makeCertificate();

const withData = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'instant',
	resource: 'message',
	event: ['created', 'updated', 'deleted'],
	mailbox: byId(adele),
	options: { includeResourceData: true },
	...parameters,
});
const fieldsOf = ({ privateKey, certificate }: TestCertificate): ICredentialDataDecryptedObject => ({
	authentication: 'certificate',
	privateKey,
	certificate,
});

/** An active workflow whose credential signs in by certificate. */
async function activated(parameters: INodeParameters = withData(), fields = fieldsOf(own)) {
	product.app.certificates = [own.certificate];
	const workflow = trigger(parameters, { fields });
	await workflow.activate();
	return workflow;
}

/** What reaches Graph while something is done. */
async function callsDuring(work: () => Promise<unknown>): Promise<string[]> {
	const before = product.graphCalls().length;
	await work();
	return product
		.graphCalls()
		.slice(before)
		.map(({ method, path }) => `${method} ${path}`);
}

const loginPaths = (end: string) =>
	product.simulator.requests.filter(({ host, path }) => host === 'login' && path.endsWith(end));

test('the subscription names the certificate, and the properties of messages', async () => {
	const workflow = await activated();
	const { raw, fingerprint256 } = new X509Certificate(own.certificate);
	const { resource, ...subscription } = subscriptionOf(workflow);
	expect(subscription).toMatchObject({
		includeResourceData: true,
		encryptionCertificate: raw.toString('base64'),
		encryptionCertificateId: fingerprint256.replaceAll(':', ''),
	});
	expect(resource).toMatch(/^users\/adelev@contoso\.example\/mailFolders\/inbox\/messages\?\$select=[\w,]+$/);
	expect(String(resource).split('=')[1]?.split(',')).toEqual(
		expect.arrayContaining(['id', 'subject', 'from', 'changeKey', 'lastModifiedDateTime']),
	);
	// Of Outlook with data: a day.
	const life = Date.parse(String(subscription.expirationDateTime)) - Date.now();
	expect(life).toBeLessThanOrEqual(24 * 3600_000);
	expect(life).toBeGreaterThan(23 * 3600_000);
});

test.each([
	['simplified', withData()],
	['whole', withData({ simplify: false })],
])('a message comes as it would be read, without being read: %s', async (_, parameters) => {
	const workflow = await activated(parameters);
	let id = '';
	const calls = await callsDuring(async () => {
		id = deliver('New').immutableId;
		await workflow.settled();
	});
	expect(calls).toEqual([]);
	expect(jsonOf(workflow.executions[0]?.items ?? [])).toMatchObject([
		{ id, subject: 'New', isRead: false, change: { event: 'created' } },
	]);
	expect(await workflow.poll()).toEqual([]);

	product.simulator.events.changeMessage(adele, id, { isRead: true });
	await workflow.settled();
	expect(emitted(workflow)).toEqual(['created New', 'updated New']);
	expect(await workflow.poll()).toEqual([]);
	expect(workflow.executions).toHaveLength(2);
});

test('what was deleted has no data: it is read that it has gone', async () => {
	const workflow = await activated();
	const { id, immutableId } = deliver('New');
	await workflow.settled();
	// Graph notifies of deletions where it has notified of the object.
	await workflow.poll();
	const calls = await callsDuring(async () => {
		product.simulator.events.deleteMessage(adele, id);
		await workflow.settled();
	});
	expect(calls.some((call) => call.endsWith('/delta'))).toBe(true);
	expect(jsonOf(workflow.executions.at(-1)?.items ?? [])).toMatchObject([
		{ id: immutableId, change: { event: 'deleted' } },
	]);
	expect(await workflow.poll()).toEqual([]);
	expect(workflow.executions).toHaveLength(2);
});

test('only the chosen events, and what passes the filters', async () => {
	const workflow = await activated(withData({ event: ['created'], filters: { subject: 'invoice' } }));
	deliver('Offer');
	const { id } = deliver('Invoice');
	await workflow.settled();
	product.simulator.events.changeMessage(adele, id, { isRead: true });
	await workflow.settled();
	expect(emitted(workflow)).toEqual(['created Invoice']);
	expect(await workflow.poll()).toEqual([]);
});

test("the tenant's ID and its keys are requested once from the login host", async () => {
	const workflow = await activated(withData(), { ...fieldsOf(own), tenantId: defaultDomain });
	// A process that knows nothing yet.
	await workflow.restart();
	for (const subject of ['A', 'B', 'C']) {
		deliver(subject);
		await workflow.settled();
	}
	expect(emitted(workflow)).toEqual(['created A', 'created B', 'created C']);
	expect(loginPaths('/openid-configuration')).toHaveLength(1);
	expect(loginPaths('/discovery/v2.0/keys').map(({ path }) => path)).toEqual([
		`/${defaultTenantId}/discovery/v2.0/keys`,
	]);
});

describe('what anybody could send', () => {
	const claims = (): Record<string, unknown> => {
		const now = Math.floor(Date.now() / 1000);
		return {
			aud: product.app.clientId,
			iss: `${product.simulator.loginUrl}/${defaultTenantId}/v2.0`,
			nbf: now,
			exp: now + 3600,
			azp: changeTrackingAppId,
			tid: defaultTenantId,
		};
	};
	const token = (own: Record<string, unknown> = {}) => product.simulator.entra.sign({ ...claims(), ...own });
	const letter = (workflow: TriggerWorkflow, certificate = own) => {
		const { id, clientState } = subscriptionOf(workflow);
		const content = {
			id: 'forged',
			subject: 'Forged content',
			createdDateTime: new Date().toISOString(),
			lastModifiedDateTime: new Date().toISOString(),
			changeKey: 'forged',
		};
		const notification = {
			subscriptionId: id,
			clientState,
			changeType: 'created',
			resourceData: { id: 'forged' },
			encryptedContent: encrypted(content, new X509Certificate(certificate.certificate), 'any'),
		};
		return { value: [notification], validationTokens: [token()] };
	};
	type Letter = ReturnType<typeof letter>;

	const flipped = (base64: string) => {
		const bytes = Buffer.from(base64, 'base64');
		bytes[0] = (bytes[0] ?? 0) ^ 1;
		return bytes.toString('base64');
	};
	const tamper = (part: 'data' | 'dataKey' | 'dataSignature') => (body: Letter) => {
		for (const { encryptedContent } of body.value) encryptedContent[part] = flipped(encryptedContent[part]);
	};
	const foreign = (change: Record<string, unknown>) => (body: Letter) => {
		body.validationTokens = [token(change)];
	};
	const sentBy = async (workflow: TriggerWorkflow, body: unknown) => {
		const answer = await workflow.webhook(body);
		await workflow.settled();
		return answer;
	};

	test('with the clientState, the certificate and a right token it counts', async () => {
		const workflow = await activated();
		expect(await sentBy(workflow, letter(workflow))).toMatchObject({ status: 202 });
		expect(emitted(workflow)).toEqual(['created Forged content']);
	});

	test.each<[string, (body: Letter) => void]>([
		['another signature of the data', tamper('dataSignature')],
		['other data', tamper('data')],
		['another key of the data', tamper('dataKey')],
		['a token for another app', foreign({ aud: '11111111-2222-4333-8444-555555555555' })],
		['a token of another tenant', foreign({ iss: 'https://sts.windows.net/99999999-2222-4333-8444-5/' })],
		['a token that another app than Graph got', foreign({ azp: '11111111-2222-4333-8444-555555555555' })],
		['a token that has expired', foreign({ exp: Math.floor(Date.now() / 1000) - 3600 })],
		['a right token and a foreign one', (body) => void body.validationTokens.push(token({ aud: 'x' }))],
		['no token', (body) => void body.validationTokens.splice(0)],
		['no list of tokens', (body) => void delete (body as Partial<Letter>).validationTokens],
		['a token that is none', (body) => void (body.validationTokens = ['Forged content'])],
		[
			'another certificate',
			(body) => {
				const [first] = body.value;
				const content = { id: 'forged', subject: 'Forged content' };
				if (first) first.encryptedContent = encrypted(content, new X509Certificate(other.certificate), 'any');
			},
		],
		[
			'content that is none',
			(body) => Object.assign(body.value[0] as object, { encryptedContent: { data: 'Forged content' } }),
		],
	])('%s: the changes are read instead', async (_, change) => {
		const workflow = await activated();
		lose(1);
		deliver('Real');
		const body = letter(workflow);
		change(body);
		const logged = loggedLines().length;
		expect(await sentBy(workflow, body)).toMatchObject({ status: 202, body: '' });
		expect(emitted(workflow)).toEqual(['created Real']);
		const lines = loggedLines().slice(logged);
		expect(lines.join('\n')).toContain('The changes are read instead.');
		const kept = JSON.stringify([lines, workflow.executions, workflow.stored]);
		expect(kept.toLowerCase()).not.toContain('forged');
		for (const { encryptedContent } of body.value) expect(kept).not.toContain(encryptedContent.data);
		for (const sent of body.validationTokens ?? []) expect(kept).not.toContain(sent);
		expect(await workflow.poll()).toEqual([]);
	});

	test.each<[string, (body: Letter) => unknown]>([
		[
			'another clientState',
			(body) => Object.assign(body.value[0] as object, { clientState: 'x'.repeat(43) }),
		],
		['none', (body) => delete (body.value[0] as { clientState?: unknown }).clientState],
	])('%s: nothing is done at all', async (_, change) => {
		const workflow = await activated();
		const body = letter(workflow);
		change(body);
		const calls = await callsDuring(async () => await sentBy(workflow, body));
		expect(calls).toEqual([]);
		expect(workflow.executions).toEqual([]);
	});
});

test('a renewed certificate: the subscription is made again at the next poll', async () => {
	const fields = fieldsOf(own);
	const workflow = await activated(withData(), fields);
	const before = subscriptionOf(workflow);
	product.app.certificates = [own.certificate, other.certificate];
	Object.assign(fields, fieldsOf(other));

	// Encrypted for the old one still.
	deliver('Between');
	await workflow.settled();
	expect(emitted(workflow)).toEqual(['created Between']);

	expect(await workflow.poll()).toEqual([]);
	const after = subscriptionOf(workflow);
	expect(after.id).not.toBe(before.id);
	const { raw, fingerprint256 } = new X509Certificate(other.certificate);
	expect(after).toMatchObject({
		encryptionCertificate: raw.toString('base64'),
		encryptionCertificateId: fingerprint256.replaceAll(':', ''),
		clientState: before.clientState,
	});
	const calls = await callsDuring(async () => {
		deliver('After');
		await workflow.settled();
	});
	expect(calls).toEqual([]);
	expect(emitted(workflow)).toEqual(['created Between', 'created After']);
	// Once: the next polls leave it alone.
	await workflow.poll();
	expect(subscriptionOf(workflow).id).toBe(after.id);
});

test('an app that signs in by secret cannot have it: activation says so', async () => {
	const workflow = trigger(withData());
	await expect(workflow.activate()).rejects.toMatchObject({
		message: bothIn('"Include Resource Data" needs a certificate', 'signs in with a certificate'),
	});
	expect(product.graphPaths()).not.toContain('POST /v1.0/subscriptions');
});

describe('channel messages', () => {
	const channel = () =>
		withData({ resource: 'channelMessage', teamId: byId(sampleTeam), channelId: byId(sampleChannel) });
	const contents = ({ executions }: TriggerWorkflow) =>
		executions.flatMap(({ items }) =>
			jsonOf(items).map(({ body, change }) => [(change as IDataObject).event, (body as IDataObject).content]),
		);

	test('come with their data, and once', async () => {
		const workflow = await activated(channel());
		expect(subscriptionOf(workflow).resource).not.toContain('?');
		const calls = await callsDuring(async () => {
			const { id } = product.simulator.events.writeInChannel({ content: 'Hello' });
			await workflow.settled();
			product.simulator.events.changeInChannel(id, { content: 'Hi' });
			await workflow.settled();
		});
		expect(calls).toEqual([]);
		expect(contents(workflow)).toEqual([
			['created', 'Hello'],
			['updated', 'Hi'],
		]);
		expect(await workflow.poll()).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
		expect(workflow.executions).toHaveLength(2);
	});

	test('one that came by a notification, and changed without one, is updated', async () => {
		const workflow = await activated(channel());
		const { id } = product.simulator.events.writeInChannel({ content: 'Hello' });
		await workflow.settled();
		lose(1);
		product.simulator.events.changeInChannel(id, { content: 'Hi' });
		await workflow.poll();
		await workflow.poll();
		expect(contents(workflow)).toEqual([
			['created', 'Hello'],
			['updated', 'Hi'],
		]);
		lose(0);
		product.simulator.events.changeInChannel(id, { content: 'Hello again' });
		await workflow.settled();
		await workflow.poll();
		expect(contents(workflow).slice(2)).toEqual([['updated', 'Hello again']]);
	});
});

/** A message that says two things. */
function bothIn(first: string, second: string): string {
	const escaped = [first, second].map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return expect.stringMatching(new RegExp(escaped.join('.*'), 's')) as string;
}
