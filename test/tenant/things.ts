import type { IDataObject } from 'n8n-workflow';
import type { Scope, Target } from './settings';

/** What all runs' things are called at the start. */
export const prefixOfAll = 'n8n-tenant-';

/** Something in the tenant that a run made. */
export interface Thing {
	id: string;
	/** What it is called; it has the run's prefix. */
	name: string;
	/** Where a person finds it. */
	link?: string;
	/** For what is removed by its version only. */
	etag?: string;
}

/** A request that removes something. */
export interface Removal {
	method: string;
	path: string;
	headers?: IDataObject[];
	/** In its place where Graph doesn't know it, as in some clouds. */
	orElse?: Removal;
}

/** How things of one kind are found by their names, and removed for good. */
export interface Kind {
	/** Such as "mail folder". */
	title: string;
	/** Where they are made. */
	where: string;
	/** What removing them needs; a thing is made only by who may remove it. */
	permissions: readonly string[];
	/** Undefined where the kind can't be in this tenant, such as without a site. */
	list: (scope: Scope, prefix: string) => string | undefined;
	/** The property that has the name; `name` where it isn't given. */
	name?: (entry: IDataObject) => string;
	/** Requests that remove it, in order. One whose thing is gone is passed over. */
	remove: (scope: Scope, thing: Thing) => Removal[];
	/** The path of the POST that makes one, as its shape: how its ID is known without its name. */
	madeBy?: string;
}

