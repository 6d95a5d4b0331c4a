import { siteOf } from '../things';
import { of, request, type Part } from './part';
import { type Scope } from '../settings';

const drive = ({ target }: Scope) => ({ driveOf: 'user', userId: target.mailbox });
const file = (scope: Scope) => ({ ...drive(scope), fileId: of(scope, 'file') });
const site = ({ target }: Scope) => ({ siteId: target.site ?? '' });
const list = (scope: Scope) => ({ ...site(scope), listId: of(scope, 'list') });
const item = (scope: Scope) => ({ ...list(scope), itemId: of(scope, 'item') });
const page = (scope: Scope) => ({ ...site(scope), pageId: of(scope, 'page') });
const noSite = ({ target }: Scope) => (target.site ? undefined : 'TENANT_SITE names no test site.');
const title = (value: string) => ({
	columns: {
		mappingMode: 'defineBelow',
		value: { Title: value },
		matchingColumns: ['Title'],
		schema: [{ id: 'Title', columnKind: 'text' }],
	},
});

const upload = (does: string, content: string) => ({
	does,
	operation: 'file.upload',
	parameters: (scope: Scope) => ({
		...drive(scope),
		parentId: of(scope, 'driveFolder'),
		binaryPropertyName: 'data',
		fileName: 'test.txt',
		conflictBehavior: 'replace',
	}),
	file: { content, fileName: 'test.txt' },
	needs: ['driveFolder'],
	writes: true,
	gives: 'file',
});

export const files: Part = {
	name: 'files',
	title: 'Drives, and files in OneDrive',
	steps: [
		{
			does: 'Get the OneDrive of the test user',
			operation: 'drive.get',
			parameters: drive,
			excused: { 404: 'The test user has no OneDrive.' },
		},
		{
			does: 'Get the libraries of the test site',
			operation: 'drive.getAll',
			parameters: (scope) => ({ drivesOf: 'site', ...site(scope), limit: 3 }),
			unless: noSite,
		},
		{
			does: 'Create a folder',
			operation: 'file.createFolder',
			parameters: (scope) => ({ ...drive(scope), name: `${scope.prefix} files` }),
			makes: 'driveFolder',
			named: (scope) => `${scope.prefix} files`,
			gives: 'driveFolder',
			excused: { 404: 'The test user has no OneDrive.' },
		},
		upload('Upload a file', 'The first version.'),
		upload('Upload it once more', 'The second version.'),
		{ does: 'Get the file', operation: 'file.get', parameters: file, needs: ['file'] },
		{
			does: 'List the folder',
			operation: 'file.getChildren',
			parameters: (scope) => ({ ...drive(scope), parentId: of(scope, 'driveFolder') }),
			needs: ['driveFolder'],
		},
		{
			does: 'Download the file',
			operation: 'file.download',
			parameters: (scope) => ({ ...file(scope), binaryPropertyName: 'data' }),
			needs: ['file'],
		},
		{
			does: 'Get the versions of the file',
			operation: 'file.getVersions',
			parameters: file,
			needs: ['file'],
			giving: (items) => items.at(-1),
			gives: 'version',
		},
		{
			does: 'Restore the first version',
			operation: 'file.restoreVersion',
			parameters: (scope) => ({ ...file(scope), versionId: of(scope, 'version') }),
			needs: ['file', 'version'],
			writes: true,
		},
		{
			does: 'Rename the file',
			operation: 'file.rename',
			parameters: (scope) => ({ ...file(scope), name: 'renamed.txt' }),
			needs: ['file'],
			writes: true,
		},
		{
			does: 'Copy the file',
			operation: 'file.copy',
			parameters: (scope) => ({
				...file(scope),
				destination: of(scope, 'driveFolder'),
				newName: 'copy.txt',
				conflictBehavior: 'replace',
				waitForCompletion: true,
			}),
			needs: ['file', 'driveFolder'],
			writes: true,
		},
		{
			does: 'Make a link for the organization',
			operation: 'file.createLink',
			parameters: (scope) => ({ ...file(scope), linkType: 'view', linkScope: 'organization' }),
			needs: ['file'],
			writes: true,
			gives: 'link',
		},
		{
			does: 'Get the permissions of the file',
			operation: 'file.getPermissions',
			parameters: file,
			needs: ['file'],
		},
		{
			does: 'Remove the link',
			operation: 'file.removePermission',
			parameters: (scope) => ({ ...file(scope), permissionId: of(scope, 'link') }),
			needs: ['file', 'link'],
			removes: true,
		},
		{
			does: 'Begin to follow the changes of the drive',
			operation: 'file.getChanges',
			parameters: (scope) => ({ ...drive(scope), startFromNow: true }),
		},
		{
			does: 'Search the drive',
			operation: 'file.search',
			parameters: (scope) => ({ ...drive(scope), searchWords: 'test', limit: 3 }),
		},
		{
			does: 'Delete the file for good',
			operation: 'file.permanentDelete',
			parameters: file,
			needs: ['file'],
			removes: true,
		},
	],
};

