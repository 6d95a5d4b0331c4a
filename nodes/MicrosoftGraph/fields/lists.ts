import type { INodeProperties } from 'n8n-workflow';

import type { ListLimits } from '../../graph/page';
import type { ItemParameters } from '../itemParameters';

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

/** The limits that these fields hold for an item; a limit below 1 counts as 1. */
export function listLimits(item: ItemParameters, pageSize: number): ListLimits {
	const limit = item.flag('returnAll') ? Infinity : Math.max(1, Math.floor(item.number('limit')) || 1);
	return { limit, pageSize };
}
