import type { Operation } from '../../operation';
import { permissionOfWatched, subscriptionId } from './fields';

/** Source: "Get subscription". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get subscription',
	description: 'Get a subscription of this app',
	permissions: [],
	permissionNote: permissionOfWatched,
	fields: [subscriptionId],
	simpleInNode: [
		'resource',
		'changeType',
		'expirationDateTime',
		'notificationUrl',
		'lifecycleNotificationUrl',
		'includeResourceData',
		'applicationId',
		'id',
	],
	request: (item) => ({ method: 'GET', path: ['subscriptions', item.text('subscriptionId')] }),
};
