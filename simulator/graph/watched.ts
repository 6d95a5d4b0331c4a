import { badRequest } from './errors';
import { folderOf, mailboxOwner } from './outlook';
import { permissions } from './permissions';
import { entitiesAt } from './rest';
import type { Entity } from './entity';
import { parsePath } from './router';
import { contactsOf } from './routes/contacts';
import { driveOwners } from './routes/drives';
import { alerts, isIndexed } from './routes/security';
import { messagesOfChannel } from './routes/teams';
import { eventView } from './state/events';
import { groupView } from './state/groups';
import { etagOf, messageView } from './state/messages';
import { itemsOf, listOf, siteOf } from './state/sites';
import { userProperties, userView } from './state/users';
import type { GraphWorld } from './world';

export type ChangeType = 'created' | 'updated' | 'deleted';

/** One object of what a subscription watches, as it is now. */
export interface WatchedItem {
	/** Its key, stable over all its changes. */
	key: string;
	/** A new one after each change. */
	mark: string;
	/** As the notification names it; absent where it names nothing, as with drives and lists. */
	id?: string;
	/** Its path, in the form of the notification. */
	path: string;
	etag?: string;
	/** Members of a group: a notification names those that were added and removed. */
	members?: ReadonlySet<string>;
	/** The whole object, for notifications that carry it. */
	data?: () => object;
}

/** What a subscription watches. */
export interface Watched {
	/** In `resourceData`. */
	type: string;
	/** Any one of these lets an app watch it. */
	permissions: readonly string[];
	changeTypes: readonly ChangeType[];
	/** Maximum lifetime, minutes. */
	longest: number;
	/** The same where notifications carry the object; absent where they can't. */
	longestWithData?: number;
	/** The change type for a new object, where that isn't `created`. */
	coming?: ChangeType;
	/** The change type for a removed object. */
	going?: (key: string) => ChangeType;
	/** Teams requires a lifecycle URL for more than an hour. */
	needsLifecycleUrl?: boolean;
	/** A second subscription of the same app is accepted. */
	severalAllowed?: boolean;
	/** Which quota it counts for: one for each app and channel, or those of a directory or a mailbox. */
	quota?: { of: 'channel' } | { of: 'directory' } | { of: 'mailbox'; mailbox: string };
	items: () => WatchedItem[];
}

const all: readonly ChangeType[] = ['created', 'updated', 'deleted'];
const directory = {
	changeTypes: ['updated', 'deleted'],
	coming: 'updated',
	longest: 41_760,
	quota: { of: 'directory' },
} as const;
const outlook = { changeTypes: all, longest: 10_080, longestWithData: 1_440 } as const;
const files = { changeTypes: ['updated'], longest: 42_300 } as const;

const shown = (view: object, select: string | undefined): object => {
	if (select === undefined) return view;
	const names = ['id', ...select.split(',').map((name) => name.trim())];
	return Object.fromEntries(
		Object.entries(view).filter(([name]) => name.startsWith('@') || names.includes(name)),
	);
};

interface Ask {
	world: GraphWorld;
	/** What the placeholders hold. */
	ids: string[];
	/** Immutable IDs of mail. */
	immutable: boolean;
	select?: string;
	/** The resource as the subscription has it. */
	resource: string;
}

function messages({ world, ids: [user = '', folder], immutable, select }: Ask): Watched {
	const { id: owner } = mailboxOwner(world, user);
	const mailbox = world.state.mailbox(owner);
	const folderId = folder === undefined ? undefined : folderOf(mailbox, folder).id;
	return {
		...outlook,
		quota: { of: 'mailbox', mailbox: owner },
		type: '#Microsoft.Graph.Message',
		permissions: permissions.readMail,
		items: () =>
			(folderId === undefined ? mailbox.visible() : mailbox.messagesIn(folderId)).map((message) => {
				const id = immutable ? message.immutableId : message.id;
				const { isRead, subject } = message.properties;
				return {
					key: id,
					mark: `${message.version} ${message.folderId} ${String(isRead)} ${subject ?? ''}`,
					id,
					path: `Users/${owner}/Messages/${id}`,
					etag: etagOf(message),
					data: () => shown(messageView(message, { immutable, textBody: false, basic: false }), select),
				};
			}),
	};
}

