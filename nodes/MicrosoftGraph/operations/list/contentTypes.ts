import type { INodeProperties } from 'n8n-workflow';

import type { Send } from '../../../graph/client';
import type { Guard } from '../../../graph/errors/explain';
import { requestError } from '../../../graph/errors/requestError';
import { shown } from '../../../graph/errors/shown';
import { readList } from '../../../graph/lists/page';
import { locatorField } from '../../../shared/fields/build';

/** The most useful properties of a content type, for "Simplify". */
export const simpleContentType = [
	'name',
	'description',
	'group',
	'hidden',
	'parentId',
	'readOnly',
	'sealed',
	'id',
];

const contentTypeField = (
	name: string,
	displayName: string,
	method: string,
	more: Partial<INodeProperties>,
): INodeProperties =>
	locatorField(
		name,
		displayName,
		{
			list: { method, placeholder: 'Select a content type…' },
			example: 'e.g. 0x0100AA5C0F6E8B3B7F4F9C8A1B2C3D4E5F60',
			modes: [{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Invoice' }],
		},
		more,
	);

/** An existing content type of a site. */
export const siteContentTypeId = contentTypeField('contentTypeId', 'Content Type', 'searchSiteContentTypes', {
	description: 'ID or name of the content type in the site',
});

/** An existing content type of a list. */
export const listContentTypeId = contentTypeField('contentTypeId', 'Content Type', 'searchListContentTypes', {
	description: 'ID or name of the content type in the list, which has another ID than in the site',
});

/** The content type that a new one is made from. */
export const baseContentTypeId = contentTypeField(
	'baseContentTypeId',
	'Base Content Type',
	'searchSiteContentTypes',
	{
		description:
			'ID or name of the content type whose columns and settings the new one inherits, such as Item (0x01) or Document (0x0101)',
	},
);

/** How all IDs of content types start. */
const isId = (given: string) => /^0x[\da-f]+$/i.test(given);

/**
 * The ID of a content type.
 * @param types the path of the content types among which it is
 * @param given its ID or name
 * @param where what has them, for the error
 * @throws RequestError if none has the name; what `send` throws
 */
export async function contentTypeIdIn(
	types: readonly string[],
	given: string,
	send: Send,
	where: 'list' | 'site',
): Promise<string> {
	if (isId(given)) return given;
	const request = { method: 'GET' as const, path: [...types], query: { $select: 'id,name' } };
	const all = await readList(request, { limit: Infinity }, send);
	const found = all.find(({ name }) => name === given);
	if (found !== undefined) return String(found.id);
	throw requestError({
		what: `The ${where} has no content type with the name ${shown(given)}.`,
		fix: `Check the name: "${where === 'list' ? 'List' : 'Site'}: Get Content Types" shows the names and IDs.`,
	});
}

/** Graph's errors for changes of content types whose messages don't help. */
export const manageContentTypeGuards: readonly Guard[] = [
	{
		when: { message: /already exists|already in use|duplicate/i },
		fix: 'There is already a content type with this name: choose another name, or use that one.',
	},
	{
		when: { message: /(?<!already )in use/i },
		fix: 'Items, or other content types, still use this one: change or delete those first. A content type of a site is in use by each list that it was added to.',
	},
	{
		when: { message: /read-?only|sealed/i },
		fix: 'SharePoint protects this content type: it is its own, read-only, or sealed.',
	},
	{
		when: { status: 404 },
		fix: 'Check the site, the list if there is one, and the content type for this item.',
	},
	{
		when: { status: 403 },
		fix: 'With Sites.Selected, changing content types needs a manage or fullcontrol grant for the site.',
	},
];
