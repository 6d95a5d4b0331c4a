import type { IDataObject } from 'n8n-workflow';

import type { FileAnswer } from '../../../graph/files/download';
import type { GraphRequest } from '../../../graph/graphRequest';
import { requestError } from '../../../graph/errors/requestError';
import { choiceField, dayField } from '../../../shared/fields/build';
import { fileOutput, outputField } from '../../../shared/fields/outputs';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { Operation } from '../../operation';
import { readCsv } from './csv';
import { reportsByDay, reportsByPeriod, reportsOfNow } from './reports';

/** A concealed name. */
const concealed = /^[0-9A-F]{32}$/i;
/** Columns that hold names. */
const nameColumns = /(Name|Principal Name|Site URL|Site Id|Display Name)$/i;
const howToReveal =
	'Names are concealed. To see them, open the Microsoft 365 admin center, Settings, Org settings, Services, Reports, and clear "Display concealed user, group, and site names in all reports".';

/** The periods that reports support. */
const periods = {
	D7: 'Last 7 Days',
	D30: 'Last 30 Days',
	D90: 'Last 90 Days',
	D180: 'Last 180 Days',
};

/** Source: "Working with Microsoft 365 usage reports in Microsoft Graph". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get usage report',
	description:
		'Get a Microsoft 365 usage report, up to two days old. Tenants conceal names by default: items with concealed names say so.',
	permissions: ['Reports.Read.All'],
	fields: [
		choiceField(
			'report',
			'Report',
			{ ...reportsByDay, ...reportsByPeriod, ...reportsOfNow },
			{ default: 'getOffice365ActiveUserDetail' },
		),
		choiceField(
			'period',
			'Period',
			{ ...periods, date: 'A Single Day' },
			{
				description: 'Only reports with details by user, group, or site are available for a single day',
				displayOptions: { hide: { report: Object.keys(reportsOfNow) } },
			},
		),
		dayField('date', 'Day', {
			required: true,
			description: 'A day within the last 30 days',
			displayOptions: { show: { period: ['date'] } },
		}),
		choiceField(
			'output',
			'Output',
			{ items: 'Items', file: 'CSV File' },
			{ default: 'items', description: 'Whether to return each row as an item, or the report as one file' },
		),
		{ ...outputField, displayOptions: { show: { output: ['file'] } } },
	],
	steps: async (run) => {
		const request = reportRequest(run.item);
		if (run.item.text('output') !== 'file') return await run.download({ request, expects }, readRows);
		const fileName = `${run.item.text('report').slice(3)}.csv`;
		return await fileOutput(run, request, () => ({ fileName, mimeType: 'text/csv' }), {}, expects);
	},
};

/** A report has a line of headings at least. */
const expects = { mimeType: 'text/csv', made: true };

function reportRequest(item: ItemParameters): GraphRequest {
	const name = item.text('report');
	return {
		method: 'GET',
		path: ['reports', Object.hasOwn(reportsOfNow, name) ? name : `${name}(${reportTime(item, name)})`],
	};
}

function reportTime(item: ItemParameters, name: string): string {
	const period = item.text('period');
	if (period !== 'date') return `period='${period}'`;
	if (Object.hasOwn(reportsByDay, name)) return `date=${item.text('date')}`;
	throw requestError({
		what: "This report isn't available for a single day.",
		fix: 'Choose a period, or a report with details by user, group, or site.',
	});
}

async function readRows({ stream }: FileAnswer): Promise<IDataObject[]> {
	const parts: Buffer[] = [];
	for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
	return readCsv(Buffer.concat(parts).toString('utf8')).map((row) =>
		Object.entries(row).some(([column, value]) => nameColumns.test(column) && concealed.test(value))
			? { ...row, concealed: howToReveal }
			: row,
	);
}
