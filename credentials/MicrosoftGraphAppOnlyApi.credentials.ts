import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

import { credentialFields, formFields } from './fields';
import { checkPermissionsNotice } from './fields/signInOptions';
import { sameForAllItems } from './fields/sameForAllItems';
import { authorize, beginSession, testMarker } from './auth/token/session';

/** Microsoft Graph with app-only access: an app signs in as itself, with no user. */
export class MicrosoftGraphAppOnlyApi implements ICredentialType {
	name = 'microsoftGraphAppOnlyApi';

	displayName = 'Microsoft Graph App-Only API';

	icon: Icon = {
		light: 'file:../nodes/MicrosoftGraph/microsoftGraph.svg',
		dark: 'file:../nodes/MicrosoftGraph/microsoftGraph.dark.svg',
	};

	documentationUrl = 'https://learn.microsoft.com/graph/auth-v2-service';

	properties: INodeProperties[] = [
		...formFields,
		checkPermissionsNotice,
		sameForAllItems(credentialFields),
		{
			// n8n calls preAuthentication only for a credential with an expirable property, and before every request only
			// while that property is empty. It stays empty: the token is kept in this process alone.
			displayName: 'Session',
			name: 'session',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		beginSession(
			credentials,
			async (options) => await (this.helpers.httpRequest(options) as Promise<unknown>),
		);
		return {};
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return await authorize(credentials, requestOptions);
	}

	/** `authorize` does the test: it signs in again and says what is wrong. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: 'https://graph.microsoft.com',
			url: '/v1.0/organization?$select=id',
			headers: { [testMarker]: 'true' },
			ignoreHttpStatusErrors: true,
		},
	};
}
