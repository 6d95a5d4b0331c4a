import { listBelow } from './fields';

/** Source: "List sessions". */
export const getSessions = listBelow('sessions', {
	name: 'Get Sessions',
	value: 'getSessions',
	action: 'Get sessions of webinar',
	description: 'List the sessions of a webinar, with their join links',
});
