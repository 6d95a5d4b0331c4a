import type { Operation } from '../../operation';
import { permissionOfWatched, subscriptionId, simpleSubscription } from './fields';

/** Source: "Get subscription". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get subscription',
	description: 'Get a subscription of this app',
	permissions: [],
	permissionNote: permissionOfWatched,
	fields: [subscriptionId],
	simpleInNode: simpleSubscription,
	request: (item) => ({ method: 'GET', path: ['subscriptions', item.text('subscriptionId')] }),
};
