/** What one of Entra's codes means for an app that signs in as itself, and what to do. */
export interface Explanation {
	cause: string;
	cure: string;
}

const secretPlace = '"Certificates & secrets" > "Client secrets"';
const federatedPlace = 'the app registration, under "Certificates & secrets" > "Federated credentials"';
const externalDiscovery: Explanation = {
	cause: "Entra couldn't fetch the other identity provider's OpenID configuration or keys.",
	cure: "The issuer's /.well-known/openid-configuration and its keys must be reachable from the internet, over HTTPS and without delay. Try again; the fault may be temporary.",
};
const busy: Explanation = {
	cause: 'A part of Entra is temporarily unavailable.',
	cure: 'Try again in a minute.',
};
const otherCloud: Explanation = {
	cause: 'The tenant {tenant} is in another cloud than the login host {host}.',
	cure: 'Choose the cloud of the tenant in the credential, under "Show More Settings".',
};
const unknownTenant: Explanation = {
	cause: "The login host {host} doesn't know the tenant {tenant}.",
	cure: 'Enter the directory (tenant) ID from the overview page of the app registration, or a verified domain. If the tenant isn\'t in the global cloud, choose its cloud under "Show More Settings".',
};
const nothingSent: Explanation = {
	cause: 'Entra received no app credentials.',
	cure: 'Enter the client secret, or what the chosen authentication needs. If a proxy changes requests, let it leave the login host {host} alone.',
};
const notInTenant: Explanation = {
	cause: "The tenant {tenant} doesn't know the app {app}.",
	cure: 'Check that client ID and tenant ID belong together. If the app is registered in another tenant, an administrator of {tenant} must consent to it first.',
};
const badScope: Explanation = {
	cause: "The scope isn't one that an app can request ({resource}/.default).",
	cure: 'Enter one resource followed by /.default in the credential\'s "Additional Resource Scope" field. An administrator grants individual permissions; the scope never names them.',
};
const missingField: Explanation = {
	cause: 'A parameter or claim that Entra needs is missing.',
	cure: 'If the client assertion is your own, add the claim that Entra names (iss, sub, aud, exp, jti). Otherwise check that no proxy changes what n8n sends to {host}.',
};
const appDisabled: Explanation = {
	cause: 'The app {app} is disabled.',
	cure: 'Enable it: Entra admin center, "Enterprise applications", the app, "Properties", "Enabled for users to sign-in?": Yes. If Microsoft disabled it, its page says why.',
};
const certificateUnknown: Explanation = {
	cause:
		"Entra doesn't accept the certificate{thumbprint} for the app {app}: it isn't registered there, has expired, or was registered with another key.",
	cure: 'Upload the certificate (its public part) to the app registration, under "Certificates & secrets" > "Certificates", and compare the thumbprint that is shown there.',
};
const assertionTimes: Explanation = {
	cause: 'The assertion was sent outside its validity period.',
	cure: 'Set the clock of the machine that runs n8n (NTP). If the client assertion comes from elsewhere, fetch a new one for each sign-in.',
};
const mutualTls: Explanation = {
	cause: 'The login host {host} expects a client certificate in the TLS connection.',
	cure: 'This credential signs in with assertions, not with mutual TLS. Use the ordinary login host of the cloud.',
};
const tenantRestriction: Explanation = {
	cause: "Your network's tenant restrictions don't let n8n sign in to the tenant {tenant}.",
	cure: 'Have the tenant added to the allowed tenants of the proxy (Restrict-Access-To-Tenants), or let n8n reach {host} without that proxy.',
};
const subjectUnknown: Explanation = {
	cause: "No federated credential of the app {app} has the assertion's subject (sub).",
	cure: `Copy the subject to ${federatedPlace}. It must match exactly, including case; for a managed identity it is the identity's object (principal) ID.`,
};
const federationBlocked: Explanation = {
	cause: "A policy of the tenant {tenant} doesn't allow federated credentials of this issuer.",
	cure: 'An administrator allows the issuer in the app management policy of the tenant, or the app signs in with a certificate.',
};
const notAssigned: Explanation = {
	cause: 'The resource {resource} accepts only assigned apps, and the app {app} has none of its app roles.',
	cure: 'An administrator grants the app an application permission (app role) of that resource and consents, or turns "Assignment required?" off in the properties of its enterprise application.',
};
const certificateRevoked: Explanation = {
	cause: 'The certificate{thumbprint} of the app {app} has been revoked.',
	cure: 'Create a new certificate, upload it to the app registration, and put it and its key into the credential.',
};
const malformed: Explanation = {
	cause: "Entra couldn't read the token request, or takes one of its parameters differently.",
	cure: 'Check that no proxy changes what n8n sends to {host}. If the request is refused for its claims, turn "Continuous Access Evaluation" off in the credential, under "Show More Settings".',
};
const tooMany: Explanation = {
	cause: 'Entra received too many token requests.',
	cure: 'Wait a few minutes. Check whether something else signs in with this app without caching its token; this credential caches its token and requests another only when it expires.',
};

