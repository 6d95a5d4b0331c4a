import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { locatorField, longTextField, numberField, textField } from '../../../shared/fields/build';
import { userKeyUrl } from '../../../shared/fields/references';
import type { ItemRun } from '../../../shared/itemRun';

/** The most useful properties of a team, for "Simplify". */
export const simpleTeam: readonly string[] = [
	'displayName',
	'description',
	'visibility',
	'isArchived',
	'webUrl',
	'createdDateTime',
	'id',
];

/** The name of a team or channel. */
export const teamsName = textField('displayName', 'Name', { placeholder: 'e.g. Project Alpha' });

/** The same for what is created. */
export const newTeamsName: INodeProperties = { ...teamsName, required: true };

/** The description of a team or channel. */
export const teamsDescription = longTextField('description', 'Description', {
	placeholder: 'e.g. All about the project',
});

/** The owner of what is created, because an app can't own it. */
export const ownerUserId = locatorField(
	'ownerUserId',
	'Owner',
	{
		list: { method: 'searchUsers', placeholder: 'Select a user…' },
		example: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
	},
	{
		description: "Object ID or user principal name of the owner; an app can't create a team without one",
	},
);

/** How long to wait for what Teams does after its response. */
export const waitSeconds = numberField('waitSeconds', 'Wait for Teams (Seconds)', {
	typeOptions: { minValue: 0 },
	default: 300,
	description: 'How long to wait in total until Teams finishes; 0 for no wait',
});

/** A member or owner as Teams expects it. */
export function conversationMember(run: Pick<ItemRun, 'app'>, who: string, owner: boolean): IDataObject {
	return memberWithRoles(run, who, owner ? ['owner'] : []);
}

/**
 * A member with its roles.
 * @param who object ID or user principal name of the user
 * @param roles as Teams names them, such as `owner`
 */
export function memberWithRoles(run: Pick<ItemRun, 'app'>, who: string, roles: string[]): IDataObject {
	return {
		'@odata.type': '#microsoft.graph.aadUserConversationMember',
		roles,
		'user@odata.bind': userKeyUrl(run, who),
	};
}

/** A team of a list, in which Graph has null for each property that the list doesn't include. */
export const withoutNulls = (team: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(team).filter(([, value]) => value !== null));
