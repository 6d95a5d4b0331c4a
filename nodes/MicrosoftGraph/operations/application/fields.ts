import { locatorField } from '../../../shared/fields/build';
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
