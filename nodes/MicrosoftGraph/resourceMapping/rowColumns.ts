import type {
	IDataObject,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { credentialType } from '../../graph/transport/exchange';
import { errorContext } from '../../shared/errors/errorContext';
import { nodeError } from '../../shared/errors/nodeError';
import { editorSender } from '../../shared/listSearch/editorSender';
import { isLocator } from '../../shared/parameters/reference';
import { workbookAt, workbookGuards, workbookPermissions } from '../../shared/resources/workbook';
import { rowNumberKey } from '../operations/workbook/rows/fields';
import { findPlace, targetOf } from '../operations/workbook/rows/place';

const fieldOf = (name: string, more: Partial<ResourceMapperField> = {}): ResourceMapperField => ({
	id: name,
	displayName: name,
	required: false,
	defaultMatch: /^id$/i.test(name),
	display: true,
	canBeUsedToMatch: true,
	// No type: n8n would convert what an item has.
	...more,
});

/**
 * The columns of the chosen sheet or table, for mapping values to them. An update can also find rows by their numbers.
 * @throws NodeApiError if Graph refuses, NodeOperationError if nothing is chosen yet
 */
export async function rowColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const credentials = await this.getCredentials(credentialType);
	const read = (name: string): unknown => {
		const value = this.getCurrentNodeParameter(name);
		return isLocator(value) ? value.value : value;
	};
	const text = (name: string) => String(read(name) ?? '');
	const fields = { text, id: text, collection: (name: string) => (read(name) ?? {}) as IDataObject };
	try {
		const send = editorSender(this, credentials);
		const place = await findPlace(await workbookAt(fields, send), targetOf(fields), send);
		const columns = place.keys.map((key) => fieldOf(key));
		if (text('operation') === 'updateRows')
			columns.push(fieldOf(rowNumberKey, { defaultMatch: false, removed: true }));
		return {
			fields: columns,
			...(place.isEmpty && {
				emptyFieldsNotice: 'The sheet is empty. With automatic mapping, the first items make its columns.',
			}),
		};
	} catch (error) {
		const facts = { ...errorContext(workbookPermissions, credentials), guards: workbookGuards };
		throw nodeError(this.getNode(), error, 0, facts);
	}
}
