import { choiceField, textField, timeField } from '../../fields/build';
import { filterOf, filtersField, type Filter } from '../../fields/filters';
import { listFields } from '../../fields/lists';
import { filter } from '../../fields/odata';
import type { Operation } from '../../operation';

const filters: readonly Filter[] = [
	{
		field: timeField('receivedAfter', 'Received After', {
			description: 'At most 90 days ago, and no more than 10 days before "Received Before"',
		}),
		condition: (value) => `receivedDateTime ge ${value}`,
	},
	{
		field: timeField('receivedBefore', 'Received Before'),
		condition: (value) => `receivedDateTime le ${value}`,
	},
	{
		field: textField('senderAddress', 'Sender', { placeholder: 'e.g. adele@contoso.com' }),
		condition: (value) => `senderAddress eq ${value}`,
	},
	{
		field: textField('recipientAddress', 'Recipient', { placeholder: 'e.g. alex@contoso.com' }),
		condition: (value) => `recipientAddress eq ${value}`,
	},
	{
		field: textField('subject', 'Subject Contains', { placeholder: 'e.g. invoice' }),
		condition: (value) => `contains(subject,${value})`,
	},
	{
		field: textField('messageId', 'Internet Message ID', {
			placeholder: 'e.g. <dff5ba6a@contoso.com>',
			description: 'The Message-ID header, in its angle brackets',
		}),
		condition: (value) => `messageId eq ${value}`,
	},
	{
		field: choiceField('status', 'Status', {
			delivered: 'Delivered',
			expanded: 'Expanded',
			failed: 'Failed',
			filteredAsSpam: 'Filtered as Spam',
			gettingStatus: 'Getting Status',
			pending: 'Pending',
			quarantined: 'Quarantined',
		}),
		condition: (value) => `status eq ${value}`,
	},
];

/** Source: "List messageTraces". Graph takes no other query options here. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many message traces',
	description:
		'List what became of the messages that went through Exchange Online, one entry a recipient; those of the last two days when no times are given',
	permissions: ['ExchangeMessageTrace.Read.All'],
	permissionNote: 'It is there in the global cloud only.',
	fields: [...listFields, filtersField(filters)],
	options: [filter],
	list: { pageSize: () => 5000 },
	request: (item) => ({
		method: 'GET',
		path: ['admin', 'exchange', 'tracing', 'messageTraces'],
		query: { $filter: filterOf(item, filters) },
	}),
};
