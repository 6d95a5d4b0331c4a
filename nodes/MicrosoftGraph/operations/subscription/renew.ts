import type { Operation } from '../../operation';
import { lifeTime, permissionOfWatched, subscriptionId } from './fields';
import { expirationOf } from '../../../shared/resources/subscriptionLifetime';

/** Source: "Update subscription". */
export const renew: Operation = {
	name: 'Renew',
	value: 'renew',
	action: 'Renew subscription',
	description: 'Let a subscription live on, counted from now',
	permissions: [],
	permissionNote: permissionOfWatched,
	fields: [subscriptionId, lifeTime],
	guards: [
		{
			when: { status: 404 },
			fix: 'The subscription has ended, or is of another app: create it again, and read what changed since, for example with Get Changes.',
		},
	],
	request: (item) => ({
		method: 'PATCH',
		path: ['subscriptions', item.text('subscriptionId')],
		body: { expirationDateTime: expirationOf(item.number('lifeTime')) },
		idempotent: true,
	}),
};
