/** A difference from the recorded answers that stays, and why. */
export interface ShapeDeviation {
	/** Method and path as recorded; `*` stands for anything. */
	readonly requests: readonly string[];
	/** Paths of the differences, as `differences` names them, '' for the status; `*` stands for anything. */
	readonly paths: readonly string[];
	readonly reason: string;
}

/** Differences that stay. A request or path of an entry that is no longer needed fails the test. */
export const shapeDeviations: readonly ShapeDeviation[] = [
	{
		requests: [
			'POST */items/{}/copy',
			'POST /me/events/{}/cancel',
			'POST /me/messages/{}/reply',
			'POST /me/messages/{}/send',
			'POST /me/sendMail',
			'POST /teams',
		],
		paths: ['', 'content-type', 'etag', 'location'],
		reason: 'The recorder wrote 202 as 200, dropped its Location, and made headers for an empty body.',
	},
	{
		requests: ['GET /chats/{}'],
		paths: ['viewpoint'],
		reason: 'It is what the user who asked has seen of the chat; an app sees no chat for itself.',
	},
	{
		requests: ['GET /drives/{}/root:{}:/{}'],
		paths: ['etag', 'content-type'],
		reason: 'The recorder made an ETag for the body of an error, and rewrote its content type.',
	},
	{
		requests: ['POST */createLink', 'POST */invite', 'POST */createUploadSession'],
		paths: ['location'],
		reason: 'The recording says that there was a Location, not what it looks like; nobody reads it.',
	},
	{
		requests: ['POST */createLink'],
		paths: [''],
		reason: 'Documented: 201 for a link that is new. The recorded ones may have existed.',
	},
	{
		requests: ['PUT /me/drive/items/root:{}:/{}{}:/content'],
		paths: [''],
		reason: 'Documented: 201 for a file that is new. The recorded one existed.',
	},
	{
		requests: ['*drive*'],
		paths: [
			'*createdBy.user.email',
			'*createdBy.user.id',
			'*lastModifiedBy.user.email',
			'*lastModifiedBy.user.id',
		],
		reason: 'Recorded with somebody signed in; what an app does is done by a user without address and ID.',
	},
	{
		requests: ['*/lists*'],
		paths: [
			'*createdBy.user.email',
			'*createdBy.user.id',
			'*lastModifiedBy.user.email',
			'*lastModifiedBy.user.id',
		],
		reason: 'Recorded with somebody signed in; what an app does is done by a user without address and ID.',
	},
	{
		requests: ['*/lists/{}/items*'],
		paths: ['*createdBy.application'],
		reason: 'Recorded items were made by a person in the browser, not by an app.',
	},
	{
		requests: ['GET /drives/{}/items/{}{}:/{}', 'GET /me/drive/items/{}/children'],
		paths: ['*createdBy.application', '*lastModifiedBy.application'],
		reason: 'Recorded files were made by a person in the browser, not by an app.',
	},
	{
		requests: ['GET /drives/{}/items/{}'],
		paths: ['odata-version', 'shared.effectiveRoles'],
		reason:
			'Two kinds of answers were recorded together: those that SharePoint writes itself, and those that Graph rewrites.',
	},
	{
		requests: ['GET /drives/{}/items/{}{}:/{}'],
		paths: ['@microsoft.graph.downloadUrlNoAuth'],
		reason: 'Recorded in one tenant only, and documented nowhere.',
	},
	{
		requests: ['GET /drives/{}/items/{}/content', 'GET /sites/{}/drives/{}/items/{}/content'],
		paths: ['', 'content-type'],
		reason: 'The content decides: other files were recorded, and one recorder wrote bytes as JSON.',
	},
	{
		requests: ['GET /drives/{}/items/{}/permissions', 'GET /me/drive/items/{}/permissions'],
		paths: ['value[].grantedToV2.user'],
		reason:
			'Recorded with system accounts and groups only; for a user of the tenant it was recorded elsewhere.',
	},
	{
		requests: ['GET /me/drive/items/{}/permissions'],
		paths: ['value[].grantedTo.user.id'],
		reason: 'Recorded with a system account, whose ID is no GUID.',
	},
	{
		requests: ['GET /me/drive'],
		paths: ['owner.user.id', 'quota.storagePlanInformation'],
		reason: "Recorded in another kind of OneDrive; a user's drive was recorded as an app with these.",
	},
	{
		requests: ['GET /sites/root/drives', 'GET /sites/{}/drives/{}'],
		paths: ['*lastModifiedBy', '*owner.group.email'],
		reason: 'Some libraries have it and some do not; the list of drives was recorded with both.',
	},
	{
		requests: ['GET /me/drive/items/{}/children'],
		paths: ['value[].folder', 'value[].file', 'value[].@microsoft.graph.downloadUrl'],
		reason: 'Recorded in a folder with files only.',
	},
	{
		requests: ['GET /sites/{}/drives/{}/root/delta'],
		paths: ['value[].file', 'value[].folder', 'value[].shared'],
		reason: 'Recorded in a library with folders only, which nobody else may read.',
	},
	{
		requests: ['GET *root/delta'],
		paths: ['value[].@microsoft.graph.downloadUrl'],
		reason: 'Not recorded here; given all the same, so that tests show that the node keeps it to itself.',
	},
	{
		requests: ['* /sites/{}/pages*'],
		paths: ['*createdBy.user.email', '*lastModifiedBy.user.email', '*checkedOutBy.user.email'],
		reason: 'Recorded with somebody signed in; what an app does is done by a user without address.',
	},
	{
		requests: ['GET /me/drive/items/{}/permissions/{}'],
		paths: ['grantedTo.user.id', 'grantedToV2.user', 'link'],
		reason: 'Recorded of somebody who got a link in OneDrive; this one is of an owner.',
	},
	{
		requests: ['GET /sites/{}/lists/{}/columns'],
		paths: ['value[].hyperlinkOrPicture', 'value[].number'],
		reason: 'No recorded list had columns of these types.',
	},
	{
		requests: ['GET /sites/{}/lists/{}/items*'],
		paths: ['*fields.Amount', '*fields.Status'],
		reason: "Columns of the recorded tenant's lists were left out.",
	},
	{
		requests: ['GET /sites/{}/lists/{}/items/{}'],
		paths: [
			'fields.Attachments',
			'fields.LinkTitle',
			'fields.LinkTitleNoMenu',
			'fields.Title',
			'fields.FileLeafRef',
			'fields.LinkFilename',
			'fields.LinkFilenameNoMenu',
		],
		reason: 'Recorded in a document library, whose items have other columns.',
	},
	{
		requests: ['PATCH /sites/{}/lists/{}/items/{}/{}'],
		paths: ['EndDate', 'EventDate', 'fRecurrence'],
		reason: 'Recorded in a list of events, whose items have other columns.',
	},
	{
		requests: ['GET /teams/{}/channels/{}/messages/{}'],
		paths: ['eventDetail'],
		reason: 'A message of the system was recorded.',
	},
	{
		requests: ['POST /teams/{}/members'],
		paths: ['location'],
		reason: 'The recording spells the end of the Location in no known way; nobody reads it.',
	},
];

/** Recorded requests that the simulator does not serve, since no operation makes them, and why. */
export const unserved: ReadonlyArray<readonly [requests: readonly string[], reason: string]> = [
	[
		['GET /directoryRoles', 'GET /directoryRoles/delta', 'GET /directoryRoles/{}'],
		'"Directory Role: Get Members" reads them by the template of the role, "Get Many" the definitions of all roles.',
	],
	[
		[
			'POST /chats/{}/messages',
			'POST /teams/{}/channels/{}/messages',
			'POST /teams/{}/channels/{}/messages/{}/replies',
		],
		'Not for apps, except while they migrate messages.',
	],
	[['GET /chats'], 'An app has no chats of its own: "Chat: Get Many" lists those of a user.'],
	[
		['GET /me/chats/getAllMessages/delta'],
		'Refused as recorded, with a user signed in. An app reads messages by chat: "Chat: Get Messages".',
	],
	[['GET /me/followedSites'], 'Not for apps, which may follow sites for a user, but not list them.'],
	[
		['GET /me/drive/recent', 'GET /me/drive/sharedWithMe'],
		'By their pages, for the signed-in user only, and deprecated: "Search: Query" finds files across drives.',
	],
];
