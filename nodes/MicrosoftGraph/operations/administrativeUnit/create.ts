import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, choiceField, flagField, textField } from '../../../shared/fields/build';
import { unitDescription, unitRule, unitRuleProcessing } from '../../../shared/resources/administrativeUnit';
import type { Operation } from '../../operation';

/** Source: "Create administrativeUnit". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create administrative unit',
	description: 'Create an administrative unit, to delegate the administration of a part of the directory',
	permissions: ['AdministrativeUnit.ReadWrite.All'],
	fields: [
		textField('displayName', 'Name', { required: true, placeholder: 'e.g. Seattle' }),
		additionalFields([
			unitDescription,
			choiceField('visibility', 'Membership Visibility', {
				Public: 'Public',
				HiddenMembership: 'Hidden Membership',
			}),
			unitRule,
			unitRuleProcessing,
			flagField('isMemberManagementRestricted', 'Restricted Management', {
				default: true,
				description:
					"Whether only administrators of the unit itself can change its members; tenant-wide administrators can't, and this can't be changed later",
			}),
			moreProperties,
		]),
	],
	guards: [
		{
			when: { status: 400, message: /membership ?rule/i },
			fix: 'Check the membership rule, such as user.country -eq "Germany".',
		},
	],
	request: (item) => {
		const more = item.collection('additionalFields');
		// With a rule, the unit is dynamic: Graph needs all three properties together.
		const dynamic = more.membershipRule
			? { membershipType: 'Dynamic', membershipRuleProcessingState: 'On' }
			: {};
		return {
			method: 'POST',
			path: ['directory', 'administrativeUnits'],
			body: newObject({ displayName: item.text('displayName') }, dynamic, more),
		};
	},
};
