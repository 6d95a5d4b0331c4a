import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../../credentials/auth/core/caught';
import type { Send } from '../../../graph/client';
import { GraphError } from '../../../graph/errors/graphError';
import { requestError } from '../../../graph/errors/requestError';
import { textField } from '../../../shared/fields/build';
import { folderAt, folderFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { conflict, conflictBehavior, fileGuards } from '../../../shared/resources/file';
import { checkNewName, inFolder } from './names';

const newFolder = textField('name', 'Name', {
	required: true,
	placeholder: 'e.g. January 2026',
	description:
		'Name of the folder, or its path within "Folder", such as Reports/2026; missing parent folders are created',
});

/** Source: "Create a new folder in a drive". */
export const createFolder: Operation = {
	name: 'Create Folder',
	value: 'createFolder',
	action: 'Create folder',
	description: 'Create a folder in a drive, with its parent folders',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...folderFields, newFolder, conflict],
	guards: fileGuards,
	steps: async (run) => {
		const { item, send } = run;
		const names = namesOf(item.text('name'));
		const folder = await folderAt(item, send);
		const path = inFolder(folder, names.slice(0, -1), 'children');
		const body = { name: names.at(-1), folder: {}, ...conflictBehavior(item) };
		try {
			return [objectOf(await send({ method: 'POST', path, body }))];
		} catch (error) {
			// Usually the parent folders exist, so they're created only after an error.
			if (names.length === 1 || !isRefused(error, [400, 404])) throw caught(error);
			await makeSure(send, folder, names.slice(0, -1));
			return [objectOf(await send({ method: 'POST', path, body }))];
		}
	},
};

function namesOf(path: string): string[] {
	const names = path.split('/').filter((name) => name !== '');
	names.forEach(checkNewName);
	if (names.length > 0) return names;
	throw requestError({
		what: 'The folder has no name.',
		fix: 'Fill in "Name"; with an expression, check that it returns a value for this item.',
	});
}

/**
 * Ensures that a folder and all its parents exist.
 * @param names of each level below the folder
 * @throws RequestError where a file has the name of one of them; what `send` throws
 */
async function makeSure(send: Send, folder: readonly string[], names: readonly string[]): Promise<void> {
	const create = async () => {
		await send({
			method: 'POST',
			path: inFolder(folder, names.slice(0, -1), 'children'),
			body: { name: names.at(-1), folder: {}, '@microsoft.graph.conflictBehavior': 'fail' },
			// A folder from an earlier try is reused.
			idempotent: true,
		});
	};
	try {
		try {
			await create();
		} catch (error) {
			if (names.length === 1 || !isRefused(error, [400, 404])) throw caught(error);
			await makeSure(send, folder, names.slice(0, -1));
			await create();
		}
	} catch (error) {
		if (!isRefused(error, [409])) throw caught(error);
		await checkFolder(send, inFolder(folder, names), names);
	}
}

async function checkFolder(send: Send, path: string[], names: readonly string[]): Promise<void> {
	const { body } = await send({ method: 'GET', path, query: { $select: 'id,folder' } });
	if ((body as IDataObject).folder !== undefined) return;
	throw requestError({
		what: `${JSON.stringify(names.join('/'))} is a file, so it can't contain a folder.`,
		fix: 'Check the path in "Name", or rename or move the file first.',
	});
}

function isRefused(error: unknown, statuses: readonly number[]): boolean {
	return error instanceof GraphError && statuses.includes(error.parts.status);
}
