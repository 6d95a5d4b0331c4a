import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../../../graph/client';
import { requestError } from '../../../graph/errors/requestError';
import { driveOfFile, fileGuards } from '../../../shared/resources/file';
import { fileAt, fileFields } from '../../../shared/fields/locators/drive';
import { objectOf } from '../../../shared/fields/outputs';
import {
	columnsFrom,
	columnsJson,
	columnsOfLibrary,
	fieldsOf,
	itemGuards,
} from '../../../shared/resources/listItem';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import type { Operation } from '../../operation';
import { columnsNote } from './columnFields';

/** Source: "Update an item in a list". Setting the same values again is harmless. */
export const updateColumns: Operation = {
	name: 'Update Columns',
	value: 'updateColumns',
	action: 'Update columns of file or folder',
	description: 'Change the values of the columns that a file or folder has in its library',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: columnsNote,
	fields: [...fileFields, columnsFrom, columnsOfLibrary, columnsJson],
	guards: [...fileGuards, ...itemGuards],
	steps: async (run) => {
		const { item, send } = run;
		const path = await fileAt(item, send);
		const place = {
			columns: async () => await Promise.resolve([...driveOfFile(path), 'list', 'columns']),
			lists: async () => ['sites', await siteOfFile(path, send), 'lists'],
		};
		const changed = await send({
			method: 'PATCH',
			path: await fileAt(item, send, 'listItem', 'fields'),
			headers: newerColumns,
			body: await fieldsOf(run, { isUpdate: true, place }),
			idempotent: true,
		});
		return [{ fields: objectOf(changed) }];
	},
};

/**
 * The ID of the site that a file is in.
 * @throws RequestError if SharePoint doesn't say it
 */
async function siteOfFile(path: string[], send: Send): Promise<string> {
	const query = { $select: 'id,parentReference,sharepointIds' };
	const { body } = await send({ method: 'GET', path, query });
	const { siteUrl, siteId, webId } = ((body as IDataObject).sharepointIds ?? {}) as Record<string, string>;
	if (siteId !== undefined && webId !== undefined && URL.canParse(siteUrl))
		return [new URL(siteUrl).hostname, siteId, webId].join(',');
	throw requestError({
		what: "The site of the file, which is needed to look up a person, wasn't found.",
		fix: 'Enter the number that the site has for the person.',
	});
}
