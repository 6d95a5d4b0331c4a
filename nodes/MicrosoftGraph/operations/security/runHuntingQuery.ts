import type { IDataObject } from 'n8n-workflow';

import { longTextField, textField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';

/** Source: "security: runHuntingQuery". A query changes nothing, so that it may be retried. */
export const runHuntingQuery: Operation = {
	name: 'Run Hunting Query',
	value: 'runHuntingQuery',
	action: 'Run hunting query',
	description: 'Run an advanced hunting query of Microsoft Defender XDR, and return each row as an item',
	permissions: ['ThreatHunting.Read.All'],
	fields: [
		longTextField('query', 'Query', {
			required: true,
			placeholder: 'e.g. DeviceProcessEvents | where FileName == "powershell.exe" | limit 100',
			description:
				'Query in Kusto Query Language (KQL). Microsoft returns up to 100,000 rows and 50 MB: limit or summarize larger results.',
		}),
	],
	options: [
		textField('timespan', 'Timespan', {
			placeholder: 'e.g. P7D',
			description:
				'ISO 8601 duration back from now, such as P7D, or two times with a slash between them; by default, 30 days',
		}),
	],
	guards: [
		{
			when: { status: 400 },
			fix: "Check the query in Defender's Advanced hunting page: it marks the error, and shows the tables that this tenant has.",
		},
		{
			when: { status: 429 },
			fix: 'Defender limits hunting queries per minute, and their CPU time per hour: make the query narrower, or run it less often.',
		},
	],
	request: (item) => {
		const { timespan } = item.collection('options');
		const body = {
			Query: item.text('query'),
			...(timespan !== undefined && timespan !== '' && { Timespan: timespan }),
		};
		return {
			method: 'POST',
			expectedResponse: 'object',
			path: ['security', 'runHuntingQuery'],
			body,
			idempotent: true,
		};
	},
	output: ({ body }) => (body as { results?: IDataObject[] }).results ?? [],
};
