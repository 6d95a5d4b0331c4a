import type { Message } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../graph/errors/requestError';
import { choiceField, flagField, textField, textsField } from '../../shared/fields/build';
import { mailbox } from '../../shared/fields/locators';
import { bodyAsText, mailHeaders, simpleMessage } from '../../shared/fields/mail';
import { optionalText } from '../../shared/parameters/values/text';
import { contains, isAddressOf, isOneOf } from './shared/filterText';
import { maxFiltered } from '../../graph/lists/maxFiltered';
import type { GraphRequest, Query } from '../../graph/graphRequest';
import { digest } from '../digest';
import { folderFields, mailFolders, scopeOf } from './shared/mailFolders';
import type { ChangeEvent, ChangeSource, Feed, Watch, WatchSettings } from './watch';

const movedHere = flagField('movedHere', 'Include Older Messages Moved Here', {
	description:
		'Whether older messages that are moved into the folder count as created; the first poll reads the whole folder then. Applies to one folder.',
});

const either = { '': 'Either', yes: 'Yes', no: 'No' };

/** Sources: "message: delta", "Change notifications for Outlook resources". */
export const message: Watch = {
	name: 'Message',
	value: 'message',
	action: 'On new email',
	description: 'Messages of a mail folder, of several, or of a whole mailbox',
	events: { created: 'Created', updated: 'Updated', deleted: 'Deleted or Moved Away' },
	fields: [mailbox, ...folderFields],
	options: [bodyAsText, movedHere],
	filters: [
		textsField('from', 'From', {
			placeholder: 'e.g. adele@contoso.com',
			description:
				'Address of the sender, or the end of it, such as @contoso.com; separate several with commas',
		}),
		textField('subject', 'Subject Contains', {
			placeholder: 'e.g. invoice',
			description: 'Case-insensitive',
		}),
		choiceField('read', 'Unread', { '': 'Either', unread: 'Unread Only', read: 'Read Only' }),
		choiceField('hasAttachments', 'Has Attachments', either, {
			description: "As Graph reports it: inline attachments, such as pictures, don't count",
		}),
		choiceField('importance', 'Importance', { '': 'Any', high: 'High', normal: 'Normal', low: 'Low' }),
		textsField('categories', 'Categories', {
			placeholder: 'e.g. Invoices, Urgent',
			description: 'Has at least one of these; separate several with commas',
		}),
	],
	passes,
	permissions: ['Mail.ReadBasic.All'],
	subscriptionPermissions: ['Mail.Read'],
	permissionNote: 'Bodies and full messages need Mail.Read.',
	simple: simpleMessage,
	filterProperties: ['subject', 'from', 'isRead', 'hasAttachments', 'importance', 'categories'],
	changeFields: { created: 'createdDateTime', modified: 'lastModifiedDateTime', version: 'changeKey' },
	withData: true,
	source: (settings) => {
		const scope = scopeOf(settings.parameters);
		return scope === undefined ? oneFolder(settings) : severalFolders(settings, scope);
	},
};

/** What is read of messages: the properties, and the headers of a delta function. */
function readingOf({ options, select }: WatchSettings) {
	const { Prefer = '' } = mailHeaders(options);
	const withBody = select !== '' && options.bodyAsText === true && !/\bbody\b/i.test(select);
	const $select = withBody ? `${select},body` : select;
	const pageSize = $select === '' || /\bbody\b/i.test($select) ? 250 : 1000;
	return { Prefer, $select, headers: { Prefer: `${Prefer}, odata.maxpagesize=${pageSize}` } };
}

function oneFolder(settings: WatchSettings): ChangeSource {
	const { parameters, options, events } = settings;
	const resource = `users/${parameters.id('mailbox')}/mailFolders/${parameters.id('folderId')}/messages`;
	const folder = ['users', parameters.id('mailbox'), 'mailFolders', parameters.id('folderId')];
	const { Prefer, $select, headers } = readingOf(settings);
	const path = [...folder, 'messages', 'delta'];
	/** Graph keeps the events apart itself, each behind a link of its own. */
	const feed = (event: ChangeEvent): Feed => {
		const query = { $select, changeType: event };
		return {
			key: event,
			event,
			all: () => ({ method: 'GET', path, query, headers }),
			// For what is updated or deleted, all messages count, not only those to come.
			...(event === 'created' && options.movedHere !== true && receivedSince(path, query, headers)),
		};
	};
	return {
		feeds: events.map(feed),
		latest: newestIn([...folder, 'messages'], $select, Prefer),
		notify: {
			resource,
			// Graph wants the properties named then.
			resourceWithData: `${resource}?$select=${$select || allOfMessage.join(',')}`,
			changes: events,
			possible: ['created', 'updated', 'deleted'],
		},
	};
}

