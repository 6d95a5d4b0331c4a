import { randomUUID } from 'node:crypto';
import { guidOf } from '../../random';
import type { CallContext } from '../call';
import { noOffset } from '../directoryQuery';
import { badRequest, GraphError, resourceNotFound } from '../errors';
import { entityAnswer } from '../paging';
import { permissions } from '../permissions';
import { readObject } from '../messageBody';
import { referenceRoutes, type References } from '../references';
import { collectionRoutes, entitiesAt, route, selected } from '../rest';
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
	key: Buffer.from(`certificate ${name}`).toString('base64'),
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

/** The application that a path names: by its ID, or `appId=` and its client ID. @throws GraphError 404 */
export function applicationOf(world: GraphWorld, key: string): Entity {
	const appId = /^appId=(.*)$/i.exec(key)?.[1];
	const found = [...entitiesAt(world, applications, []).values()].find((one) =>
		appId === undefined ? one.id === key : one.appId === appId,
	);
	if (found) return found;
	throw resourceNotFound(appId ?? key);
}

const find = (world: GraphWorld, { params: [key = ''] }: CallContext) => applicationOf(world, key);

/** A certificate of an application. */
export type Certificate = Omit<ReturnType<typeof certificate>, 'key'> & { key: string | null };

/** An application as answers show it: keys only where a single one is selected ("keyCredential resource type"). */
function withoutKeys(application: Entity): Entity {
	const keys = application.keyCredentials as Certificate[];
	return { ...application, keyCredentials: keys.map((one) => ({ ...one, key: null })) };
}

/**
 * The certificates after an update, which replaces all: those that it leaves out are gone, and those that it names by ID
 * keep their key.
 * @throws GraphError 400 for a new one without a key
 */
function replacedKeys(before: readonly Certificate[], given: unknown): Certificate[] {
	if (!Array.isArray(given)) throw badRequest('keyCredentials must be a collection.');
	return (given as Array<Partial<Certificate>>).map((one) => {
		const known = before.find(({ keyId }) => keyId === one.keyId);
		if (!known && !one.key)
			throw new GraphError(
				400,
				'Request_BadRequest',
				"A value is required for property 'key' of resource 'KeyCredential'.",
			);
		if (known) return { ...known, displayName: one.displayName ?? known.displayName };
		const made = certificate(one.displayName ?? 'CN=new', 365);
		return { ...made, ...one, key: one.key ?? null, keyId: randomUUID() } as Certificate;
	});
}

/** The properties that an application can be created with, or changed by. */
const writable = Object.keys(application('', {})).filter(
	(name) => !['id', 'appId', 'createdDateTime', 'deletedDateTime', 'publisherDomain'].includes(name),
);

/** @throws GraphError 400 */
export function checkApplication(body: Record<string, unknown>): void {
	const wrong = Object.keys(body).find((name) => !writable.includes(name));
	if (wrong !== undefined) throw new GraphError(400, 'Request_BadRequest', `Invalid property '${wrong}'.`);
	if (body.displayName === '' || body.displayName === null)
		throw new GraphError(
			400,
			'Request_BadRequest',
			"A value is required for property 'displayName' of resource 'Application'.",
		);
}

/** For tests: the certificates of an application, by its name. */
export function certificatesOf(world: Pick<GraphWorld, 'state'>, displayName: string): Certificate[] {
	const all = entitiesAt(world as GraphWorld, applications, []);
	return all.get(guidOf(`application ${displayName}`))?.keyCredentials as Certificate[];
}

/** For tests: the secrets of an application, by its name. */
export function passwordsOf(world: Pick<GraphWorld, 'state'>, displayName: string): Password[] {
	const all = entitiesAt(world as GraphWorld, applications, []);
	return all.get(guidOf(`application ${displayName}`))?.passwordCredentials as Password[];
}

/** Who owns an application. */
export const applicationOwners: References = {
	path: '/applications/{id}/owners',
	read: permissions.readApplications,
	write: writePasswords,
	owner: (world, key) => applicationOf(world, key).id,
};

const federatedProperties = ['audiences', 'description', 'issuer', 'name', 'subject'];

/** The identities of other providers that an application trusts. Source: "federatedIdentityCredential resource type". */
export const federatedCredentials: Collection = {
	path: '/applications/{id}/federatedIdentityCredentials',
	service: 'directory',
	read: ['Application.Read.All', ...writePasswords],
	write: writePasswords,
	without: ['GET item', 'PATCH'],
	owner: (world, key) => applicationOf(world, key).id,
	seed: () => [],
	create: (body, { params }, world) => {
		const wrong = Object.keys(body).find((name) => !federatedProperties.includes(name));
		if (wrong !== undefined) throw badRequest(`Invalid property '${wrong}'.`);
		const { name, issuer, subject, audiences } = body;
		if (typeof name !== 'string' || !/^[\w-]{3,120}$/.test(name))
			throw badRequest('The name of a federated credential needs 3 to 120 letters, digits, or hyphens.');
		if (!issuer || !subject) throw badRequest('issuer and subject are required.');
		if (!Array.isArray(audiences) || audiences.length !== 1)
			throw badRequest('audiences needs exactly one value.');
		for (const other of entitiesAt(world, federatedCredentials, params).values())
			if (other.name === name || (other.issuer === issuer && other.subject === subject))
				throw new GraphError(
					400,
					'Request_MultipleObjectsWithSameKeyValue',
					'FederatedIdentityCredential with name, or with issuer and subject, already exists.',
				);
		return { description: null, ...body };
	},
};

export const applicationRoutes: readonly Route[] = [
	route('GET', '/applications/{id}', 'directory', permissions.readApplications, (world, context) => {
		const { call } = context;
		const found = find(world, context);
		const select = call.query.get('$select');
		const isKeySelected = select?.split(',').includes('keyCredentials') === true;
		return entityAnswer(call, 'applications', selected(isKeySelected ? found : withoutKeys(found), select));
	}),
	route('PATCH', '/applications/{id}', 'directory', writePasswords, (world, context) => {
		const found = find(world, context);
		const body = readObject(context.call.body, 'application');
		checkApplication(body);
		const { keyCredentials: given, ...others } = body;
		const before = found.keyCredentials as Certificate[];
		const keyCredentials = given === undefined ? before : replacedKeys(before, given);
		Object.assign(found, others, { keyCredentials });
		return { status: 204 };
	}),
	...referenceRoutes(applicationOwners),
	...collectionRoutes(federatedCredentials),
	...collectionRoutes({ ...applications, view: withoutKeys }),
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
