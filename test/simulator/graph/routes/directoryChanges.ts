import { randomUUID } from 'node:crypto';
import type { GraphAnswer, GraphCall } from '../call';
import { GraphError } from '../errors';
import { parseSelect } from '../odata/options';
import { nextLink } from '../paging';
import { permissions } from '../permissions';
import { route } from '../rest';
import type { Entity } from '../rest';
import type { Route } from '../router';
import { groupProperties, groupView } from '../state/groups';
import { userProperties, userView } from '../state/users';
import type { GraphWorld } from '../world';

/** Entries of a page. */
const pageSize = 40;

/**
 * A delta function: what is there, against what was there when the token was given. Members of a group count as part of
 * it unless others are selected, and are not shown.
 * @param now all objects, as the answer shows them, with what else counts as a change of theirs
 */
export function delta(
	world: GraphWorld,
	call: GraphCall,
	name: string,
	now: ReadonlyArray<{ shown: Entity; hidden: string }>,
): GraphAnswer {
	const { collections } = world.state;
	const keyOf = (token: string) => `delta of ${name}|${token}`;
	const stateOf = (token: string) => {
		const known = collections.get(keyOf(token));
		if (known) return known;
		throw new GraphError(
			410,
			'syncStateNotFound',
			'The sync state generation is not found; restart the sync.',
			{
				location: `${call.base}/${call.version}/${name}/delta`,
			},
		);
	};
	const keep = (entries: ReadonlyArray<[string, Entity]>) => {
		const token = randomUUID();
		collections.set(keyOf(token), new Map(entries));
		return token;
	};
	const given = call.query.get('$deltatoken');
	const skip = call.query.get('$skiptoken');
	const snapshot = now.map(({ shown, hidden }): [string, Entity] => [
		shown.id,
		{ id: shown.id, text: JSON.stringify([shown, hidden]) },
	]);

	let changes: Entity[];
	let until: string;
	let offset = 0;
	if (skip !== undefined) {
		const [list = '', token = '', at = ''] = skip.split('.');
		changes = [...stateOf(list).values()];
		[until, offset] = [token, Number(at)];
	} else {
		const before = given === undefined || given === 'latest' ? new Map<string, Entity>() : stateOf(given);
		const changed = now.filter(
			({ shown, hidden }) => before.get(shown.id)?.text !== JSON.stringify([shown, hidden]),
		);
		const gone = [...before.keys()].filter((id) => !now.some(({ shown }) => shown.id === id));
		changes =
			given === 'latest'
				? []
				: [
						...changed.map(({ shown }) => shown),
						...gone.map((id) => ({ id, '@removed': { reason: 'changed' } })),
					];
		until = keep(snapshot);
	}
	const end = offset + pageSize;
	const link =
		end < changes.length
			? {
					'@odata.nextLink': nextLink(
						without(call, '$deltatoken'),
						'$skiptoken',
						`${keep(changes.map((one) => [one.id, one]))}.${until}.${end}`,
					),
				}
			: { '@odata.deltaLink': nextLink(without(call, '$skiptoken'), '$deltatoken', until) };
	const context = `${call.base}/${call.version}/$metadata#${name}`;
	return {
		status: 200,
		body: { '@odata.context': context, ...link, value: changes.slice(offset, end) },
	};
}

function without(call: GraphCall, option: string): GraphCall {
	return { ...call, query: new Map([...call.query].filter(([name]) => name !== option)) };
}

/** Changes of users and groups. */
export const directoryChangeRoutes: readonly Route[] = [
	route('GET', '/users/delta', 'directory', permissions.readUsers, (world, { call }) => {
		const select = parseSelect(call.query.get('$select'), userProperties, 'microsoft.graph.user');
		const users = [...world.state.users.values()].map((user) => ({
			shown: { ...userView(user, select, false), id: user.id },
			hidden: '',
		}));
		return delta(world, call, 'users', users);
	}),
	route('GET', '/groups/delta', 'directory', permissions.readGroups, (world, { call }) => {
		const select = parseSelect(
			call.query.get('$select'),
			[...groupProperties, 'members'],
			'microsoft.graph.group',
		);
		const own = select?.filter((name) => name !== 'members');
		const withMembers = select === undefined || select.includes('members');
		const groups = [...world.state.groups.values()].map((group) => ({
			shown: { ...groupView(group, own), id: group.id },
			hidden: withMembers ? [...group.memberIds].join() : '',
		}));
		return delta(world, call, 'groups', groups);
	}),
];