/**
 * Each folder has one delta link, so that there are as few requests as folders. Where only what is created is wanted, Graph
 * keeps it apart itself, as it does what is deleted; otherwise the times of a message show what happened to it.
 */
function severalFolders(settings: WatchSettings, scope: ReturnType<typeof scopeOf> & object): ChangeSource {
	const { parameters, options, events, send } = settings;
	for (const [name, label] of [
		['movedHere', movedHere.displayName],
		['includeResourceData', 'Include Resource Data'],
	] as const) {
		if (options[name] !== true) continue;
		throw requestError({
			what: `"${label}" is for one folder only.`,
			fix: `Turn it off, or set "Folders" to "One Folder".`,
		});
	}
	const user = ['users', parameters.id('mailbox')];
	const { Prefer, headers, ...reading } = readingOf(settings);
	const $select = withReceived(reading.$select);
	const [only] = events;
	const event = events.length === 1 && only !== 'updated' ? only : undefined;
	const query = { $select, ...(event !== undefined && { changeType: event }) };
	const { named, ...containers } = mailFolders({ user, scope, events, send });
	const feed = (id: string, all: ReadonlySet<string>): Feed => {
		const path = [...user, 'mailFolders', id, 'messages', 'delta'];
		return {
			key: `${event ?? 'all'} ${digest([id])}`,
			event,
			all: () => ({ method: 'GET', path, query, headers }),
			...(event === 'created' && receivedSince(path, query, headers)),
			// What was moved to another watched folder isn't gone.
			objectRequest: (entry) => ({
				path: [...user, 'messages', String(entry.id)],
				query: { $select: 'parentFolderId' },
				headers: mailHeaders(),
			}),
			isWatched: ({ parentFolderId }) => all.has(String(parentFolderId)),
		};
	};
	return {
		feeds: [],
		containers: {
			...containers,
			created: received,
			feed,
			watched: [user, scope, event ?? 'all', query, headers],
		},
		latest: newestIn(
			[...user, ...(named === undefined ? [] : ['mailFolders', named]), 'messages'],
			$select,
			Prefer,
		),
		// Graph has one for the mailbox: it's also of the folders to come.
		notify: {
			resource: [...user, 'messages'].join('/'),
			changes: events,
			possible: ['created', 'updated', 'deleted'],
		},
	};
}

/** When a message came into the mailbox, or was sent. */
const received = 'receivedDateTime';

const withReceived = ($select: string) =>
	$select === '' || $select.split(',').includes(received) ? $select : `${$select},${received}`;

/** A delta function of the messages received since a time. */
const receivedSince = (path: string[], query: Query, headers: Record<string, string>): Partial<Feed> => ({
	since: (time) => ({
		method: 'GET',
		path,
		query: { ...query, $filter: `receivedDateTime ge ${time}` },
		headers,
	}),
	maxSince: maxFiltered,
});

const newestIn = (path: string[], $select: string, Prefer: string): GraphRequest => ({
	method: 'GET',
	path,
	query: { $select, $orderby: 'receivedDateTime desc', $top: 1 },
	headers: { Prefer },
});

/** What notifications carry of a message when everything is wanted. */
const allOfMessage = [
	...simpleMessage,
	'body',
	'bodyPreview',
	'categories',
	'ccRecipients',
	'changeKey',
	'createdDateTime',
	'internetMessageId',
	'lastModifiedDateTime',
];

function passes(entry: IDataObject, filters: IDataObject): boolean {
	const { from, subject, read, hasAttachments, importance, categories } = filters;
	const { from: sender, categories: own } = entry as Message;
	return (
		isAddressOf([sender?.emailAddress?.address], from) &&
		contains(entry.subject, subject) &&
		(optionalText(read) === '' || (entry.isRead === true) === (read === 'read')) &&
		(optionalText(hasAttachments) === '' || (entry.hasAttachments === true) === (hasAttachments === 'yes')) &&
		(optionalText(importance) === '' || entry.importance === importance) &&
		isOneOf(own ?? [], categories)
	);
}
