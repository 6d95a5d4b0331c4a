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

/** The most hits in one response (source: "searchRequest resource type"). */
const maxHits = 500;

const moreOfRequest = jsonField('searchRequest', 'More Request Properties (JSON)', {
	description:
		"Properties of a search request with Graph's names, such as aggregations; they override the fields",
});

/** Source: "Search SharePoint content with application permissions". */
export const query: Operation = {
	name: 'Query',
	value: 'query',
	action: 'Search files and list items',
	description:
		"Search SharePoint and OneDrive with Microsoft Search: shared content of one region, by relevance; it doesn't return every match",
	permissions: ['Files.Read.All'],
	permissionNote:
		"Lists, list items, and sites need Sites.Read.All. Apps can't search mail, events, or chats here.",
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
				"Where the tenant stores its data, such as APC, AUS, CAN, EUR, GBR, IND, JPN, or NAM. Graph requires it from apps; if it's wrong, Graph's error lists the right ones.",
		}),
		...listFields,
	],
	options: [
		textsField('fields', 'Fields', {
			placeholder: 'e.g. title,author,path',
			description: "Properties to return, including SharePoint's managed properties, separated by commas",
		}),
		flagField('privateContent', 'Include Private Content', {
			description: "Whether to also search content that isn't shared",
		}),
		moreOfRequest,
		textField('sortBy', 'Sort By', {
			placeholder: 'e.g. lastModifiedDateTime desc',
			description: 'Property to sort by, with "desc" for descending; leave empty to sort by relevance',
		}),
	],
	guards: [
		{
			when: { status: 400, message: /region/i },
			fix: 'Enter a region in which the tenant has data. Graph lists it in this message, or as "dataLocationCode" of each region\'s root site.',
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
	// It's a POST, but only reads.
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
