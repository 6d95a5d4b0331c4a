import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { encodeSegment } from '../../../graph/transport/url';
import { requestError } from '../../../graph/errors/requestError';
import { locatorField, longTextField, numberField, textField } from '../../../shared/fields/build';
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
export function conversationMember({ app }: Pick<ItemRun, 'app'>, who: string, owner: boolean): IDataObject {
	if (who === '') {
		throw requestError({
			what: 'No user is specified.',
			fix: 'Choose a user, or enter an object ID or user principal name. With an expression, check that it returns a value for this item.',
		});
	}
	const key = encodeSegment(who.replace(/'/g, "''"));
	return {
		'@odata.type': '#microsoft.graph.aadUserConversationMember',
		roles: owner ? ['owner'] : [],
		'user@odata.bind': `${app().graphUrl}/v1.0/users('${key}')`,
	};
}
