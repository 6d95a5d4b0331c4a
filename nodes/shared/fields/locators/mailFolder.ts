import type { INodeProperties } from 'n8n-workflow';

import { locatorField } from '../build';

const known =
	'By ID also accepts well-known names: inbox, sentitems, drafts, archive, deleteditems, junkemail.';

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
		description: `Destination folder. ${known}`,
	},
);

/** Below which folder; the top of the mailbox when nothing is chosen. */
export const parentFolderId = folderField('parentFolderId', 'Parent Folder', 'Top level of the mailbox', {
	required: false,
	description: `Leave empty for the top level of the mailbox. ${known}`,
});

/** Where an inbox rule moves messages. */
export const ruleFolderId = folderField('moveToFolderId', 'Move to Folder', 'No folder', {
	required: false,
	description: 'Folder that the rule moves messages to; leave empty for none',
});
