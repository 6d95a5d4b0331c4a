import type { SearchHit, SearchRequest, SearchResponse } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import type { GraphRequest } from '../../../graph/graphRequest';
import { choicesField, flagField, jsonField, textField, textsField } from '../../../shared/fields/build';
import { listFields, listLimits } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { ItemRun } from '../../../shared/itemRun';
import { jsonObject } from '../../../shared/parameters/values/json';
import { listed, optionalText } from '../../../shared/parameters/values/text';

/** The most hits in one answer (source: "searchRequest resource type"). */
const maxHits = 500;

const moreOfRequest = jsonField('searchRequest', 'More of the Request (JSON)', {
	description:
		'Properties of a search request as Graph names them, such as aggregations; they win over the fields',
});

/** Source: "Search SharePoint content with application permissions". */
export const query: Operation = {
	name: 'Query',
	value: 'query',
	action: 'Search files and list items',
	description:
		'Search SharePoint and OneDrive with Microsoft Search: what is shared in one region, by relevance, not each and every match',
	permissions: ['Files.Read.All'],
	permissionNote:
		'Lists, list items and sites need Sites.Read.All. Mail, events and chats cannot be searched by apps here.',
	fields: [
		textField('queryString', 'Words', {
			required: true,
			placeholder: 'e.g. budget filetype:xlsx',
			description: 'What to search for, in the Keyword Query Language (KQL)',
		}),
		choicesField(
			'entityTypes',
			'Search In',
			{ drive: 'Drives', driveItem: 'Files', list: 'Lists', listItem: 'List Items', site: 'Sites' },
			{ default: ['driveItem'], required: true },
		),
		textField('region', 'Region', {
			required: true,
			placeholder: 'e.g. EUR',
			description:
				'Where the tenant keeps its data, such as APC, AUS, CAN, EUR, GBR, IND, JPN or NAM. Graph wants it from apps, and names the right ones where it is wrong.',
		}),
		...listFields,
	],
	options: [
		textsField('fields', 'Fields', {
			placeholder: 'e.g. title,author,path',
			description: 'Properties to return, also managed ones of SharePoint, separated by commas',
		}),
		flagField('privateContent', 'Include Private Content', {
			description: 'Whether to search what nobody has shared, too',
		}),
		moreOfRequest,
		textField('sortBy', 'Sort By', {
			placeholder: 'e.g. lastModifiedDateTime desc',
			description: 'Property to sort by, with "desc" for descending; by relevance when empty',
		}),
	],
	guards: [
		{
			when: { status: 400, message: /region/i },
			fix: 'Enter a region in which the tenant has data. Graph names it in this message, or as "dataLocationCode" of the root site of each region.',
		},
	],
	steps: async ({ item, send }) => await search(item, send),
};

async function search(item: ItemParameters, send: ItemRun['send']): Promise<IDataObject[]> {
	const { limit } = listLimits(item);
	const request = searchRequestOf(item);
	const hits: IDataObject[] = [];
	let more = true;
	while (more && hits.length < limit) {
		const page = { ...request, from: hits.length, size: Math.min(limit - hits.length, maxHits) };
		const { body } = await send(requestOf(page));
		const [container] = (body as { value?: SearchResponse[] }).value?.[0]?.hitsContainers ?? [];
		const found = container?.hits ?? [];
		hits.push(...found.map(hitItem));
		more = container?.moreResultsAvailable === true && found.length > 0;
	}
	return hits.slice(0, limit);
}

function requestOf(page: SearchRequest): GraphRequest {
	// Though a POST, it only reads.
	return {
		method: 'POST',
		path: ['search', 'query'],
		body: { requests: [page] } as IDataObject,
		idempotent: true,
	};
}

function searchRequestOf(item: ItemParameters): SearchRequest {
	const { fields, privateContent, searchRequest, sortBy } = item.collection('options');
	const [entityTypes, region] = [item.list('entityTypes'), item.text('region')];
	const [property = '', direction = ''] = optionalText(sortBy).split(/\s+/);
	const request: IDataObject = {
		entityTypes,
		query: { queryString: item.text('queryString') },
		region,
		...(fields !== undefined && { fields: listed(fields) }),
		...(privateContent === true && {
			sharePointOneDriveOptions: { includeContent: 'privateContent,sharedContent' },
		}),
		...(property !== '' && {
			sortProperties: [{ name: property, isDescending: direction.toLowerCase() === 'desc' }],
		}),
		...jsonObject(searchRequest, moreOfRequest.displayName),
	};
	return request as SearchRequest;
}

function hitItem({ hitId, rank, summary, resource }: SearchHit): IDataObject {
	return { hitId, rank, summary, resource } as IDataObject;
}
