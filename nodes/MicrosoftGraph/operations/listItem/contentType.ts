import type { INodeProperties } from 'n8n-workflow';

import { textField } from '../../../shared/fields/build';
import { listAt } from '../../../shared/fields/locators/list';
import type { ItemRun } from '../../../shared/itemRun';
import { optionalText } from '../../../shared/parameters/values/text';
import { contentTypeIdIn } from '../list/contentTypes';

const option = (more: string): INodeProperties =>
	textField('contentType', 'Content Type', {
		placeholder: 'e.g. 0x0100AA5C0F6E8B3B7F4F9C8A1B2C3D4E5F60',
		description: `Name or "id" of a content type that "List: Get Content Types" returns; ${more}`,
	});

/** The content type of a new item. */
export const newContentTypeOption = option('leave it out for the default of the list');

/** The content type that an existing item gets. */
export const changedContentTypeOption = option('leave it out to keep that of the item');

/**
 * The content type that the options name, as the body of a list item has it.
 * @returns `undefined` where they name none
 * @throws RequestError if the list has none with the name; what `listAt` and `send` throw
 */
export async function contentTypeOf({
	item,
	send,
	once,
}: Pick<ItemRun, 'item' | 'send' | 'once'>): Promise<{ id: string } | undefined> {
	const given = optionalText(item.collection('options').contentType);
	if (given === '') return undefined;
	const types = await listAt(item, send, 'contentTypes');
	const key = ['content type', ...types, given].join('\n');
	return { id: await once(key, async () => await contentTypeIdIn(types, given, send, 'list')) };
}
