import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { graphTokenOf, rolesOf, usesManagedIdentity } from '../../../credentials/auth/token/session';
import { graphUrlOf, loginUrlOf, readFields } from '../../../credentials/auth/core/settings';
import { readClaims } from '../../../credentials/auth/core/accessToken';
import type { ErrorContext } from '../../graph/errors/explain';
import type { AppInfo } from '../itemRun';

/**
 * What is known of a call beside Graph's answer: what it needs, and what the token in use shows.
 * @param operation such as `user:delete`, or `trigger:message`
 */
export function errorContext(
	permissions: readonly string[],
	credentials: ICredentialDataDecryptedObject | undefined,
	operation?: string,
): ErrorContext {
	if (credentials === undefined) return { permissions, operation };
	const managedIdentity = usesManagedIdentity(credentials);
	return { permissions, operation, roles: rolesOf(credentials), managedIdentity };
}

/** What may be told of the app that signs in with a credential. */
export function appInfoOf(credentials: ICredentialDataDecryptedObject): AppInfo {
	const fields = readFields(credentials);
	const { authentication, cloud, tenantId, clientId } = fields;
	const token = graphTokenOf(credentials);
	return {
		authentication,
		cloud,
		tenantId,
		clientId,
		loginUrl: authentication === 'managedIdentity' ? '' : loginUrlOf(fields),
		graphUrl: graphUrlOf(fields),
		token: token && {
			obtainedAt: token.obtainedAt,
			expiresAt: token.expiresAt,
			claims: readClaims(token.value),
		},
	};
}
