import { requestRefused } from '../directoryObjects';
import { listDirectory } from '../directoryQuery';
import { resourceNotFound } from '../errors';
import { parseSelect } from '../odata/options';
import { permissions } from '../permissions';
import { route } from '../rest';
import type { Restorable } from '../restorable';
import type { Route } from '../router';
import { userProperties, userView } from '../state/users';

const service = 'directory';
const type = 'microsoft.graph.user';

/** A deleted user's name carries its ID, so that someone else can have the name. */
const deletedName = (id: string, name: string) => `${id.replace(/-/g, '')}${name}`;

/** How deleted users are restored, or removed. */
export const deletedUsers: Restorable = {
	type: 'user',
	permissions: permissions.deleteUsers,
	has: ({ state }, id) => state.deletedUsers.has(id),
	restore: ({ state }, id, { body }) => {
		const user = state.deletedUsers.get(id);
		if (!user) throw resourceNotFound(id);
		const { newUserPrincipalName } = (body ?? {}) as { newUserPrincipalName?: string };
		const userPrincipalName = newUserPrincipalName ?? user.userPrincipalName;
		if (state.findUser(userPrincipalName))
			throw requestRefused(
				'Another object with the same value for property userPrincipalName already exists.',
			);
		const restored = { ...user, userPrincipalName, deletedDateTime: null };
		state.putUser(restored);
		return userView(restored, undefined, false);
	},
	remove: ({ state }, id) => void state.deletedUsers.delete(id),
};

/** The list of deleted users. */
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
];
