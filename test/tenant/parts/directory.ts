import { randomBytes } from 'node:crypto';
import { of, request, type Part } from './part';
import { type Scope } from '../settings';

const own = (name: string, field: string) => (scope: Scope) => ({ [field]: of(scope, name) });
const userId = own('user', 'userId');
const groupId = own('group', 'groupId');
const me = ({ target }: Scope) => ({ userId: target.mailbox });

/** Meets the rules of every tenant, is used once, and is kept nowhere. */
const password = () => `${randomBytes(18).toString('base64url')}aA1!`;

/** The ID within an array as a list's first entry gives it. */
const few = { limit: 3 };

export const users: Part = {
	name: 'users',
	title: 'Users',
	steps: [
		{ does: 'Get the test user', operation: 'user.get', parameters: me, gives: 'me' },
		{ does: 'Get users', operation: 'user.getAll', parameters: () => few },
		{
			does: 'Begin to follow the changes of users',
			operation: 'user.getChanges',
			parameters: () => ({ startFromNow: true }),
		},
		{
			does: 'Get the groups of the test user',
			operation: 'user.getGroups',
			parameters: (scope) => ({ ...me(scope), ...few }),
		},
		{
			does: 'Get the manager of the test user',
			operation: 'user.getManager',
			parameters: me,
			excused: { 404: 'The test user has no manager.' },
		},
		{ does: 'Get the direct reports of the test user', operation: 'user.getDirectReports', parameters: me },
		{ does: 'Get the licenses of the test user', operation: 'user.getLicenses', parameters: me },
		{
			does: 'Get the photo of the test user',
			operation: 'user.getPhoto',
			parameters: (scope) => ({ ...me(scope), binaryPropertyName: 'data' }),
			excused: { 404: 'The test user has no photo.' },
		},
		{ does: 'Get deleted users', operation: 'user.getDeleted', parameters: () => few },
		{
			does: 'Create a user',
			operation: 'user.create',
			parameters: (scope) => ({
				displayName: `${scope.prefix} user`,
				userPrincipalName: `${scope.prefix}-user@${scope.target.mailbox.split('@')[1] ?? ''}`,
				password: password(),
				accountEnabled: false,
			}),
			makes: 'user',
			named: (scope) => `${scope.prefix} user`,
			gives: 'user',
		},
		{
			does: 'Update the user',
			operation: 'user.update',
			parameters: (scope) => ({ ...userId(scope), updateFields: { jobTitle: 'Test' } }),
			needs: ['user'],
			writes: true,
		},
		{
			does: 'Set the manager of the user',
			operation: 'user.setManager',
			parameters: (scope) => ({ ...userId(scope), managerId: of(scope, 'me') }),
			needs: ['user', 'me'],
			writes: true,
		},
		{ does: 'Enable the user', operation: 'user.enable', parameters: userId, needs: ['user'], writes: true },
		{
			does: 'Disable the user',
			operation: 'user.disable',
			parameters: userId,
			needs: ['user'],
			writes: true,
		},
		{
			does: 'Reset the password of the user',
			operation: 'user.resetPassword',
			parameters: (scope) => ({ ...userId(scope), password: password() }),
			needs: ['user'],
			writes: true,
		},
		{
			does: 'Make the user sign in anew',
			operation: 'user.revokeSessions',
			parameters: userId,
			needs: ['user'],
			writes: true,
		},
		{ does: 'Delete the user', operation: 'user.delete', parameters: userId, needs: ['user'], removes: true },
		{
			does: 'Restore the user',
			operation: 'user.restore',
			parameters: (scope) => ({ deletedUserId: of(scope, 'user') }),
			needs: ['user'],
			writes: true,
		},
	],
};

