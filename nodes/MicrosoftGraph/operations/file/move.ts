import { newObject } from '../../../shared/fields/body';
import { flagField } from '../../../shared/fields/build';
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
import { otherDrive } from './copy';
import { moveToDrive } from './moveToDrive';
import { checkNewName } from './names';

const keepVersions = flagField('keepVersions', 'Keep Versions', {
	default: true,
	description:
		'Whether earlier versions of the files move to another drive too. Sharing links and permissions never do.',
});

/** Source: "Move a driveItem to a new folder". */
export const move: Operation = {
	name: 'Move',
	value: 'move',
	action: 'Move file or folder',
	description:
		'Move a file or folder to another folder of its drive, or to another drive: then it is copied, compared, and deleted, and gets a new ID',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...fileFields, destination, otherDrive, otherName, moveConflict],
	options: [includeDownloadUrl, keepVersions],
	guards: [
		{
			when: { status: 412 },
			fix: 'The original was changed while it was copied, so it was kept. Delete the copy, and run the item again.',
		},
		...fileGuards,
	],
	steps: (run) => {
		const other = run.item.text('destinationDriveId');
		return other === '' ? undefined : moveToDrive(run, other);
	},
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
