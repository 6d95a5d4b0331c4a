import { requestError } from '../../../graph/errors/requestError';
import { choiceField, textField, timeField } from '../../../shared/fields/build';
import { missingInCloud } from '../../../shared/fields/clouds';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** Microsoft's app that traces messages. Source: "Graph-based message trace API onboarding guide". */
const traceApp = '8bd644d1-64a1-4d4b-ae52-2e0cbf64e373';

const oneValue = 'One address; for several, run the node with one item for each';

const sender = textField('senderAddress', 'Sender', {
	placeholder: 'e.g. adele@contoso.com',
	description: oneValue,
});
const recipient = textField('recipientAddress', 'Recipient', {
	placeholder: 'e.g. alex@contoso.com',
	description: oneValue,
});

const filters: readonly Filter[] = [
	{
		field: timeField('receivedAfter', 'Received After', {
			description: 'At most 90 days ago, and at most 10 days before "Received Before"',
		}),
		condition: (value) => `receivedDateTime ge ${value}`,
	},
	{
		field: timeField('receivedBefore', 'Received Before'),
		condition: (value) => `receivedDateTime le ${value}`,
	},
	{
		field: sender,
		condition: (value) => `senderAddress eq ${value}`,
	},
	{
		field: recipient,
		condition: (value) => `recipientAddress eq ${value}`,
	},
	{
		field: textField('subject', 'Subject Contains', { placeholder: 'e.g. invoice' }),
		condition: (value) => `contains(subject,${value})`,
	},
	{
		field: textField('messageId', 'Internet Message ID', {
			placeholder: 'e.g. <dff5ba6a@contoso.com>',
			description: 'Message-ID header, with its angle brackets',
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

/** Source: "List messageTraces". Graph supports no other query options here. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many message traces',
	description:
		'List the delivery status of messages that went through Exchange Online, one entry for each recipient; without times, those of the last two days',
	permissions: ['ExchangeMessageTrace.Read.All'],
	permissionNote: `Only the global cloud supports it, and the tenant needs a service principal of the app ${traceApp}.`,
	guards: [
		{
			when: { status: 401 },
			fix: `Graph traces messages only if the tenant has a service principal of Microsoft's app ${traceApp}. An administrator creates it with New-MgServicePrincipal -AppId ${traceApp}, with az ad sp create --id ${traceApp}, or with POST /servicePrincipals and {"appId": "${traceApp}"}; it can take some hours to take effect. If it exists, test the credential.`,
		},
		...missingInCloud(
			'messageTraces',
			"Graph doesn't have message traces in this cloud: only the global cloud has them.",
		),
	],
	fields: [...listFields, filtersField(filters)],
	options: [filterLike("senderAddress eq 'adele@contoso.com'")],
	list: { pageSize: () => 5000 },
	request: (item) => {
		const chosen = item.collection('filters');
		for (const { name, displayName } of [sender, recipient]) checkAddress(chosen[name], displayName);
		const $filter = filterOf(item, filters);
		checkFilter($filter);
		return { method: 'GET', path: ['admin', 'exchange', 'tracing', 'messageTraces'], query: { $filter } };
	},
};

const itemEach =
	'Run the node with one item for each value, for example with the Split Out node, and set one value with an expression.';

/** @throws RequestError for several addresses */
function checkAddress(value: unknown, label: string): void {
	if (typeof value !== 'string' || !/[,;\r\n]/.test(value)) return;
	throw requestError({ what: `"${label}" accepts only one address, because Graph does.`, fix: itemEach });
}

/**
 * Refuses a filter that Graph would apply only in part: it ignores `or`, and applies one value for each property.
 * @throws RequestError
 */
function checkFilter(filter: string): void {
	const plain = filter.replace(/'(?:[^']|'')*'/g, "''");
	const conditions = plain.matchAll(/\b(\w+)\s+eq\s+''|\(\s*(\w+)\s*,\s*''\s*\)/gi);
	const names = [...conditions].map(([, compared, searched = '']) => compared ?? searched);
	const several = names.find(
		(name, index) => names.findIndex((one) => one.toLowerCase() === name.toLowerCase()) < index,
	);
	if (/\bor\b/i.test(plain))
		throw requestError({ what: 'Graph ignores "or" in a filter of message traces.', fix: itemEach });
	if (several === undefined) return;
	throw requestError({
		what: `The filter has several values for ${several}, but Graph applies only one of them.`,
		fix: itemEach,
	});
}