/**
 * Entra's codes that an app-only sign-in can meet. `{app}`, `{tenant}`, `{host}` (login host), `{resource}` and
 * `{thumbprint}` are filled in. Codes change without notice: they choose the words that a person reads, nothing else.
 * Source: "Microsoft Entra authentication and authorization error codes".
 */
export const explanations: Readonly<Record<number, Explanation>> = {
	// The secret
	7000215: {
		cause: 'The client secret of the app {app} is wrong.',
		cure: `Enter the secret's Value, not its Secret ID. The portal shows the Value only once, under ${secretPlace}: if it's lost, create a new secret.`,
	},
	7000222: {
		cause: 'The client secret of the app {app} has expired.',
		cure: `Create a new secret under ${secretPlace} and enter its Value, or sign in with a certificate or a managed identity.`,
	},
	7000216: nothingSent,
	7000218: nothingSent,
	700025: {
		cause: "The app {app} is registered as a public client, which can't authenticate itself.",
		cure: 'In the app registration, under "Authentication", turn "Allow public client flows" off, or register an app for this purpose.',
	},
	// The app and the tenant
	700016: notInTenant,
	700011: notInTenant,
	7000229: {
		cause: 'The app {app} has no service principal (enterprise application) in the tenant {tenant}.',
		cure: 'An administrator of that tenant must consent once: open the admin consent link of the app.',
	},
	7000112: appDisabled,
	70001: appDisabled,
	90002: unknownTenant,
	900023: {
		cause: 'The tenant {tenant} is neither a GUID nor a domain.',
		cure: 'Enter the directory (tenant) ID, a GUID, or a verified domain such as contoso.onmicrosoft.com.',
	},
	90019: unknownTenant,
	50059: unknownTenant,
	50128: unknownTenant,
	9001023: {
		cause: "App-only sign-in needs one specific tenant; common, organizations, and consumers don't name one.",
		cure: 'Enter the directory (tenant) ID.',
	},
	90038: otherCloud,
	900382: otherCloud,
	900432: otherCloud,
	650059: {
		cause: 'The app {app} is for its home tenant only, and {tenant} is another one.',
		cure: 'Enter the home tenant of the app, or make the app multitenant ("Authentication", "Supported account types") and have {tenant} consent.',
	},
	50194: {
		cause: 'The app {app} is for its home tenant only.',
		cure: 'Enter the home tenant of the app, or make the app multitenant ("Authentication", "Supported account types").',
	},
	650052: {
		cause: "The tenant {tenant} hasn't subscribed to the service {resource}, or has it turned off.",
		cure: 'An administrator must license or enable the service there.',
	},
	// Scope and resource
	70011: badScope,
	1002012: badScope,
	28002: badScope,
	901002: {
		cause: 'The v2.0 token endpoint was called with v1.0 syntax (resource instead of scope).',
		cure: 'Choose v2.0 as token endpoint version; if it is already chosen, a proxy rewrites the request.',
	},
	500011: {
		cause: 'The tenant {tenant} has no resource {resource}.',
		cure: "If it is Graph, the Graph host and the cloud don't match. If it is another resource, check its URI exactly, including case and trailing slash; its service must be present in the tenant.",
	},
	500014: {
		cause: 'The service principal of the resource {resource} is disabled in the tenant {tenant}.',
		cure: 'An administrator enables it ("Enterprise applications", filter "Microsoft Applications", "Enabled for users to sign-in?": Yes), or renews the subscription of the service, which may have lapsed.',
	},
	501051: notAssigned,
	50105: notAssigned,
	50001: {
		cause: "The resource {resource} doesn't exist in the tenant {tenant}, or is disabled.",
		cure: 'Check the cloud, and the "Additional Resource Scope" field exactly, including case and trailing slash.',
	},
	// The certificate and its assertion
	700027: certificateUnknown,
	50012: certificateUnknown,
	1000502: {
		cause:
			"The certificate{thumbprint} of the app {app} isn't valid now: it has expired, or isn't valid yet.",
		cure: 'Check its dates and the clock of the machine that runs n8n. For an expired one, create a new certificate, upload it to the app registration, and put it and its key into the credential.',
	},
	7000214: certificateRevoked,
	7000277: certificateRevoked,
	7000274: {
		cause: "The signature of the client assertion doesn't match the certificate{thumbprint}.",
		cure: 'Put the private key and the certificate that belong together into the credential, and upload the same certificate to the app registration.',
	},
	700030: {
		cause: "The certificate's subject name{thumbprint} isn't one that the app {app} trusts.",
		cure: "Send the full chain, with a subject name that is registered for the app (subject name and issuer authentication), or register the certificate itself and don't send the chain.",
	},
	700021: {
		cause: "The issuer or subject of the client assertion isn't the app {app}.",
		cure: "The claims iss and sub of an assertion that is signed with the app's certificate are both the client ID: check the client ID.",
	},
	50048: {
		cause: 'Issuer and subject of the client assertion differ.',
		cure: "The claims iss and sub of an assertion that is signed with the app's certificate are both the client ID.",
	},
	700023: {
		cause: 'The client assertion was made for another token endpoint (aud).',
		cure: 'Check that tenant and cloud are those for which the assertion was made: its aud is the token endpoint of this tenant. Behind a gateway enter that of Entra itself as "Assertion Audience".',
	},
	700024: assertionTimes,
	500133: assertionTimes,
	5002723: {
		cause: 'The header of the client assertion names no certificate.',
		cure: "A custom assertion needs x5t#S256 (or x5t) with the certificate's thumbprint, or the kid of the other identity provider.",
	},
	5002738: {
		cause: "Entra doesn't accept the signature algorithm of the client assertion.",
		cure: 'Sign with PS256 or RS256. Where a gateway or an older cloud supports only RS256, choose it under "Show More Settings" as "Signature Algorithm".',
	},
	50027: {
		cause: "The client assertion isn't a well-formed JWT.",
		cure: 'A client assertion is three base64url parts with dots between. If it is fetched, check where in the response it is; if it comes from an expression, check that it is complete.',
	},
	90014: missingField,
	900144: missingField,
	90100: malformed,
	9002313: malformed,
	900561: {
		cause: "The token request didn't reach {host} as a POST.",
		cure: 'A proxy in between changes it, or redirects it: let n8n reach the login host without it.',
	},
	392200: mutualTls,
	50171: mutualTls,
	392204: {
		cause: 'The client certificate{thumbprint} has expired.',
		cure: 'Create a new certificate, upload it to the app registration, and put it and its key into the credential.',
	},
	500181: {
		cause: "The certificate of the TLS connection isn't the one in the assertion.",
		cure: 'A proxy before {host} presents its own certificate: let n8n reach the login host without it.',
	},
	// Federated credentials
	70025: {
		cause: 'The app {app} has no federated credential.',
		cure: `Add one in ${federatedPlace}, with the issuer, subject, and audience of the assertion.`,
	},
	700211: {
		cause: "No federated credential of the app {app} has the assertion's issuer (iss).",
		cure: `Copy the issuer to ${federatedPlace}. It must match exactly, including case and trailing slash.`,
	},
	700212: {
		cause: "No federated credential of the app {app} has the assertion's audience (aud).",
		cure: `Ask the other identity provider for the audience api://AzureADTokenExchange, or copy the audience to ${federatedPlace}. It must match exactly.`,
	},
	700213: subjectUnknown,
	7002137: subjectUnknown,
	7002138: {
		cause: "A federated credential of the app {app} has the assertion's subject (sub) in another case.",
		cure: `Copy the subject to ${federatedPlace}, with upper and lower case as in Entra's response. Where a changed credential is refused all the same, delete it and add it again.`,
	},
	70021: {
		cause: 'No federated credential of the app {app} matches the assertion.',
		cure: `Compare issuer, subject, and audience, as Entra's response has them, with those in ${federatedPlace}. They must match exactly, including case and trailing slash.`,
	},
	700223: federationBlocked,
	700238: federationBlocked,
	7002381: {
		cause: "A policy of the tenant {tenant} requires a claim that the assertion doesn't have.",
		cure: "Entra's response names the claim and its values: add it at the other identity provider, such as the claim enterprise at GitHub, or sign in with a certificate or a managed identity.",
	},
	700222: {
		cause: "A token that Entra itself issued can't be used as this assertion.",
		cure: "Use a managed identity's token for api://AzureADTokenExchange, from the same tenant, with the identity named in the app's federated credential.",
	},
	700229: {
		cause: "The assertion is a user's token; a federated credential accepts only tokens of apps.",
		cure: "Use a managed identity's token for api://AzureADTokenExchange.",
	},
	50013: {
		cause: "Entra couldn't verify the assertion's signature.",
		cure: "The assertion must be complete and not older than its issuer's current keys: fetch a new one. Its issuer must be the one that signed it.",
	},
	50166: externalDiscovery,
	501661: externalDiscovery,
	90061: externalDiscovery,
	// Agent identities
	82001: {
		cause:
			"The app {app} is an agent identity blueprint, or an agent identity, and can't get an app-only token this way.",
		cure: 'Enter the client ID of an agent identity in "Agent Identity ID", under "Show More Settings", and the client ID of its blueprint, with the blueprint\'s credentials, in "Client ID". Or sign in with an ordinary app registration.',
	},
	// Policies and limits
	53003: {
		cause: 'A Conditional Access policy for workload identities blocks the app {app}.',
		cure: 'An administrator finds the policy in the sign-in logs, under "Service principal sign-ins"; often it allows certain networks only: have the address of n8n added, or the app left out.',
	},
	53011: {
		cause: 'The app is blocked because of its risk.',
		cure: 'An administrator checks "Risky workload identities" in Entra ID Protection.',
	},
	500021: tenantRestriction,
	500022: tenantRestriction,
	50002: tenantRestriction,
	50196: tooMany,
	90055: tooMany,
	70003: {
		cause: "The login host doesn't offer this kind of sign-in (client credentials) to the app {app}.",
		cure: 'Check that the login host {host} is the one of the cloud and that no gateway changes the request.',
	},
	1002016: {
		cause: 'The TLS version of the connection to {host} is too old.',
		cure: 'A proxy in between speaks TLS 1.0 or 1.1: Entra requires TLS 1.2 or later.',
	},
	50033: busy,
	90006: busy,
	90012: busy,
	90024: busy,
	90033: busy,
	90090: busy,
};

