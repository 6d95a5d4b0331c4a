import { fact } from '../../reality/facts';
import type { Simulator } from '../../../simulator/simulator';
import { createClient } from '../../../simulator/client';
import type { ClientAnswer, SimulatorClient } from '../../../simulator/client';
import { sampleChannel, sampleTeam } from '../../../simulator/graph/routes/teams';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
let hook: Receiver;
const adele = 'adelev@contoso.example';
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const codeOf = ({ body }: ClientAnswer) => (body as { error: { code: string } }).error.code;
const textOf = ({ body }: ClientAnswer) => (body as { error: { message: string } }).error.message;

type Subscription = Record<string, unknown> & { id: string; expirationDateTime: string };

const subscribe = (own: Record<string, unknown> = {}, headers = {}) =>
	client.post(
		'/subscriptions',
		{
			changeType: 'created,updated,deleted',
			notificationUrl: hook.url,
			resource: `users/${adele}/messages`,
			expirationDateTime: inMinutes(60),
			clientState: 'secret',
			...own,
		},
		headers,
	);
const made = async (own?: Record<string, unknown>, headers?: Record<string, string>) => {
	const answer = await subscribe(own, headers);
	expect(answer.body).not.toHaveProperty('error');
	return answer.body as Subscription;
};
/** What was notified, in the order of its sending, once nothing is on its way any more. */
const notified = async () => {
	await simulator.notifier.idle();
	return simulator.notifier.deliveries.flatMap(({ body }) => body.value);
};
const kindsOf = async () => (await notified()).map(({ changeType }) => changeType);

withClient((given) => ({ simulator, client } = given));
beforeEach(async () => {
	hook = await startReceiver();
});
afterEach(async () => await hook.close());

describe('the notification URL', () => {
	it('is asked with a token of all kinds of characters, and so is the one for lifecycle events', async () => {
		const lifecycleNotificationUrl = `${hook.url}?kind=lifecycle`;
		const answer = await subscribe({ lifecycleNotificationUrl });
		expect(answer.status).toBe(201);
		expect(answer.body).toMatchObject({ clientState: null, lifecycleNotificationUrl });
		expect(answer.body).not.toHaveProperty('immutable');
		expect(hook.validations).toHaveLength(2);
		const [{ token, contentType }] = hook.validations;
		expect(contentType).toMatch(/^text\/plain/);
		expect(token).toMatch(/ .*\+.*%|% .*\+/);
		expect(token).toContain('&');
		expect(token).toContain('é');
	});

	it.each([
		['another text', () => ({ body: 'no' }), /exactly match/],
		['the token as it is encoded', (token: string) => ({ body: encodeURIComponent(token) }), /exactly match/],
		['another content type', (token: string) => ({ body: token, type: 'application/json' }), /text\/plain/],
		['another status', (token: string) => ({ body: token, status: 202 }), /'202'.*200 OK/],
		['an answer that is too late', (token: string) => ({ body: token, after: 300 }), /timed out/],
	])('is refused with %s', async (_what, validation, message) => {
		simulator.set({ subscriptions: { validationTimeout: 100 } });
		hook.answers.validation = validation;
		const answer = await subscribe();
		expect([answer.status, codeOf(answer)]).toEqual([400, 'ValidationError']);
		expect(textOf(answer)).toMatch(message);
		expect(simulator.notifier.subscriptions()).toHaveLength(1);
	});

	it('has to be there, and public where that is asked for', async () => {
		expect(codeOf(await subscribe({ notificationUrl: 'http://localhost:1/none' }))).toBe('ValidationError');
		simulator.set({ subscriptions: { publicHttpsOnly: true } });
		expect(textOf(await subscribe())).toMatch(/https/);
		expect(codeOf(await subscribe({ notificationUrl: 'https://localhost/x' }))).toBe('ValidationError');
	});

	it('is asked anew when it is changed', async () => {
		const { id } = await made();
		const notificationUrl = `${hook.url}/other`;
		expect((await client.call('PATCH', `/subscriptions/${id}`, { body: { notificationUrl } })).status).toBe(
			200,
		);
		expect(hook.validations).toHaveLength(2);
		simulator.events.deliverMessage(adele);
		await notified();
		expect(hook.received[0].path).toBe('/hook/other');
	});
});