function events({ world, ids: [user = ''], select }: Ask): Watched {
	const { id: owner } = mailboxOwner(world, user);
	const mailbox = world.state.mailbox(owner);
	return {
		...outlook,
		quota: { of: 'mailbox', mailbox: owner },
		type: '#Microsoft.Graph.Event',
		permissions: ['Calendars.Read', 'Calendars.ReadWrite'],
		items: () =>
			mailbox.events.map((event) => {
				const view = eventView(event, undefined);
				return {
					key: event.id,
					mark: JSON.stringify(event.properties),
					id: event.id,
					path: `Users/${owner}/Events/${event.id}`,
					etag: String(view['@odata.etag']),
					data: () => shown(view, select),
				};
			}),
	};
}

function contacts({ world, ids: [user = '', folder], select }: Ask): Watched {
	const { id: owner } = mailboxOwner(world, user);
	return {
		...outlook,
		quota: { of: 'mailbox', mailbox: owner },
		type: '#Microsoft.Graph.Contact',
		permissions: ['Contacts.Read', 'Contacts.ReadWrite'],
		items: () =>
			contactsOf(world, owner, folder).map((contact) => ({
				key: contact.id,
				mark: JSON.stringify(contact),
				id: contact.id,
				path: `Users/${owner}/Contacts/${contact.id}`,
				etag: `W/"${String(contact.changeKey)}"`,
				data: () => shown(contact, select),
			})),
	};
}

/** It's a single object that changes: only its delta reports what changed in it. */
const asOne = (resource: string, mark: () => string) => () => [
	{ key: resource, mark: mark(), path: resource },
];

function drive(find: (world: GraphWorld, owner: string) => { change: number }) {
	return ({ world, ids: [owner = ''], resource }: Ask): Watched => {
		find(world, owner);
		const isByOwner = /^\/?(groups|sites)\b/i.test(resource);
		if (isByOwner && world.settings.subscriptions.drivesByOwner === 'refused') throw unsupported(resource);
		return {
			...files,
			type: '#Microsoft.Graph.DriveItem',
			permissions: ['Files.ReadWrite.All', 'Sites.ReadWrite.All', 'Sites.FullControl.All'],
			items: asOne(resource, () => String(find(world, owner).change)),
		};
	};
}

function list({ world: { state }, ids: [site = '', key = ''], resource }: Ask): Watched {
	const watched = listOf(state, siteOf(state, site), key);
	return {
		...files,
		type: '#Microsoft.Graph.ListItem',
		permissions: ['Sites.ReadWrite.All', 'Sites.Manage.All', 'Sites.FullControl.All'],
		severalAllowed: true,
		items: asOne(resource, () => JSON.stringify([...itemsOf(state, watched).values()])),
	};
}

function users({ world: { state }, ids: [only], select }: Ask): Watched {
	const chosen = () => (only === undefined ? [...state.users.values()] : [state.findUser(only)]);
	return {
		...directory,
		type: '#Microsoft.Graph.User',
		permissions: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
		// An object that can still be restored is only changed.
		going: (key) => (state.deletedUsers.has(key) ? 'updated' : 'deleted'),
		items: () =>
			chosen().flatMap((user) => {
				if (!user) return [];
				const { id, image, ...properties } = user;
				return {
					key: id,
					mark: JSON.stringify([properties, image?.bytes.length]),
					id,
					path: `Users/${id}`,
					data: () => shown({ id, ...userView(user, userProperties, false) }, select),
				};
			}),
	};
}

