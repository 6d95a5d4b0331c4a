import { randomUUID } from 'node:crypto';
import type { CallContext } from '../call';
import { badRequest, GraphError } from '../errors';
import { collectionRoutes, entitiesAt, entityAt, listEntities, route, type Collection } from '../rest';
import { type Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';

const service = 'teams';

/** The meetings that a request made, without an event in a calendar: they have no transcripts. */
export const withoutEvent = { path: '/users/{id}/onlineMeetings without an event' };

function newMeeting(userId: string, properties: Record<string, unknown>): Entity {
	const name = randomUUID();
	return {
		id: Buffer.from(`1*${userId}*0**19:meeting_${name}@thread.v2`).toString('base64url'),
		creationDateTime: '2025-03-01T09:00:00Z',
		startDateTime: '2030-03-04T09:00:00Z',
		endDateTime: '2030-03-04T10:00:00Z',
		joinWebUrl: `https://teams.example/l/meetup-join/19%3ameeting_${name}%40thread.v2/0?context=%7b%22Oid%22%7d`,
		subject: 'Quarterly review',
		isEntryExitAnnounced: true,
		allowedPresenters: 'everyone',
		allowMeetingChat: 'enabled',
		allowAttendeeToEnableCamera: true,
		allowAttendeeToEnableMic: true,
		recordAutomatically: false,
		videoTeleconferenceId: '123456789',
		lobbyBypassSettings: { scope: 'organization', isDialInBypassEnabled: false },
		...properties,
	};
}

/** The meetings of an organizer. */
export const onlineMeetings: Collection = {
	path: '/users/{id}/onlineMeetings',
	service,
	read: ['OnlineMeetings.Read.All', 'OnlineMeetings.ReadWrite.All'],
	write: ['OnlineMeetings.ReadWrite.All'],
	seed: (_, [userId = '']) => [newMeeting(userId, {})],
	create: (body, { params: [userId = ''] }) => newMeeting(userId, body),
	change: (_meeting, body) => {
		if ((body.startDateTime === undefined) !== (body.endDateTime === undefined))
			throw badRequest('startDateTime and endDateTime must appear in pairs.');
	},
};

/** @throws GraphError 403 without a policy, 404 for anything but an object ID */
export function checkOrganizer(world: GraphWorld, { params: [userId = ''] }: CallContext): void {
	if (!world.state.users.has(userId)) throw new GraphError(404, 'UnknownError', '');
	if (!world.settings.meetingsWithoutPolicy.includes(userId)) return;
	throw new GraphError(403, 'Forbidden', 'No application access policy found for this app.');
}

const guarded = collectionRoutes(onlineMeetings).map((one): Route => ({
	...one,
	handle: async (world, context) => {
		checkOrganizer(world, context);
		if (one.method === 'POST') {
			const answer = await one.handle(world, context);
			const meeting = answer.body as Entity;
			entitiesAt(world, withoutEvent, context.params).set(meeting.id, meeting);
			return answer;
		}
		if (one.method === 'DELETE')
			entitiesAt(world, withoutEvent, [context.params[0] ?? '']).delete(context.params[1] ?? '');
		const found = /^JoinWebUrl eq '(.*)'$/i.exec(context.call.query.get('$filter') ?? '');
		// Graph finds by the join URL, and lists nothing.
		if (one.path === onlineMeetings.path && one.method === 'GET' && !found)
			throw new GraphError(400, 'InvalidArgument', 'Filter expression expected.');
		if (!found) return one.handle(world, context);
		const query = new Map(context.call.query).set('$filter', `joinWebUrl eq '${found[1]}'`);
		return one.handle(world, { ...context, call: { ...context.call, query } });
	},
}));

const readTranscripts = ['OnlineMeetingTranscript.Read.All'];
const transcripts = `${onlineMeetings.path}/{id}/transcripts`;

export const onlineMeetingRoutes: readonly Route[] = [
	...guarded,
	route('GET', transcripts, service, readTranscripts, (world, context) => {
		checkOrganizer(world, context);
		const [userId, meetingId] = context.params;
		entityAt(world, onlineMeetings, [userId], meetingId);
		if (entitiesAt(world, withoutEvent, [userId]).has(meetingId))
			return listEntities(context.call, 'transcripts', [], service);
		const id = Buffer.from(`transcript of ${meetingId.slice(0, 20)}`).toString('base64url');
		const transcript = { id, meetingId, createdDateTime: '2030-03-04T10:01:00Z', endDateTime: null };
		return listEntities(context.call, 'transcripts', [transcript], service);
	}),
	route('GET', `${transcripts}/{id}/content`, service, readTranscripts, () => ({
		status: 200,
		headers: { 'content-type': 'text/vtt' },
		body: Buffer.from('WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Adele Vance>Welcome.</v>\n'),
	})),
];
