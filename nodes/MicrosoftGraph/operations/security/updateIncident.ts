import { updateBody, moreProperties } from '../../../shared/fields/body';
import { choiceField, longTextField, textsField, updateFields } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { listed } from '../../../shared/parameters/values/text';
import { assessment, incidentId } from '../../../shared/resources/security';

const incidentChanges = updateFields([
	...assessment,
	textsField('customTags', 'Custom Tags', {
		placeholder: 'e.g. Phishing, Finance',
		description: 'Names separated by commas, which replace the current ones; leave empty to remove all',
	}),
	moreProperties,
	longTextField('resolvingComment', 'Resolving Comment', { placeholder: 'e.g. A test of the red team' }),
	choiceField('status', 'Status', { active: 'Active', inProgress: 'In Progress', resolved: 'Resolved' }),
]);

/** Source: "Update incident". */
export const updateIncident: Operation = {
	name: 'Update Incident',
	value: 'updateIncident',
	action: 'Update incident',
	description: 'Assign, classify, tag, or resolve a security incident',
	permissions: ['SecurityIncident.ReadWrite.All'],
	fields: [incidentId, incidentChanges],
	request: (item) => {
		const { customTags, ...fields } = item.collection('updateFields');
		return {
			method: 'PATCH',
			path: ['security', 'incidents', item.text('incidentId')],
			body: updateBody(fields, customTags === undefined ? {} : { customTags: listed(customTags) }),
			idempotent: true,
		};
	},
};
