import type { Operation } from '../../operation';
import { lifeTime, permissionOfWatched, subscriptionId } from './fields';
import { expirationOf } from '../../../shared/resources/subscriptionLifetime';

/** Source: "Update subscription". */
export const renew: Operation = {
	name: 'Renew',
	value: 'renew',
	action: 'Renew subscription',
	description: 'Extend a subscription, counted from now',
	permissions: [],
	permissionNote: permissionOfWatched,
	fields: [subscriptionId, lifeTime],
	guards: [
		{
			when: { status: 404 },
			fix: 'The subscription has expired, or belongs to another app: create it again, and read the changes since, for example with "Get Changes".',
		},
	],
	request: (item) => ({
		method: 'PATCH',
		path: ['subscriptions', item.text('subscriptionId')],
		body: { expirationDateTime: expirationOf(item.number('lifeTime')) },
		idempotent: true,
	}),
};
