import { updateBody, moreProperties } from '../../../shared/fields/body';
import { choiceField, textField, updateFields } from '../../../shared/fields/build';
import { groupId } from '../../../shared/fields/locators/group';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { descriptionField, groupGuards, visibility } from '../../../shared/resources/group';

/** Source: "Update group". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update group',
	description: 'Update properties of a group; an added text that is left empty is cleared',
	permissions: ['Group.ReadWrite.All'],
	fields: [
		groupId,
		updateFields([
			descriptionField,
			textField('displayName', 'Name', { placeholder: 'e.g. Sales' }),
			textField('mailNickname', 'Mail Nickname', { placeholder: 'e.g. sales' }),
			textField('membershipRule', 'Membership Rule', {
				placeholder: 'e.g. user.department -eq "Sales"',
				description: 'For a dynamic group',
			}),
			choiceField('membershipRuleProcessingState', 'Membership Rule Processing', {
				On: 'On',
				Paused: 'Paused',
			}),
			visibility,
			moreProperties,
		]),
	],
	options: [waitForReplication],
	guards: groupGuards,
	request: (item) => ({
		method: 'PATCH',
		path: ['groups', item.id('groupId')],
		expectedResponse: 'nothing',
		body: updateBody(item.collection('updateFields')),
		idempotent: true,
	}),
	output: succeeded,
};
