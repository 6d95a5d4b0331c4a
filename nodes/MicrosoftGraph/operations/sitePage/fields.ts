import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Send } from '../../../graph/client';
import type { Guard } from '../../../graph/errors/explain';
import {
	choiceField,
	flagField,
	jsonField,
	locatorField,
	longTextField,
	textField,
} from '../../../shared/fields/build';
import { siteAt } from '../../../shared/fields/locators/site';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { jsonObject } from '../../../shared/parameters/values/json';
import { siteGuards } from '../../../shared/resources/site';

/** The type of page that Graph works with; others, such as link pages, have no content. */
export const pageType = 'microsoft.graph.sitePage';

/** The most useful properties of a page, for "Simplify". */
export const simplePage = [
	'title',
	'webUrl',
	'name',
	'description',
	'publishingState',
	'promotionKind',
	'pageLayout',
	'createdDateTime',
	'lastModifiedDateTime',
	'id',
];

/** Which page of the chosen site is meant. */
export const pageId = locatorField(
	'pageId',
	'Page',
	{
		list: { method: 'searchSitePages', placeholder: 'Select a page…' },
		example: 'e.g. 0dd6ddd6-45bd-4acd-b683-de0e6e7231b7',
	},
	{ description: 'ID of the page' },
);

/** The path of an item's page, with further segments. */
export const pageAt = async (
	item: Pick<ItemParameters, 'id'>,
	send: Send,
	...below: readonly string[]
): Promise<string[]> => await siteAt(item, send, 'pages', item.id('pageId'), ...below);

/** Whether to make the page visible at once. */
export const publishNow = flagField('publishNow', 'Publish', {
	description: 'Whether to publish the page, too; otherwise, it stays a draft that only editors see',
});

/** What a page can have in addition to its title. */
export const pageFields: readonly INodeProperties[] = [
	longTextField('html', 'Content (HTML)', {
		placeholder: 'e.g. <p>Welcome</p>',
		description: 'HTML of the page: one section with one text. It replaces all content that the page has.',
	}),
	jsonField('canvasLayout', 'Canvas Layout (JSON)', {
		placeholder: 'e.g. {"horizontalSections": []}',
		description: 'Sections, columns, and web parts in Graph\'s format; they override "Content (HTML)"',
	}),
	longTextField('description', 'Description', { placeholder: 'e.g. What is new in January' }),
	choiceField('pageLayout', 'Page Layout', { article: 'Article', home: 'Home' }),
	choiceField('promotionKind', 'Kind', { page: 'Page', newsPost: 'News Post' }),
	flagField('showComments', 'Show Comments', {
		default: true,
		description: 'Whether people can comment on the page',
	}),
	flagField('showRecommendedPages', 'Show Recommended Pages', {
		description: 'Whether recommended pages are shown below the page',
	}),
	textField('thumbnailWebUrl', 'Thumbnail URL', { placeholder: 'e.g. https://contoso.com/picture.jpg' }),
];

/** The properties of a page from these fields, as Graph has them. Source: "sitePage resource type". */
export function pageBody({ html, canvasLayout, ...others }: IDataObject): IDataObject {
	const json = canvasLayout === null ? {} : jsonObject(canvasLayout, 'Canvas Layout (JSON)');
	const fromHtml = html === undefined ? undefined : layoutOf(String(html ?? ''));
	return { ...others, canvasLayout: Object.keys(json).length > 0 ? json : fromHtml };
}

/** One section with one column, and one text in it. */
const layoutOf = (html: string): IDataObject => ({
	horizontalSections: [
		{
			layout: 'oneColumn',
			id: '1',
			emphasis: 'none',
			columns: [
				{
					id: '1',
					width: 12,
					webparts: html === '' ? [] : [{ '@odata.type': '#microsoft.graph.textWebPart', innerHtml: html }],
				},
			],
		},
	],
});

/** Publishes an item's page. */
export async function publishPage(path: readonly string[], send: Send): Promise<void> {
	await send({ method: 'POST', path: [...path, pageType, 'publish'], idempotent: true });
}

/** Graph's errors for pages whose messages don't help. */
export const pageGuards: readonly Guard[] = [
	{
		when: { code: 'nameAlreadyExists' },
		fix: 'The site already has a page with this file name: enter another under "File Name".',
	},
	{
		when: { status: 423 },
		fix: 'Someone is editing the page: try again when they have saved or published it.',
	},
	{
		when: { status: 404 },
		fix: 'Check the site and the ID of the page for this item.',
	},
	...siteGuards,
];
