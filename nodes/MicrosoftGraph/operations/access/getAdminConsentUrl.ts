import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { tenantOf } from '../../../../credentials/auth/core/settings';
import { requestError } from '../../../graph/errors/requestError';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { AppInfo } from '../../../shared/itemRun';

/** Source: "Admin consent on the Microsoft identity platform". */
export const getAdminConsentUrl: Operation = {
	name: 'Get Admin Consent URL',
	value: 'getAdminConsentUrl',
	action: 'Get admin consent URL',
	description: "Create the link with which an administrator consents to the app's permissions",
	permissions: [],
	fields: [
		{
			displayName: 'Tenant',
			name: 'consentTenant',
			type: 'options',
			options: [
				{ name: 'Another Tenant', value: 'other', description: 'For an app that multiple tenants use' },
				{ name: 'Any Tenant (Common)', value: 'common' },
				{ name: 'Any Work or School Tenant (Organizations)', value: 'organizations' },
				{ name: 'Tenant of the Credential', value: 'credential' },
			],
			default: 'credential',
			description: 'Tenant whose administrator consents',
		},
		{
			displayName: 'Tenant ID',
			// Not "required": n8n would require it whenever the tenant above comes from an expression.
			name: 'otherTenant',
			type: 'string',
			default: '',
			placeholder: 'e.g. fabrikam.onmicrosoft.com',
			displayOptions: { show: { consentTenant: ['other'] } },
		},
		{
			displayName: 'Endpoint',
			name: 'consentEndpoint',
			type: 'options',
			options: [
				{ name: 'V1', value: 'v1', description: 'Consents to the permissions of the app registration' },
				{
					name: 'V2',
					value: 'v2',
					description: 'Consents to the permissions that the app registration has for Graph',
				},
			],
			default: 'v1',
		},
		{
			displayName: 'Redirect URI',
			name: 'redirectUri',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://n8n.contoso.com/webhook/admin-consent',
			description: 'Where Entra sends the administrator after consent; the app registration must list it',
		},
		{
			displayName: 'State',
			name: 'consentState',
			type: 'string',
			default: '',
			description:
				'Entra returns it with the response, so that you can compare them; leave empty for a random value',
		},
	],
	steps: async ({ item, app }) => [consentLink(item, app())],
};

function consentLink(item: ItemParameters, app: AppInfo): IDataObject {
	if (app.authentication === 'managedIdentity') {
		throw requestError({
			what: 'A managed identity has no app registration, so it has no consent link.',
			fix: 'Grant its application permissions with a script (New-MgServicePrincipalAppRoleAssignment or az rest).',
		});
	}
	const redirectUri = item.text('redirectUri');
	if (!URL.canParse(redirectUri)) {
		throw requestError({
			what: `The redirect URI "${redirectUri}" isn't a URL.`,
			fix: "Enter one of the app registration's redirect URIs exactly.",
		});
	}
	const tenant = tenantNamed(item.text('consentTenant'), item, app);
	const state = item.text('consentState') || randomUUID();
	const version2 = item.text('consentEndpoint') === 'v2';
	const url = new URL(`${app.loginUrl}/${encodeURIComponent(tenant)}${version2 ? '/v2.0' : ''}/adminconsent`);
	url.searchParams.set('client_id', app.clientId);
	if (version2) url.searchParams.set('scope', `${app.graphUrl}/.default`);
	url.searchParams.set('redirect_uri', redirectUri);
	url.searchParams.set('state', state);
	return { url: url.href, state, tenant, clientId: app.clientId, redirectUri };
}

function tenantNamed(where: string, item: ItemParameters, app: AppInfo): string {
	if (where === 'common' || where === 'organizations') return where;
	return tenantOf({ tenantId: where === 'other' ? item.text('otherTenant') : app.tenantId });
}
