import { guidOf } from '../../random';
import { badRequest } from '../errors';
import { entityAnswer } from '../paging';
import { entitiesAt, entityAt, listEntities, route } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';

const service = 'teams';
const read = ['VirtualEvent.Read.All'];

export const sampleWebinar = `${guidOf('webinar')}@${guidOf('webinar tenant')}`;

const at = (hour: number) => ({ dateTime: `2030-03-04T${hour}:00:00`, timeZone: 'UTC' });

/** The webinars of the tenant; who organizes them is in `organizer`, which no answer shows. */
export const webinars = {
	path: '/solutions/virtualEvents/webinars',
	service,
	seed: ({ state }: GraphWorld): Entity[] => [
		{
			id: sampleWebinar,
			organizer: [...state.users.values()][0]?.id,
			status: 'published',
			displayName: 'What is new',
			description: null,
			startDateTime: at(10),
			endDateTime: at(11),
			audience: 'everyone',
			coOrganizers: [],
			settings: { isAttendeeEmailNotificationEnabled: false },
		},
	],
} as const;

const shown = (webinar: Entity): Entity =>
	Object.fromEntries(Object.entries(webinar).filter(([name]) => name !== 'organizer')) as Entity;

const below = (kind: string, entries: (world: GraphWorld) => Entity[]) =>
	route('GET', `${webinars.path}/{id}/${kind}`, service, read, (world, { call, params: [id = ''] }) => {
		entityAt(world, webinars, [], id);
		return listEntities(call, `webinars('${id}')/${kind}`, entries(world), service);
	});

/** Webinars, their sessions, and those who registered. */
export const webinarRoutes: readonly Route[] = [
	route(
		'GET',
		`${webinars.path}/getByUserIdAndRole/{of}`,
		service,
		read,
		(world, { call, params: [of = ''] }) => {
			const [, userId, role] = /^userId=([^,]*),role=(\w+)$/.exec(of) ?? [];
			if (role !== 'organizer' && role !== 'coOrganizer') throw badRequest('Invalid role.');
			const all = [...entitiesAt(world, webinars, []).values()].filter(({ organizer }) =>
				role === 'organizer' ? organizer === userId : false,
			);
			return listEntities(call, 'webinars', all, service, shown);
		},
	),
	route('GET', `${webinars.path}/{id}`, service, read, (world, { call, params: [id = ''] }) =>
		entityAnswer(call, 'webinars', shown(entityAt(world, webinars, [], id))),
	),
	below('sessions', () => [
		{
			id: Buffer.from('session').toString('base64url'),
			subject: 'What is new',
			startDateTime: at(10),
			endDateTime: at(11),
			joinWebUrl: 'https://teams.example/l/meetup-join/webinar',
			isReminderEmailEnabled: false,
		},
	]),
	below('registrations', ({ state }) =>
		[...state.users.values()].slice(0, 2).map(({ id, displayName, userPrincipalName }) => ({
			id: `registration ${id}`,
			userId: id,
			firstName: displayName?.split(' ')[0] ?? '',
			lastName: displayName?.split(' ')[1] ?? '',
			email: userPrincipalName,
			status: 'registered',
			registrationDateTime: '2030-02-01T09:00:00Z',
			cancelationDateTime: null,
		})),
	),
];
