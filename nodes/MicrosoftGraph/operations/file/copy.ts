import type { IDataObject } from 'n8n-workflow';

import type { GraphResponse } from '../../../graph/graphRequest';
import { requestError } from '../../../graph/errors/requestError';
import { newObject } from '../../../shared/fields/body';
import { flagField, textField } from '../../../shared/fields/build';
import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { objectOf } from '../../../shared/fields/outputs';
import { maxWaitOf } from '../../../shared/fields/request';
import { pollUntil } from '../../../shared/poll';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { readAs } from '../../../shared/parameters/values/reading';
import {
	conflict,
	conflictBehavior,
	destination,
	driveOfFile,
	fileGuards,
	findFolder,
	includeDownloadUrl,
	otherName,
	type Folder,
} from '../../../shared/resources/file';
import { checkNewName } from './names';

/** The drive of the destination folder. */
export const otherDrive = readAs(
	textField('destinationDriveId', 'To Drive ID', {
		placeholder: 'e.g. b!CbtYWrofwUGBJWnaJkNwoNrBLp_kC3RKklSXPwrdeP3yH8_qmH9xT5Y6RROPWvUV',
		description: "ID of the drive that contains the folder; leave empty for the file's own drive",
	}),
	{ whenEmpty: 'mayBeBlank' },
);
const waitForIt = flagField('waitForCompletion', 'Wait for Completion', {
	default: true,
	description:
		'Whether to wait, up to "Max Wait", until the copy is finished, and return it; otherwise, only the "monitorUrl" is returned',
});

/** Source: "driveItem: copy", "Working with long running actions". */
export const copy: Operation = {
	name: 'Copy',
	value: 'copy',
	action: 'Copy file or folder',
	description: 'Copy a file or folder, with all its contents, to a folder of the same or another drive',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...fileFields, destination, otherDrive, otherName, conflict, waitForIt],
	options: [includeDownloadUrl],
	guards: fileGuards,
	steps: async (run) => {
		const { item, send } = run;
		checkNewName(item.text('newName'));
		const most = maxWaitOf(item);
		const path = await fileAt(item, send, 'copy');
		const other = item.text('destinationDriveId');
		const drive = other === '' ? driveOfFile(path) : ['drives', other];
		const folder = await findFolder(run, drive, item.text('destination'));
		const accepted = await send({
			method: 'POST',
			expectedResponse: 'accepted',
			path,
			query: conflictBehavior(item),
			body: newObject({ name: item.text('newName'), parentReference: { ...folder } }),
		});
		const monitorUrl = String(accepted.headers.location ?? '');
		if (!item.flag('waitForCompletion')) return [{ accepted: true, monitorUrl }];
		const id = await completed(run, monitorUrl, most);
		if (id === undefined) return [{ success: true, monitorUrl }];
		return [await copied(run, folder, id)];
	},
};

async function copied({ send }: ItemRun, { driveId }: Folder, id: string): Promise<IDataObject> {
	return objectOf(await send({ method: 'GET', path: ['drives', driveId, 'items', id] }));
}

/** The longest wait between checks, in ms. */
const maxPollWaitMs = 10_000;

/**
 * Waits until a copy is done.
 * @param most how long, in ms
 * @returns the ID of the copy, if the monitor returns it
 * @throws RequestError when the copy fails, or isn't done in time
 */
export async function completed(run: ItemRun, monitorUrl: string, most: number): Promise<string | undefined> {
	const { resourceId } = await pollUntil(
		run,
		{ most, maxPause: maxPollWaitMs },
		async () => {
			const answer = await run.send({ method: 'GET', path: ['copy', 'monitor'], preauthUrl: monitorUrl });
			const progress = progressOf(answer);
			return progress.status === 'completed' ? progress : undefined;
		},
		(seconds) =>
			requestError({
				what: `The copy was accepted, but isn't finished after ${seconds} s.`,
				why: 'Microsoft 365 is still copying it.',
				fix: 'Check the folder later before you copy it again, or raise "Max Wait (Seconds)".',
				outcomeUnknown: true,
			}),
	);
	return resourceId;
}

interface Progress {
	status?: string;
	resourceId?: string;
	error?: { code?: string; message?: string };
	statusDescription?: string;
}

function progressOf({ body, headers }: GraphResponse): Progress {
	const progress = (typeof body === 'object' && body !== null ? body : {}) as Progress;
	if (progress.status === undefined) return headers.location ? { status: 'completed' } : {};
	if (!/^(failed|deleteFailed|cancelled)$/i.test(progress.status)) return progress;
	const { code = progress.status, message = progress.statusDescription ?? '' } = progress.error ?? {};
	throw requestError({
		what: `The copy failed: ${code}. ${message}`.trim(),
		fix:
			code === 'nameAlreadyExists'
				? 'The folder already has something with this name: set "If the Name Exists", or choose another name.'
				: 'Check the destination folder, and whether its drive has enough storage. Some of it may have been copied: check before you run this again.',
	});
}
