import type { IDataObject } from 'n8n-workflow';

import type { GraphResponse } from '../../../graph/graphRequest';
import { quickXorHash } from '../../../graph/quickXorHash';
import { requestError } from '../../../graph/requestError';
import { FileItem } from '../../fileItem';
import { choiceField, textField } from '../../fields/build';
import { fileAt, fileFields, readFilesNote } from '../../fields/locators/drive';
import { objectOf, outputField } from '../../fields/outputs';
import type { Operation } from '../../operation';
import { checkFile, type Facts } from './check';
import { fileGuards } from './fields';

const format = choiceField(
	'format',
	'Convert To',
	{ '': 'Nothing: As It Is', pdf: 'PDF', jpg: 'JPG' },
	{ description: 'Graph makes another file of it: PDF of what Office opens, JPG of pictures and many more' },
);
const version = textField('version', 'Version ID', {
	placeholder: 'e.g. 1.0',
	description: 'An earlier version: the "id" that Get Versions returns; the current one when empty',
});
const byteRange = textField('byteRange', 'Byte Range', {
	placeholder: 'e.g. 0-1023',
	description:
		'A part of the file: its first and last byte, counted from 0; "1024-" for the rest, "-1024" for the end',
});

/** Source: "Download driveItem content", "Convert to other formats", "Download contents of a driveItemVersion". */
export const download: Operation = {
	name: 'Download',
	value: 'download',
	action: 'Download a file',
	description: 'Download a file of any size, an earlier version of it, or a conversion',
	permissions: ['Files.Read.All'],
	permissionNote: readFilesNote,
	fields: [...fileFields, format, outputField],
	options: [version, byteRange],
	guards: [
		{
			when: { status: 406 },
			fix: 'Graph cannot convert this kind of file: choose another format, or download it as it is.',
		},
		...fileGuards,
	],
	steps: async ({ item, send, download: fetchFile, store }) => {
		const [versionId, range] = [
			text(item.collection('options').version),
			text(item.collection('options').byteRange),
		];
		const as = item.text('format');
		checkChoice({ versionId, as, range });
		const path = await fileAt(item, send);
		const known = objectOf(await send({ method: 'GET', path }));
		if (known.file === undefined) {
			throw requestError({
				what: `"${String(known.name)}" is no file.`,
				fix: 'Give the ID or path of a file.',
			});
		}
		const { parentReference, id } = known as { parentReference?: { driveId?: string }; id?: string };
		const file =
			parentReference?.driveId === undefined
				? path
				: ['drives', parentReference.driveId, 'items', String(id)];
		const content = versionId === '' ? [...file, 'content'] : [...file, 'versions', versionId, 'content'];

		const whole = versionId === '' && as === '' && range === '';
		const hasher = whole ? quickXorHash() : undefined;
		let size = 0;
		const fileName = as === '' ? String(known.name) : `${String(known.name).replace(/\.[^.]*$/, '')}.${as}`;
		const { mimeType } = (known.file ?? {}) as { mimeType?: string };
		const stored = await fetchFile(
			{
				request: { method: 'GET', path: content, query: { format: as } },
				...(range !== '' && { range: `bytes=${range}` }),
				watch: (bytes) => {
					size += bytes.length;
					hasher?.update(bytes);
				},
			},
			async ({ stream, headers }) =>
				await store(stream, fileName, as === '' && mimeType ? mimeType : typeOf(headers)),
		);
		if (hasher !== undefined)
			checkFile(known as Facts, { size, quickXorHash: hasher.result() }, 'downloaded');
		const json: IDataObject = { ...known, fileName, mimeType: stored.mimeType, downloadedBytes: size };
		delete json['@microsoft.graph.downloadUrl'];
		return [new FileItem(json, [{ field: item.text('binaryPropertyName'), stored }])];
	},
};

const typeOf = (headers: GraphResponse['headers']): string =>
	String(headers['content-type'] ?? 'application/octet-stream').replace(/;.*$/s, '');

const text = (value: unknown): string => String(value ?? '').trim();

function checkChoice({ versionId, as, range }: { versionId: string; as: string; range: string }): void {
	if (versionId !== '' && as !== '') {
		throw requestError({
			what: 'Graph converts the current version only.',
			fix: `Empty "${version.displayName}", or set "${format.displayName}" to nothing.`,
		});
	}
	if (range !== '' && !/^(\d+-\d*|-\d+)$/.test(range)) {
		throw requestError({
			what: `"${byteRange.displayName}" is no range of bytes: ${range}.`,
			fix: 'Give the first and the last byte, such as 0-1023.',
		});
	}
}
