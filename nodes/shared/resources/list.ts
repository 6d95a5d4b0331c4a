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
		fix: 'Check site and list for this item: a list is named by its ID or its title, a site by its ID or its address.',
	},
];
