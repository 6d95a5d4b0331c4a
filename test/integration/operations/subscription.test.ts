import type { INodeParameters } from 'n8n-workflow';
import { expirationOf } from '../../../nodes/shared/resources/subscriptionLifetime';
import { fact } from '../../reality/facts';
import { jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const subscription = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'subscription',
	operation,
	...parameters,
});
const create = (parameters: INodeParameters = {}) =>
	subscription('create', {
		watchedResource: 'users/adelev@contoso.example/messages',
		changeTypes: ['created', 'updated'],
		notificationUrl: 'https://n8n.contoso.example/webhook/graph',
		...parameters,
	});
const minutesTo = (time: unknown) => Math.round((Date.parse(String(time)) - Date.now()) / 60_000);

test('a subscription is made, renewed, found and ended', async () => {
	const made = await product.run(
		create({
			additionalFields: {
				clientState: 'a-secret',
				lifecycleNotificationUrl: 'https://n8n.contoso.example/l',
			},
		}),
	);
	const [{ id, expirationDateTime }] = jsonOf(made.items);
	expect(minutesTo(expirationDateTime)).toBe(4230);
	expect(product.graphCalls()[0]).toMatchObject({ method: 'POST', path: '/v1.0/subscriptions' });
	expect(product.graphCalls()[0].body).toEqual({
		changeType: 'created,updated',
		resource: 'users/adelev@contoso.example/messages',
		notificationUrl: 'https://n8n.contoso.example/webhook/graph',
		expirationDateTime,
		clientState: 'a-secret',
		lifecycleNotificationUrl: 'https://n8n.contoso.example/l',
	});

	const subscriptionId = String(id);
	const renewed = await product.run(subscription('renew', { subscriptionId, lifeTime: 60 }));
	expect(minutesTo(renewed.items[0].json.expirationDateTime)).toBe(60);
	expect(Object.keys(product.graphCalls()[1].body as object)).toEqual(['expirationDateTime']);

	const listed = await product.run(subscription('getAll', { returnAll: true }));
	expect(jsonOf(listed.items).map((one) => one.id)).toContain(id);
	// Graph takes no query there.
	expect(product.graphCalls()[2].query).toEqual({});

	const ended = await product.run(subscription('delete', { subscriptionId }));
	expect(jsonOf(ended.items)).toEqual([{ deleted: true }]);
	const gone = await product.run(subscription('renew', { subscriptionId }));
	expect(gone.error).toMatchObject({ description: expect.stringMatching(/has expired.*create it again/) });
});

test.each([
	['users/a@contoso.example/messages', false, 10_080],
	["/users/a@contoso.example/mailFolders('inbox')/messages?$select=subject", true, 1440],
	["users('a@contoso.example')/events", false, 10_080],
	['users', false, 41_760],
	['groups/00000000-0000-0000-0000-000000000000/members', false, 41_760],
	['drives/b!x/root', false, 42_300],
	['users/a@contoso.example/drive/root', false, 42_300],
	['sites/x/lists/y', false, 42_300],
	['teams/x/channels/y/messages', false, 4320],
	['teams/x/schedule', false, 360],
	['users/x/chats/getAllMessages', true, 4320],
	['communications/presences/x', false, 60],
	['communications/callRecords', false, 4230],
	['security/alerts_v2', false, 43_200],
	['something/new', false, 1_000_000],
])(
	fact(37, 'node', '%s (with data: %j) is asked to live no longer than %d minutes'),
	(watched, withData, minutes) => {
		expect(minutesTo(expirationOf(1_000_000, watched, withData))).toBe(minutes);
		expect(minutesTo(expirationOf(5, watched, withData))).toBe(5);
	},
);

test('with resource data, the certificate goes as Graph takes it', async () => {
	const run = await product.run(
		create({
			lifeTime: 9000,
			additionalFields: {
				includeResourceData: true,
				encryptionCertificate: '-----BEGIN CERTIFICATE-----\nMIID\nBTCC\n-----END CERTIFICATE-----\n',
				encryptionCertificateId: 'mine',
			},
		}),
	);
	expect(product.graphCalls()[0].body).toMatchObject({
		includeResourceData: true,
		encryptionCertificate: 'MIIDBTCC',
		encryptionCertificateId: 'mine',
	});
	expect(minutesTo(run.items[0].json.expirationDateTime)).toBe(1440);
});

test('a second one for the same is refused, with what to do', async () => {
	await product.run(create());
	const run = await product.run(create());
	expect(run.error).toMatchObject({ description: expect.stringMatching(/renew that one/) });
});

test('a URL that does not answer is said to be the reason', async () => {
	const run = await product.run(create({ notificationUrl: 'https://unreachable.contoso.example/' }));
	expect(run.error).toMatchObject({ description: expect.stringMatching(/validation token.*10 seconds/) });
});

test.each([
	[{ watchedResource: '/me/messages' }, /"me" can't be watched/],
	[{ changeTypes: '={{ [] }}' }, /"Changes" is empty/],
	[{ lifeTime: '={{ 0 }}' }, /"Expires In \(Minutes\)" is 0/],
])('is not asked for with %j', async (parameters, message) => {
	const run = await product.run(create(parameters));
	expect(run.error?.message).toMatch(message);
	expect(product.graphCalls()).toEqual([]);
});
