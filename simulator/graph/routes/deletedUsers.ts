import { requestRefused } from '../directoryObjects';
import { listDirectory } from '../directoryQuery';
import { resourceNotFound } from '../errors';
import { parseSelect } from '../odata/options';
import { entityAnswer } from '../paging';
import { permissions } from '../permissions';
import { route } from '../rest';
import type { Route } from '../router';
import { userProperties, userView } from '../state/users';

const service = 'directory';
const type = 'microsoft.graph.user';

/** A deleted user's name carries its ID, so that someone else can have the name. */
const deletedName = (id: string, name: string) => `${id.replace(/-/g, '')}${name}`;

/** Deleted users, and how they're restored. */
export const deletedUserRoutes: readonly Route[] = [
	route('GET', '/directory/deletedItems/user', service, permissions.readUsers, (world, { call }) => {
		const select = parseSelect(call.query.get('$select'), userProperties, type);
		const items = [...world.state.deletedUsers.values()].map((user) => ({
			...user,
			userPrincipalName: deletedName(user.id, user.userPrincipalName),
		}));
		return listDirectory(call, {
			context: 'users',
			type,
			items,
			properties: userProperties,
			relationship: 'whole',
			unlisted: world.settings.directory.unlisted,
			view: (user) => userView(user, select, false),
		});
	}),
	route(
		'POST',
		'/directory/deletedItems/{id}/restore',
		service,
		permissions.deleteUsers,
		(world, { call, params }) => {
			const user = world.state.deletedUsers.get(params[0].toLowerCase());
			if (!user) throw resourceNotFound(params[0]);
			const { newUserPrincipalName } = (call.body ?? {}) as { newUserPrincipalName?: string };
			const userPrincipalName = newUserPrincipalName ?? user.userPrincipalName;
			if (world.state.findUser(userPrincipalName))
				throw requestRefused(
					'Another object with the same value for property userPrincipalName already exists.',
				);
			const restored = { ...user, userPrincipalName, deletedDateTime: null };
			world.state.putUser(restored);
			const shown = { '@odata.type': `#${type}`, ...userView(restored, undefined, false) };
			return entityAnswer(call, 'directoryObjects', shown);
		},
	),
];
