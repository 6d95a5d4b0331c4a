import { guidOf } from '../../random';
import type { GraphCall } from '../call';
import { deltaAnswer, readRound } from '../delta';
import { unsupportedQuery } from '../errors';
import { parseSelect } from '../odata/options';
import { permissions } from '../permissions';
import type { Entity } from '../entity';
import { entitiesAt, route, selected } from '../rest';
import type { Route } from '../router';
import type { Change } from '../state/changeLog';
import { groupProperties, groupView } from '../state/groups';
import { userProperties, userView } from '../state/users';
import type { GraphWorld } from '../world';
import { applications } from './applications';
import { servicePrincipalViews } from './servicePrincipals';

/** Entries of a page. */
const pageSize = 40;

/** Who left each group long before the first request. */
const formerMember = guidOf('member removed long ago');

const roundOf = (world: GraphWorld, call: GraphCall, name: string) =>
	readRound(world, call, 'directory', {
		code: 'syncStateNotFound',
		location: `${call.base}/${call.version}/${name}/delta?$deltatoken=`,
		latest: true,
	});

/** What the delta functions of the directory have in common, by the settings. */
const ofDirectory = ({ settings: { delta } }: GraphWorld) => ({
	pageSize,
	replays: delta.replays,
	emptyLastPage: delta.emptyLastPage,
});

const removed = (key: string): Change => ({ kind: 'deleted', key, id: key });

const isEmpty = (value: unknown) =>
	value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** An object with the properties that have or once had a value; those that never had one are left out. */
function withoutEmpty({ state: { feeds } }: GraphWorld, object: { id: string } & Record<string, unknown>) {
	const set = feeds.everSet.get(object.id) ?? new Set<string>();
	feeds.everSet.set(object.id, set);
	for (const [name, value] of Object.entries(object)) if (!isEmpty(value)) set.add(name);
	return Object.fromEntries(Object.entries(object).filter(([name]) => set.has(name)));
}

/** The objects that a `$filter` names: it accepts IDs only. @throws GraphError 400 */
function chosen(filter: string | undefined): (id: string) => boolean {
	if (filter === undefined) return () => true;
	const ids = filter.split(/(?<!\s)\s+or\s+/i).map((part) => /^\s*id\s+eq\s+'([^']+)'\s*$/i.exec(part)?.[1]);
	if (ids.includes(undefined) || ids.length > 50)
		throw unsupportedQuery('Only up to 50 comparisons of id are supported in $filter here.');
	return (id) => ids.includes(id);
}

/** The delta function of objects that are shown as they are. */
const plainDelta = (
	name: 'applications' | 'servicePrincipals',
	objectsOf: (world: GraphWorld, caller: string) => Iterable<Entity>,
): Route =>
	route('GET', `/${name}/delta`, 'directory', permissions.readApplications, (world, { call, token }) => {
		const round = roundOf(world, call, name);
		const { query } = round.call;
		const isChosen = chosen(query.get('$filter'));
		const objects = new Map([...objectsOf(world, token.clientId)].map((one) => [one.id, one]));
		const view = (id: string) => {
			const found = objects.get(id);
			if (found === undefined) return undefined;
			// Recorded: times without milliseconds, also of what was just created.
			const createdDateTime = String(found.createdDateTime).replace(/\.\d+Z$/, 'Z');
			const object = 'createdDateTime' in found ? { ...found, createdDateTime } : found;
			return withoutEmpty(world, { ...selected(object, query.get('$select')), id });
		};
		return deltaAnswer(world, round, 'directory', {
			...ofDirectory(world),
			context: name,
			removedAtFirst: () => ({
				objects: world.settings.delta.removedAtFirst
					? [guidOf(`one of the ${name} removed long ago`)].filter(isChosen).map(removed)
					: [],
				parts: [],
			}),
			list: () =>
				[...objects.keys()].filter(isChosen).map((key) => ({ key, mark: JSON.stringify(view(key)) })),
			show: ({ kind, key }) =>
				kind === 'deleted' ? { id: key, '@removed': { reason: 'changed' } } : view(key),
		});
	});

/** Changes of objects of the directory. Source: "user: delta", "group: delta", "application: delta". */
export const directoryChangeRoutes: readonly Route[] = [
	route('GET', '/users/delta', 'directory', permissions.readUsers, (world, { call }) => {
		const round = roundOf(world, call, 'users');
		const { query } = round.call;
		const select = parseSelect(query.get('$select'), userProperties, 'microsoft.graph.user');
		const isChosen = chosen(query.get('$filter'));
		const { users, deletedUsers } = world.state;
		const view = (id: string) => {
			const user = users.get(id);
			return user && withoutEmpty(world, { ...userView(user, select, false), id });
		};
		return deltaAnswer(world, round, 'directory', {
			...ofDirectory(world),
			context: 'users',
			removedAtFirst: () => ({
				objects: world.settings.delta.removedAtFirst
					? [...deletedUsers.keys(), guidOf('user removed long ago')].filter(isChosen).map(removed)
					: [],
				parts: [],
			}),
			list: () => [...users.keys()].filter(isChosen).map((key) => ({ key, mark: JSON.stringify(view(key)) })),
			show: ({ kind, key }) =>
				kind === 'deleted'
					? { id: key, '@removed': { reason: deletedUsers.has(key) ? 'changed' : 'deleted' } }
					: view(key),
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
			return group && withoutEmpty(world, { ...groupView(group, own), id });
		};
		return deltaAnswer(world, round, 'directory', {
			...ofDirectory(world),
			context: 'groups',
			removedAtFirst: () => {
				if (!world.settings.delta.removedAtFirst) return { objects: [], parts: [] };
				const chosenGroups = [...groups.keys()].filter(isChosen);
				return {
					objects: [guidOf('group removed long ago')].filter(isChosen).map(removed),
					parts: withMembers ? chosenGroups.map((id) => removed(`${id} ${formerMember}`)) : [],
				};
			},
			list: () =>
				[...groups.keys()].filter(isChosen).map((key) => ({ key, mark: JSON.stringify(view(key)) })),
			parts: () =>
				withMembers
					? [...groups.values()].flatMap(({ id, memberIds }) =>
							isChosen(id) ? [...memberIds].map((member) => ({ key: `${id} ${member}`, mark: '' })) : [],
						)
					: [],
			show: ({ kind, key }, parts) => {
				const shown = kind === 'deleted' ? undefined : view(key);
				if (!shown) return { id: key, '@removed': { reason: 'changed' } };
				const members = parts.map((part) => {
					const [, id = ''] = part.key.split(' ');
					const isUser = users.has(id) || world.state.deletedUsers.has(id) || id === formerMember;
					const type = isUser ? 'user' : 'group';
					const gone = part.kind === 'deleted' ? { '@removed': { reason: 'deleted' } } : {};
					return { '@odata.type': `#microsoft.graph.${type}`, id, ...gone };
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
	plainDelta('applications', (world) => entitiesAt(world, applications, []).values()),
	plainDelta('servicePrincipals', servicePrincipalViews),
];
