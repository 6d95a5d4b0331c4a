import { textField } from '../../../shared/fields/build';

/** The name of a contact folder, without the path. */
export const folderName = textField('displayName', 'Name', { required: true, placeholder: 'e.g. Suppliers' });

/** Graph's error for a name that already exists. */
export const nameTaken = {
	when: { code: 'ErrorFolderExists' },
	fix: 'A folder with this name already exists: choose another name, or use the existing folder.',
} as const;
