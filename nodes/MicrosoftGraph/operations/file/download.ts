import type { IDataObject } from 'n8n-workflow';

import type { Hasher } from '../../../graph/files/quickXorHash';
import { requestError } from '../../../graph/errors/requestError';
import { choiceField, numberField, textField } from '../../../shared/fields/build';
import { fileAt, fileFields, readFilesNote } from '../../../shared/fields/locators/drive';
import { fetchStored, objectOf, outputField } from '../../../shared/fields/outputs';
import { FileItem } from '../../../shared/fileItem';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { optionalText } from '../../../shared/parameters/values/text';
import { checkDownload, type Facts } from './check';
import { fileGuards } from '../../../shared/resources/file';
import { hashIn } from './hashes';

const format = choiceField(
	'format',
	'Convert To',
	{ '': 'No Conversion', pdf: 'PDF', jpg: 'JPG' },
	{ description: 'Format to convert the file to: for example PDF for Office files, or JPG for images' },
);
const pictureSide = (name: string, displayName: string, what: string) =>
	numberField(name, displayName, {
		default: 1024,
		typeOptions: { minValue: 1 },
		description: `Maximum ${what} of the image, in pixels`,
		displayOptions: { show: { format: ['jpg'] } },
	});
const width = pictureSide('width', 'Width', 'width');
const height = pictureSide('height', 'Height', 'height');
const version = textField('version', 'Version ID', {
	placeholder: 'e.g. 1.0',
	description:
		'The "id" of an earlier version, as Get Versions returns it; leave empty for the current version',
});
const byteRange = textField('byteRange', 'Byte Range', {
	placeholder: 'e.g. 0-1023',
	description:
		'Part of the file to download: first and last byte, counted from 0; "1024-" for everything from there, "-1024" for the last bytes',
});

/** Source: "Download driveItem content", "Convert to other formats", "Download contents of a driveItemVersion". */
export const download: Operation = {
	name: 'Download',
	value: 'download',
	action: 'Download file',
	description: 'Download a file of any size, an earlier version of it, or a conversion',
	permissions: ['Files.Read.All'],
	permissionNote: readFilesNote,
	fields: [...fileFields, format, width, height, outputField],
	options: [version, byteRange],
	guards: [
		{
			when: { status: 406 },
			fix: "Graph can't convert this kind of file: choose another format, or download it without conversion.",
		},
		...fileGuards,
	],
	steps: async (run) => {
		const { item, send } = run;
		const [versionId, range] = [
			optionalText(item.collection('options').version),
			optionalText(item.collection('options').byteRange),
		];
		const as = item.text('format');
		checkChoice({ versionId, as, range });
		const path = await fileAt(item, send);
		const known = objectOf(await send({ method: 'GET', path }));
		if (known.file === undefined) {
			throw requestError({
				what: `"${String(known.name)}" isn't a file.`,
				fix: 'Enter the ID or path of a file.',
			});
		}
		const { parentReference, id } = known as { parentReference?: { driveId?: string }; id?: string };
		const file =
			parentReference?.driveId === undefined
				? path
				: ['drives', parentReference.driveId, 'items', String(id)];
		const isCurrent = versionId === '' || (await isNewest(run, file, versionId));
		const content = isCurrent ? [...file, 'content'] : [...file, 'versions', versionId, 'content'];

		const { file: facts = {} } = known as Facts & { file?: { mimeType?: string } };
		// Graph reports size and hash only for the current, full file.
		const whole = isCurrent && as === '' && range === '';
		const hash = whole ? hashIn(facts.hashes) : undefined;
		let hasher: Hasher | undefined;
		let told: number | undefined;
		const side = (name: string) => (as === 'jpg' ? Math.floor(item.number(name)) : undefined);
		const fileName = as === '' ? String(known.name) : `${String(known.name).replace(/\.[^.]*$/, '')}.${as}`;
		const { stored, size, mimeType } = await fetchStored(
			run,
			{
				request: {
					method: 'GET',
					path: content,
					query: { format: as, width: side('width'), height: side('height') },
				},
				...(range !== '' && { range: `bytes=${range}` }),
				...(whole && facts.mimeType !== undefined && { expects: { mimeType: facts.mimeType } }),
				watch: () => {
					hasher = hash?.begin();
					return (bytes) => hasher?.update(bytes);
				},
			},
			({ 'content-length': length }) => {
				told = length === undefined ? undefined : Number(length);
				return { fileName, mimeType: (as === '' && facts.mimeType) || undefined };
			},
		);
		if (whole) {
			const difference = checkDownload(known as Facts, { size, hash: hasher?.result() }, told);
			if (difference !== undefined) run.hint(outdatedHint, `${fileName}: ${difference}`);
		}
		const json: IDataObject = { ...known, fileName, mimeType, downloadedBytes: size };
		return [new FileItem(json, { [item.text('binaryPropertyName')]: stored })];
	},
};

const outdatedHint =
	'The file was downloaded in full, but its size differs from the one that the drive reports. The drive may not show a recent change yet.';

/** Whether a version is the current one: Graph returns its content only from the file itself. */
async function isNewest({ send }: ItemRun, file: readonly string[], versionId: string): Promise<boolean> {
	const { body } = await send({ method: 'GET', path: [...file, 'versions'], expectedResponse: 'list' });
	const versions = (body as { value: Array<{ id?: string; lastModifiedDateTime?: string }> }).value;
	const [first] = versions;
	const newest = versions.reduce(
		(one, other) => ((other.lastModifiedDateTime ?? '') > (one?.lastModifiedDateTime ?? '') ? other : one),
		first,
	);
	return newest?.id === versionId;
}

function checkChoice({ versionId, as, range }: { versionId: string; as: string; range: string }): void {
	if (versionId !== '' && as !== '') {
		throw requestError({
			what: 'Graph converts only the current version.',
			fix: `Leave "${version.displayName}" empty, or set "${format.displayName}" to "No Conversion".`,
		});
	}
	if (range !== '' && !/^(\d+-\d*|-\d+)$/.test(range)) {
		throw requestError({
			what: `"${byteRange.displayName}" isn't a range of bytes: ${range}.`,
			fix: 'Enter the first and last byte, such as 0-1023.',
		});
	}
}
