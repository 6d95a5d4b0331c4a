import type { Guard } from '../../graph/errors/explain';

/** What most people need of a list. */
export const simpleList = [
	'id',
	'name',
	'displayName',
	'description',
	'webUrl',
	'list',
	'createdDateTime',
	'lastModifiedDateTime',
];

/** What Graph says of lists, where its own words do not help. */
export const listGuards: readonly Guard[] = [
	{
		when: { status: 404 },
		fix: 'Check the site and list for this item: use the ID or title for a list, and the ID or address for a site.',
	},
];
