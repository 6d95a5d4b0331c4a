import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { permissionOfWatched, subscriptionId } from './fields';

/** Source: "Delete subscription". */
export const remove: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete subscription',
	description: 'End a subscription: no further notifications come',
	permissions: [],
	permissionNote: permissionOfWatched,
	fields: [subscriptionId],
	request: (item) => ({ method: 'DELETE', path: ['subscriptions', item.text('subscriptionId')] }),
	output: deleted,
};
