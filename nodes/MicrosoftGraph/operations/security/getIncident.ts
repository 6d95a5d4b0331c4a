import type { Operation } from '../../operation';
import { incidentId } from '../../../shared/resources/security';
import { expandAlerts, withAlerts, simpleIncident } from './incidents';

/** Source: "Get incident". */
export const getIncident: Operation = {
	name: 'Get Incident',
	value: 'getIncident',
	action: 'Get incident',
	description: 'Get a security incident, optionally with its alerts',
	permissions: ['SecurityIncident.Read.All'],
	fields: [incidentId],
	simpleInNode: simpleIncident,
	options: [withAlerts],
	request: (item) => ({
		method: 'GET',
		path: ['security', 'incidents', item.text('incidentId')],
		query: expandAlerts(item),
	}),
};
