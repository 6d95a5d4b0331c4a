import type { GraphCall } from '../call';
import { deltaAnswer, readRound } from '../delta';
import { unsupportedQuery } from '../errors';
import { parseSelect } from '../odata/options';
import { permissions } from '../permissions';
import { route } from '../rest';
import type { Route } from '../router';
import type { Change } from '../state/changeLog';
import { groupProperties, groupView } from '../state/groups';
import { userProperties, userView } from '../state/users';
import type { GraphWorld } from '../world';

/** Entries of a page. */
const pageSize = 40;

const roundOf = (world: GraphWorld, call: GraphCall, name: string) =>
	readRound(world, call, 'directory', {
		code: 'syncStateNotFound',
		location: `${call.base}/${call.version}/${name}/delta?$deltatoken=`,
		latest: true,
	});

/** Recorded answers: what is empty is left out of an object that is new to the caller. */
const filled = (kind: Change['kind'], view: object) =>
	kind === 'updated'
		? view
		: Object.fromEntries(
				Object.entries(view).filter(
					([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
				),
			);

/** The objects that a `$filter` names: it takes IDs only. @throws GraphError 400 */
function chosen(filter: string | undefined): (id: string) => boolean {
	if (filter === undefined) return () => true;
	const ids = filter.split(/\s+or\s+/i).map((part) => /^\s*id\s+eq\s+'([^']+)'\s*$/i.exec(part)?.[1]);
	if (ids.includes(undefined) || ids.length > 50)
		throw unsupportedQuery('Only up to 50 comparisons of id are supported in $filter here.');
	return (id) => ids.includes(id);
}

/** Changes of users and groups. Source: "user: delta", "group: delta". */
export const directoryChangeRoutes: readonly Route[] = [
	route('GET', '/users/delta', 'directory', permissions.readUsers, (world, { call }) => {
		const round = roundOf(world, call, 'users');
		const { query } = round.call;
		const select = parseSelect(query.get('$select'), userProperties, 'microsoft.graph.user');
		const isChosen = chosen(query.get('$filter'));
		const { users, deletedUsers } = world.state;
		const view = (id: string) => {
			const user = users.get(id);
			return user && { ...userView(user, select, false), id };
		};
		return deltaAnswer(world, round, 'directory', {
			context: 'users',
			pageSize,
			list: () => [...users.keys()].filter(isChosen).map((key) => ({ key, mark: JSON.stringify(view(key)) })),
			show: ({ kind, key }) =>
				kind === 'deleted'
					? { id: key, '@removed': { reason: deletedUsers.has(key) ? 'changed' : 'deleted' } }
					: filled(kind, view(key) ?? {}),
		});
	}),
	route('GET', '/groups/delta', 'directory', permissions.readGroups, (world, { call }) => {
		const round = roundOf(world, call, 'groups');
		const { query } = round.call;
		const select = parseSelect(
			query.get('$select'),
			[...groupProperties, 'members'],
			'microsoft.graph.group',
		);
		const own = select?.filter((name) => name !== 'members');
		const expands = (query.get('$expand') ?? '').split(/[,(]/).includes('members');
		const withMembers = select === undefined || select.includes('members') || expands;
		const isChosen = chosen(query.get('$filter'));
		const { groups, users } = world.state;
		const view = (id: string) => {
			const group = groups.get(id);
			return group && { ...groupView(group, own), id };
		};
		return deltaAnswer(world, round, 'directory', {
			context: 'groups',
			pageSize,
			list: () =>
				[...groups.keys()].filter(isChosen).map((key) => ({ key, mark: JSON.stringify(view(key)) })),
			parts: () =>
				withMembers
					? [...groups.values()].flatMap(({ id, memberIds }) =>
							isChosen(id) ? [...memberIds].map((member) => ({ key: `${id} ${member}`, mark: '' })) : [],
						)
					: [],
			show: ({ kind, key }, parts) => {
				const whole = kind === 'deleted' ? undefined : view(key);
				const shown = whole && filled(kind, whole);
				if (!shown) return { id: key, '@removed': { reason: 'changed' } };
				const members = parts.map((part) => {
					const [, id = ''] = part.key.split(' ');
					const type = users.has(id) || world.state.deletedUsers.has(id) ? 'user' : 'group';
					const removed = part.kind === 'deleted' ? { '@removed': { reason: 'deleted' } } : {};
					return { '@odata.type': `#microsoft.graph.${type}`, id, ...removed };
				});
				if (members.length === 0) return shown;
				const width = world.settings.delta.membersPerRow ?? members.length;
				return Array.from({ length: Math.ceil(members.length / width) }, (_, row) => ({
					...shown,
					'members@delta': members.slice(row * width, (row + 1) * width),
				}));
			},
		});
	}),
];
