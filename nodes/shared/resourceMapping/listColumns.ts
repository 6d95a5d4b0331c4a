import type {
	FieldType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { createClient } from '../../graph/client';
import { credentialType } from '../../graph/transport/exchange';
import { errorContext } from '../errors/errorContext';
import { nodeError } from '../errors/nodeError';
import { listAt } from '../fields/locators/list';
import { chosenIn } from '../listSearch/listSearch';
import { writableColumns, type ColumnKind, type ListColumn } from '../resources/listColumns';

/** A resourceMapping method of the node. */
export type ResourceMappingMethod = (this: ILoadOptionsFunctions) => Promise<ResourceMapperFields>;

/** How long the editor may wait when Graph throttles, in ms. */
const maxWaitMs = 10_000;

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

/** The columns of the chosen list, those that an item can have a value in. Source: "List columnDefinitions in a list". */
function listColumns(isUpdate: boolean): ResourceMappingMethod {
	return async function (this: ILoadOptionsFunctions) {
		const credentials = await this.getCredentials(credentialType);
		try {
			const options = { apiVersion: 'v1.0', batching: false, maxWait: maxWaitMs } as const;
			const send = createClient(this, options).sender(credentials);
			const chosen = { id: (name: string) => chosenIn(this, name, name === 'siteId' ? 'site' : 'list') };
			const columns = await writableColumns(await listAt(chosen, send, 'columns'), send);
			return {
				fields: columns.map((column) => fieldOf(column, isUpdate)),
				...(columns.length === 0 && { emptyFieldsNotice: 'The list has no columns that can have a value.' }),
			};
		} catch (error) {
			throw nodeError(this.getNode(), error, 0, errorContext(permissions, credentials));
		}
	};
}

/** The columns for a new item. */
export const getListColumns = listColumns(false);

/** The same for an update, which needs no value in any of them. */
export const getListColumnsToUpdate = listColumns(true);
