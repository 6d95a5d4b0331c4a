import type { Guard } from '../../../graph/errors/explain';
import { choiceField, locatorField, textField, textsField } from '../../../shared/fields/build';
import { quoted } from '../../../shared/fields/filters';

/** How an app is named by its client ID in a field that takes object IDs. */
const byClientId = /^appId=(.*)$/i;

const alsoByClientId =
	'By ID accepts the object ID, or "appId=" and the application (client) ID, which is a different one';

/** The app registration of an operation. */
export const applicationId = locatorField(
	'applicationId',
	'Application',
	{
		list: { method: 'searchApplications', placeholder: 'Select an application…' },
		example: 'e.g. appId=11111111-2222-3333-4444-555555555555',
	},
	{ description: alsoByClientId },
);

/** Which enterprise application (service principal) an operation is about. */
export const servicePrincipalId = locatorField(
	'servicePrincipalId',
	'Service Principal',
	{
		list: { method: 'searchServicePrincipals', placeholder: 'Select a service principal…' },
		example: 'e.g. appId=11111111-2222-3333-4444-555555555555',
	},
	{ description: `The enterprise application, or a managed identity. ${alsoByClientId}.` },
);

/**
 * The path of an app registration or service principal.
 * @param collection `applications` or `servicePrincipals`
 * @param id its object ID, or `appId=` and its client ID
 */
export function appPath(collection: string, id: string): string[] {
	const clientId = byClientId.exec(id)?.[1]?.trim();
	return clientId === undefined ? [collection, id] : [`${collection}(appId=${quoted(clientId)})`];
}

/** The most useful properties of an application, for "Simplify". */
export const simpleApplication: readonly string[] = [
	'displayName',
	'appId',
	'description',
	'createdDateTime',
	'signInAudience',
	'identifierUris',
	'publisherDomain',
	'web',
	'notes',
	'id',
];

/** The key ID of a secret or certificate. */
export const keyId = textField('keyId', 'Key ID', {
	required: true,
	placeholder: 'e.g. f0b0b335-1d71-4883-8f98-567911bfdca6',
	description: 'The "keyId" of the secret or certificate, as Get Many returns it',
});

/** The deleted application of an operation. */
export const deletedApplicationId = locatorField(
	'deletedApplicationId',
	'Deleted Application',
	{
		list: { method: 'searchDeletedApplications', placeholder: 'Select a deleted application…' },
		example: 'e.g. 2c9a5b1e-7f47-4b4e-9f33-6c1f8f3a3a10',
	},
	{ description: 'Object ID that the application had, not its client ID' },
);

/** Graph's error for an application that isn't among the deleted ones. */
export const deletedApplicationGuards: readonly Guard[] = [
	{
		when: { status: 404 },
		fix: 'There is no deleted application with this object ID: "Get Deleted" lists them. After 30 days, a deleted application is permanently gone.',
	},
];

/** Graph's errors for the owners of an application. */
export const ownerGuards: readonly Guard[] = [
	{ when: { status: 400, message: /already exist/i }, fix: "It's already an owner of the application." },
	{ when: { status: 404 }, fix: '"Get Owners" lists the owners of the application.' },
];

/** Properties of an application, to set when it's created or updated. */
export const applicationFields = [
	textField('description', 'Description', { placeholder: 'e.g. Copies payroll data' }),
	textsField('identifierUris', 'Identifier URIs', {
		placeholder: 'e.g. api://11111111-2222-3333-4444-555555555555',
		description: 'Application ID URIs of an API, separated by commas',
	}),
	textField('notes', 'Notes', { placeholder: 'e.g. Owned by the payroll team' }),
	textsField('publicRedirectUris', 'Redirect URIs, Public Client', {
		placeholder: 'e.g. http://localhost',
		description: 'For mobile and desktop apps, separated by commas',
	}),
	textsField('spaRedirectUris', 'Redirect URIs, Single-Page App', {
		placeholder: 'e.g. https://app.contoso.com/',
		description: 'Separated by commas',
	}),
	textsField('webRedirectUris', 'Redirect URIs, Web', {
		placeholder: 'e.g. https://app.contoso.com/signin',
		description: 'Separated by commas',
	}),
	choiceField('signInAudience', 'Who Can Sign In', {
		AzureADMyOrg: 'Accounts in This Tenant Only',
		AzureADMultipleOrgs: 'Accounts in Any Entra Tenant',
		AzureADandPersonalMicrosoftAccount: 'Accounts in Any Entra Tenant and Personal Accounts',
		PersonalMicrosoftAccount: 'Personal Microsoft Accounts Only',
	}),
];

/** Graph's errors for properties of an application. */
export const applicationGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /identifierUris?/i },
		fix: 'An identifier URI must be "api://" and the client ID, or use a verified domain of the tenant, and be unique in it.',
	},
	{
		when: { status: 400, message: /redirectUris?|reply ?url/i },
		fix: 'Check the redirect URIs: https, or http for localhost, without a wildcard.',
	},
];
