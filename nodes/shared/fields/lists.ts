import type { INodeProperties } from 'n8n-workflow';

import { pageLinkName, type ListLimits } from '../../graph/lists/page';
import type { ItemParameters } from '../parameters/itemParameters';
import { readAs } from '../parameters/values/reading';
import { textField } from './build';

/** How much of a list to return: everything, or up to a limit. */
export const listFields: readonly INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** For lists that are too large for one run: a page at a time, in a loop of the workflow. */
export const listOptions: readonly INodeProperties[] = [
	{
		displayName: 'Single Page',
		name: 'singlePage',
		type: 'boolean',
		default: false,
		description:
			'Whether to return one page as one item, with its "entries" and the "nextLink" for the next run; for very large lists that are read in a loop',
	},
	readAs(
		textField('pageLink', pageLinkName, {
			placeholder: 'e.g. {{ $json.nextLink }}',
			description: 'The "nextLink" of the previous page; leave empty for the first page',
			displayOptions: { show: { singlePage: [true] } },
		}),
		{ whenEmpty: 'notGiven' },
	),
];

/** The limits of these fields for an item. */
export function listLimits(item: ItemParameters, pageSize?: number): ListLimits {
	if (item.flag('returnAll')) return { limit: Infinity, pageSize };
	return { limit: Math.floor(item.number('limit')), pageSize };
}