describe('quotas', () => {
	const channel = `teams/${sampleTeam}/channels/${sampleChannel}/messages`;

	it(fact(37, 'simulator', 'one subscription of an app to a channel; a second one gets 403'), async () => {
		await made({ resource: channel, changeType: 'created' });
		const answer = await subscribe({ resource: channel, changeType: 'updated' });
		expect(answer.status).toBe(403);
		expect(textOf(answer)).toMatch(/limit of '1' subscription/);
	});

	it(fact(37, 'simulator', 'Teams wants a lifecycle URL for more than an hour'), async () => {
		const own = { resource: channel, expirationDateTime: inMinutes(90) };
		expect(textOf(await subscribe(own))).toMatch(/'lifecycleNotificationUrl' is a required property/);
		await made({ ...own, lifecycleNotificationUrl: hook.url });
	});

	it(fact(37, 'simulator', 'those of a directory and of a mailbox get 403 when they are full'), async () => {
		simulator.set({ subscriptions: { directoryQuota: 1, mailboxQuota: 2 } });
		await made({ resource: 'users', changeType: 'updated' });
		const directory = await subscribe({ resource: 'groups', changeType: 'updated' });
		expect([directory.status, textOf(directory)]).toEqual([403, expect.stringMatching(/maximum number/)]);
		await made({ changeType: 'created' });
		await made({ resource: `users/${adele}/events` });
		const mailbox = await subscribe({ resource: `users/${adele}/contacts` });
		expect([mailbox.status, textOf(mailbox)]).toEqual([403, expect.stringMatching(/limit of 2/)]);
	});
});

describe('what may not be watched', () => {
	it.each(['refused', 'accepted'] as const)(
		fact(38, 'simulator', 'subscriptions to alerts: %s'),
		async (alerts) => {
			simulator.set({ subscriptions: { alerts } });
			const { status } = await subscribe({ resource: 'security/alerts_v2', changeType: 'created' });
			expect(status).toBe(alerts === 'refused' ? 400 : 201);
		},
	);

	it.each(['refused', 'accepted'] as const)(
		fact(
			22,
			'simulator',
			"the drive of a site, named by its owner: %s; by the drive's ID it is always taken",
		),
		async (drivesByOwner) => {
			simulator.set({ subscriptions: { drivesByOwner } });
			const [site] = (await client.all('/sites?$search=marketing')) as Array<{ id: string }>;
			const { id } = (await client.get(`/sites/${site.id}/drive`)).body as { id: string };
			const { status } = await subscribe({ resource: `sites/${site.id}/drive/root`, changeType: 'updated' });
			expect(status).toBe(drivesByOwner === 'refused' ? 400 : 201);
			await made({ resource: `drives/${id}/root`, changeType: 'updated' });
		},
	);
});

