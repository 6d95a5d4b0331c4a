import { listFields } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import { permissionOfWatched, simpleSubscription } from './fields';

/** Source: "List subscriptions", which takes no query parameters. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many subscriptions',
	description: 'List all subscriptions of this app',
	permissions: [],
	permissionNote: permissionOfWatched,
	fields: listFields,
	simpleInNode: simpleSubscription,
	list: { pageSize: () => undefined },
	request: () => ({ method: 'GET', path: ['subscriptions'] }),
};
