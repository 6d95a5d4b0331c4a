import { moreProperties, updateBody } from '../../../shared/fields/body';
import { choiceField, longTextField, textField, updateFields } from '../../../shared/fields/build';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { controlProfileId, controlProfilePath } from './controlProfiles';

const controlChanges = updateFields([
	textField('assignedTo', 'Assigned To', {
		placeholder: 'e.g. adele@contoso.com',
		description: 'Who takes care of the control',
	}),
	longTextField('comment', 'Comment', { placeholder: 'e.g. Done by another product' }),
	moreProperties,
	choiceField('state', 'State', {
		Default: 'Default',
		Ignored: 'Ignored',
		Reviewed: 'Reviewed',
		ThirdParty: 'Third Party',
	}),
]);

/** Graph requires it of each change. Source: "Update secureScoreControlProfile". */
const vendorInformation = { provider: 'SecureScore', vendor: 'Microsoft' };

/** Source: "Update secureScoreControlProfile". */
export const updateSecureScoreControlProfile: Operation = {
	name: 'Update Secure Score Control Profile',
	value: 'updateSecureScoreControlProfile',
	action: 'Update secure score control profile',
	description:
		'Assign a control of the secure score, comment on it, or mark it as ignored, reviewed, or resolved by a third party',
	permissions: ['SecurityEvents.ReadWrite.All'],
	fields: [controlProfileId, controlChanges],
	request: (item) => ({
		method: 'PATCH',
		path: controlProfilePath(item),
		body: { vendorInformation, ...updateBody(item.collection('updateFields')) },
		expectedResponse: 'objectOrNothing',
		idempotent: true,
	}),
	output: succeeded,
};
