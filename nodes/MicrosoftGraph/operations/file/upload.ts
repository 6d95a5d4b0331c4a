import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../../credentials/auth/core/caught';
import { isOutcomeUnknown } from '../../../graph/errors/outcomeUnknown';
import { quickXorHash, type Hasher } from '../../../graph/files/quickXorHash';
import { requestError } from '../../../graph/errors/requestError';
import { rangeUnit, type UploadSource } from '../../../graph/files/upload';
import { numberField, textField } from '../../../shared/fields/build';
import { folderAt, folderFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { inputField, objectOf } from '../../../shared/fields/outputs';
import { wholeOf } from '../../../shared/parameters/fileSource';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { optionalText } from '../../../shared/parameters/values/text';
import { differenceOf, differsHint, isRewritten, rewrittenHint, type Facts } from './check';
import { conflict, conflictBehavior, fileGuards, includeDownloadUrl } from '../../../shared/resources/file';
import { hashIn, type KnownHash } from './hashes';
import { checkNewName, inFolder } from './names';

/** The most bytes that go in one request. */
const maxRequestBytes = 4 * 1024 * 1024;
const mebibyte = 1024 * 1024;
/** The most bytes that Graph takes of a file: 250 GB. Source: "driveItem: createUploadSession". */
const maxFileBytes = 250e9;

const fileName = textField('fileName', 'File Name', {
	placeholder: 'e.g. January 2026.xlsx',
	description: "Name of the uploaded file, with its extension; leave empty for the input file's name",
});
export const mimeType = textField('mimeType', 'MIME Type', {
	placeholder: 'e.g. text/plain',
	description:
		"Type of the file; leave empty for the input file's type. Graph keeps it only for files up to 4 MB.",
});
export const rangeSize = numberField('rangeSize', 'Upload Range (MiB)', {
	default: 10,
	typeOptions: { minValue: 1, maxValue: 59 },
	description: 'How much of a large file to send in one request and hold in memory; at most 59',
});

/** Source: "Upload small files", "driveItem: createUploadSession". */
export const upload: Operation = {
	name: 'Upload',
	value: 'upload',
	action: 'Upload file',
	description: 'Upload a file of any size into a folder, or replace one',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...folderFields, inputField, fileName, conflict],
	options: [includeDownloadUrl, mimeType, rangeSize],
	guards: fileGuards,
	steps: async (run) => {
		const { item, send } = run;
		const file = await item.source(item.text('binaryPropertyName'));
		const name = item.text('fileName') || (file.fileName ?? '').trim();
		checkName(name, file.size);
		const folder = await folderAt(item, send);
		const at = (...below: string[]) => inFolder(folder, [name], ...below);
		const behavior = conflictBehavior(item);
		return [await uploadContent(run, { at, file, name, behavior })];
	},
};

/** Where a file's content goes. */
interface Target {
	/** The path of the file, and of what is below it. */
	at: (...below: string[]) => string[];
	file: UploadSource & { mimeType: string };
	/** Its name in the drive. */
	name: string;
	/** What to do if it exists, as Graph's annotation; empty where the path says that it does. */
	behavior: Record<string, string>;
}

/**
 * Uploads content of any size, and compares what Graph reports of it. A difference is a hint: the file is stored.
 * @returns the file as Graph returns it
 */
export async function uploadContent(
	run: ItemRun,
	{ at, file, name, behavior }: Target,
): Promise<IDataObject> {
	const source = hashed(file);
	const type = optionalText(run.item.collection('options').mimeType) || file.mimeType;
	const made = await store(run, { at, file: source, name, behavior }, type);
	const known = hashIn((made as Facts).file?.hashes);
	const sent = { size: file.size, hash: known && (await source.hash(known)) };
	const difference = differenceOf(made as Facts, sent, 'uploaded');
	const about = String(made.name ?? name);
	// The file is uploaded: an error would only make someone upload it again.
	if (difference !== undefined && isRewritten({ name: about })) run.hint(rewrittenHint, about);
	else if (difference !== undefined) run.hint(differsHint, `${about}: ${difference}`);
	return made;
}

