import type { INodeProperties } from 'n8n-workflow';

import { locatorField } from '../build';

const known = 'By ID takes well-known names too: inbox, sentitems, drafts, archive, deleteditems, junkemail.';

const folderField = (
	name: string,
	displayName: string,
	placeholder: string,
	more: Partial<INodeProperties>,
): INodeProperties =>
	locatorField(
		name,
		displayName,
		{ list: { method: 'searchMailFolders', placeholder }, example: 'e.g. inbox' },
		more,
	);

/** The folder that an operation is about. */
export const mailFolderId = folderField('folderId', 'Folder', 'Select a folder…', { description: known });

/** Where a message goes. */
export const destinationFolderId = folderField(
	'destinationFolderId',
	'Destination Folder',
	'Select a folder…',
	{
		description: `Folder to put it in. ${known}`,
	},
);

/** Below which folder; the top of the mailbox when nothing is chosen. */
export const parentFolderId = folderField('parentFolderId', 'Parent Folder', 'Top of the mailbox', {
	required: false,
	description: `The top of the mailbox when empty. ${known}`,
});

/** Where an inbox rule moves messages. */
export const ruleFolderId = folderField('moveToFolderId', 'Move to Folder', 'No folder', {
	required: false,
	description: 'Folder that the rule moves messages to; none when empty',
});
