import { clouds, publicTokenExchangeAudience } from '../../core/clouds';
import type { CredentialFields } from '../../core/settings';

/** What an assertion is for: the audience that the credential names, or the one that Microsoft sets for its cloud. */
export function exchangeAudience({ clientAssertionAudience, cloud }: CredentialFields): string {
	if (clientAssertionAudience !== '') return clientAssertionAudience;
	return Object.hasOwn(clouds, cloud) ? clouds[cloud].tokenExchangeAudience : publicTokenExchangeAudience;
}
