import type { Guard } from '../../graph/errors/explain';
import { choiceField, locatorField, textField } from '../fields/build';

/** The most useful properties of a group, for "Simplify". */
export const simpleGroup: readonly string[] = [
	'displayName',
	'mail',
	'description',
	'visibility',
	'groupTypes',
	'mailNickname',
	'mailEnabled',
	'securityEnabled',
	'createdDateTime',
	'id',
];

/** The most useful properties of a member or owner, for "Simplify". */
export const simpleMember: readonly string[] = [
	'displayName',
	'userPrincipalName',
	'mail',
	'id',
	// It can be of several types.
	'@odata.type',
];

/** What is visible of members. */
export const memberNote =
	'To see names and addresses, the app also needs permission to read that kind of object, such as User.ReadBasic.All.';

/** The hint for members of which Graph returned only the ID. */
export const memberHint =
	'Graph returned only the IDs of some objects, because the app may not read objects of their type. Grant it User.ReadBasic.All for users, GroupMember.Read.All for groups, Device.Read.All for devices, or Application.Read.All for apps.';

/** The permission for hidden members. */
export const hiddenNote = 'Members of a group with hidden membership need Member.Read.Hidden.';

/** Graph's error for hidden members. */
export const hiddenMembers: Guard = {
	when: { status: 403 },
	fix: 'If the group has hidden membership, the app also needs Member.Read.Hidden.',
};

/** Further permissions for changing members of some groups, or some members. */
export const roleNote =
	'Members that are groups, devices, or apps need more (Group.ReadWrite.All, Device.ReadWrite.All, Application.ReadWrite.All); role-assignable groups need RoleManagement.ReadWrite.Directory.';

/** The same for removals, which need the object ID. */
export const removalNote =
	'To find a user by user principal name, the app needs User.ReadBasic.All. Role-assignable groups need RoleManagement.ReadWrite.Directory.';

const noMailGroups: Guard = {
	when: { status: 400, message: /mail-enabled security|distribution list/i },
	fix: 'Graph can only read mail-enabled security groups and distribution lists: change them in the Exchange admin center or with Exchange Online PowerShell.',
};

/** Graph's errors for groups whose members it can't change. */
export const memberGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /already exist/i },
		fix: "It's already a member or owner of the group.",
	},
	{
		when: { status: 400, message: /dynamic/i },
		fix: 'A rule decides who is in this group: change its membership rule ("Group: Update"), or the user property that the rule checks.',
	},
	noMailGroups,
];

/** Graph's errors for the owners of a group. */
export const ownerGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /at least one owner|last owner/i },
		fix: "A group's last owner can't be removed: add another owner first.",
	},
	...memberGuards,
];

/** Graph's errors for group properties. */
export const groupGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /membership ?rule/i },
		fix: 'Check the membership rule, such as user.department -eq "Sales"; the tenant needs Microsoft Entra ID P1 for it.',
	},
	{
		when: { status: 400, message: /mailNickname already exists|conflicting object/i },
		fix: 'Another group, user, or contact has this mail nickname: choose another.',
	},
	noMailGroups,
];

/** The description of a group. */
export const descriptionField = textField('description', 'Description', {
	placeholder: 'e.g. Everybody in sales',
});

/** Who can see a group's content. */
export const visibility = choiceField('visibility', 'Visibility', {
	Private: 'Private',
	Public: 'Public',
	HiddenMembership: 'Hidden Membership',
});

/** The member of an operation. */
export const memberId = locatorField(
	'memberId',
	'Member',
	{
		list: { method: 'searchGroupMembers', placeholder: 'Select a member…' },
		example: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
	},
	{ description: 'Object ID of the member, or user principal name' },
);

/** The owner of an operation. */
export const ownerId = locatorField(
	'ownerId',
	'Owner',
	{
		list: { method: 'searchGroupOwners', placeholder: 'Select an owner…' },
		example: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
	},
	{ description: 'Object ID of the owner, or user principal name' },
);

/** The deleted group of an operation. */
export const deletedGroupId = locatorField(
	'deletedGroupId',
	'Deleted Group',
	{
		list: { method: 'searchDeletedGroups', placeholder: 'Select a deleted group…' },
		example: 'e.g. 02bd9fd6-8f93-4758-87c3-1fb73740a315',
	},
	{ description: 'Object ID that the group had' },
);
