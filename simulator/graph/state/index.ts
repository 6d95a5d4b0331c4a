import type { Settings } from '../../settings';
import { defaultTenantId } from '../../entra';
import { guidOf } from '../../random';
import { createFeeds } from './feeds';
import type { Feeds } from './feeds';
import type { Entity } from '../entity';
import { seedGroups } from './groups';
import type { StoredGroup } from './groups';
import { createMailbox } from './mailbox';
import type { Mailbox } from './mailbox';
import type { StoredMessage } from './messages';
import { hasMailbox, seedUsers } from './users';
import type { DirectoryUser } from './users';
import { createUploads } from './uploads';
import type { Uploads } from './uploads';

/** Sizes of the tenant at the start. */
export interface Seed {
	/** Users, the 25 named ones first. */
	users: number;
	/** Messages in Adele Vance's Inbox. */
	messages: number;
	/** Messages in the Inbox of each other named person with a mailbox. */
	messagesOfOthers: number;
}

export const defaultSeed: Seed = { users: 25, messages: 15, messagesOfOthers: 15 };

/** One item accepted by transport: the measure for "sent once". */
export interface SubmissionRecord {
	/** userPrincipalName of the sending mailbox. */
	mailbox: string;
	/** The first extended property's value; the subject where there is none. */
	key: string;
	subject: string;
	to: string[];
	/** Epoch milliseconds. */
	at: number;
	/** The action: `sendMail`, `send`, `reply`… */
	via: string;
}

/** What the simulator knows of a tenant: tests read and change it. */
export interface GraphState {
	organization: {
		id: string;
		displayName: string;
		verifiedDomains: string[];
		/** Who gets notifications, and the privacy profile, once they were changed. */
		changed: Record<string, unknown>;
	};
	users: Map<string, DirectoryUser>;
	/** Users who can still be restored, by object id. */
	deletedUsers: Map<string, DirectoryUser>;
	groups: Map<string, StoredGroup>;
	submissions: SubmissionRecord[];
	uploads: Uploads;
	/** Objects that behave as REST has it, by their collection's path: see `rest.ts`. */
	collections: Map<string, Map<string, Entity>>;
	/** The delta queries made, and what changed since. */
	feeds: Feeds;
	/** Recently created objects, by ID and by name in lower case, with when other calls find them (epoch milliseconds). */
	fresh: Map<string, number>;
	/** Requests and parts that got 429 from a limit, not from a fault. */
	throttled: number;
	/** The most requests that were under way at once, by userPrincipalName. */
	maxConcurrency: Map<string, number>;
	/** @param idOrUpn object id or userPrincipalName, any case */
	findUser(idOrUpn: string): DirectoryUser | undefined;
	/** Stores a user under its id, replacing an existing one. */
	putUser(user: DirectoryUser): void;
	/** Deletes a user so that it can be restored. */
	removeUser(user: DirectoryUser): void;
	addUser(user: Partial<DirectoryUser> & { userPrincipalName: string }): DirectoryUser;
	/** @throws Error when there is no such user */
	mailbox(idOrUpn: string): Mailbox;
	/** How often each key or subject was submitted from a mailbox; without one from all. */
	submissionCounts(idOrUpn?: string): Map<string, number>;
	reset(): void;
}

function addresses(message: StoredMessage): string[] {
	const { toRecipients, ccRecipients, bccRecipients } = message.properties;
	return [...(toRecipients ?? []), ...(ccRecipients ?? []), ...(bccRecipients ?? [])].flatMap(
		({ emailAddress }) => emailAddress?.address ?? [],
	);
}

/**
 * A tenant. Users are created at once, mailboxes on the first read.
 * @param seed sizes
 * @param settings read at each use
 */