describe('a subscription', () => {
	it('is one of a kind, but for lists', async () => {
		await made({ changeType: 'created,updated' });
		expect((await subscribe({ changeType: 'updated,created' })).status).toBe(409);
		expect((await subscribe({ changeType: 'created' })).status).toBe(201);
		const [site] = (await client.all('/sites?$search=marketing')) as Array<{ id: string }>;
		const [list] = (await client.all(`/sites/${site.id}/lists`)) as Array<{ id: string }>;
		const resource = `sites/${site.id}/lists/${list.id}`;
		await made({ resource, changeType: 'updated' });
		await made({ resource, changeType: 'updated' });
	});

	it.each([
		[{ resource: 'users', changeType: 'created' }, 400],
		[{ resource: 'drives/none/root', changeType: 'updated' }, 404],
		[{ resource: 'users/nobody@contoso.example/messages' }, 404],
		[{ resource: 'nonsense' }, 400],
		[{ clientState: 'x'.repeat(129) }, 400],
		[{ expirationDateTime: inMinutes(20_000) }, 400],
		[{ expirationDateTime: inMinutes(-1) }, 400],
		[
			{
				resource: `teams/${sampleTeam}/channels/${sampleChannel}/messages`,
				expirationDateTime: inMinutes(90),
			},
			400,
		],
	])('is refused with %j', async (own, status) => {
		expect((await subscribe(own)).status).toBe(status);
	});

	it('needs the permission to read what is watched', async () => {
		await client.close();
		client = await createClient(simulator, ['User.Read.All']);
		const answer = await subscribe();
		expect([answer.status, codeOf(answer)]).toEqual([403, 'ExtensionError']);
		expect(textOf(answer)).toContain('Status Code: Forbidden');
		expect(hook.validations).toEqual([]);
		await made({ resource: 'users', changeType: 'updated' });
	});

	it('lives no longer than is granted, can be renewed, and ends without a word', async () => {
		simulator.set({ subscriptions: { longestLifeMinutes: 1 } });
		const { id, expirationDateTime } = await made({ lifecycleNotificationUrl: hook.url });
		expect(Date.parse(expirationDateTime) - Date.now()).toBeLessThanOrEqual(60_000);
		simulator.set({ subscriptions: { longestLifeMinutes: null } });
		const body = { expirationDateTime: inMinutes(30) };
		const renewed = await client.call('PATCH', `/subscriptions/${id}`, { body });
		expect(renewed).toMatchObject({ status: 200, body });
		const soon = { expirationDateTime: new Date(Date.now() + 50).toISOString() };
		await client.call('PATCH', `/subscriptions/${id}`, { body: soon });
		await new Promise((resolve) => setTimeout(resolve, 60));
		simulator.events.deliverMessage(adele);
		expect(await notified()).toEqual([]);
		expect((await client.get(`/subscriptions/${id}`)).status).toBe(404);
		expect((await client.call('PATCH', `/subscriptions/${id}`, { body })).status).toBe(404);
	});

	it('is seen by its own app, and is not notified once it is deleted', async () => {
		const { id } = await made();
		expect(await client.all('/subscriptions')).toEqual(
			expect.arrayContaining([expect.objectContaining({ id, clientState: null })]),
		);
		const other = { ...simulator.entra.app(), clientId: '77777777-7777-4777-8777-777777777777' };
		Object.assign(simulator.notifier.subscriptions()[1], { applicationId: other.clientId });
		expect((await client.get(`/subscriptions/${id}`)).status).toBe(404);
		Object.assign(simulator.notifier.subscriptions()[1], { applicationId: simulator.entra.app().clientId });
		expect((await client.call('DELETE', `/subscriptions/${id}`)).status).toBe(204);
		simulator.events.deliverMessage(adele);
		expect(await notified()).toEqual([]);
	});
});

