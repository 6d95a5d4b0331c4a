import type { CredentialFields } from '../core/settings';
import { signInError } from '../core/signInError';
import { readClaims, tokenFault } from '../core/accessToken';
import { exchangeAudience } from './assertions/assertionAudience';
import { urlAssertion } from './assertions/assertionUrl';
import { awsAssertion } from './assertions/awsAssertion';
import { clientAssertionParameters } from './clientAssertion';
import { requestManagedIdentityToken } from './managedIdentity';
import { explainManagedIdentityAnswer } from './managedIdentityErrors';
import type { ClientAuthentication, SignInContext } from '../core/signInContext';

/**
 * The app authenticates with a JWT that another identity provider issued, which a federated credential of the app
 * registration trusts.
 * Source: "Workload identity federation", "OAuth 2.0 client credentials flow", third case.
 */
export const federatedCredential: ClientAuthentication = async (context) => {
	const assertion = await sources[context.fields.clientAssertionSource](context);
	return clientAssertionParameters(checked(assertion, context));
};

type Source = (context: SignInContext) => Promise<string>;

const sources: Readonly<Record<CredentialFields['clientAssertionSource'], Source>> = {
	expression: async ({ fields }) => {
		if (fields.clientAssertion !== '') return fields.clientAssertion;
		throw signInError({
			what: 'The client assertion is empty.',
			fix: 'Use an expression that returns a fresh one for each run. If the expression reads $env, n8n blocks that by default (N8N_BLOCK_ENV_ACCESS_IN_NODE).',
		});
	},
	aws: awsAssertion,
	url: urlAssertion,
	managedIdentity: fromManagedIdentity,
};

/** Source: "Configure an application to trust a managed identity". */
async function fromManagedIdentity(context: SignInContext): Promise<string> {
	const resource = exchangeAudience(context.fields);
	const answer = await requestManagedIdentityToken({ ...context, resource });
	const token = (answer.body as { access_token?: unknown } | null)?.access_token;
	const usable = answer.status === 200 && tokenFault(answer.body) === undefined;
	if (usable && typeof token === 'string') return token;
	throw explainManagedIdentityAnswer(answer, { fields: context.fields, resource });
}

/** Tolerated difference between clocks, in ms; Entra's own is the same. */
const clockTolerance = 5 * 60_000;

/** Checks an assertion before it is sent: only its form and expiry, which need no key. */
function checked(assertion: string, { now }: SignInContext): string {
	const claims = readClaims(assertion);
	if (claims === undefined || assertion.split('.').length !== 3) {
		throw signInError({
			what: "The client assertion isn't a JWT.",
			why: `It has ${assertion.length} characters and ${assertion.split('.').length - 1} dots; a JWT is three base64url parts with two dots between.`,
			fix: 'Check where the assertion comes from: it must be the signed token (OIDC ID token) of the other identity provider, with nothing around it.',
		});
	}
	const expires = typeof claims.exp === 'number' ? claims.exp * 1000 : Number.NaN;
	if (expires + clockTolerance < now()) {
		throw signInError({
			what: `The client assertion expired at ${timeOf(expires)}.`,
			fix: 'Fetch a new one for each sign-in: use an expression or a URL that returns a fresh one. If it is fresh, the clock of the machine that runs n8n is wrong.',
		});
	}
	return assertion;
}

/** A time in ms since the epoch; what is out of all calendars stays a number. */
function timeOf(time: number): string {
	const date = new Date(time);
	return Number.isNaN(date.getTime()) ? `${time} ms` : date.toISOString();
}
