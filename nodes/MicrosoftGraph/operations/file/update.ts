import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { moreProperties, updateBody } from '../../../shared/fields/body';
import { longTextField, timeField, updateFields } from '../../../shared/fields/build';
import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { objectOf } from '../../../shared/fields/outputs';
import { required } from '../../../shared/parameters/values/reading';
import { fileGuards, includeDownloadUrl } from '../../../shared/resources/file';
import type { Operation } from '../../operation';

/** Source: "Update a driveItem", "fileSystemInfo resource type". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update file or folder',
	description: 'Change the description or times of a file or folder',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [
		...fileFields,
		updateFields([
			longTextField('description', 'Description', { placeholder: 'e.g. Figures of all branches' }),
			required(
				timeField('createdAt', 'Created At', { description: 'When the file was created on the device' }),
			),
			required(
				timeField('modifiedAt', 'Modified At', {
					description: 'When the file was last changed on the device',
				}),
			),
			moreProperties,
		]),
	],
	options: [includeDownloadUrl],
	guards: fileGuards,
	steps: async ({ item, send }) => {
		const { createdAt, modifiedAt, ...more } = item.collection('updateFields');
		const times: IDataObject = {
			...(createdAt !== undefined && { createdDateTime: createdAt }),
			...(modifiedAt !== undefined && { lastModifiedDateTime: modifiedAt }),
		};
		const body = updateBody({ fileSystemInfo: Object.keys(times).length > 0 ? times : undefined }, more);
		const path = await fileAt(item, send);
		const changed = objectOf(await send({ method: 'PATCH', path, body, idempotent: true }));
		const { description: wanted } = body;
		if (typeof wanted === 'string' && (changed.description ?? '') === '') {
			throw requestError({
				what: 'The drive accepted the update, but kept no description.',
				why: 'Microsoft promises descriptions of files for OneDrive Personal only.',
				fix: 'Use a column of the library instead, with "Update Columns".',
			});
		}
		return [changed];
	},
};