export const groups: Part = {
	name: 'groups',
	title: 'Groups',
	steps: [
		{ does: 'Get groups', operation: 'group.getAll', parameters: () => few },
		{
			does: 'Begin to follow the changes of groups',
			operation: 'group.getChanges',
			parameters: () => ({ startFromNow: true }),
		},
		{
			does: 'Create a security group',
			operation: 'group.create',
			parameters: (scope) => ({
				displayName: `${scope.prefix} group`,
				groupType: 'security',
				mailNickname: scope.prefix,
			}),
			makes: 'group',
			named: (scope) => `${scope.prefix} group`,
			gives: 'group',
		},
		{ does: 'Get the group', operation: 'group.get', parameters: groupId, needs: ['group'] },
		{
			does: 'Update the group',
			operation: 'group.update',
			parameters: (scope) => ({ ...groupId(scope), updateFields: { description: 'A test.' } }),
			needs: ['group'],
			writes: true,
		},
		{
			does: 'Add the test user to the group',
			operation: 'group.addMembers',
			parameters: (scope) => ({
				...groupId(scope),
				memberIds: scope.target.mailbox,
				skipMembers: true,
			}),
			needs: ['group'],
			writes: true,
		},
		{
			does: 'Get the members of the group',
			operation: 'group.getMembers',
			parameters: groupId,
			needs: ['group'],
			until: (items) => items.length > 0,
		},
		{
			does: 'Make the test user an owner of the group',
			operation: 'group.addOwner',
			parameters: (scope) => ({ ...groupId(scope), userId: scope.target.mailbox }),
			needs: ['group'],
			writes: true,
		},
		{
			does: 'Get the owners of the group',
			operation: 'group.getOwners',
			parameters: groupId,
			needs: ['group'],
		},
		{
			does: 'Remove the test user from the group',
			operation: 'group.removeMember',
			parameters: (scope) => ({ ...groupId(scope), memberId: of(scope, 'me') }),
			needs: ['group', 'me'],
			removes: true,
		},
	],
};

export const organization: Part = {
	name: 'organization',
	title: 'Organization, devices, applications, rooms',
	steps: [
		{ does: 'Get the organization', operation: 'organization.get', parameters: () => ({}) },
		{ does: 'Get the domains', operation: 'organization.getDomains', parameters: () => ({}) },
		{ does: 'Get the subscriptions', operation: 'organization.getSubscribedSkus', parameters: () => ({}) },
		{ does: 'Get devices', operation: 'device.getAll', parameters: () => few, gives: 'device' },
		{
			does: 'Get a device',
			operation: 'device.get',
			parameters: own('device', 'deviceObjectId'),
			needs: ['device'],
		},
		{
			does: 'Get the owners of a device',
			operation: 'device.getRegisteredOwners',
			parameters: own('device', 'deviceObjectId'),
			needs: ['device'],
		},
		{
			does: 'Get managed devices',
			operation: 'managedDevice.getAll',
			parameters: () => few,
			gives: 'managedDevice',
			excused: { 400: 'The tenant has no Intune.', 403: 'The tenant has no Intune.' },
		},
		{
			does: 'Get a managed device',
			operation: 'managedDevice.get',
			parameters: own('managedDevice', 'managedDeviceId'),
			needs: ['managedDevice'],
		},
		{ does: 'Get rooms', operation: 'place.getAll', parameters: () => few, gives: 'room' },
		{ does: 'Get a room', operation: 'place.get', parameters: own('room', 'placeId'), needs: ['room'] },
		{
			does: 'Get applications',
			operation: 'application.getAll',
			parameters: () => ({ output: 'applications', ...few }),
		},
		request('Create an application', ['Application.ReadWrite.OwnedBy'], 'POST', () => '/applications', {
			body: (scope) => ({ displayName: `${scope.prefix} application` }),
			makes: 'application',
			named: (scope) => `${scope.prefix} application`,
			gives: 'application',
		}),
		{
			does: 'Add a secret to the application',
			operation: 'application.addPassword',
			parameters: (scope) => ({ applicationId: of(scope, 'application'), displayName: 'A test' }),
			needs: ['application'],
			writes: true,
			gives: 'secret',
		},
		{
			does: 'Remove the secret',
			operation: 'application.removePassword',
			parameters: (scope) => ({
				applicationId: of(scope, 'application'),
				keyId: of(scope, 'secret', 'keyId'),
			}),
			needs: ['application', 'secret'],
			removes: true,
		},
		{
			does: "Get the app's own permissions",
			operation: 'application.getAppRoleAssignments',
			parameters: (scope) => ({ servicePrincipalId: `appId=${scope.clientId}`, limit: 5 }),
		},
		{
			does: 'Get service principals',
			operation: 'servicePrincipal.getAll',
			parameters: () => few,
			gives: 'servicePrincipal',
		},
		{
			does: 'Get a service principal',
			operation: 'servicePrincipal.get',
			parameters: own('servicePrincipal', 'servicePrincipalId'),
			needs: ['servicePrincipal'],
		},
		{
			does: 'Get who may use a service principal',
			operation: 'servicePrincipal.getAppRoleAssignments',
			parameters: (scope) => ({ servicePrincipalId: of(scope, 'servicePrincipal'), ...few }),
			needs: ['servicePrincipal'],
		},
		{
			does: 'Get delegated permission grants',
			operation: 'servicePrincipal.getPermissionGrants',
			parameters: () => few,
		},
	],
};
