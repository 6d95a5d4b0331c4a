import type { ItemRun } from '../../../shared/itemRun';
import { mailFolderOf } from '../../../shared/resources/mailFolder';

/**
 * Where a message is moved or copied: the ID or well-known name of the folder.
 * @throws RequestError for a path that leads nowhere, unless missing folders are created
 */
export async function destinationOf(run: ItemRun): Promise<string> {
	const { createMissingFolders } = run.item.collection('options');
	return await mailFolderOf(run, 'destinationFolderId', createMissingFolders === true);
}
