import { moreProperties, updateBody } from '../../../shared/fields/body';
import { choiceField, updateFields } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { alertId, assessment } from '../../../shared/resources/security';

const alertChanges = updateFields([
	...assessment,
	moreProperties,
	choiceField('status', 'Status', { inProgress: 'In Progress', new: 'New', resolved: 'Resolved' }),
]);

/** Source: "Update alert". */
export const updateAlert: Operation = {
	name: 'Update Alert',
	value: 'updateAlert',
	action: 'Update alert',
	description: 'Assign, classify, or resolve a security alert',
	permissions: ['SecurityAlert.ReadWrite.All'],
	fields: [alertId, alertChanges],
	request: (item) => ({
		method: 'PATCH',
		path: ['security', 'alerts_v2', item.text('alertId')],
		body: updateBody(item.collection('updateFields')),
		idempotent: true,
	}),
};
