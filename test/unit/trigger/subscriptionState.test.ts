import { SubscriptionState } from '../../../nodes/MicrosoftGraphTrigger/state/subscriptionState';
import type { Subscription } from '../../../nodes/MicrosoftGraphTrigger/subscriptions/subscription';

const subscription = (id: string, madeAt: number): Subscription => ({
	id,
	madeAt,
	renewedAt: madeAt,
	notificationUrl: 'https://n8n.example/webhook',
	resource: 'users',
	changeType: 'updated',
	expirationDateTime: '2030-01-01T00:00:00Z',
});

describe('the state of a subscription', () => {
	it('takes over what is stored where it is newer, and the secret that Graph has', () => {
		const state = new SubscriptionState();
		state.load({ subscription: subscription('old', 1), clientState: 'secret' });
		state.load({ subscription: subscription('new', 2), clientState: 'other' });
		state.load({ subscription: subscription('older', 0) });
		expect(state.stored()).toEqual({ subscription: subscription('new', 2), clientState: 'secret' });
		expect(state.ensureClientState()).toBe('secret');
	});

	it('makes a secret once', () => {
		const state = new SubscriptionState();
		const secret = state.ensureClientState();
		expect(secret).toMatch(/^[\w-]{43}$/);
		expect(state.ensureClientState()).toBe(secret);
		expect(new SubscriptionState().ensureClientState()).not.toBe(secret);
	});

	it('knows where Graph does not notify', () => {
		const state = new SubscriptionState();
		expect(state.isPollsOnly).toBe(false);
		state.set(undefined);
		expect(state.isPollsOnly).toBe(true);
		state.set(subscription('a', 1));
		expect([state.isPollsOnly, state.notificationUrl]).toEqual([false, 'https://n8n.example/webhook']);
		state.adopt('b');
		expect(state.current).toEqual(subscription('b', 1));
		state.useUrl('https://new.example');
		state.deactivate();
		expect([state.current, state.notificationUrl]).toEqual([undefined, undefined]);
	});

	it('resolves a path once for a resource', async () => {
		const state = new SubscriptionState();
		const resolve = jest.fn(async () => 'drives/1/root');
		expect(await state.resolve('sites/a/drive/root', resolve)).toBe('drives/1/root');
		await state.resolve('sites/a/drive/root', resolve);
		expect(resolve).toHaveBeenCalledTimes(1);
		await state.resolve('sites/b/drive/root', resolve);
		expect(resolve).toHaveBeenCalledTimes(2);
	});
});
