/** Where the node rightly does what Microsoft's published descriptions of Graph do not say, each with the reason. */
export interface Deviation {
	/**
	 * What the test found otherwise: no such path or method, a query parameter, a property of the body or of the answer, a
	 * permission that the table does not list.
	 */
	check: 'path' | 'query' | 'body' | 'answer' | 'permission';
	/** Whose finding it is, such as `user: get`; that of any operation when it is not given. */
	operation?: string;
	/** Method and path; `*` stands for any segment. Any request when it is not given. */
	request?: string;
	/** Part of the finding's words; any finding when it is not given. */
	finding?: string;
	/** Why it is right all the same. */
	reason: string;
}

/** A path that Graph takes and that its descriptions have under another name only. */
export interface Alias {
	from: RegExp;
	to: string;
	reason: string;
}

export const aliases: readonly Alias[] = [
	{
		from: /^\/(users|groups|sites)\/[^/]+(?:\/[^/:]+)*?(?::\/[^:]*:)?\/drive(?=\/)/,
		to: '/drives/default',
		reason: 'The drive of a user, group or site is a drive as any other; the SDK has its ID only.',
	},
	{
		from: /^(\/drives\/[^/]+)\/root(?=\/)/,
		to: '$1/items/root',
		reason: 'The root is an item as any other; the SDK has its ID only.',
	},
	{
		from: /^\/directoryRoles\(roleTemplateId='[^']*'\)/,
		to: '/directoryRoles/byTemplate',
		reason: 'A role is also found by its alternate key, the ID of its template; it is the same object.',
	},
	{
		from: /^\/(applications|servicePrincipals)\(appId='[^']*'\)/,
		to: '/$1/byAppId',
		reason: 'An application is also found by its alternate key, the client ID; it is the same object.',
	},
	{
		from: /^\/security\/(runHuntingQuery)$/,
		to: '/security/microsoft.graph.security.$1',
		reason: 'The page of the action has it without its namespace, as Graph takes all actions.',
	},
];

const ownRequest = 'Path, method and body are whatever the person enters.';

