import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { graphTokenOf, rolesOf, usesManagedIdentity } from '../../../credentials/auth/token/session';
import { graphUrlOf, loginUrlOf, readFields } from '../../../credentials/auth/core/settings';
import { readClaims } from '../../../credentials/auth/core/accessToken';
import { certificateExpiry, certificateThumbprint } from '../../../credentials/auth/keys/keyAndCertificate';
import type { ErrorContext } from '../../graph/errors/explain';
import type { AppInfo } from '../itemRun';

/**
 * What explains an error in addition to Graph's response: the permissions that the call needs, and what the token
 * shows.
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

/** What an error or output may show of a credential's app. */
export function appInfoOf(credentials: ICredentialDataDecryptedObject): AppInfo {
	const fields = readFields(credentials);
	const { authentication, cloud, tenantId, clientId, agentIdentityId } = fields;
	const token = graphTokenOf(credentials);
	const isAgent = agentIdentityId !== '' && authentication !== 'managedIdentity';
	const thumbprint = certificateThumbprint(fields);
	const expiresAt = certificateExpiry(fields)?.getTime();
	return {
		authentication,
		cloud,
		tenantId,
		clientId: isAgent ? agentIdentityId : clientId,
		...(isAgent && { blueprintId: clientId }),
		...(thumbprint !== undefined && expiresAt !== undefined && { certificate: { thumbprint, expiresAt } }),
		loginUrl: authentication === 'managedIdentity' ? '' : loginUrlOf(fields),
		graphUrl: graphUrlOf(fields),
		token: token && {
			obtainedAt: token.obtainedAt,
			expiresAt: token.expiresAt,
			claims: readClaims(token.value),
		},
	};
}
