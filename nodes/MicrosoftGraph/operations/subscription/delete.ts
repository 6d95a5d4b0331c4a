import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { permissionOfWatched, subscriptionId } from './fields';

/** Source: "Delete subscription". */
export const remove: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete subscription',
	description: 'Delete a subscription: Graph sends no more notifications',
	permissions: [],
	permissionNote: permissionOfWatched,
	fields: [subscriptionId],
	request: (item) => ({ method: 'DELETE', path: ['subscriptions', item.text('subscriptionId')] }),
	output: deleted,
};
