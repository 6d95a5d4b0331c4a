import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Send } from '../../../graph/client';
import { readList } from '../../../graph/lists/page';
import { requestError } from '../../../graph/errors/requestError';
import { shown } from '../../../graph/errors/shown';
import type { ItemParameters } from '../../parameters/itemParameters';
import { locatorField } from '../build';
import { isUrl, pathIn, siteAt } from './site';

const ways = {
	list: { method: 'searchLists', placeholder: 'Select a list…' },
	example: 'e.g. 33ad4a2d-6c8b-4d2b-9a5f-0e7f3b7a9c11',
};

/** Which list of the chosen site is meant. */
export const listId = locatorField('listId', 'List', ways, { description: 'ID or title of the list' });

/** The same, also by its browser address: for operations that use `listAt`. */
export const listOrUrl: INodeProperties = locatorField(
	'listId',
	'List',
	{
		...ways,
		modes: [
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://contoso.sharepoint.com/sites/marketing/Lists/Orders/AllItems.aspx',
			},
		],
	},
	{ description: 'ID, title, or address of the list' },
);

/**
 * The path of an item's list, with further segments.
 * @param send looks up sites and lists by their address
 * @throws RequestError if the site has no list with the address; what `siteAt` and `send` throw
 */
export async function listAt(
	item: Pick<ItemParameters, 'id'>,
	send: Send,
	...below: readonly string[]
): Promise<string[]> {
	const list = item.id('listId');
	if (!isUrl(list)) return await siteAt(item, send, 'lists', list, ...below);
	const lists = await siteAt(item, send, 'lists');
	return [...lists, await listWithUrl(list, lists, send), ...below];
}

/** The ID of a list by its address, or by that of a view or item in it. Its title can differ from its address. */
async function listWithUrl(url: string, lists: string[], send: Send): Promise<string> {
	const path = comparable(url);
	const request = { method: 'GET' as const, path: lists, query: { $select: 'id,webUrl' } };
	const all = await readList(request, { limit: Infinity }, send);
	const fits = all
		.map(({ id, webUrl }: IDataObject) => ({ id: String(id), own: comparable(String(webUrl)) }))
		.filter(({ own }) => `${path}/`.startsWith(`${own}/`))
		.sort((one, other) => other.own.length - one.own.length);
	const [found] = fits;
	if (found !== undefined) return found.id;
	throw requestError({
		what: `The site has no list with the address ${shown(url)}.`,
		fix: 'Check that the address belongs to a list in the chosen site, or choose the list by its title or ID.',
	});
}

const comparable = (url: string): string =>
	isUrl(url) ? `${new URL(url).hostname}/${pathIn(url, 'list').join('/')}`.toLowerCase() : '';