const readGroups = ['Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

function groups({ world: { state }, ids: [only] }: Ask, onlyMembers = false): Watched {
	const restorable = new Set<string>();
	return {
		...directory,
		type: '#Microsoft.Graph.Group',
		permissions: onlyMembers
			? ['GroupMember.Read.All', 'GroupMember.ReadWrite.All', ...readGroups]
			: readGroups,
		going: (key) => (restorable.has(key) ? 'updated' : 'deleted'),
		items: () =>
			[...state.groups.values()].flatMap((group) => {
				const { id, memberIds, ownerIds, groupTypes } = group;
				if (only !== undefined && id !== only.toLowerCase()) return [];
				if (groupTypes?.includes('Unified')) restorable.add(id);
				const own = onlyMembers ? [] : [groupView(group, undefined), [...ownerIds]];
				return {
					key: id,
					mark: JSON.stringify([...own, [...memberIds].sort()]),
					id,
					path: `Groups/${id}`,
					members: new Set(memberIds),
					data: () => ({ id, ...groupView(group, undefined) }),
				};
			}),
	};
}

function channel({ world, ids: [team = '', id = ''] }: Ask): Watched {
	return {
		type: '#Microsoft.Graph.chatMessage',
		permissions: ['ChannelMessage.Read.All'],
		changeTypes: all,
		longest: 4_320,
		longestWithData: 4_320,
		needsLifecycleUrl: true,
		quota: { of: 'channel' },
		items: () =>
			messagesOfChannel(world, team, id)
				.filter(({ deletedDateTime }) => !deletedDateTime)
				.map((message) => {
					const base = `teams('${team}')/channels('${id}')/messages`;
					const path = message.replyToId
						? `${base}('${String(message.replyToId)}')/replies('${message.id}')`
						: `${base}('${message.id}')`;
					return {
						key: message.id,
						mark: JSON.stringify(message),
						id: message.id,
						path,
						data: () => message,
					};
				}),
	};
}

function securityAlerts({ world, resource }: Ask): Watched {
	if (world.settings.subscriptions.alerts === 'refused') throw unsupported(resource);
	return {
		type: '#Microsoft.Graph.Security.alert',
		permissions: ['SecurityAlert.Read.All', 'SecurityAlert.ReadWrite.All'],
		changeTypes: ['created', 'updated'],
		longest: 43_200,
		items: () =>
			[...entitiesAt(world, alerts, []).values()].filter(isIndexed).map((alert: Entity) => ({
				key: alert.id,
				mark: JSON.stringify(alert),
				id: alert.id,
				path: `security/alerts_v2/${alert.id}`,
				data: () => alert,
			})),
	};
}

/** What can be watched here. Source: "Set up notifications for changes in resource data", supported resources. */
const kinds: ReadonlyArray<[pattern: string, watch: (ask: Ask) => Watched]> = [
	['users', users],
	['users/{id}', users],
	['groups', groups],
	['groups/{id}', groups],
	['groups/{id}/members', (ask) => groups(ask, true)],
	['users/{id}/messages', messages],
	['users/{id}/mailFolders/{id}/messages', messages],
	['users/{id}/events', events],
	['users/{id}/contacts', contacts],
	['users/{id}/contactFolders/{id}/contacts', contacts],
	...driveOwners.map(([prefix, find]): [string, (ask: Ask) => Watched] => [
		`${prefix.slice(1)}/root`,
		drive(find),
	]),
	['sites/{id}/lists/{id}', list],
	['teams/{id}/channels/{id}/messages', channel],
	['security/alerts_v2', securityAlerts],
];

/**
 * What a subscription watches.
 * @param subscription its `resource`, and whether it uses immutable IDs for mail
 * @throws GraphError 404 for what doesn't exist, 400 for what can't be watched here
 */
export function watchedBy(
	world: GraphWorld,
	{ resource, immutable }: { resource: string; immutable: boolean },
): Watched {
	const [path = '', query = ''] = resource.split(/\?(.*)/s);
	const segments = parsePath(path);
	const select = new URLSearchParams(query).get('$select') ?? undefined;
	for (const [pattern, watch] of kinds) {
		const template = pattern.split('/');
		const fits =
			template.length === segments.length &&
			template.every((part, at) => part === '{id}' || part.toLowerCase() === segments[at]?.toLowerCase());
		if (!fits) continue;
		const ids = segments.filter((_, at) => template[at] === '{id}');
		return watch({ world, ids, immutable, select, resource });
	}
	throw unsupported(resource);
}

const unsupported = (resource: string) =>
	badRequest(`Resource '${resource}' is not supported for subscriptions.`);
