import { guidOf } from '../../random';
import { badRequest, GraphError } from '../errors';
import type { CallContext } from '../call';
import { readObject } from '../messageBody';
import { entitiesAt, entityAt, route } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import { chats } from './chats';
import { teams } from './teams';

const service = 'teams';
const permissions = ['TeamsActivity.Send'];

/** The activity types that the app's Teams app declares in its manifest, with the parameters of each. */
export const activityTypes = {
	path: '/activityTypes of the manifest',
	service,
	seed: (): Entity[] => [
		{ id: 'taskCreated', parameters: ['taskId'] },
		{ id: 'systemDefault', parameters: ['systemDefaultText'] },
	],
} as const;

/** Where the Teams app isn't installed: IDs of users, teams, and chats. */
export const withoutTeamsApp = {
	path: '/places without the Teams app',
	service,
	seed: (): Entity[] => [],
} as const;

/** The notifications that were sent. */
export const sentActivities = { path: '/sent activities', service, seed: (): Entity[] => [] } as const;

const kinds = {
	users: ['aadUser'],
	chats: ['chatMembers', 'aadUser'],
	teams: ['teamMembers', 'channelMembers', 'aadUser'],
};

/** @throws GraphError 400 or 403, as Teams refuses it */
function send(world: GraphWorld, { call }: CallContext, place: keyof typeof kinds, id: string) {
	const body = readObject(call.body, 'notification');
	if (entitiesAt(world, withoutTeamsApp, []).has(id)) {
		throw new GraphError(
			403,
			'Forbidden',
			`Application with AAD App Id '${guidOf('app')}' is not authorized to generate custom text notifications about '${call.path}' to the recipient. Ensure that the expected Teams app is installed in the target scope (user, team, or chat).`,
		);
	}
	const topic = readObject(body.topic, 'topic');
	if (topic.source !== 'text' && topic.source !== 'entityUrl') throw badRequest("Invalid 'topic.source'.");
	if (topic.source === 'text' && !/^https:\/\/teams\.microsoft\.com\/l\//.test(String(topic.webUrl)))
		throw badRequest('topic.webUrl: must be a valid Microsoft Teams deep link.');
	const recipient = /^(?:#?microsoft\.graph\.)(\w+)NotificationRecipient$/.exec(
		String((body.recipient as Record<string, unknown> | undefined)?.['@odata.type'] ?? ''),
	)?.[1];
	if (place !== 'users' && !kinds[place].includes(recipient ?? '')) throw badRequest("Invalid 'recipient'.");
	const type = entitiesAt(world, activityTypes, []).get(String(body.activityType));
	if (type === undefined)
		throw badRequest(
			`Activity type '${String(body.activityType)}' is not declared in the Teams app manifest.`,
		);
	const given = ((body.templateParameters ?? []) as Array<{ name: string }>).map(({ name }) => name);
	const lacking = (type.parameters as string[]).find((name) => !given.includes(name));
	if (lacking !== undefined) throw badRequest(`Template parameter '${lacking}' is missing.`);
	const all = entitiesAt(world, sentActivities, []);
	all.set(String(all.size), { ...body, id: String(all.size), to: `${place}/${id}` });
	return { status: 204 };
}

/** Notifications in the activity feed of Teams. */
export const activityNotificationRoutes: readonly Route[] = [
	route('POST', '/users/{id}/teamwork/sendActivityNotification', service, permissions, (world, context) => {
		const user = world.state.findUser(context.params[0] ?? '');
		if (!user) throw new GraphError(404, 'NotFound', 'The user was not found.');
		return send(world, context, 'users', user.id);
	}),
	route('POST', '/teams/{id}/sendActivityNotification', service, permissions, (world, context) =>
		send(world, context, 'teams', entityAt(world, teams, [], context.params[0] ?? '').id),
	),
	route('POST', '/chats/{id}/sendActivityNotification', service, permissions, (world, context) =>
		send(world, context, 'chats', entityAt(world, chats, [], context.params[0] ?? '').id),
	),
];
