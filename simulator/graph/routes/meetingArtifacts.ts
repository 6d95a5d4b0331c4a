import { entitiesAt, entityAt, listEntities, route } from '../rest';
import type { CallContext } from '../call';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import { checkOrganizer, onlineMeetings, withoutEvent } from './onlineMeetings';

const service = 'teams';
const meeting = `${onlineMeetings.path}/{id}`;
const readRecordings = ['OnlineMeetingRecording.Read.All'];
const readReports = ['OnlineMeetingArtifact.Read.All'];

/** What a meeting left behind; a meeting without an event has neither recordings nor transcripts. */
function leftBy(world: GraphWorld, context: CallContext, kind: string, more: object): Entity[] {
	checkOrganizer(world, context);
	const [userId = '', meetingId = ''] = context.params;
	entityAt(world, onlineMeetings, [userId], meetingId);
	if (kind === 'recording' && entitiesAt(world, withoutEvent, [userId]).has(meetingId)) return [];
	return [{ id: Buffer.from(`${kind} of ${meetingId.slice(0, 20)}`).toString('base64url'), ...more }];
}

const intervals = [
	{ joinDateTime: '2030-03-04T09:00:00Z', leaveDateTime: '2030-03-04T09:45:00Z', durationInSeconds: 2700 },
];

/** Recordings of meetings, and who attended them. */
export const meetingArtifactRoutes: readonly Route[] = [
	route('GET', `${meeting}/recordings`, service, readRecordings, (world, context) => {
		const [, meetingId] = context.params;
		const times = { createdDateTime: '2030-03-04T10:01:00Z', endDateTime: '2030-03-04T10:46:00Z' };
		const recordings = leftBy(world, context, 'recording', { meetingId, ...times });
		return listEntities(context.call, 'recordings', recordings, service);
	}),
	route('GET', `${meeting}/recordings/{id}/content`, service, readRecordings, () => ({
		status: 200,
		headers: { 'content-type': 'video/mp4' },
		body: Buffer.from('\u0000\u0000\u0000\u0018ftypmp42 a recording'),
	})),
	route('GET', `${meeting}/attendanceReports`, service, readReports, (world, context) => {
		const times = {
			meetingStartDateTime: '2030-03-04T09:00:00Z',
			meetingEndDateTime: '2030-03-04T09:45:00Z',
		};
		const reports = leftBy(world, context, 'report', { totalParticipantCount: 2, ...times });
		return listEntities(context.call, 'attendanceReports', reports, service);
	}),
	route(
		'GET',
		`${meeting}/attendanceReports/{id}/attendanceRecords`,
		service,
		readReports,
		(world, context) => {
			const people = [...world.state.users.values()].slice(0, 2);
			const records = people.map(({ id, displayName, userPrincipalName }, index) => ({
				id: `record ${index}`,
				emailAddress: userPrincipalName,
				totalAttendanceInSeconds: 2700,
				role: index === 0 ? 'Organizer' : 'Presenter',
				identity: { id, displayName, tenantId: null },
				attendanceIntervals: intervals,
			}));
			return listEntities(context.call, 'attendanceRecords', records, service);
		},
	),
];
