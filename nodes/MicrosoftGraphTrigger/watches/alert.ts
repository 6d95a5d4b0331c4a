import type { IDataObject } from 'n8n-workflow';

import { choicesField } from '../../shared/fields/build';
import { alertServices, alertStatuses, severities } from '../../shared/resources/security';
import type { Watch } from './watch';

/** How late an alert may be found, in ms, after the time of its change: it's indexed minutes to hours later. */
const maxDelayMs = 6 * 60 * 60_000;

/** Sources: "List alerts_v2", "Create subscription". */
export const alert: Watch = {
	name: 'Security Alert',
	value: 'alert',
	action: 'On new security alert',
	description: 'Alerts of Microsoft Defender and related services',
	events: { created: 'Created', updated: 'Updated' },
	fields: [],
	filters: [
		choicesField('severity', 'Severity', severities),
		choicesField('serviceSource', 'Service', alertServices),
		choicesField('status', 'Status', alertStatuses),
	],
	passes: (entry, filters) =>
		['severity', 'serviceSource', 'status'].every((name) => isAmong(entry[name], filters[name])),
	permissions: ['SecurityAlert.Read.All'],
	permissionNote: 'Graph may not send notifications for alerts; polls find them then.',
	changeFields: { created: 'createdDateTime', modified: 'lastUpdateDateTime' },
	source: ({ events }) => {
		const path = ['security', 'alerts_v2'];
		return {
			feeds: [
				{
					key: 'alerts',
					all: () => ({ method: 'GET', path }),
					since: (time) => ({
						method: 'GET',
						path,
						query: { $filter: `lastUpdateDateTime ge ${time}` },
					}),
					overlapMs: maxDelayMs,
					mayRepeat: true,
					maxDelayMs,
				},
			],
			latest: { method: 'GET', path, query: { $top: 1 } },
			notify: {
				resource: path.join('/'),
				changes: events,
				possible: ['created', 'updated'],
				mayBeRefused: true,
			},
		};
	},
};

/** Whether a value is among those that are chosen; all are when none is. */
function isAmong(value: IDataObject[string], chosen: IDataObject[string]): boolean {
	const list = (chosen ?? []) as unknown[];
	return list.length === 0 || list.includes(value);
}
