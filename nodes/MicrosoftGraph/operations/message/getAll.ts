import type { INodeProperties } from 'n8n-workflow';

import { choiceField, flagField, textField, timeField } from '../../../shared/fields/build';
import { filterOf, filtersField, quoted, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { mailbox } from '../../../shared/fields/locators';
import { anyMailFolderOrPath } from '../../../shared/fields/locators/mailFolder';
import {
	bodyAsText,
	largestOutlookPage,
	mailHeaders,
	messagePageSize,
	messageQuery,
	messageSearchNeeds,
	messageSelect,
	maxFound,
	simpleMessage,
} from '../../../shared/fields/mail';
import { filterLike, orderByLike, search, selectLike } from '../../../shared/fields/odata';
import { mailFolderOf } from '../../../shared/resources/mailFolder';
import type { Operation } from '../../operation';
import { optionalText } from '../../../shared/parameters/values/text';
import { checkDownload, downloadOptions, withAttachments, withId } from './downloadAttachments';

const filters: readonly Filter[] = [
	{
		field: timeField('receivedAfter', 'Received After', {
			description: 'Includes messages received exactly at this time',
		}),
		condition: (value) => `receivedDateTime ge ${value}`,
	},
	{
		field: timeField('receivedBefore', 'Received Before'),
		condition: (value) => `receivedDateTime lt ${value}`,
	},
	{
		field: textField('from', 'From', {
			placeholder: 'e.g. alex@contoso.com',
			description: 'Address of the sender',
		}),
		condition: (value) => `from/emailAddress/address eq ${value}`,
	},
	{
		field: textField('subject', 'Subject Contains', { placeholder: 'e.g. invoice' }),
		condition: (value) => `contains(subject,${value})`,
	},
	{
		field: choiceField('readStatus', 'Read Status', { unread: 'Unread', read: 'Read' }),
		condition: (value) => `isRead eq ${value === quoted('read')}`,
	},
	{
		field: flagField('hasAttachments', 'Has Attachments', {
			default: true,
			description: 'Whether to return only messages with attachments; off for only those without',
		}),
		condition: (value) => `hasAttachments eq ${value}`,
	},
	{
		field: choiceField('importance', 'Importance', { high: 'High', normal: 'Normal', low: 'Low' }),
		condition: (value) => `importance eq ${value}`,
	},
];

const messageSearch: INodeProperties = {
	...search,
	placeholder: 'e.g. from:alex subject:"quarterly report"',
	description:
		'Words to search for, or conditions in the Keyword Query Language such as from:alex AND subject:"quarterly report"; quotation marks are escaped for you. Graph returns up to 1,000 messages; needs Mail.Read.',
};

/** Source: "List messages". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many messages',
	description: 'List the messages of a mailbox or of one of its folders',
	permissions: ['Mail.ReadBasic.All'],
	permissionNote: 'Bodies, attachments, and searches need Mail.Read.',
	fields: [mailbox, anyMailFolderOrPath, ...listFields, filtersField(filters)],
	options: [
		bodyAsText,
		...downloadOptions,
		filterLike("flag/flagStatus eq 'flagged'"),
		orderByLike('subject desc'),
		messageSearch,
		selectLike('subject,from,receivedDateTime'),
	],
	simple: simpleMessage,
	guards: [
		{
			when: { code: 'InefficientFilter' },
			fix: 'Graph orders filtered messages only by the first properties of the filter, in the same order: leave "Order By" empty for the newest first, or start "Filter" with the same properties.',
		},
		{
			when: { code: 'SearchWithFilter' },
			fix: 'Graph supports a search or a filter, not both: put the filter in the search, such as "from:alex subject:report", or leave "Search" empty.',
		},
		{
			when: { code: 'SearchWithOrderBy' },
			fix: 'Graph returns search results in its own order: leave "Order By" empty.',
		},
	],
	list: {
		pageSize: messagePageSize,
		largestPage: largestOutlookPage,
		maxEntries: (item) => {
			if (optionalText(item.collection('options').search) === '') return undefined;
			return {
				entries: maxFound,
				hint: `Graph returns up to ${maxFound} messages for a search, and returned that many: there may be more. Narrow the search, such as by received>=2030-01-01, or use "Filters", which have no such limit.`,
			};
		},
	},
	request: async (item, _send, run) => {
		checkDownload(item);
		const options = item.collection('options');
		const folder = await mailFolderOf(run, 'folderId');
		const order = optionalText(options.orderBy);
		return {
			method: 'GET',
			path: [
				'users',
				item.id('mailbox'),
				...(folder === '' ? ['messages'] : ['mailFolders', folder, 'messages']),
			],
			query: messageQuery({
				...options,
				filter: sortable(filterOf(item, filters), order),
				select: withId(messageSelect(item), item),
			}),
			headers: mailHeaders(options),
			...(optionalText(options.search) !== '' && { needs: messageSearchNeeds }),
		};
	},
	complete: withAttachments,
};

/**
 * The filter, starting with the time that messages are ordered by, as Graph requires: with a condition that is always
 * true.
 * Source: "List messages", on `$filter` and `$orderby` in one query.
 */
function sortable(condition: string, order: string): string {
	const time = /^(received|sent|created|lastModified)DateTime\b/.exec(order)?.[0];
	if (condition === '' || time === undefined || condition.startsWith(time)) return condition;
	return `${time} ge 1900-01-01T00:00:00Z and (${condition})`;
}
