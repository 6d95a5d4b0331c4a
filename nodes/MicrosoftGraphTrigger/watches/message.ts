import type { Message } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { choiceField, flagField, textField, textsField } from '../../shared/fields/build';
import { mailbox } from '../../shared/fields/locators';
import { mailFolderId } from '../../shared/fields/locators/mailFolder';
import { bodyAsText, mailHeaders, simpleMessage } from '../../shared/fields/mail';
import { optionalText } from '../../shared/parameters/values/text';
import { contains, isAddressOf, isOneOf } from './shared/filterText';
import { maxFiltered } from '../../graph/lists/maxFiltered';
import type { ChangeEvent, Feed, Watch } from './watch';

const movedHere = flagField('movedHere', 'Include Older Messages Moved Here', {
	description:
		'Whether older messages that are moved into the folder count as created; the first poll reads the whole folder then',
});

const either = { '': 'Either', yes: 'Yes', no: 'No' };

/** Sources: "message: delta", "Change notifications for Outlook resources". */
export const message: Watch = {
	name: 'Message',
	value: 'message',
	action: 'On new email',
	description: 'Messages of a mail folder',
	events: { created: 'Created', updated: 'Updated', deleted: 'Deleted or Moved Away' },
	fields: [mailbox, { ...mailFolderId, default: { mode: 'id', value: 'inbox' } }],
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
	source: ({ parameters, options, events, select }) => {
		const resource = `users/${parameters.id('mailbox')}/mailFolders/${parameters.id('folderId')}/messages`;
		const folder = ['users', parameters.id('mailbox'), 'mailFolders', parameters.id('folderId')];
		const { Prefer = '' } = mailHeaders(options);
		const withBody = select !== '' && options.bodyAsText === true && !/\bbody\b/i.test(select);
		const $select = withBody ? `${select},body` : select;
		const pageSize = $select === '' || /\bbody\b/i.test($select) ? 250 : 1000;
		const headers = { Prefer: `${Prefer}, odata.maxpagesize=${pageSize}` };
		const path = [...folder, 'messages', 'delta'];
		/** Graph keeps the events apart itself, each behind a link of its own. */
		const feed = (event: ChangeEvent): Feed => {
			const query = { $select, changeType: event };
			const since = (time: string) => ({
				method: 'GET' as const,
				path,
				query: { ...query, $filter: `receivedDateTime ge ${time}` },
				headers,
			});
			return {
				key: event,
				event,
				all: () => ({ method: 'GET', path, query, headers }),
				// For what is updated or deleted, all messages count, not only those to come.
				...(event === 'created' && options.movedHere !== true && { since, maxSince: maxFiltered }),
			};
		};
		return {
			feeds: events.map(feed),
			latest: {
				method: 'GET',
				path: [...folder, 'messages'],
				query: { $select, $orderby: 'receivedDateTime desc', $top: 1 },
				headers: { Prefer },
			},
			notify: {
				resource,
				// Graph wants the properties named then.
				resourceWithData: `${resource}?$select=${$select || allOfMessage.join(',')}`,
				changes: events,
				possible: ['created', 'updated', 'deleted'],
			},
		};
	},
};

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
