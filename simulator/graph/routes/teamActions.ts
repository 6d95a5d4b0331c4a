import { randomUUID } from 'node:crypto';
import { badRequest } from '../errors';
import { readObject } from '../messageBody';
import { entitiesAt, entityAt, route } from '../rest';
import type { Route } from '../router';
import { begin, members, teams } from './teams';

const service = 'teams';
const settings = ['TeamSettings.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'];
const parts = ['apps', 'tabs', 'settings', 'channels', 'members'];

/** What is done with a team as a whole, and the removal of its members. */
export const teamActionRoutes: readonly Route[] = [
	route('POST', '/teams/{id}/unarchive', service, settings, (world, { params: [id] }) => {
		entityAt(world, teams, [], id).isArchived = false;
		return begin(world, id, 'unarchiveTeam', id, `/teams('${id}')`);
	}),
	route(
		'POST',
		'/teams/{id}/clone',
		service,
		['Team.Create', 'Group.ReadWrite.All'],
		(world, { call, params }) => {
			const [source = ''] = params;
			const { description, ...original } = entityAt(world, teams, [], source);
			const body = readObject(call.body, 'team');
			const { displayName, partsToClone } = body;
			if (typeof displayName !== 'string' || displayName === '') throw badRequest('displayName is required.');
			const asked = String(partsToClone ?? '').split(',');
			if (asked.some((part) => !parts.includes(part.trim()))) throw badRequest('Invalid partsToClone.');
			const id = randomUUID();
			entitiesAt(world, teams, []).set(id, {
				...original,
				id,
				displayName,
				description: body.description ?? displayName ?? description,
				visibility: body.visibility ?? original.visibility,
				isArchived: false,
			});
			// The operation belongs to the source; its target is the new team.
			const { headers } = begin(world, source, 'cloneTeam', id, `/teams('${source}')`);
			return { status: 202, headers };
		},
	),
	route(
		'DELETE',
		`${members.path}/{id}`,
		service,
		['TeamMember.ReadWriteNonOwnerRole.All', 'TeamMember.ReadWrite.All'],
		(world, { params: [team, id] }) => {
			entityAt(world, members, [team], id);
			entitiesAt(world, members, [team]).delete(id);
			return { status: 204 };
		},
	),
];
