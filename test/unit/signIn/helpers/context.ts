import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { SignInContext } from '../../../../credentials/auth/core/signInContext';
import { readFields } from '../../../../credentials/auth/core/settings';
import { SignInError } from '../../../../credentials/auth/core/signInError';
import { defaultClientId, defaultTenantId } from '../../../../simulator/entra';
import { plainHttpRequest } from './httpRequest';

export interface TestContext extends SignInContext {
	/** Requests that were sent, in order. */
	sent: IHttpRequestOptions[];
	/** Waits that were asked for, in ms; none of them is waited. */
	waits: number[];
}

/** A sign-in's context over real HTTP, with a clock and a wait of the test's own. */
export function contextFor(
	fields: ICredentialDataDecryptedObject,
	overrides: Partial<SignInContext> = {},
): TestContext {
	const sent: IHttpRequestOptions[] = [];
	const waits: number[] = [];
	return {
		fields: readFields({ tenantId: defaultTenantId, clientId: defaultClientId, ...fields }),
		tokenEndpoint: `https://login.microsoftonline.com/${defaultTenantId}/oauth2/v2.0/token`,
		resource: 'https://graph.microsoft.com',
		httpRequest: plainHttpRequest(sent),
		now: Date.now,
		wait: async (ms) => {
			waits.push(ms);
		},
		pauses: [1_000, 3_000],
		sent,
		waits,
		...overrides,
	};
}

/** The error that a sign-in must end with. Fails the test where there is none, or one of another kind. */
export async function refusalOf(attempt: () => unknown): Promise<SignInError> {
	try {
		await attempt();
	} catch (error) {
		expect(error).toBeInstanceOf(SignInError);
		return error as SignInError;
	}
	throw new Error('Nothing was refused');
}