/** The same with a file whose hash is computed on the way. */
type HashedTarget = Omit<Target, 'file'> & { file: HashedSource };

const behaviorOf = ({ behavior }: Pick<Target, 'behavior'>) =>
	behavior['@microsoft.graph.conflictBehavior'] ?? 'replace';

/** Uploads the file; if the response is lost, checks whether the file exists. */
async function store(run: ItemRun, target: HashedTarget, type: string): Promise<IDataObject> {
	try {
		return await sendFile(run, target, type);
	} catch (error) {
		// A file that Graph renamed can't be found by its name.
		if (!isOutcomeUnknown(error) || behaviorOf(target) === 'rename') throw caught(error);
		const found = await look(run, target.at(), target.file);
		if (found === undefined) throw caught(error);
		return found;
	}
}

async function sendFile(
	{ item, send, withTransferSlot, upload: sendRanges }: ItemRun,
	target: HashedTarget,
	type: string,
): Promise<IDataObject> {
	const { at, file: source, behavior } = target;
	const replaces = behaviorOf(target) === 'replace';
	if (source.size <= maxRequestBytes) {
		const answer = await withTransferSlot(async () => {
			const content = { bytes: await wholeOf(source), type };
			const path = at('content');
			return await send({ method: 'PUT', path, query: behavior, content, idempotent: replaces });
		});
		return objectOf(answer);
	}
	const session = await send({
		method: 'POST',
		path: at('createUploadSession'),
		body: { item: { ...behavior } },
		// An unused session expires by itself.
		idempotent: true,
	});
	const { uploadUrl } = session.body as { uploadUrl: string };
	const given = ((item.collection('options').rangeSize ?? 10) as number) * mebibyte;
	const units = Math.max(1, Math.floor(Math.min(given, 60 * mebibyte - 1) / rangeUnit));
	return objectOf(await sendRanges(uploadUrl, source, { rangeSize: units * rangeUnit }));
}

/** The file where it should be, if it is what was sent. */
async function look(
	{ send }: ItemRun,
	path: string[],
	source: HashedSource,
): Promise<IDataObject | undefined> {
	try {
		const made = objectOf(await send({ method: 'GET', path }));
		const { size, file } = made as Facts;
		const known = size === source.size ? hashIn(file?.hashes) : undefined;
		return known?.fits(await source.hash(known)) ? made : undefined;
	} catch {
		return undefined;
	}
}

/** A file that was read, and its hash. */
interface HashedSource extends UploadSource {
	hash(kind: KnownHash): Promise<string>;
}

/**
 * A file whose QuickXorHash is computed as it's read; bytes that are read again don't count twice. Which hash Graph
 * reports is known only after the upload: for another one, the file is read again.
 */
function hashed(file: UploadSource): HashedSource {
	const hasher = quickXorHash();
	let position = 0;
	return {
		size: file.size,
		hash: async ({ name, begin }) =>
			name === 'quickXorHash' ? hasher.result() : await hashOf(file, begin()),
		release: file.release,
		read: async (start, end, into) => {
			const bytes = await file.read(start, end, into);
			if (start <= position && end > position) {
				hasher.update(bytes.subarray(position - start));
				position = end;
			}
			return bytes;
		},
	};
}

async function hashOf(file: UploadSource, hasher: Hasher): Promise<string> {
	for (let at = 0; at < file.size; at += mebibyte) {
		hasher.update(await file.read(at, Math.min(at + mebibyte, file.size)));
	}
	await file.release?.();
	return hasher.result();
}

function checkName(name: string, size: number): void {
	if (name === '') {
		throw requestError({
			what: 'The file has no name.',
			fix: `Fill in "${fileName.displayName}", because the input file has no name.`,
		});
	}
	checkNewName(name);
	if (size > maxFileBytes) {
		throw requestError({
			what: `The file has ${Math.round(size / 1e9)} GB; OneDrive and SharePoint support up to 250 GB.`,
			fix: 'Split it.',
		});
	}
}
