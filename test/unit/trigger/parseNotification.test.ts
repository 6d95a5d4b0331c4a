import { parseNotifications } from '../../../nodes/MicrosoftGraphTrigger/notifications/parseNotification';

const clientState = 'c'.repeat(43);
const notification = {
	subscriptionId: 'subscription-1',
	clientState,
	changeType: 'created',
	resource: 'users/adele/messages/1',
	resourceData: { id: 'message-1' },
};

describe('a call of Graph', () => {
	it('gives its notifications with what they are about', () => {
		const lifecycle = { ...notification, lifecycleEvent: 'missed', resourceData: undefined };
		const { notifications } = parseNotifications({ value: [notification, lifecycle] }, clientState);
		expect(notifications).toEqual([
			{ subscriptionId: 'subscription-1', changeType: 'created', objectId: 'message-1' },
			{ subscriptionId: 'subscription-1', changeType: 'created', lifecycleEvent: 'missed' },
		]);
	});

	it('keeps encrypted content and validation tokens', () => {
		const encryptedContent = { data: 'AA==' };
		const call = parseNotifications(
			{ value: [{ ...notification, encryptedContent }], validationTokens: ['a.b.c', 7] },
			clientState,
		);
		expect(call.notifications[0]?.encryptedContent).toEqual(encryptedContent);
		expect(call.validationTokens).toEqual(['a.b.c']);
	});

	it.each([
		['another clientState', { value: [{ ...notification, clientState: 'd'.repeat(43) }] }],
		[
			'a clientState that is the beginning',
			{ value: [{ ...notification, clientState: clientState.slice(1) }] },
		],
		['no clientState', { value: [{ ...notification, clientState: undefined }] }],
		['a clientState that is no text', { value: [{ ...notification, clientState: [clientState] }] }],
		['no list', { value: notification }],
		['a text', 'value'],
		['nothing', undefined],
		['null', null],
		['entries that are none', { value: [null, 1, 'x', []] }],
	])('is nothing with %s', (_, body) => {
		expect(parseNotifications(body, clientState).notifications).toEqual([]);
	});

	it('is nothing as long as there is no clientState of ours', () => {
		for (const own of [undefined, '', null]) {
			const body = { value: [{ ...notification, clientState: own }] };
			expect(parseNotifications(body, undefined).notifications).toEqual([]);
		}
	});

	it('is read up to a thousand entries', () => {
		const value = Array.from({ length: 1_200 }, () => notification);
		expect(parseNotifications({ value }, clientState).notifications).toHaveLength(1_000);
	});
});
