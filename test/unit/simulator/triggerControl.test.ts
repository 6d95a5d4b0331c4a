import { request } from 'undici';
import type { Simulator } from '../../../simulator/simulator';
import type { SimulatorClient } from '../../../simulator/client';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
let hook: Receiver;
const adele = 'adelev@contoso.example';

async function control<T = unknown>(
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
	path: string,
	body?: object,
) {
	const answer = await request(simulator.controlUrl + path, {
		method,
		headers: body === undefined ? {} : { 'content-type': 'application/json' },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	return { status: answer.statusCode, body: (await answer.body.json()) as T };
}

const subscribe = async (resource: string, changeType = 'created,updated,deleted') => {
	const { body } = await client.post('/subscriptions', {
		changeType,
		resource,
		notificationUrl: hook.url,
		lifecycleNotificationUrl: hook.url,
		clientState: 'secret',
		expirationDateTime: new Date(Date.now() + 3600_000).toISOString(),
	});
	return (body as { id: string }).id;
};
const notified = async () => {
	await control('POST', '/notifications/idle');
	return hook.notifications();
};

withClient((given) => ({ simulator, client } = given));
beforeEach(async () => {
	hook = await startReceiver();
});
afterEach(async () => await hook.close());

test('messages are delivered, changed, moved and deleted', async () => {
	await subscribe(`users/${adele}/mailFolders/archive/messages`);
	const messages = `/users/${adele}/messages`;
	const { body: made } = await control<{ id: string; immutableId: string }>('POST', messages, {
		subject: 'Hello',
		folder: 'archive',
		attachments: [{ name: 'a.txt', content: 'x' }],
	});
	await notified();
	const path = `${messages}/${made.immutableId}`;
	await control('PATCH', path, { isRead: true });
	await notified();
	const shown = await client.get(`/users/${adele}/messages/${made.id}?$select=subject,isRead,hasAttachments`);
	expect(shown.body).toMatchObject({ subject: 'Hello', isRead: true, hasAttachments: true });
	await control('POST', `${path}/move`, { folder: 'inbox' });
	expect((await notified()).map(({ changeType }) => changeType)).toEqual(['created', 'updated', 'deleted']);
	expect((await control('DELETE', `${path}?permanently=1`)).body).toEqual({ deleted: true });
	expect(simulator.graph.mailbox(adele).find(made.immutableId)).toBeUndefined();
	expect((await control('PATCH', path, { isRead: true })).status).toBe(404);
	expect((await control('POST', '/users/nobody/messages', {})).status).toBe(404);
});

test('messages in a channel and alerts come, and change', async () => {
	simulator.set({ subscriptions: { alerts: 'accepted' } });
	await subscribe('security/alerts_v2', 'created,updated');
	const { body: alert } = await control<{ id: string }>('POST', '/alerts', { title: 'Fire' });
	await notified();
	expect((await control('PATCH', `/alerts/${alert.id}`, { status: 'resolved' })).body).toMatchObject({
		title: 'Fire',
		status: 'resolved',
	});
	expect((await notified()).map(({ changeType }) => changeType)).toEqual(['created', 'updated']);
	const { body: written } = await control<{ id: string }>('POST', '/channel/messages', { content: 'Hi' });
	expect((await control('PATCH', `/channel/messages/${written.id}`, { content: 'Ho' })).body).toMatchObject({
		body: { content: 'Ho' },
	});
	expect((await control('DELETE', `/channel/messages/${written.id}`)).body).toHaveProperty('deletedDateTime');
	expect((await control('DELETE', '/channel/messages/1')).status).toBe(404);
});

test('subscriptions are shown with their secret, are told of what happens to them, and are removed', async () => {
	const id = await subscribe('users', 'updated');
	expect((await control('GET', '/subscriptions')).body).toEqual(
		expect.arrayContaining([expect.objectContaining({ id, clientState: 'secret' })]),
	);
	for (const event of ['missed', 'reauthorizationRequired'])
		expect((await control('POST', `/subscriptions/${id}/${event}`)).status).toBe(200);
	await notified();
	expect((await control('POST', `/subscriptions/${id}/remove`)).status).toBe(200);
	const events = (await notified()).map(({ lifecycleEvent }) => lifecycleEvent);
	expect(events.slice(0, 2).sort()).toEqual(['missed', 'reauthorizationRequired']);
	expect(events.slice(2)).toEqual(['subscriptionRemoved']);
	expect((await control('POST', `/subscriptions/${id}/remove`)).status).toBe(404);
	const quiet = await subscribe('users', 'updated');
	await control('POST', `/subscriptions/${quiet}/remove`, { tells: false });
	expect(await notified()).toHaveLength(3);
});

test('what was notified is counted, and shown where that is asked for', async () => {
	await control('POST', '/settings', { notifications: { double: 1 }, subscriptions: { lookEvery: 10 } });
	expect(simulator.settings.notifications).toMatchObject({ double: 1, drop: 0 });
	expect((await control('POST', '/settings', { notifications: { nonsense: 1 } })).status).toBe(400);
	await subscribe('users', 'updated');
	simulator.graph.addUser({ userPrincipalName: 'new@contoso.example' });
	await notified();
	const { body } = await control<{ counters: object; deliveries: unknown[] }>('GET', '/notifications?full=1');
	expect(body.counters).toMatchObject({
		due: 1,
		doubled: 1,
		sent: 2,
		answered: 2,
		took: [expect.any(Number), expect.any(Number)],
	});
	expect(body.deliveries).toHaveLength(2);
	expect((await control('GET', '/notifications')).body).not.toHaveProperty('deliveries');
});

test('delta links are forgotten', async () => {
	const { body } = await client.get('/users/delta?$deltatoken=latest');
	const link = (body as Record<string, string>)['@odata.deltaLink'];
	expect((await client.get(link)).status).toBe(200);
	await control('POST', '/delta/expire');
	expect((await client.get(link)).status).toBe(410);
});

test('what comes about by itself is noticed without being asked for', async () => {
	await control('POST', '/settings', { subscriptions: { lookEvery: 10 }, send: { lingerMs: 50 } });
	await subscribe(`users/${adele}/mailFolders/sentitems/messages`, 'created');
	const toRecipients = [{ emailAddress: { address: 'a@b.example' } }];
	await client.post(`/users/${adele}/sendMail`, { message: { subject: 'x', toRecipients } });
	expect(hook.received).toEqual([]);
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(hook.notifications()).toMatchObject([{ changeType: 'created' }]);
});
