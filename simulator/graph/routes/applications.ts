import { randomUUID } from 'node:crypto';
import { guidOf } from '../../random';
import type { CallContext } from '../call';
import { noOffset } from '../directoryQuery';
import { badRequest, GraphError, resourceNotFound } from '../errors';
import { entityAnswer } from '../paging';
import { permissions } from '../permissions';
import { collectionRoutes, entitiesAt, route } from '../rest';
import type { Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';

const writePasswords = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];
const day = 24 * 60 * 60_000;

interface Password {
	keyId: string;
	displayName: string | null;
	startDateTime: string;
	endDateTime: string;
	hint: string | null;
	customKeyIdentifier: string | null;
	secretText: string | null;
}

/** @param daysLeft from now on, and some hours; less than 0 for one that has expired */
const times = (daysLeft: number) => ({
	startDateTime: new Date(Date.now() - 300 * day).toISOString(),
	endDateTime: new Date(Date.now() + (daysLeft + 0.5) * day).toISOString(),
});

const password = (name: string, daysLeft: number): Password => ({
	keyId: guidOf(`secret ${name}`),
	displayName: name,
	...times(daysLeft),
	hint: 'abc',
	customKeyIdentifier: null,
	secretText: null,
});

const certificate = (name: string, daysLeft: number) => ({
	keyId: guidOf(`certificate ${name}`),
	displayName: name,
	...times(daysLeft),
	type: 'AsymmetricX509Cert',
	usage: 'Verify',
	customKeyIdentifier: null,
	key: null,
});

/** Default properties of an application. Source: recorded answers. */
const emptyApplication = () => ({
	addIns: [],
	api: {
		acceptMappedClaims: null,
		knownClientApplications: [],
		oauth2PermissionScopes: [],
		preAuthorizedApplications: [],
		requestedAccessTokenVersion: 2,
	},
	appRoles: [],
	applicationTemplateId: null,
	certification: null,
	createdByAppId: guidOf('the portal'),
	defaultRedirectUri: null,
	disabledByMicrosoftStatus: null,
	groupMembershipClaims: null,
	identifierUris: [],
	info: {
		logoUrl: null,
		marketingUrl: null,
		privacyStatementUrl: null,
		supportUrl: null,
		termsOfServiceUrl: null,
	},
	isDeviceOnlyAuthSupported: null,
	isDisabled: null,
	isFallbackPublicClient: null,
	keyCredentials: [],
	nativeAuthenticationApisEnabled: null,
	notes: null,
	optionalClaims: null,
	parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
	passwordCredentials: [],
	publicClient: { redirectUris: [] },
	publisherDomain: 'contoso.example',
	requestSignatureVerification: null,
	requiredResourceAccess: [],
	samlMetadataUrl: null,
	serviceManagementReference: null,
	servicePrincipalLockConfiguration: {
		allProperties: true,
		credentialsWithUsageSign: true,
		credentialsWithUsageVerify: true,
		identifierUris: false,
		isEnabled: true,
		tokenEncryptionKeyId: true,
	},
	signInAudience: 'AzureADMyOrg',
	spa: { redirectUris: [] },
	tags: [],
	tokenEncryptionKeyId: null,
	uniqueName: null,
	verifiedPublisher: { addedDateTime: null, displayName: null, verifiedPublisherId: null },
	web: {
		homePageUrl: null,
		implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
		logoutUrl: null,
		redirectUriSettings: [],
		redirectUris: [],
	},
});

const application = (displayName: string, own: Partial<Entity>): Entity => ({
	id: guidOf(`application ${displayName}`),
	deletedDateTime: null,
	appId: guidOf(displayName),
	displayName,
	createdDateTime: '2025-01-15T09:00:00Z',
	description: null,
	...emptyApplication(),
	...own,
});

export const applications: Collection = {
	path: '/applications',
	service: 'directory',
	directoryType: 'application',
	read: permissions.readApplications,
	seed: () => [
		application('Payroll sync', {
			passwordCredentials: [password('spring', -4), password('autumn', 12)],
			keyCredentials: [certificate('CN=payroll', 200)],
		}),
		application('Intranet', { keyCredentials: [certificate('CN=intranet', 25)] }),
		application('Old survey', { passwordCredentials: [password('for ever', 700)] }),
		application('Single page', {}),
	],
};

function find(world: GraphWorld, { params: [key = ''] }: CallContext): Entity {
	const appId = /^appId=(.*)$/i.exec(key)?.[1];
	const found = [...entitiesAt(world, applications, []).values()].find((one) =>
		appId === undefined ? one.id === key : one.appId === appId,
	);
	if (found) return found;
	throw resourceNotFound(appId ?? key);
}

/** For tests: the secrets of an application, by its name. */
export function passwordsOf(world: Pick<GraphWorld, 'state'>, displayName: string): Password[] {
	const all = entitiesAt(world as GraphWorld, applications, []);
	return all.get(guidOf(`application ${displayName}`))?.passwordCredentials as Password[];
}

export const applicationRoutes: readonly Route[] = [
	...collectionRoutes(applications),
	route('POST', '/applications/{id}/addPassword', 'directory', writePasswords, (world, context) => {
		const { passwordCredential = {} } = (context.call.body ?? {}) as {
			passwordCredential?: Partial<Password>;
		};
		for (const time of [passwordCredential.startDateTime, passwordCredential.endDateTime])
			if (time !== undefined && !/(Z|[+-]\d\d:\d\d)$/.test(time)) throw badRequest(noOffset(time));
		const list = find(world, context).passwordCredentials as Password[];
		const made: Password = {
			...password(passwordCredential.displayName ?? '', 730),
			keyId: randomUUID(),
			...passwordCredential,
		};
		list.push(made);
		const answer = { ...made, secretText: `${randomUUID()}~secret` };
		return entityAnswer(context.call, 'microsoft.graph.passwordCredential', answer);
	}),
	route('POST', '/applications/{id}/removePassword', 'directory', writePasswords, (world, context) => {
		const { keyId } = (context.call.body ?? {}) as { keyId?: string };
		if (keyId === undefined) throw badRequest('keyId is missing.');
		const list = find(world, context).passwordCredentials as Password[];
		const at = list.findIndex((one) => one.keyId === keyId);
		if (at < 0) {
			throw new GraphError(400, 'Request_BadRequest', 'No password credential found with keyId.');
		}
		list.splice(at, 1);
		return { status: 204 };
	}),
];
