import type { Guard } from '../../graph/errors/explain';
import { choiceField, locatorField, textField } from '../fields/build';

/** What of a group people look for first. */
export const simpleGroup: readonly string[] = [
	'id',
	'displayName',
	'description',
	'mail',
	'mailNickname',
	'groupTypes',
	'mailEnabled',
	'securityEnabled',
	'visibility',
	'createdDateTime',
];

/** What of a member or owner people look for first. */
export const simpleMember: readonly string[] = ['id', 'displayName', 'mail', 'userPrincipalName'];

/** What of members can be seen. */
export const memberNote =
	'To see names and addresses, the app needs to read that kind of object, too: User.ReadBasic.All.';

/** What members need that the group hides. */
export const hiddenNote = 'Members of a group with hidden membership need Member.Read.Hidden.';

/** What Graph says where the app may not see the members that a group hides. */
export const hiddenMembers: Guard = {
	when: { status: 403 },
	fix: 'If the group has hidden membership, the app also needs Member.Read.Hidden.',
};

/** What a change of members needs for some groups and members. */
export const roleNote =
	'Members that are groups, devices or apps need more (Group.ReadWrite.All, Device.ReadWrite.All, Application.ReadWrite.All); groups that can have an administrator role, RoleManagement.ReadWrite.Directory.';

/** The same for removals, which need the object ID. */
export const removalNote =
	'A user given by user principal name is looked up first, with User.ReadBasic.All. Groups that can have an administrator role need RoleManagement.ReadWrite.Directory.';

const noMailGroups: Guard = {
	when: { status: 400, message: /mail-enabled security|distribution list/i },
	fix: 'Mail-enabled security groups and distribution lists can only be read by Graph: change them in the Exchange admin center or with Exchange Online PowerShell.',
};

/** Of what kind a group is that Graph does not change the members of. */
export const memberGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /already exist/i },
		fix: 'It is a member, or an owner, of the group already.',
	},
	{
		when: { status: 400, message: /dynamic/i },
		fix: 'A rule decides who is in this group: change its membership rule ("Group: Update"), or the property of the user that the rule looks at.',
	},
	noMailGroups,
];

/** What Graph does not do with the owners of a group. */
export const ownerGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /at least one owner|last owner/i },
		fix: 'The last owner of a group cannot be removed: add another owner first.',
	},
	...memberGuards,
];

/** What Graph does not change in a group. */
export const groupGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /membership ?rule/i },
		fix: 'Check the membership rule, such as user.department -eq "Sales"; the tenant needs Microsoft Entra ID P1 for it.',
	},
	{
		when: { status: 400, message: /mailNickname already exists|conflicting object/i },
		fix: 'Another group, user or contact has this mail nickname: choose another.',
	},
	noMailGroups,
];

/** The description of a group. */
export const descriptionField = textField('description', 'Description', {
	placeholder: 'e.g. Everybody in sales',
});

/** Who sees what is in a group. */
export const visibility = choiceField('visibility', 'Visibility', {
	Private: 'Private',
	Public: 'Public',
	HiddenMembership: 'Hidden Membership',
});

/** Which member an operation is about. */
export const memberId = locatorField(
	'memberId',
	'Member',
	{
		list: { method: 'searchGroupMembers', placeholder: 'Select a member…' },
		example: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
	},
	{ description: 'Object ID of the member, or user principal name' },
);

/** Which owner an operation is about. */
export const ownerId = locatorField(
	'ownerId',
	'Owner',
	{
		list: { method: 'searchGroupOwners', placeholder: 'Select an owner…' },
		example: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
	},
	{ description: 'Object ID of the owner, or user principal name' },
);
