import { randomUUID } from 'node:crypto';
import { guidOf } from '../../random';
import { noOffset } from '../directoryQuery';
import { badRequest, GraphError } from '../errors';
import { readObject } from '../messageBody';
import { entityAnswer } from '../paging';
import { collectionRoutes, entitiesAt, listEntities, route } from '../rest';
import type { Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import { checkPremium } from './auditLogs';
import { userOf } from './userWrites';

const service = 'directory';
const all = ['UserAuthenticationMethod.Read.All', 'UserAuthenticationMethod.ReadWrite.All'];

/** A type of method: the collection in which it's deleted, and the permission of its own. */
interface MethodType {
	collection: string;
	permission: string;
}

/** The types of Graph v1.0 that can be deleted. Source: "authenticationMethod resource type", and the pages of the types. */
const types: Readonly<Record<string, MethodType>> = {
	emailAuthenticationMethod: { collection: 'emailMethods', permission: 'UserAuthMethod-Email' },
	externalAuthenticationMethod: {
		collection: 'externalAuthenticationMethods',
		permission: 'UserAuthMethod-External',
	},
	fido2AuthenticationMethod: { collection: 'fido2Methods', permission: 'UserAuthMethod-Passkey' },
	microsoftAuthenticatorAuthenticationMethod: {
		collection: 'microsoftAuthenticatorMethods',
		permission: 'UserAuthMethod-MicrosoftAuthApp',
	},
	phoneAuthenticationMethod: { collection: 'phoneMethods', permission: 'UserAuthMethod-Phone' },
	platformCredentialAuthenticationMethod: {
		collection: 'platformCredentialMethods',
		permission: 'UserAuthMethod-PlatformCred',
	},
	softwareOathAuthenticationMethod: {
		collection: 'softwareOathMethods',
		permission: 'UserAuthMethod-SoftwareOATH',
	},
	temporaryAccessPassAuthenticationMethod: {
		collection: 'temporaryAccessPassMethods',
		permission: 'UserAuthMethod-TAP',
	},
	windowsHelloForBusinessAuthenticationMethod: {
		collection: 'windowsHelloForBusinessMethods',
		permission: 'UserAuthMethod-WindowsHello',
	},
};

/** The ID that each user's password has. Source: "passwordAuthenticationMethod resource type". */
const passwordId = '28c10230-6103-485e-b985-444c60001490';

/** The IDs of phones, by their type; the same for each user. Source: "phoneAuthenticationMethod resource type". */
export const phoneIds: Readonly<Record<string, string>> = {
	alternateMobile: 'b6332ec1-7057-4abe-9331-3d72feddfe41',
	mobile: '3179e48a-750b-4051-897c-87b9720928f7',
	office: 'e37fc753-ff3b-4958-9484-eaa9425c82bc',
};

const typeName = (type: string) => `#microsoft.graph.${type}`;

const phone = (phoneType: string, phoneNumber: string): Entity => ({
	'@odata.type': typeName('phoneAuthenticationMethod'),
	id: phoneIds[phoneType] ?? '',
	phoneNumber,
	phoneType,
	smsSignInState: 'notAllowedByPolicy',
});

/** The methods of a user: a password, two phones, and Microsoft Authenticator at the start. */
export const authenticationMethods: Pick<Collection, 'path' | 'seed'> = {
	path: '/users/{id}/authentication/methods',
	seed: (_world, [user = '']) => [
		{
			'@odata.type': typeName('passwordAuthenticationMethod'),
			id: passwordId,
			password: null,
			createdDateTime: '2025-01-15T09:00:00Z',
		},
		phone('mobile', '+1 4255550100'),
		phone('alternateMobile', '+1 4255550199'),
		{
			'@odata.type': typeName('microsoftAuthenticatorAuthenticationMethod'),
			id: guidOf(`authenticator of ${user}`),
			displayName: 'Pixel 9',
			deviceTag: 'SoftwareTokenActivated',
			phoneAppVersion: '6.2411.7533',
			createdDateTime: '2025-02-01T09:00:00Z',
		},
	],
};

const refused = (message: string) => new GraphError(400, 'Request_BadRequest', message);

/** The methods of the user that a path names. @throws GraphError 404 */
const methodsOf = (world: GraphWorld, user: string) =>
	entitiesAt(world, authenticationMethods, [userOf(world, user).id]);

function methodOf(world: GraphWorld, [user = '', id = '']: readonly string[], type?: string): Entity {
	const found = methodsOf(world, user).get(id);
	if (found && (type === undefined || found['@odata.type'] === typeName(type))) return found;
	throw new GraphError(404, 'resourceNotFound', 'The requested user authentication method was not found.');
}

/** @throws GraphError 400 for a phone that another method depends on ("Delete phoneAuthenticationMethod") */
function checkRemovable(methods: ReadonlyMap<string, Entity>, { id }: Entity): void {
	if (id !== phoneIds.mobile || !methods.has(phoneIds.alternateMobile ?? '')) return;
	throw refused(
		'The mobile phone cannot be deleted while an alternate mobile phone is registered. Delete the alternate mobile phone first.',
	);
}

const minutes = { min: 10, max: 43_200, usual: 60 };

/** A new pass. Source: "Create temporaryAccessPassMethod". @throws GraphError 400 */
function newPass(body: Record<string, unknown>): Entity {
	const { lifetimeInMinutes = minutes.usual, isUsableOnce = false, startDateTime } = body;
	if (
		!Number.isInteger(lifetimeInMinutes) ||
		Number(lifetimeInMinutes) < minutes.min ||
		Number(lifetimeInMinutes) > minutes.max
	)
		throw refused('lifetimeInMinutes must be between 10 and 43200.');
	if (typeof isUsableOnce !== 'boolean') throw badRequest('isUsableOnce must be a boolean.');
	if (typeof startDateTime === 'string' && !/(Z|[+-]\d\d:\d\d)$/.test(startDateTime))
		throw badRequest(noOffset(startDateTime));
	const starts = typeof startDateTime === 'string' ? Date.parse(startDateTime) : Date.now();
	const isUsable = starts <= Date.now();
	return {
		'@odata.type': typeName('temporaryAccessPassAuthenticationMethod'),
		id: randomUUID(),
		createdDateTime: new Date().toISOString(),
		startDateTime: new Date(starts).toISOString(),
		temporaryAccessPass: null,
		lifetimeInMinutes: Number(lifetimeInMinutes),
		isUsableOnce,
		isUsable,
		methodUsabilityReason: isUsable ? 'EnabledByPolicy' : 'NotYetValid',
	};
}

/** The only way to delete a method: in the collection of its type. */
function removal([type, { collection, permission }]: [string, MethodType]): Route {
	const path = `/users/{id}/authentication/${collection}/{method}`;
	const needed = [`${permission}.ReadWrite.All`, 'UserAuthenticationMethod.ReadWrite.All'];
	return route('DELETE', path, service, needed, (world, { params }) => {
		const methods = methodsOf(world, params[0] ?? '');
		const method = methodOf(world, params, type);
		checkRemovable(methods, method);
		methods.delete(method.id);
		return { status: 204 };
	});
}

const registration = (displayName: string, own: Partial<Entity>): Entity => ({
	id: guidOf(`registration of ${displayName}`),
	userPrincipalName: `${displayName.toLowerCase().replace(/ /g, '')}@contoso.example`,
	userDisplayName: displayName,
	userType: 'member',
	isAdmin: false,
	isSsprRegistered: true,
	isSsprEnabled: true,
	isSsprCapable: true,
	isMfaRegistered: true,
	isMfaCapable: true,
	isPasswordlessCapable: false,
	methodsRegistered: ['mobilePhone', 'microsoftAuthenticatorPush'],
	isSystemPreferredAuthenticationMethodEnabled: true,
	systemPreferredAuthenticationMethods: ['push'],
	userPreferredMethodForSecondaryAuthentication: 'push',
	lastUpdatedDateTime: '2026-01-20T08:00:00Z',
	...own,
});

/** Who has registered which methods. Source: "List userRegistrationDetails". */
const registrations: Collection = {
	path: '/reports/authenticationMethods/userRegistrationDetails',
	service: 'security',
	read: ['AuditLog.Read.All'],
	seed: () => [
		registration('Adele Vance', { isAdmin: true }),
		registration('Alex Wilber', { isMfaRegistered: false, isMfaCapable: false, methodsRegistered: [] }),
		registration('Guest Gordon', { userType: 'guest', isPasswordlessCapable: true }),
	],
};

/** The ways in which users sign in, and the report of who has which. */
export const authenticationMethodRoutes: readonly Route[] = [
	route('GET', authenticationMethods.path, service, all, (world, { call, params: [user = ''] }) =>
		listEntities(
			call,
			`users('${user}')/authentication/methods`,
			[...methodsOf(world, user).values()],
			service,
		),
	),
	route('GET', `${authenticationMethods.path}/{method}`, service, all, (world, { call, params }) =>
		entityAnswer(call, `users('${params[0] ?? ''}')/authentication/methods`, methodOf(world, params)),
	),
	route(
		'POST',
		'/users/{id}/authentication/temporaryAccessPassMethods',
		service,
		['UserAuthMethod-TAP.ReadWrite.All', 'UserAuthenticationMethod.ReadWrite.All'],
		(world, { call, params: [user = ''] }) => {
			const methods = methodsOf(world, user);
			const pass = newPass(readObject(call.body, 'pass'));
			// A user has one pass at most: a new one replaces it.
			for (const { id, '@odata.type': type } of methods.values())
				if (type === pass['@odata.type']) methods.delete(id);
			methods.set(pass.id, pass);
			// Only this response has the pass itself.
			const shown = { ...pass, temporaryAccessPass: `+${randomUUID().slice(0, 7)}` };
			const context = `users('${user}')/authentication/temporaryAccessPassMethods`;
			return entityAnswer(call, context, shown, 201);
		},
	),
	...Object.entries(types).map(removal),
	...collectionRoutes(registrations).map((one): Route => ({
		...one,
		handle: async (world, context) => {
			checkPremium(world);
			return await one.handle(world, context);
		},
	})),
];
