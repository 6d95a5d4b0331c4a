import type { Operation } from '../../operation';
import { alertId, simpleAlert } from '../../../shared/resources/security';

/** Source: "Get alert". */
export const getAlert: Operation = {
	name: 'Get Alert',
	value: 'getAlert',
	action: 'Get alert',
	description: 'Get a security alert with its evidence',
	permissions: ['SecurityAlert.Read.All'],
	fields: [alertId],
	simpleInNode: simpleAlert,
	request: (item) => ({ method: 'GET', path: ['security', 'alerts_v2', item.text('alertId')] }),
};
