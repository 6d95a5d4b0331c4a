import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { rolesOf } from '../../credentials/token/session';
import type { CallFacts } from '../graph/explain';

/** What is known of a call beside Graph's answer: what it needs, and what the token in use shows. */
export function callFacts(
	permissions: readonly string[],
	credentials: ICredentialDataDecryptedObject | undefined,
): CallFacts {
	return { permissions, roles: credentials && rolesOf(credentials) };
}
