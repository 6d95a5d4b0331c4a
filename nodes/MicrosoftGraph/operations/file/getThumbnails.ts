import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { choiceField } from '../../../shared/fields/build';
import { fileAt, fileFields, readFilesNote } from '../../../shared/fields/locators/drive';
import { entries, fetchStored, outputField } from '../../../shared/fields/outputs';
import { FileItem } from '../../../shared/fileItem';
import { fileGuards } from '../../../shared/resources/file';
import type { Operation } from '../../operation';

const size = choiceField(
	'thumbnailSize',
	'Download',
	{ '': 'Nothing', small: 'Small (96 Pixels)', medium: 'Medium (176 Pixels)', large: 'Large (800 Pixels)' },
	{ default: '', description: 'Which picture to put into a field of the item' },
);

const output = { ...outputField, displayOptions: { hide: { thumbnailSize: [''] } } };

/** Source: "List thumbnails for a driveItem". */
export const getThumbnails: Operation = {
	name: 'Get Thumbnails',
	value: 'getThumbnails',
	action: 'Get thumbnails of file',
	description:
		'Get the small pictures of a file in several sizes, as URLs that anyone can open for some time, or as a file',
	permissions: ['Files.Read.All'],
	permissionNote: readFilesNote,
	fields: [...fileFields, size, output],
	guards: fileGuards,
	steps: async (run) => {
		const { item, send } = run;
		const path = await fileAt(item, send, 'thumbnails');
		const sets = entries(await send({ method: 'GET', path, expectedResponse: 'list' }));
		const chosen = item.text('thumbnailSize');
		if (chosen === '') return sets;
		const [set] = sets;
		if (set === undefined) {
			throw requestError({
				what: 'The file has no thumbnail.',
				why: 'Microsoft 365 makes thumbnails of pictures, Office files, PDF, and videos, and none of folders.',
				fix: 'Check the file, or set "Download" to "Nothing" to get what exists.',
			});
		}
		const content = await fileAt(item, send, 'thumbnails', String(set.id), chosen, 'content');
		const request = { method: 'GET' as const, path: content };
		const { stored, fileName, mimeType } = await fetchStored(run, { request }, () => ({
			fileName: `thumbnail-${chosen}.jpg`,
		}));
		const json: IDataObject = { ...set, fileName, mimeType };
		return [new FileItem(json, { [item.text('binaryPropertyName')]: stored })];
	},
};
