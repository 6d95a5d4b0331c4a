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
export const selectedNote = 'For individual sites, Sites.Selected is enough, with a grant for each.';

/** Says who gives permissions for sites. */
export const grantNote =
	'The app that grants access needs Sites.FullControl.All; the app that gets access needs Sites.Selected.';

/** What Graph says of sites, where its own words do not help. */
export const siteGuards: readonly Guard[] = [
	{
		when: { status: 404 },
		fix: 'Check the ID or address for this item. Use the address of the site itself, such as https://contoso.sharepoint.com/sites/marketing.',
	},
];