export const sites: Part = {
	name: 'sites',
	title: 'Sites, pages, lists, list items',
	steps: [
		{ does: 'Get the test site', operation: 'site.get', parameters: site, unless: noSite, gives: 'site' },
		{
			does: 'Search for sites',
			operation: 'site.search',
			parameters: () => ({ searchWords: 'test', limit: 3 }),
		},
		{ does: 'Get sites', operation: 'site.getAll', parameters: () => ({ limit: 3 }) },
		{
			does: 'Get lists',
			operation: 'list.getAll',
			parameters: (scope) => ({ ...site(scope), limit: 10 }),
			unless: noSite,
		},
		{
			does: 'Get the columns of the test site',
			operation: 'site.getColumns',
			parameters: (scope) => ({ ...site(scope), limit: 3 }),
			unless: noSite,
		},
		{
			does: 'Get the content types of the test site',
			operation: 'site.getContentTypes',
			parameters: (scope) => ({ ...site(scope), limit: 3 }),
			unless: noSite,
		},
		{
			does: 'Get the content type of documents with its columns',
			operation: 'site.getContentType',
			parameters: (scope) => ({ ...site(scope), contentTypeId: '0x0101', withColumns: true }),
			unless: noSite,
		},
		{
			does: 'Create a list',
			operation: 'list.create',
			parameters: (scope) => ({
				...site(scope),
				displayName: `${scope.prefix} list`,
				columns: { column: [{ name: 'TestColumn', type: 'text' }] },
			}),
			unless: noSite,
			makes: 'list',
			named: (scope) => `${scope.prefix} list`,
			gives: 'list',
		},
		{
			does: 'Get the list with its columns',
			operation: 'list.get',
			parameters: (scope) => ({ ...list(scope), withColumns: true }),
			needs: ['list'],
		},
		{
			does: 'Get the columns of the list',
			operation: 'list.getColumns',
			parameters: list,
			needs: ['list'],
		},
		{
			does: 'Get the content types of the list',
			operation: 'list.getContentTypes',
			parameters: list,
			needs: ['list'],
		},
		{
			does: 'Create a list item',
			operation: 'listItem.create',
			parameters: (scope) => ({ ...list(scope), ...title(`${scope.prefix} item`) }),
			needs: ['list'],
			writes: true,
			gives: 'item',
		},
		{ does: 'Get the list item', operation: 'listItem.get', parameters: item, needs: ['item'] },
		{ does: 'Get list items', operation: 'listItem.getAll', parameters: list, needs: ['list'] },
		{
			does: 'Update the list item',
			operation: 'listItem.update',
			parameters: (scope) => ({ ...item(scope), ...title(`${scope.prefix} item updated`) }),
			needs: ['item'],
			writes: true,
		},
		{
			does: 'Get the versions of the list item',
			operation: 'listItem.getVersions',
			parameters: item,
			needs: ['item'],
		},
		...['Create a list item by its title', 'Update the list item that has this title'].map((does) => ({
			does,
			operation: 'listItem.createOrUpdate',
			parameters: (scope: Scope) => ({
				...list(scope),
				...title(`${scope.prefix} item by title`),
			}),
			needs: ['list'],
			writes: true,
		})),
		{
			does: 'Get the changes of the list',
			operation: 'listItem.getChanges',
			parameters: list,
			needs: ['list'],
		},
		{
			does: 'Delete the list item',
			operation: 'listItem.delete',
			parameters: item,
			needs: ['item'],
			removes: true,
		},
		{
			does: 'Get pages',
			operation: 'sitePage.getAll',
			parameters: (scope) => ({ ...site(scope), limit: 3 }),
			unless: noSite,
		},
		{
			does: 'Create a page',
			operation: 'sitePage.create',
			parameters: (scope) => ({ ...site(scope), title: `${scope.prefix} page` }),
			unless: noSite,
			makes: 'sitePage',
			named: (scope) => `${scope.prefix} page`,
			gives: 'page',
		},
		{ does: 'Get the page', operation: 'sitePage.get', parameters: page, needs: ['page'] },
		{
			does: 'Update the page',
			operation: 'sitePage.update',
			parameters: (scope) => ({ ...page(scope), updateFields: { title: `${scope.prefix} page updated` } }),
			needs: ['page'],
			writes: true,
		},
		{
			does: 'Publish the page',
			operation: 'sitePage.publish',
			parameters: page,
			needs: ['page'],
			writes: true,
		},
		{
			does: 'Delete the page',
			operation: 'sitePage.delete',
			parameters: page,
			needs: ['page'],
			removes: true,
		},
	],
};

/** After the directory's part, whose application it lets into the site. */
export const sitePermissions: Part = {
	name: 'sitePermissions',
	title: 'Permissions of single sites',
	steps: [
		{
			does: 'Get the permissions of the test site',
			operation: 'site.getPermissions',
			parameters: site,
			unless: noSite,
		},
		{
			does: 'Give an application access to the test site',
			operation: 'site.grantPermission',
			parameters: (scope) => ({
				...site(scope),
				grantedClientId: of(scope, 'application', 'appId'),
				grantedName: `${scope.prefix} application`,
				role: 'read',
			}),
			unless: noSite,
			needs: ['application'],
			makes: 'sitePermission',
			gives: 'sitePermission',
		},
		{
			does: 'Take the access away',
			operation: 'site.revokePermission',
			parameters: (scope) => ({ ...site(scope), permissionId: of(scope, 'sitePermission') }),
			needs: ['sitePermission'],
			removes: true,
		},
		request(
			'Grant `manage` in one request',
			['Sites.FullControl.All'],
			'POST',
			({ target }) => `${siteOf(target)}/permissions`,
			{
				body: (scope) => ({
					roles: ['manage'],
					grantedToIdentities: [
						{
							application: {
								id: of(scope, 'application', 'appId'),
								displayName: `${scope.prefix} application`,
							},
						},
					],
				}),
				unless: noSite,
				needs: ['application'],
				makes: 'sitePermission',
				fact: 48,
				sees: ([granted], refusal) =>
					refusal === undefined
						? `It was granted, with ${(granted?.roles as string[] | undefined)?.includes('manage') ? 'this role' : 'another role'} in the answer.`
						: `It was refused: ${refusal.status ?? 'no status'} ${refusal.code}.`,
			},
		),
	],
};
