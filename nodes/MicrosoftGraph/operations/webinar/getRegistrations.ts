import { listFields } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import { webinarGuards, webinarId } from './fields';

/** Source: "List virtualEventRegistrations". */
export const getRegistrations: Operation = {
	name: 'Get Registrations',
	value: 'getRegistrations',
	action: 'Get registrations of webinar',
	description: 'List those who registered for a webinar, with their answers and join links',
	permissions: ['VirtualEvent.Read.All'],
	fields: [webinarId, ...listFields],
	guards: webinarGuards,
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['solutions', 'virtualEvents', 'webinars', item.text('webinarId'), 'registrations'],
	}),
};
