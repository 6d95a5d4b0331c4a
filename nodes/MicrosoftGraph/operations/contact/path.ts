import type { ItemParameters } from '../../../shared/parameters/itemParameters';

/** The contacts of the chosen folder; by default those of the folder "Contacts". */
export function contactsPath(item: ItemParameters): string[] {
	const user = ['users', item.id('mailbox')];
	const folder = item.id('contactFolderId');
	return folder === '' ? [...user, 'contacts'] : [...user, 'contactFolders', folder, 'contacts'];
}