/** Codes that stand for several causes: the words that Entra adds decide. */
const byWords: Readonly<Record<number, ReadonlyArray<readonly [words: RegExp, explanation: Explanation]>>> = {
	50012: [
		[/valid time range|not yet valid|has expired/i, assertionTimes],
		[/client secret/i, explanations[7000215]],
	],
	700027: [[/key used is expired/i, explanations[1000502]]],
};

/**
 * What a code means for an app that signs in as itself.
 * @param words that Entra gave with it
 * @returns `undefined` for a code that is not known here
 */
export function explanationOf(code: number, words: string): Explanation | undefined {
	const own = Object.hasOwn(byWords, code) ? byWords[code] : [];
	return own.find(([pattern]) => pattern.test(words))?.[1] ?? explanations[code];
}

/** Codes after which the same request may well succeed a moment later. */
export const passingCodes: ReadonlySet<number> = new Set([
	50033, 50166, 501661, 90006, 90012, 90024, 90033, 90061, 90090,
]);

/** Codes after which Entra needs a pause, in ms, even where the response names none. */
export const pauseAfter: Readonly<Record<number, number>> = { 50196: 60_000, 90055: 60_000 };

/**
 * For token endpoints that answer in OAuth's words alone (gateways, stand-ins).
 * Source: RFC 6749, section 5.2.
 */
export const oauthExplanations: Readonly<Record<string, Explanation>> = {
	invalid_client: {
		cause: "The login host doesn't accept the credentials of the app {app}.",
		cure: 'Check client ID and tenant, and the secret, certificate, or assertion: it may be wrong, expired, or not registered for this app.',
	},
	unauthorized_client: {
		cause: 'The app {app} may not sign in here.',
		cure: 'Check that the app is registered in the tenant {tenant}, enabled, and consented to.',
	},
	invalid_scope: badScope,
	invalid_resource: {
		cause: "The login host doesn't know the resource {resource}.",
		cure: 'Check the cloud, and the "Additional Resource Scope" field.',
	},
	unsupported_grant_type: {
		cause: "The login host doesn't offer the client credentials grant.",
		cure: 'Check the cloud or the login URL.',
	},
	invalid_grant: {
		cause: "The login host doesn't accept the request.",
		cure: 'Check client ID and tenant, and what the app signs in with.',
	},
	invalid_request: {
		cause: "The login host couldn't read the request.",
		cure: 'Check the fields of the credential, and that no proxy changes what n8n sends to {host}.',
	},
	temporarily_unavailable: busy,
	server_error: busy,
};
