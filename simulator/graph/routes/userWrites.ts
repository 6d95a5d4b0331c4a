import { randomUUID } from 'node:crypto';
import type { CallContext } from '../call';
import { changedAttributes } from '../customSecurityAttributes';
import { checkMastered, requestRefused } from '../directoryObjects';
import { noOffset } from '../directoryQuery';
import { badRequest, GraphError, resourceNotFound } from '../errors';
import { readObject } from '../messageBody';
import { entityAnswer } from '../paging';
import { mayCall, permissions } from '../permissions';
import { route } from '../rest';
import type { Route } from '../router';
import { graphTime } from '../state/messages';
import { userProperties, userView } from '../state/users';
import type { DirectoryUser } from '../state/users';
import type { GraphWorld } from '../world';

const service = 'directory';

/** The user that a path names. @throws GraphError 404 */
export function userOf(world: GraphWorld, id: string): DirectoryUser {
	const user = world.state.findUser(id);
	if (!user) throw resourceNotFound(id);
	return user;
}

/** The only permission that some properties need; for all others it is that for the whole user. */
const alone: Readonly<Record<string, string>> = {
	accountEnabled: 'User.EnableDisableAccount.All',
	passwordProfile: 'User-PasswordProfile.ReadWrite.All',
};

function checkPermission({ token }: CallContext, names: readonly string[]): void {
	const [first = ''] = names;
	const own = names.length === 1 && first in alone ? [alone[first]] : [];
	if (mayCall(token.roles, [...permissions.writeUsers, ...own])) return;
	throw new GraphError(
		403,
		'Authorization_RequestDenied',
		'Insufficient privileges to complete the operation.',
	);
}

function checkProperties(world: GraphWorld, body: Record<string, unknown>, of?: DirectoryUser): void {
	for (const [name, value] of Object.entries(body)) {
		if (!userProperties.includes(name))
			throw requestRefused(`One or more property values specified are invalid: '${name}'.`);
		if (/(DateTime|HireDate)$/.test(name) && typeof value === 'string' && !/(Z|[+-]\d\d:\d\d)$/.test(value))
			throw badRequest(noOffset(value));
		if (value === '')
			throw requestRefused(`Invalid value specified for property '${name}' of resource 'User'.`);
	}
	const { userPrincipalName, passwordProfile } = body;
	if (typeof userPrincipalName === 'string') {
		const domain = userPrincipalName.split('@')[1];
		if (!world.state.organization.verifiedDomains.includes(domain)) {
			throw requestRefused(
				'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
			);
		}
		const other = world.state.findUser(userPrincipalName);
		if (other && other !== of)
			throw requestRefused(
				'Another object with the same value for property userPrincipalName already exists.',
			);
	}
	if (passwordProfile === undefined) return;
	const { password } = readObject(passwordProfile, 'passwordProfile');
	if (typeof password !== 'string' || password.length < 8) {
		throw requestRefused(
			'The specified password does not comply with password complexity requirements. Please provide a different password.',
		);
	}
}

/** No one can read a password back. */
const withoutPassword = (body: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'passwordProfile'));

const required = ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName', 'passwordProfile'];

function createUser(world: GraphWorld, body: Record<string, unknown>): DirectoryUser {
	const missing = required.find((name) => body[name] === undefined);
	if (missing) throw requestRefused(`A value is required for property '${missing}' of resource 'User'.`);
	checkProperties(world, body);
	const user = {
		id: randomUUID(),
		mail: null,
		businessPhones: [],
		userType: 'Member',
		createdDateTime: graphTime(Date.now()),
		assignedLicenses: [],
		proxyAddresses: [],
		...withoutPassword(body),
	} as unknown as DirectoryUser;
	world.state.putUser(user);
	return user;
}

/** Who can change some property of a user; which one depends on the permission. */
const writesAnyProperty = [...permissions.writeSomeOfUsers, 'CustomSecAttributeAssignment.ReadWrite.All'];

/** Creates, changes, and deletes users; reads and sets photos. */
export const userWriteRoutes: readonly Route[] = [
	route('POST', '/users', service, permissions.writeUsers, (world, { call }) => {
		const user = createUser(world, readObject(call.body, 'user'));
		return entityAnswer(call, 'users', userView(user, undefined, false), 201);
	}),
	route('PATCH', '/users/{id}', service, writesAnyProperty, (world, context) => {
		const { call, params } = context;
		const user = userOf(world, params[0]);
		const body = readObject(call.body, 'user');
		const { customSecurityAttributes, ...others } = body;
		if (Object.keys(others).length > 0) checkPermission(context, Object.keys(others));
		checkProperties(world, others, user);
		checkMastered(user, Object.keys(body));
		const attributes =
			customSecurityAttributes === undefined
				? user.customSecurityAttributes
				: changedAttributes(user.customSecurityAttributes, customSecurityAttributes, context.token.roles);
		world.state.putUser({
			...user,
			...withoutPassword(others),
			customSecurityAttributes: attributes as DirectoryUser['customSecurityAttributes'],
		});
		return { status: 204 };
	}),
	route('DELETE', '/users/{id}', service, permissions.deleteUsers, (world, { params }) => {
		world.state.removeUser(userOf(world, params[0]));
		return { status: 204 };
	}),
	route(
		'POST',
		'/users/{id}/revokeSignInSessions',
		service,
		['User.RevokeSessions.All', ...permissions.writeUsers],
		(world, { call, params }) => {
			const user = userOf(world, params[0]);
			world.state.putUser({ ...user, signInSessionsValidFromDateTime: new Date().toISOString() });
			const context = `${call.base}/${call.version}/$metadata#Edm.Boolean`;
			return { status: 200, body: { '@odata.context': context, value: true } };
		},
	),
	...['photo', 'photos/{size}'].map((photo) =>
		route('GET', `/users/{id}/${photo}/$value`, service, permissions.readPhotos, (world, { params }) => {
			const { image } = userOf(world, params[0]);
			if (!image) {
				throw new GraphError(
					404,
					'ImageNotFound',
					"Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.",
				);
			}
			return { status: 200, headers: { 'content-type': image.type }, body: image.bytes };
		}),
	),
	route('PUT', '/users/{id}/photo/$value', service, permissions.writePhotos, (world, { call, params }) => {
		const user = userOf(world, params[0]);
		const type = call.headers['content-type'] ?? '';
		if (!type.startsWith('image/') || !call.raw)
			throw new GraphError(400, 'ErrorInvalidImage', 'The image is not of a kind that is supported.');
		if (call.length > 4 * 1024 * 1024)
			throw new GraphError(413, 'RequestEntityTooLarge', 'The photo is too large.');
		world.state.putUser({ ...user, image: { bytes: call.raw, type } });
		return { status: 200 };
	}),
];