describe('notifications', () => {
	it('tell of messages: new, changed, moved and deleted ones', async () => {
		const { id: subscriptionId, expirationDateTime } = await made({
			resource: `users/${adele}/mailFolders('inbox')/messages`,
		});
		const owner = simulator.graph.findUser(adele)?.id ?? '';
		const { id } = simulator.events.deliverMessage(adele, { subject: 'Hello' });
		expect(await notified()).toEqual([
			{
				subscriptionId,
				subscriptionExpirationDateTime: expirationDateTime,
				tenantId: simulator.graph.organization.id,
				clientState: 'secret',
				changeType: 'created',
				resource: `Users/${owner}/Messages/${id}`,
				resourceData: {
					'@odata.type': '#Microsoft.Graph.Message',
					'@odata.id': `Users/${owner}/Messages/${id}`,
					'@odata.etag': expect.stringMatching(/^W\/"/),
					id,
				},
			},
		]);
		expect(hook.received[0].contentType).toMatch(/^application\/json/);
		await client.call('PATCH', `/users/${adele}/messages/${id}`, { body: { isRead: true } });
		await client.post(`/users/${adele}/messages/${id}/move`, { destinationId: 'archive' });
		simulator.graph.mailbox(adele).create(simulator.graph.mailbox(adele).folder('archive')?.id ?? '', {
			properties: { subject: 'elsewhere' },
		});
		expect(await kindsOf()).toEqual(['created', 'updated', 'deleted']);
	});

	it('name messages by IDs that outlast a move, where that was asked for', async () => {
		await made({}, { prefer: 'IdType="ImmutableId"' });
		const { id, immutableId } = simulator.events.deliverMessage(adele);
		simulator.events.moveMessage(adele, id, 'archive');
		expect(await notified()).toMatchObject([
			{ changeType: 'created', resourceData: { id: immutableId } },
			{ changeType: 'updated', resourceData: { id: immutableId } },
		]);
	});

	it('tell only of the kinds of changes that were asked for', async () => {
		await made({ changeType: 'deleted' });
		const { id } = simulator.events.deliverMessage(adele);
		simulator.events.changeMessage(adele, id, { isRead: true });
		simulator.events.deleteMessage(adele, id, true);
		expect(await kindsOf()).toEqual(['deleted']);
	});

	it('tell of events and contacts', async () => {
		await made({ resource: `users/${adele}/events` });
		await made({ resource: `/users/${adele}/contacts` });
		const time = (hour: number) => ({ dateTime: `2030-01-01T${hour}:00:00`, timeZone: 'UTC' });
		const event = { subject: 'x', start: time(10), end: time(11) };
		const { id } = (await client.post(`/users/${adele}/events`, event)).body as Subscription;
		await client.call('PATCH', `/users/${adele}/events/${id}`, { body: { subject: 'y' } });
		await client.call('DELETE', `/users/${adele}/events/${id}`);
		const contact = (await client.post(`/users/${adele}/contacts`, { givenName: 'A' })).body as Subscription;
		const body = { givenName: 'B' };
		await client.call('PATCH', `/users/${adele}/contacts/${contact.id}`, { body });
		await client.call('DELETE', `/users/${adele}/contacts/${contact.id}`);
		const all = (await notified()).map(({ changeType, resourceData }) => [
			(resourceData as Record<string, string>)['@odata.type'].split('.').at(-1),
			changeType,
		]);
		expect(all).toHaveLength(6);
		for (const type of ['Event', 'Contact']) {
			expect(all.filter(([one]) => one === type).map(([, kind]) => kind)).toEqual([
				'created',
				'updated',
				'deleted',
			]);
		}
	});

	it('tell of a drive and a list as a whole: updated', async () => {
		await made({ resource: `users/${adele}/drive/root`, changeType: 'updated' });
		await client.call('PUT', `/users/${adele}/drive/root:/new.txt:/content`, {
			body: 'x',
			headers: { 'content-type': 'text/plain' },
		});
		expect(await notified()).toMatchObject([
			{ changeType: 'updated', resource: `users/${adele}/drive/root` },
		]);
		const [site] = (await client.all('/sites?$search=marketing')) as Array<{ id: string }>;
		const resource = `sites/${site.id}/lists/Orders`;
		await made({ resource, changeType: 'updated' });
		await client.post(`/${resource}/items`, { fields: { Title: 'x' } });
		await client.call('DELETE', `/${resource}/items/1`);
		expect((await notified()).slice(1)).toMatchObject([
			{ changeType: 'updated', resource, resourceData: { '@odata.type': '#Microsoft.Graph.ListItem' } },
			{ changeType: 'updated', resource },
		]);
	});

	it('tell of users: a new one is updated, and so is one that can be restored', async () => {
		await made({ resource: 'users', changeType: 'updated,deleted', clientState: undefined });
		const user = simulator.graph.addUser({ userPrincipalName: 'new@contoso.example' });
		await client.call('PATCH', `/users/${user.id}`, { body: { jobTitle: 'x' } });
		await client.call('DELETE', `/users/${user.id}`);
		const all = await notified();
		expect(all.map(({ changeType }) => changeType)).toEqual(['updated', 'updated', 'updated']);
		expect(all[0]).toMatchObject({
			resource: `Users/${user.id}`,
			resourceData: { '@odata.type': '#Microsoft.Graph.User', id: user.id },
		});
		expect(all[0]).not.toHaveProperty('clientState');
	});

	it('tell of groups and their members', async () => {
		const groups = [...simulator.graph.groups.values()];
		const newcomers = groups.find(({ displayName }) => displayName === 'Newcomers');
		const [{ id: user }] = simulator.graph.users.values();
		await made({ resource: 'groups', changeType: 'updated,deleted' });
		const link = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${user}` };
		await client.post(`/groups/${newcomers?.id}/members/$ref`, link);
		await client.call('DELETE', `/groups/${newcomers?.id}/members/${user}/$ref`);
		await client.call('DELETE', `/groups/${newcomers?.id}`);
		expect(await notified()).toMatchObject([
			{ changeType: 'updated', resourceData: { 'members@delta': [{ id: user }] } },
			{ changeType: 'updated', resourceData: { 'members@delta': [{ id: user, '@removed': 'deleted' }] } },
			{ changeType: 'deleted', resource: `Groups/${newcomers?.id}` },
		]);
		const leaders = groups.find(({ displayName }) => displayName === 'Leadership');
		await made({ resource: `groups/${leaders?.id}/members`, changeType: 'updated' });
		await client.call('PATCH', `/groups/${leaders?.id}`, { body: { description: 'other' } });
		// Of the group itself only: its members did not change.
		expect(await notified()).toHaveLength(4);
		leaders?.memberIds.delete(user);
		expect(await notified()).toHaveLength(6);
	});

	it('tell of messages in a channel and of alerts', async () => {
		simulator.set({ subscriptions: { alerts: 'accepted' } });
		await made({ resource: `teams('${sampleTeam}')/channels('${sampleChannel}')/messages` });
		await made({ resource: 'security/alerts_v2', changeType: 'created,updated' });
		const { id } = simulator.events.writeInChannel({ content: 'Hi' });
		simulator.events.writeInChannel({ content: 'Hi too', replyToId: id });
		simulator.events.changeInChannel(id, { content: 'Ho' });
		simulator.events.deleteInChannel(id);
		const alert = simulator.events.raiseAlert({ title: 'Fire' });
		const body = { status: 'resolved' };
		await client.call('PATCH', `/security/alerts_v2/${alert.id}`, { body });
		const all = await notified();
		const ofChannel = all.filter(({ resource }) => String(resource).startsWith('teams'));
		expect(ofChannel.map(({ changeType }) => changeType)).toEqual([
			'created',
			'created',
			'updated',
			'deleted',
		]);
		expect(String(ofChannel[1].resource)).toContain(`messages('${id}')/replies('`);
		expect(all.filter((one) => !ofChannel.includes(one)).map(({ changeType }) => changeType)).toEqual([
			'created',
			'updated',
		]);
	});

	it('come together where they are bundled', async () => {
		simulator.set({ notifications: { bundle: 20 } });
		await made();
		for (let n = 0; n < 5; n++) simulator.events.deliverMessage(adele);
		expect(await notified()).toHaveLength(5);
		expect(hook.received).toHaveLength(1);
	});

	it('are repeated until they are answered in time with 2xx, and then given up', async () => {
		simulator.set({ notifications: { retryBase: 5, answerTimeout: 100 } });
		await made();
		hook.answers.statuses.push(500, 404);
		simulator.events.deliverMessage(adele);
		await notified();
		const { counters, deliveries } = simulator.notifier;
		expect(deliveries[0].attempts.map(({ status }) => status)).toEqual([500, 404, 202]);
		expect(counters).toMatchObject({ due: 1, sent: 1, failed: 2, answered: 1, givenUp: 0 });
		expect(counters.took).toHaveLength(1);
		hook.answers.delay = 200;
		simulator.set({ notifications: { retryFor: 150 } });
		simulator.events.deliverMessage(adele);
		await notified();
		expect(counters).toMatchObject({ sent: 2, givenUp: 1 });
		expect(deliveries[1].attempts[0].status).toBe(0);
	});

	it('are lost, doubled and late as the seed has it, each run the same', async () => {
		const fresh = async (seed: number) => {
			simulator.reset();
			await client.close();
			client = await createClient(simulator);
			simulator.set({ notifications: { drop: 0.2, double: 0.2, delay: [0, 60], seed } });
			hook.received.length = 0;
			await made({ changeType: 'created' });
			const ids = Array.from({ length: 40 }, () => simulator.events.deliverMessage(adele).id);
			await notified();
			const came = hook
				.notifications()
				.map(({ resourceData }) => ids.indexOf((resourceData as { id: string }).id));
			return { came, counters: structuredClone(simulator.notifier.counters) };
		};
		const [first, second, third] = [await fresh(5), await fresh(5), await fresh(6)];
		const { due, dropped, doubled, sent } = first.counters;
		expect(due).toBe(40);
		expect(dropped).toBeGreaterThan(0);
		expect(doubled).toBeGreaterThan(0);
		expect(sent).toBe(due - dropped + doubled);
		expect(first.came).toHaveLength(sent);
		expect(first.came).not.toEqual([...first.came].sort((a, b) => a - b));
		expect([...second.came].sort()).toEqual([...first.came].sort());
		expect([...third.came].sort()).not.toEqual([...first.came].sort());
	});
});

describe('lifecycle events', () => {
	it('tell that a subscription was removed, where it is told, and that something was missed', async () => {
		const { id } = await made({ lifecycleNotificationUrl: `${hook.url}/life` });
		expect(simulator.notifier.tell(id, 'missed')).toBe(true);
		expect(simulator.notifier.remove(id)).toBe(true);
		expect((await client.get(`/subscriptions/${id}`)).status).toBe(404);
		const quiet = await made({ lifecycleNotificationUrl: `${hook.url}/life` });
		simulator.notifier.remove(quiet.id, false);
		const none = await made();
		expect(simulator.notifier.tell(none.id, 'missed')).toBe(false);
		expect(await notified()).toMatchObject([
			{ lifecycleEvent: 'missed', subscriptionId: id, clientState: 'secret' },
			{ lifecycleEvent: 'subscriptionRemoved', subscriptionId: id },
		]);
		expect(hook.received.map(({ path }) => path)).toEqual(['/hook/life', '/hook/life']);
	});

	it('ask once for a new authorization before the end, and wait for it where that is set', async () => {
		simulator.set({ subscriptions: { reauthorize: true, holdUntilReauthorized: true, lookEvery: 10 } });
		const { id } = await made({
			lifecycleNotificationUrl: hook.url,
			expirationDateTime: new Date(Date.now() + 2000).toISOString(),
		});
		await new Promise((resolve) => setTimeout(resolve, 1000));
		expect(await notified()).toEqual([]);
		await new Promise((resolve) => setTimeout(resolve, 700));
		simulator.events.deliverMessage(adele);
		expect(await notified()).toMatchObject([{ lifecycleEvent: 'reauthorizationRequired' }]);
		const body = { expirationDateTime: inMinutes(30) };
		expect((await client.call('PATCH', `/subscriptions/${id}`, { body })).status).toBe(200);
		simulator.events.deliverMessage(adele);
		expect(await kindsOf()).toEqual([undefined, 'created']);
	});

	it('end the waiting: reauthorized, it is notified again', async () => {
		simulator.set({ subscriptions: { holdUntilReauthorized: true } });
		const { id } = await made({ lifecycleNotificationUrl: hook.url });
		simulator.notifier.tell(id, 'reauthorizationRequired');
		simulator.events.deliverMessage(adele);
		expect((await notified()).map(({ changeType }) => changeType)).toEqual([undefined]);
		expect((await client.post(`/subscriptions/${id}/reauthorize`)).status).toBe(204);
		simulator.events.deliverMessage(adele);
		expect(await kindsOf()).toEqual([undefined, 'created']);
	});
});
