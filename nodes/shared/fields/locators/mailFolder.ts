import type { INodeProperties } from 'n8n-workflow';

import { flagField, locatorField } from '../build';

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

const byPath = {
	displayName: 'By Path',
	name: 'path',
	type: 'string' as const,
	placeholder: 'e.g. Inbox/Projects',
	hint: 'Names of folders, separated by slashes, in the language of the mailbox; the names of its own folders also in English',
};

const folderOrPathField: typeof folderField = (name, displayName, placeholder, more) => {
	const field = folderField(name, displayName, placeholder, more);
	return { ...field, modes: [...(field.modes ?? []), byPath] };
};

/** The folder that an operation is about, also by its path: `mailFolderOf` reads it. */
export const mailFolderOrPath = folderOrPathField('folderId', 'Folder', 'Select a folder…', {
	description: known,
});

/** Which mail folder to read, also by its path; all folders of the mailbox when nothing is chosen. */
export const anyMailFolderOrPath = folderOrPathField('folderId', 'Folder', 'All folders', {
	required: false,
	description: `Folder to read; leave empty for all folders. ${known}`,
});

/** Whether a path may lead to folders that don't exist yet. */
export const createMissingFolders = flagField('createMissingFolders', 'Create Missing Folders', {
	description:
		'Whether to create the folders of a path that don\'t exist, each once; for "By Path" in the destination folder',
});

/** The folder that an operation is about. */
export const mailFolderId = folderField('folderId', 'Folder', 'Select a folder…', { description: known });

/** Where a message goes. */
export const destinationFolderId = folderOrPathField(
	'destinationFolderId',
	'Destination Folder',
	'Select a folder…',
	{
		description: `Destination folder. ${known}`,
	},
);

/** Below which folder; the top of the mailbox when nothing is chosen. */
export const parentFolderId = folderOrPathField(
	'parentFolderId',
	'Parent Folder',
	'Top level of the mailbox',
	{
		required: false,
		description: `Leave empty for the top level of the mailbox. ${known}`,
	},
);

/** Where an inbox rule moves messages. */
export const ruleFolderId = folderField('moveToFolderId', 'Move to Folder', 'No folder', {
	required: false,
	description: 'Folder that the rule moves messages to; leave empty for none',
});
