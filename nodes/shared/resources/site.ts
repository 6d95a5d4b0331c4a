import type { Guard } from '../../graph/errors/explain';

/** The most useful properties of a site, for "Simplify". */
export const simpleSite = [
	'displayName',
	'webUrl',
	'description',
	'name',
	'siteCollection',
	'createdDateTime',
	'lastModifiedDateTime',
	'id',
];

/** The note for individual sites. */
export const selectedNote = 'For individual sites, Sites.Selected is enough, with a grant for each.';

/** The note about granting permissions for sites. */
export const grantNote =
	'The app that grants access needs Sites.FullControl.All; the app that gets access needs Sites.Selected.';

/** Graph's errors for sites whose messages don't help. */
export const siteGuards: readonly Guard[] = [
	{
		when: { status: 404 },
		fix: 'Check the ID or address for this item. Use the address of the site itself, such as https://contoso.sharepoint.com/sites/marketing.',
	},
];
