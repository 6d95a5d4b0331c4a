import type { IDataObject } from 'n8n-workflow';

import { readList } from '../../../graph/lists/page';
import { flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import type { ItemRun } from '../../../shared/itemRun';
import type { Operation } from '../../operation';
import { meetingGuards, meetingId, meetingsPath, organizerId } from './fields';

/** Sources: "List meetingAttendanceReports", "List attendanceRecords". */
export const getAttendanceReports: Operation = {
	name: 'Get Attendance Reports',
	value: 'getAttendanceReports',
	action: 'Get attendance reports of online meeting',
	description: 'List the attendance reports of an online meeting, one for each time it was held',
	permissions: ['OnlineMeetingArtifact.Read.All'],
	fields: [
		organizerId,
		meetingId,
		...listFields,
		flagField('withRecords', 'Include Records', {
			default: true,
			description: 'Whether to include who attended, and when each person joined and left',
		}),
	],
	guards: meetingGuards,
	list: {
		pageSize: () => undefined,
		details: async (reports, run) =>
			run.item.flag('withRecords')
				? await Promise.all(reports.map(async (report) => await withRecords(run, report)))
				: reports,
	},
	request: (item) => ({
		method: 'GET',
		path: [...meetingsPath(item), item.text('meetingId'), 'attendanceReports'],
	}),
};

/** A list of reports doesn't expand their records. */
async function withRecords({ item, send }: ItemRun, report: IDataObject): Promise<IDataObject> {
	const reports = [...meetingsPath(item), item.text('meetingId'), 'attendanceReports'];
	const path = [...reports, String(report.id), 'attendanceRecords'];
	const attendanceRecords = await readList({ method: 'GET', path }, { limit: Infinity }, send);
	return { ...report, attendanceRecords };
}
