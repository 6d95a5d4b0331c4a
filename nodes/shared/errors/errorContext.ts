import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { graphTokenOf, rolesOf, usesManagedIdentity } from '../../../credentials/auth/token/session';
import { graphUrlOf, loginUrlOf, readFields } from '../../../credentials/auth/core/settings';
import { readClaims } from '../../../credentials/auth/core/accessToken';
import type { CallFacts } from '../../graph/errors/explain';
import type { AppFacts } from '../itemRun';
import { certificateExpiry, certificateThumbprint } from '../../../credentials/auth/keys/keyAndCertificate';

/**
 * What is known of a call beside Graph's answer: what it needs, and what the token in use shows.
 * @param operation such as `user:delete`, or `trigger:message`
 */
export function callFacts(
	permissions: readonly string[],
	credentials: ICredentialDataDecryptedObject | undefined,
	operation?: string,
): CallFacts {
	if (credentials === undefined) return { permissions, operation };
	const managedIdentity = usesManagedIdentity(credentials);
	return { permissions, operation, roles: rolesOf(credentials), managedIdentity };
}

/** What may be told of the app that signs in with a credential. */
export function appFacts(credentials: ICredentialDataDecryptedObject): AppFacts {
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
