import type { CredentialFields } from '../core/settings';
import { signInError } from '../core/signInError';
import { certificate } from './certificate';
import { clientSecret } from './clientSecret';
import { federatedCredential } from './federatedCredential';
import type { ClientAuthentication } from '../core/signInContext';

/** The methods by which an app authenticates at the token endpoint, by the credential's `authentication`. */
const methods: Readonly<Partial<Record<CredentialFields['authentication'], ClientAuthentication>>> = {
	certificate,
	clientSecret,
	federatedCredential,
};

/**
 * The app's proof, by the method that the credential names.
 * @throws SignInError where the method is unknown or the proof can't be created
 */
export const authenticateClient: ClientAuthentication = async (context) => {
	const { authentication } = context.fields;
	const method = Object.hasOwn(methods, authentication) ? methods[authentication] : undefined;
	if (method !== undefined) return await method(context);
	throw signInError({
		what: `The authentication "${authentication}" isn't known.`,
		fix: 'Choose one of the methods that the credential offers.',
	});
};
