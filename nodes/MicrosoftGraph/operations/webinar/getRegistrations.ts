import { listBelow } from './fields';

/** Source: "List virtualEventRegistrations". */
export const getRegistrations = listBelow('registrations', {
	name: 'Get Registrations',
	value: 'getRegistrations',
	action: 'Get registrations of webinar',
	description: 'List those who registered for a webinar, with their answers and join links',
});
