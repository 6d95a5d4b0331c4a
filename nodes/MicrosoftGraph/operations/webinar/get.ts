import type { Operation } from '../../operation';
import { webinarGuards, webinarId } from './fields';

/** Source: "Get virtualEventWebinar". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get webinar',
	description: 'Get a Teams webinar',
	permissions: ['VirtualEvent.Read.All'],
	fields: [webinarId],
	guards: webinarGuards,
	request: (item) => ({
		method: 'GET',
		path: ['solutions', 'virtualEvents', 'webinars', item.text('webinarId')],
	}),
};
