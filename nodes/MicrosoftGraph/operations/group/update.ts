import { changes, moreProperties } from '../../fields/body';
import { choiceField, textField, updateFields } from '../../fields/build';
import { groupId } from '../../fields/locators/group';
import { succeeded } from '../../fields/outputs';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { descriptionField, groupGuards, visibility } from './fields';

/** Source: "Update group". Setting the same values again does no harm. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update a group',
	description: 'Change properties of a group; a text that is added and left empty is removed',
	permissions: ['Group.ReadWrite.All'],
	fields: [
		groupId,
		updateFields([
			descriptionField,
			textField('displayName', 'Name', { placeholder: 'e.g. Sales' }),
			textField('mailNickname', 'Mail Nickname', { placeholder: 'e.g. sales' }),
			textField('membershipRule', 'Membership Rule', {
				placeholder: 'e.g. user.department -eq "Sales"',
				description: 'For a group whose members a rule decides',
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
		due: 'nothing',
		body: changes(item.collection('updateFields')),
		idempotent: true,
	}),
	output: succeeded,
};
