import { requestError } from '../../../graph/errors/requestError';
import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { inputField } from '../../../shared/fields/outputs';
import { fileGuards, includeDownloadUrl } from '../../../shared/resources/file';
import type { Operation } from '../../operation';
import { mimeType, rangeSize, uploadContent } from './upload';

/** Source: "Upload small files", "driveItem: createUploadSession". */
export const replaceContent: Operation = {
	name: 'Replace Content',
	value: 'replaceContent',
	action: 'Replace content of file',
	description: 'Upload a new version of an existing file, of any size; its ID, name, and sharing stay',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...fileFields, inputField],
	options: [includeDownloadUrl, mimeType, rangeSize],
	guards: fileGuards,
	steps: async (run) => {
		const { item, send } = run;
		const file = await item.source(item.text('binaryPropertyName'));
		const path = await fileAt(item, send);
		const query = { $select: 'id,name,file,parentReference' };
		const { body } = await send({ method: 'GET', path, query });
		const known = body as {
			id?: string;
			name?: string;
			file?: object;
			parentReference?: { driveId?: string };
		};
		const { id, name, parentReference } = known;
		if (known.file === undefined) {
			throw requestError({
				what: `"${String(name)}" isn't a file.`,
				fix: 'Enter the ID or path of a file.',
			});
		}
		// By its ID: someone may rename or move it meanwhile.
		const place = ['drives', String(parentReference?.driveId), 'items', String(id)];
		const at = (...below: string[]) => [...place, ...below];
		return [await uploadContent(run, { at, file, name: String(name), behavior: {} })];
	},
};
