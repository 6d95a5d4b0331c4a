import { listFields } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import { webinarGuards, webinarId } from './fields';

/** Source: "List sessions". */
export const getSessions: Operation = {
	name: 'Get Sessions',
	value: 'getSessions',
	action: 'Get sessions of webinar',
	description: 'List the sessions of a webinar, with their join links',
	permissions: ['VirtualEvent.Read.All'],
	fields: [webinarId, ...listFields],
	guards: webinarGuards,
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['solutions', 'virtualEvents', 'webinars', item.text('webinarId'), 'sessions'],
	}),
};