/** The path of the test site: by its ID, or by the host and path of its URL, which end with a colon. */
export function siteOf({ site = '' }: Target): string {
	const [, host, path = ''] = /^https:\/\/([^/]+)(\/[^?#]*[^/?#])?/.exec(site) ?? [];
	if (host === undefined) return `/sites/${site}`;
	return `/sites/${path === '' ? host : `${host}:${path}:`}`;
}

const textOf = (name: string) => (entry: IDataObject) => String(entry[name] ?? '');
const mailbox = ({ target }: Scope) => `/users/${encodeURIComponent(target.mailbox)}`;
const quoted = (text: string) => `'${text.replace(/'/g, "''")}'`;
const simply = (path: string) => ({ method: 'DELETE', path });
const forGood = (path: string) => [{ method: 'POST', path: `${path}/permanentDelete`, orElse: simply(path) }];
/** Planner removes only what is named with its version. */
const atVersion = (path: string, etag = '*') => ({
	...simply(path),
	headers: [{ name: 'If-Match', value: etag }],
});
const inBin = (id: string) => simply(`/directory/deletedItems/${id}`);

/** A search of the directory by the start of a name: simple enough to need no advanced query. */
const startsWith = (property: string, prefix: string) => `$filter=startswith(${property},${quoted(prefix)})`;

const kindTable = {
	mailFolder: {
		title: 'mail folder',
		where: 'at the top of the mailbox',
		permissions: ['Mail.ReadWrite'],
		list: (scope) => `${mailbox(scope)}/mailFolders?$top=100&$select=id,displayName`,
		name: textOf('displayName'),
		remove: (scope, { id }) => forGood(`${mailbox(scope)}/mailFolders/${id}`),
	},
	message: {
		title: 'message',
		where: 'in the mailbox: drafts, and mails from the test user to itself',
		permissions: ['Mail.ReadWrite'],
		list: (scope, prefix) =>
			`${mailbox(scope)}/messages?$top=100&$select=id,subject,isDraft,webLink&$filter=contains(subject,${quoted(prefix)})`,
		name: textOf('subject'),
		remove: (scope, { id }) => forGood(`${mailbox(scope)}/messages/${id}`),
	},
	calendar: {
		title: 'calendar',
		where: 'in the mailbox',
		permissions: ['Calendars.ReadWrite'],
		list: (scope) => `${mailbox(scope)}/calendars?$top=100&$select=id,name`,
		remove: (scope, { id }) => forGood(`${mailbox(scope)}/calendars/${id}`),
	},
	contact: {
		title: 'contact',
		where: 'in the mailbox',
		permissions: ['Contacts.ReadWrite'],
		list: (scope) => `${mailbox(scope)}/contacts?$top=100&$select=id,givenName`,
		name: textOf('givenName'),
		remove: (scope, { id }) => forGood(`${mailbox(scope)}/contacts/${id}`),
	},
	contactFolder: {
		title: 'contact folder',
		where: 'in the mailbox',
		permissions: ['Contacts.ReadWrite'],
		list: (scope) => `${mailbox(scope)}/contactFolders?$top=100&$select=id,displayName`,
		name: textOf('displayName'),
		remove: (scope, { id }) => forGood(`${mailbox(scope)}/contactFolders/${id}`),
	},
	category: {
		title: 'category',
		where: 'in the mailbox',
		permissions: ['MailboxSettings.ReadWrite'],
		list: (scope) => `${mailbox(scope)}/outlook/masterCategories`,
		name: textOf('displayName'),
		remove: (scope, { id }) => [simply(`${mailbox(scope)}/outlook/masterCategories/${id}`)],
	},
	inboxRule: {
		title: 'inbox rule',
		where: 'in the mailbox; it fits no mail',
		permissions: ['MailboxSettings.ReadWrite'],
		list: (scope) => `${mailbox(scope)}/mailFolders/inbox/messageRules`,
		name: textOf('displayName'),
		remove: (scope, { id }) => [simply(`${mailbox(scope)}/mailFolders/inbox/messageRules/${id}`)],
	},
	taskList: {
		title: 'To Do list',
		where: 'of the test user, with a task',
		permissions: ['Tasks.ReadWrite.All'],
		list: (scope) => `${mailbox(scope)}/todo/lists`,
		name: textOf('displayName'),
		remove: (scope, { id }) => [simply(`${mailbox(scope)}/todo/lists/${id}`)],
	},
	driveFolder: {
		title: 'folder',
		where: "at the top of the test user's OneDrive, with small files",
		permissions: ['Files.ReadWrite.All'],
		list: (scope) => `${mailbox(scope)}/drive/root/children?$select=id,name,webUrl,parentReference`,
		remove: (scope, { id }) => forGood(`${mailbox(scope)}/drive/items/${id}`),
	},
	list: {
		title: 'list',
		where: 'in the test site, with an item',
		permissions: ['Sites.Manage.All'],
		list: ({ target }) => target.site && `${siteOf(target)}/lists?$select=id,displayName,webUrl`,
		name: textOf('displayName'),
		remove: ({ target }, { id }) => [simply(`${siteOf(target)}/lists/${id}`)],
	},
	sitePage: {
		title: 'page',
		where: 'in the test site; it is published',
		permissions: ['Sites.ReadWrite.All'],
		list: ({ target }) =>
			target.site && `${siteOf(target)}/pages/microsoft.graph.sitePage?$select=id,title,webUrl`,
		name: textOf('title'),
		remove: ({ target }, { id }) => [simply(`${siteOf(target)}/pages/${id}`)],
	},
	sitePermission: {
		title: 'permission of the application below',
		where: 'in the test site',
		permissions: ['Sites.FullControl.All'],
		list: ({ target }) => target.site && `${siteOf(target)}/permissions`,
		name: ({ grantedToIdentitiesV2, grantedToIdentities }) => {
			const identities = (grantedToIdentitiesV2 ?? grantedToIdentities ?? []) as IDataObject[];
			return identities
				.map(({ application }) => String((application as IDataObject | undefined)?.displayName ?? ''))
				.join();
		},
		remove: ({ target }, { id }) => [simply(`${siteOf(target)}/permissions/${id}`)],
	},
	group: {
		title: 'security group',
		where: 'in the directory',
		permissions: ['Group.ReadWrite.All'],
		list: (_, prefix) => `/groups?$select=id,displayName&${startsWith('displayName', prefix)}`,
		name: textOf('displayName'),
		remove: (_, { id }) => [simply(`/groups/${id}`), inBin(id)],
		madeBy: 'POST /v1.0/groups',
	},
	user: {
		title: 'user',
		where: 'in the directory, disabled and without a license',
		permissions: ['User.DeleteRestore.All'],
		list: (_, prefix) => `/users?$select=id,displayName&${startsWith('displayName', prefix)}`,
		name: textOf('displayName'),
		remove: (_, { id }) => [simply(`/users/${id}`), inBin(id)],
		madeBy: 'POST /v1.0/users',
	},
	deletedUser: {
		title: 'deleted user',
		where: 'among those that can be restored',
		permissions: ['User.DeleteRestore.All'],
		list: () => '/directory/deletedItems/microsoft.graph.user?$select=id,displayName',
		name: textOf('displayName'),
		remove: (_, { id }) => [inBin(id)],
	},
	administrativeUnit: {
		title: 'administrative unit',
		where: 'in the directory; it can be restored for 30 days',
		permissions: ['AdministrativeUnit.ReadWrite.All'],
		list: (_, prefix) =>
			`/directory/administrativeUnits?$select=id,displayName&${startsWith('displayName', prefix)}`,
		name: textOf('displayName'),
		remove: (_, { id }) => [simply(`/directory/administrativeUnits/${id}`)],
		madeBy: 'POST /v1.0/directory/administrativeUnits',
	},
	application: {
		title: 'application',
		where: 'in the directory, without permissions',
		permissions: ['Application.ReadWrite.OwnedBy'],
		list: (_, prefix) => `/applications?${startsWith('displayName', prefix)}`,
		name: textOf('displayName'),
		remove: (_, { id }) => [simply(`/applications/${id}`), inBin(id)],
		madeBy: 'POST /v1.0/applications',
	},
	deletedApplication: {
		title: 'deleted application',
		where: 'among those that can be restored',
		permissions: ['Application.ReadWrite.OwnedBy'],
		list: () => '/directory/deletedItems/microsoft.graph.application?$select=id,displayName',
		name: textOf('displayName'),
		remove: (_, { id }) => [inBin(id)],
	},
	channel: {
		title: 'channel',
		where: 'in the test team',
		permissions: ['Channel.Delete.All'],
		list: ({ target }) => target.team && `/teams/${target.team}/channels`,
		name: textOf('displayName'),
		remove: ({ target }, { id }) => [simply(`/teams/${target.team}/channels/${encodeURIComponent(id)}`)],
	},
	plannerTask: {
		title: 'Planner task',
		where: 'in the test plan',
		permissions: ['Tasks.ReadWrite.All'],
		list: ({ target }) => target.plan && `/planner/plans/${target.plan}/tasks`,
		name: textOf('title'),
		remove: (_, { id, etag }) => [atVersion(`/planner/tasks/${id}`, etag)],
	},
	plannerPlan: {
		title: 'plan',
		where: 'of the test team',
		permissions: ['Tasks.ReadWrite.All'],
		list: ({ target }) => target.team && `/groups/${target.team}/planner/plans`,
		name: textOf('title'),
		remove: (_, { id, etag }) => [atVersion(`/planner/plans/${id}`, etag)],
	},
	plannerBucket: {
		title: 'bucket',
		where: 'in the test plan',
		permissions: ['Tasks.ReadWrite.All'],
		list: ({ target }) => target.plan && `/planner/plans/${target.plan}/buckets`,
		remove: (_, { id, etag }) => [atVersion(`/planner/buckets/${id}`, etag)],
	},
	onlineMeeting: {
		title: 'online meeting',
		where: 'of the test user, in no calendar',
		permissions: ['OnlineMeetings.ReadWrite.All'],
		// Graph lists no meetings: they are known by the answer to their creation.
		list: () => undefined,
		remove: ({ made }, { id }) => [simply(`/users/${String(made.get('me')?.id)}/onlineMeetings/${id}`)],
		madeBy: 'POST /v1.0/users/{}/onlineMeetings',
	},
	subscription: {
		title: 'subscription',
		where: 'of the app; refused, since nothing answers at its URL',
		permissions: [],
		list: () => '/subscriptions',
		name: textOf('notificationUrl'),
		remove: (_, { id }) => [simply(`/subscriptions/${id}`)],
	},
} satisfies Record<string, Kind>;

export type KindName = keyof typeof kindTable;

/** All kinds of things that a run can make. */
export const kinds: Readonly<Record<KindName, Kind>> = kindTable;

/** Kinds that come about when one of another kind is deleted. */
export const alsoLeft: Readonly<Partial<Record<KindName, readonly KindName[]>>> = {
	user: ['deletedUser'],
	application: ['deletedApplication'],
	// Its own mails, too, stand in a mailbox, and what is deleted comes to Deleted Items.
	mailFolder: ['message'],
};
