import { signInError } from '../core/signInError';
import type { ClientAuthentication } from '../core/signInContext';

/**
 * The app authenticates with its secret.
 * Source: "OAuth 2.0 client credentials flow on the Microsoft identity platform", first case.
 */
export const clientSecret: ClientAuthentication = async ({ fields }) => {
	if (fields.clientSecret === '') {
		throw signInError({
			what: 'The client secret is empty.',
			fix: 'Paste the Value of a secret of the app registration ("Certificates & secrets"). If it comes from an expression, the expression returns nothing.',
		});
	}
	return { client_secret: fields.clientSecret };
};
