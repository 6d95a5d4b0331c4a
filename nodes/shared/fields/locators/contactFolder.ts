import type { INodeProperties } from 'n8n-workflow';

import { locatorField } from '../build';

const example = 'e.g. AAMkAGI2TGuLAAA=';
const list = (placeholder: string) => ({ method: 'searchContactFolders', placeholder });

/** The contact folder that an operation is about. */
export const contactFolderId = locatorField(
	'contactFolderId',
	'Folder',
	{ list: list('Select a folder…'), example },
	{ description: 'Contact folder; the default folder "Contacts" isn\'t listed' },
);

/** In which folder contacts are; the default one when nothing is chosen. */
export const inContactFolder: INodeProperties = {
	...locatorField('contactFolderId', 'Folder', { list: list('Contacts'), example }),
	required: false,
	description: 'Contact folder; leave empty for the default folder "Contacts"',
};

/** Below which folder; the top level when nothing is chosen. */
export const parentContactFolderId: INodeProperties = {
	...locatorField('parentFolderId', 'Parent Folder', { list: list('Top level'), example }),
	required: false,
	description: 'Contact folder; leave empty for the top level',
};
