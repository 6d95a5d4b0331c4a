import { newObject } from '../../../shared/fields/body';
import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import type { Operation } from '../../operation';
import {
	conflictBehavior,
	destination,
	driveOfFile,
	fileGuards,
	findFolder,
	includeDownloadUrl,
	moveConflict,
	otherName,
} from '../../../shared/resources/file';
import { checkNewName } from './names';

/** Source: "Move a driveItem to a new folder". */
export const move: Operation = {
	name: 'Move',
	value: 'move',
	action: 'Move file or folder',
	description: 'Move a file or folder to another folder of its drive',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...fileFields, destination, otherName, moveConflict],
	options: [includeDownloadUrl],
	guards: fileGuards,
	request: async (item, send) => {
		checkNewName(item.text('newName'));
		const path = await fileAt(item, send);
		const { id } = await findFolder({ send }, driveOfFile(path), item.text('destination'));
		return {
			method: 'PATCH',
			path,
			body: newObject({
				name: item.text('newName'),
				parentReference: { id },
				...conflictBehavior(item),
			}),
		};
	},
};