export const deviations: readonly Deviation[] = [
	{
		check: 'path',
		operation: 'workbook: deleteRows',
		finding: 'rows/itemAt(index={index}) takes GET only',
		reason:
			'Where "tableRow: delete" has rows/{index}, Graph answers ApiNotFound, by six public reports from 2021 to 2023 (microsoft-graph-docs 12985, 14158, 16946; microsoft-graph-docs-contrib 460, 8828, 8924); with itemAt it deletes.',
	},
	{
		operation: 'security: addAlertComment',
		check: 'body',
		finding: 'must be array',
		reason:
			'"Create comment for alert" has a single comment; the description has the collection that it joins.',
	},
	{
		operation: 'security: addAlertComment',
		check: 'answer',
		finding: 'must be array',
		reason: 'Its answer is a list as any other, with its comments in "value".',
	},
	{
		operation: 'team: clone',
		check: 'body',
		finding: '/partsToClone',
		reason: 'Its values are flags, of which several go together, separated by commas.',
	},
	{
		operation: 'webinar: getRegistrations',
		check: 'permission',
		reason:
			'"List virtualEventRegistrations" is for apps with an application access policy, too; the table has only the permission of a single event, and VirtualEvent.Read.All for each registration.',
	},
	{
		check: 'path',
		operation: 'place: get',
		reason: '"Get place" has it; the SDK has it only with the type of place.',
	},
	{
		check: 'path',
		finding: 'graph.sitePage{?$expand,$select} takes GET only',
		reason: '"Update sitePage" has it, and it was recorded; the SDK has only the reading of typed pages.',
	},
	{
		check: 'path',
		operation: 'sitePage: publish',
		reason: '"sitePage: publish" has it, and it was recorded; the SDK has no actions of typed pages.',
	},
	{
		check: 'path',
		request: 'POST /sites/*/pages/*/microsoft.graph.sitePage/publish',
		reason: 'The same where a page is published after it was created or changed.',
	},
	{
		check: 'path',
		operation: 'file: getThumbnails',
		finding: 'there is no such path',
		reason: '"List thumbnails for a driveItem" has it, for one picture of a set.',
	},
	{
		check: 'path',
		operation: 'file: updateColumns',
		finding: 'there is no such path',
		reason: 'The OpenAPI description has it: the fields of the list item that a file has.',
	},
	{
		check: 'query',
		operation: 'file: download',
		finding: 'format is no parameter',
		reason: '"Convert to other formats" has it.',
	},
	{
		check: 'query',
		operation: 'file: download',
		finding: 'width is no parameter',
		reason: '"Convert to other formats" has it, and requires it for jpg.',
	},
	{
		check: 'query',
		operation: 'file: download',
		finding: 'height is no parameter',
		reason: '"Convert to other formats" has it, and requires it for jpg.',
	},
	{ operation: 'api: request', check: 'path', reason: ownRequest },
	{
		check: 'path',
		operation: 'workbook: writeRange',
		reason: '"Update range" has it, and a recorded response; the SDKs know functions for reading only.',
	},
	...['appendOrUpdateRows', 'appendRows', 'updateRows'].map((operation) => ({
		check: 'path' as const,
		operation: `workbook: ${operation}`,
		reason: '"Update range" has it, and a recorded response; the SDKs know functions for reading only.',
	})),
	{
		check: 'path',
		operation: 'workbook: deleteRows',
		finding: 'there is no such path',
		reason: '"Delete tableRow" has it; the SDKs know the function for reading only.',
	},
	{
		check: 'query',
		finding: '$select is no parameter of /drives/{drive-id}/items/{driveItem-id}/workbook/',
		reason: '"Get range" and "usedRange" support OData parameters; the SDKs have none for functions.',
	},
	{
		request: 'PATCH /users/*',
		check: 'permission',
		finding: 'User.Read.All is for none',
		reason:
			'"Update user" wants User.Read.All beside User.EnableDisableAccount.All for accountEnabled; the table has no such pairs.',
	},
	{
		operation: 'group: restore',
		request: 'POST /directory/deletedItems/*/restore',
		check: 'permission',
		reason: '"Restore deleted item" lists a permission for each type; the table has only that for users.',
	},
	{
		operation: 'application: restore',
		request: 'POST /directory/deletedItems/*/restore',
		check: 'permission',
		reason: '"Restore deleted item" lists a permission for each type; the table has only that for users.',
	},
	{
		operation: 'user: getMemberships',
		request: 'GET /users/*/memberOf/*',
		check: 'permission',
		reason: 'The table has an ID where the type is; the list itself needs Directory.Read.All.',
	},
	{
		operation: 'user: getCustomSecurityAttributes',
		check: 'permission',
		finding: 'CustomSecAttributeAssignment.Read.All is for none',
		reason: '"Get a user" wants it for customSecurityAttributes; the table has no permissions of properties.',
	},
	{
		operation: 'user: setCustomSecurityAttribute',
		request: 'PATCH /users/*',
		check: 'permission',
		reason: '"Update user" has a permission of its own for customSecurityAttributes.',
	},
	{
		operation: 'group: addMembers',
		request: 'PATCH /groups/*',
		check: 'permission',
		reason:
			'"Add members" lists GroupMember.ReadWrite.All for members@odata.bind; the table has only the other changes of a group.',
	},
	{
		request: 'POST /search/query',
		check: 'body',
		finding: 'includeContent',
		reason: 'Its values are flags, of which several go together, separated by commas.',
	},
	{
		request: 'GET /users/*/messages/*/attachments/*/$value',
		check: 'path',
		reason: '"Get attachment" has it: the file itself, or an attached message as MIME. No SDK does.',
	},
	{
		request: 'GET /sites',
		check: 'query',
		finding: 'search is no parameter',
		reason: '"Search for sites" has it without the $, too.',
	},
	{
		check: 'query',
		finding: '@microsoft.graph.conflictBehavior',
		reason: 'An instance attribute of driveItem, which goes with the URL where the body is the item itself.',
	},
];
