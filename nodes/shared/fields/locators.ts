import type { INodeProperties } from 'n8n-workflow';

/** The user of an operation. */
export const userId: INodeProperties = {
	displayName: 'User',
	name: 'userId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'User principal name or object ID',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a user…',
			typeOptions: { searchListMethod: 'searchUsers', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. adele@contoso.com',
		},
	],
};

/** The mailbox of an operation. There is no "own" mailbox: no user is signed in. */
export const mailbox: INodeProperties = {
	...userId,
	displayName: 'Mailbox',
	name: 'mailbox',
	// The list needs a permission that an app for mail alone doesn't have.
	default: { mode: 'id', value: '' },
	description: 'User principal name or object ID of the user or shared mailbox',
};

/** The message of an operation. */
export const messageId: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. AAMkAGI1AAAoZCfHAAA=',
	description: 'ID of the message, as Get Many or a trigger returns it',
};
