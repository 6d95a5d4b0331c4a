import { longTextField } from '../../../shared/fields/build';
import { entries } from '../../../shared/fields/outputs';
import { alertId } from '../../../shared/resources/security';
import type { Operation } from '../../operation';

/** Source: "Create comment for alert". Each request adds another comment. */
export const addAlertComment: Operation = {
	name: 'Add Alert Comment',
	value: 'addAlertComment',
	action: 'Add comment to alert',
	description: 'Add a comment to a security alert; returns all of its comments',
	permissions: ['SecurityAlert.ReadWrite.All'],
	fields: [
		alertId,
		longTextField('comment', 'Comment', { required: true, placeholder: 'e.g. The device was isolated' }),
	],
	request: (item) => ({
		method: 'POST',
		expectedResponse: 'list',
		path: ['security', 'alerts_v2', item.text('alertId'), 'comments'],
		body: { '@odata.type': 'microsoft.graph.security.alertComment', comment: item.text('comment') },
	}),
	output: entries,
};