export function createState(seed: Seed, settings: Settings): GraphState {
	let byUpn = new Map<string, DirectoryUser>();
	let byMail = new Map<string, DirectoryUser>();
	let mailboxes = new Map<string, Mailbox>();
	let senders: DirectoryUser[] = [];

	const enter = (user: DirectoryUser) => {
		state.users.set(user.id, user);
		byUpn.set(user.userPrincipalName.toLowerCase(), user);
		if (user.mail) byMail.set(user.mail.toLowerCase(), user);
	};
	const leave = (user: DirectoryUser) => {
		state.users.delete(user.id);
		byUpn.delete(user.userPrincipalName.toLowerCase());
		if (user.mail) byMail.delete(user.mail.toLowerCase());
	};
	const seeded = (user: DirectoryUser) => {
		const place = senders.indexOf(user);
		if (place < 0) return 0;
		return place === 0 ? seed.messages : seed.messagesOfOthers;
	};
	const deliver = (from: Mailbox, message: StoredMessage) => {
		if (!settings.deliver) return;
		for (const address of new Set(addresses(message).map((one) => one.toLowerCase()))) {
			const user = byMail.get(address) ?? byUpn.get(address);
			if (!user || !hasMailbox(user)) continue;
			const to = state.mailbox(user.id);
			const inbox = to.folder('inbox');
			if (!inbox) continue;
			const properties = structuredClone(message.properties);
			to.create(inbox.id, {
				properties: { ...properties, bccRecipients: [], isDraft: false, isRead: false },
				attachments: message.attachments.map((attachment) => ({ ...attachment })),
				// Named properties stay with mail inside an organization.
				extended: from === to ? structuredClone(message.extended) : [],
			});
		}
	};

	const state: GraphState = {
		organization: {
			id: defaultTenantId,
			displayName: 'Contoso',
			verifiedDomains: ['contoso.example'],
			changed: {},
		},
		users: new Map(),
		deletedUsers: new Map(),
		groups: new Map(),
		submissions: [],
		uploads: createUploads(),
		collections: new Map(),
		feeds: createFeeds(),
		fresh: new Map(),
		throttled: 0,
		maxConcurrency: new Map(),
		findUser: (idOrUpn) => state.users.get(idOrUpn.toLowerCase()) ?? byUpn.get(idOrUpn.toLowerCase()),
		putUser(user) {
			const before = state.users.get(user.id);
			if (before) leave(before);
			state.deletedUsers.delete(user.id);
			enter(user);
		},
		removeUser(user) {
			leave(user);
			state.deletedUsers.set(user.id, { ...user, deletedDateTime: new Date().toISOString() });
		},
		addUser(user) {
			const added: DirectoryUser = {
				...seedUsers(1)[0],
				id: guidOf(`added ${user.userPrincipalName}`),
				displayName: user.userPrincipalName,
				createdDateTime: new Date().toISOString(),
				mail: user.userPrincipalName,
				givenName: null,
				surname: null,
				proxyAddresses: [`SMTP:${user.userPrincipalName}`],
				...user,
			};
			enter(added);
			return added;
		},
		mailbox(idOrUpn) {
			const user = state.findUser(idOrUpn);
			if (!user) throw new Error(`No user ${idOrUpn}`);
			const open = mailboxes.get(user.id);
			if (open) return open;
			const made = createMailbox(user, seeded(user), senders, {
				settings,
				deliver,
				submitted: (mailbox, message, via) => {
					const subject = message.properties.subject ?? '';
					state.submissions.push({
						mailbox: mailbox.user.userPrincipalName,
						key: message.extended[0]?.value ?? subject,
						subject,
						to: addresses(message),
						at: Date.now(),
						via,
					});
				},
			});
			mailboxes.set(user.id, made);
			return made;
		},
		submissionCounts(idOrUpn) {
			const upn = idOrUpn === undefined ? undefined : state.findUser(idOrUpn)?.userPrincipalName;
			const counts = new Map<string, number>();
			for (const { mailbox, key } of state.submissions) {
				if (idOrUpn !== undefined && mailbox !== upn) continue;
				counts.set(key, (counts.get(key) ?? 0) + 1);
			}
			return counts;
		},
		reset() {
			byUpn = new Map();
			byMail = new Map();
			mailboxes = new Map();
			state.users.clear();
			state.deletedUsers.clear();
			const users = seedUsers(seed.users);
			users.forEach(enter);
			senders = users.slice(0, 25).filter(hasMailbox);
			state.groups.clear();
			for (const group of seedGroups(users)) state.groups.set(group.id, group);
			state.submissions.length = 0;
			state.uploads.sessions.clear();
			state.collections.clear();
			state.fresh.clear();
			state.feeds = createFeeds();
			state.throttled = 0;
			state.maxConcurrency.clear();
		},
	};
	state.reset();
	return state;
}
