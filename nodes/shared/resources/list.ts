import type { Guard } from '../../graph/errors/explain';

/** The most useful properties of a list, for "Simplify". */
export const simpleList = [
	'displayName',
	'name',
	'description',
	'webUrl',
	'list',
	'createdDateTime',
	'lastModifiedDateTime',
	'id',
];

/** Graph's errors for lists whose messages don't help. */
export const listGuards: readonly Guard[] = [
	{
		when: { status: 404 },
		fix: 'Check the site and list for this item: use the ID or title for a list, and the ID or address for a site.',
	},
];
