import type {
	FieldType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import type { Send } from '../../graph/client';
import { credentialType } from '../../graph/transport/exchange';
import { errorContext } from '../../shared/errors/errorContext';
import { nodeError } from '../../shared/errors/nodeError';
import { listAt } from '../../shared/fields/locators/list';
import { driveAt, fileAt } from '../../shared/fields/locators/drive';
import { editorSender } from '../../shared/listSearch/editorSender';
import { choicesIn, chosenFields, type ChosenFields } from '../../shared/listSearch/listSearch';
import { driveOfFile } from '../../shared/resources/file';
import { writableColumns, type ColumnKind, type ListColumn } from '../../shared/resources/listColumns';

/** A resourceMapping method of the node. */
export type ResourceMappingMethod = (this: ILoadOptionsFunctions) => Promise<ResourceMapperFields>;

const permissions = ['Sites.Read.All'];

/** n8n's types of the values; several values and hyperlinks are text that the node reads. */
const types: Partial<Record<ColumnKind, FieldType>> = {
	boolean: 'boolean',
	dateTime: 'dateTime',
	lookup: 'number',
	number: 'number',
};

/** A column as the editor shows it, with its kind, so that a run doesn't have to read the columns again. */
function fieldOf(column: ListColumn, isUpdate: boolean): ResourceMapperField & { columnKind: ColumnKind } {
	const { name, displayName, kind, choices, findable, required } = column;
	const isRequired = required && !isUpdate;
	return {
		id: name,
		displayName,
		required: isRequired,
		display: true,
		defaultMatch: isUpdate && name === 'Title',
		canBeUsedToMatch: findable,
		type: choices ? 'options' : (types[kind] ?? 'string'),
		...(choices && { options: choices.map((choice) => ({ name: choice, value: choice })) }),
		columnKind: kind,
	};
}

/** What the fields are called in an error. */
const labels: Readonly<Record<string, string>> = {
	siteId: 'site',
	listId: 'list',
	driveOf: 'file location',
	userId: 'user',
	groupId: 'group',
	driveId: 'drive',
	fileId: 'file',
	sharingLink: 'sharing link',
};

/**
 * A resourceMapping method.
 * @param path returns the path of the columns' definitions
 */
function columnsAt(
	isUpdate: boolean,
	path: (chosen: ChosenFields, send: Send) => Promise<string[]>,
): ResourceMappingMethod {
	return async function (this: ILoadOptionsFunctions) {
		const credentials = await this.getCredentials(credentialType);
		try {
			const send = editorSender(this, credentials);
			const columns = await writableColumns(await path(chosenFields(choicesIn(this), labels), send), send);
			return {
				fields: columns.map((column) => fieldOf(column, isUpdate)),
				...(columns.length === 0 && { emptyFieldsNotice: 'The list has no columns that can have a value.' }),
			};
		} catch (error) {
			throw nodeError(this.getNode(), error, 0, errorContext(permissions, credentials));
		}
	};
}

/** The columns for a new item. Source: "List columnDefinitions in a list". */
export const getListColumns = columnsAt(false, async (chosen, send) => await listAt(chosen, send, 'columns'));

/** The same for an update, which needs no value in any of them. */
export const getListColumnsToUpdate = columnsAt(
	true,
	async (chosen, send) => await listAt(chosen, send, 'columns'),
);

/** The columns of the library of a file, for an update. */
export const getLibraryColumns = columnsAt(true, async (chosen, send) => {
	const byLink = chosen.text('driveOf') === 'link';
	const drive = byLink ? driveOfFile(await fileAt(chosen, send)) : await driveAt(chosen, send);
	return [...drive, 'list', 'columns'];
});
