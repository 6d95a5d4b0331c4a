import type { Guard } from '../../graph/errors/explain';

/** What most people need of a site. */
export const simpleSite = [
	'id',
	'name',
	'displayName',
	'description',
	'webUrl',
	'createdDateTime',
	'lastModifiedDateTime',
	'siteCollection',
];

/** Says what does for single sites. */
export const selectedNote = 'For single sites Sites.Selected does, with a grant for each.';

/** Says who gives permissions for sites. */
export const grantNote =
	'Sites.FullControl.All is for the app that grants; the app that gets a site needs Sites.Selected.';

/** What Graph says of sites, where its own words do not help. */
export const siteGuards: readonly Guard[] = [
	{
		when: { status: 404 },
		fix: 'Check the ID or address for this item: an address is that of the site itself, such as https://contoso.sharepoint.com/sites/marketing.',
	},
];
