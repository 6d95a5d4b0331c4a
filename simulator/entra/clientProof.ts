import { X509Certificate } from 'node:crypto';
import { EntraError } from './entraError';
import { decodeJwt, isSignedBy } from './jwt';
import type { DecodedJwt } from './jwt';
import type { AppRegistration } from './registrations';
import type { EntraState } from './state';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
/** The largest clock skew that is accepted, ms. */
const clockTolerance = 5 * 60 * 1000;

/**
 * Checks what the app sent to prove itself, as "OAuth 2.0 client credentials flow" and "Microsoft identity
 * platform application authentication certificate credentials" describe it.
 *
 * @returns how the app proved itself, as the claim `appidacr` has it: '1' a secret, '2' an assertion
 * @throws {EntraError} where the proof isn't valid
 */
export function checkClientProof(
	state: EntraState,
	app: AppRegistration,
	tenantId: string,
	form: Record<string, string>,
): '1' | '2' {
	if (form.client_assertion !== undefined || form.client_assertion_type !== undefined) {
		checkAssertion(state, app, tenantId, form);
		return '2';
	}
	checkSecret(state, app, form.client_secret);
	return '1';
}

function checkSecret(state: EntraState, app: AppRegistration, value: string | undefined): void {
	if (!value) {
		throw new EntraError(
			'invalid_client',
			7000218,
			"The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
		);
	}
	const secret = app.secrets.find((candidate) => candidate.value === value);
	if (!secret) {
		throw new EntraError(
			'invalid_client',
			7000215,
			'Invalid client secret provided. Ensure the secret being sent in the request is the client secret ' +
				`value, not the client secret ID, for a secret added to app '${app.clientId}'.`,
		);
	}
	if (secret.expiresAt <= state.now()) {
		throw new EntraError(
			'invalid_client',
			7000222,
			`The provided client secret keys for app '${app.clientId}' are expired.`,
		);
	}
}

function checkAssertion(
	state: EntraState,
	app: AppRegistration,
	tenantId: string,
	form: Record<string, string>,
): void {
	if (form.client_assertion_type !== assertionType) {
		throw new EntraError(
			'invalid_request',
			form.client_assertion_type === undefined ? 900144 : 900027,
			form.client_assertion_type === undefined
				? "The request body must contain the following parameter: 'client_assertion_type'."
				: `Unsupported client_assertion_type '${form.client_assertion_type}'.`,
		);
	}
	const jwt = decodeJwt(form.client_assertion ?? '');
	if (!jwt) throw new EntraError('invalid_request', 50027, 'JWT token is invalid or malformed.');
	for (const claim of ['iss', 'sub', 'aud']) {
		if (typeof jwt.claims[claim] !== 'string') {
			throw new EntraError(
				'invalid_request',
				90014,
				`The required field '${claim}' is missing from the credential. Ensure that you have all the ` +
					'necessary parameters for the login request.',
			);
		}
	}
	const algorithm = String(jwt.header.alg);
	if (!algorithms.includes(algorithm)) {
		throw new EntraError(
			'invalid_client',
			5002738,
			`Invalid JWT token. '${algorithm}' is not a supported signature algorithm. Supported signing ` +
				`algorithms are: '${algorithms.join(',')}'`,
		);
	}
	const { x5t, kid } = jwt.header;
	const sha256 = jwt.header['x5t#S256'];
	const foreignIssuer =
		jwt.claims.iss !== app.clientId && knownIssuers(state, tenantId).has(String(jwt.claims.iss));
	if (foreignIssuer || (!x5t && !sha256 && kid)) return checkFederated(state, app, tenantId, jwt);
	if (!x5t && !sha256) {
		throw new EntraError(
			'invalid_client',
			5002723,
			'Invalid JWT token. No certificate SHA-1 thumbprint, certificate SHA-256 thumbprint, nor keyId ' +
				'specified in token header.',
		);
	}
	checkCertificateAssertion(state, app, tenantId, jwt);
}

function checkTimes(state: EntraState, jwt: DecodedJwt): void {
	const notBefore = Number(jwt.claims.nbf ?? jwt.claims.iat ?? 0) * 1000;
	const expiry = Number(jwt.claims.exp ?? 0) * 1000;
	const now = state.now();
	if (notBefore > now + clockTolerance || expiry < now - clockTolerance || !Number.isFinite(expiry)) {
		throw new EntraError(
			'invalid_client',
			700024,
			'Client assertion is not within its valid time range. ' +
				`Current time: ${new Date(now).toISOString()}, assertion valid from ` +
				`${new Date(notBefore).toISOString()}, expiry time of assertion ` +
				`${Number.isFinite(expiry) ? new Date(expiry).toISOString() : 'unknown'}.`,
		);
	}
}

/** The audiences that a certificate's assertion may name: this tenant's token endpoints and issuer. */
function ownAudiences(state: EntraState, tenantId: string): string[] {
	const tenant = state.tenants.find(({ id }) => id === tenantId);
	const names = [tenantId, ...(tenant?.domains ?? [])];
	const { loginUrl } = state.urls();
	return names.flatMap((name) => [
		`${loginUrl}/${name}/oauth2/v2.0/token`,
		`${loginUrl}/${name}/oauth2/token`,
		`${loginUrl}/${name}/v2.0`,
	]);
}

function checkCertificateAssertion(
	state: EntraState,
	app: AppRegistration,
	tenantId: string,
	jwt: DecodedJwt,
): void {
	const certificate = findCertificate(app, jwt);
	if (!certificate) {
		throw new EntraError(
			'invalid_client',
			700027,
			'The certificate with identifier used to sign the client assertion is not registered on application. ' +
				`[Reason - The key was not found., Thumbprint of key used by client: '${thumbprintOf(jwt)}', ` +
				`please visit the keys of app '${app.clientId}']`,
		);
	}
	if (Date.parse(certificate.validTo) < state.now()) {
		throw new EntraError(
			'invalid_client',
			700027,
			'The certificate used to sign the client assertion is not valid any more. [Reason - The key used is ' +
				`expired., Thumbprint of key used by client: '${thumbprintOf(jwt)}']`,
		);
	}
	if (!isSignedBy(jwt, certificate.publicKey)) {
		throw new EntraError(
			'invalid_client',
			700027,
			'Client assertion failed signature validation. [Reason - The signature does not belong to the key., ' +
				`Thumbprint of key used by client: '${thumbprintOf(jwt)}']`,
		);
	}
	if (jwt.claims.iss !== app.clientId || jwt.claims.sub !== app.clientId) {
		throw new EntraError(
			'invalid_client',
			700021,
			"Client assertion application identifier doesn't match 'client_id' parameter.",
		);
	}
	if (!ownAudiences(state, tenantId).includes(String(jwt.claims.aud))) {
		throw new EntraError(
			'invalid_client',
			700023,
			`Client assertion audience claim does not match the realm of this endpoint: '${jwt.claims.aud}'.`,
		);
	}
	checkTimes(state, jwt);
}

const hex = (base64url: unknown) =>
	typeof base64url === 'string' ? Buffer.from(base64url, 'base64url').toString('hex').toUpperCase() : '';

const thumbprintOf = (jwt: DecodedJwt) => hex(jwt.header.x5t) || hex(jwt.header['x5t#S256']);

/** The registered certificate that the header names, or the one in `x5c` where its subject is trusted. */
function findCertificate(app: AppRegistration, jwt: DecodedJwt): X509Certificate | undefined {
	const named = (certificate: X509Certificate) => {
		const sha1 = certificate.fingerprint.replaceAll(':', '');
		const sha256 = certificate.fingerprint256.replaceAll(':', '');
		return (
			(jwt.header.x5t === undefined || hex(jwt.header.x5t) === sha1) &&
			(jwt.header['x5t#S256'] === undefined || hex(jwt.header['x5t#S256']) === sha256)
		);
	};
	const registered = app.certificates.map((pem) => new X509Certificate(pem)).find(named);
	if (registered) return registered;
	const [leaf] = Array.isArray(jwt.header.x5c) ? jwt.header.x5c : [];
	if (typeof leaf !== 'string') return undefined;
	const certificate = new X509Certificate(Buffer.from(leaf, 'base64'));
	return named(certificate) && app.trustedSubjects.includes(certificate.subject) ? certificate : undefined;
}

/** Issuers whose keys the simulator can get at, as Entra does through OpenID discovery. */
function knownIssuers(state: EntraState, tenantId: string) {
	return new Map([
		[state.identityProvider.issuer, state.identityProviderKey.publicKey],
		[state.aws.issuer, state.awsKey.publicKey],
		[`${state.urls().loginUrl}/${tenantId}/v2.0`, state.key.publicKey],
	]);
}

/** "Workload identity federation": issuer, subject, and audience must match exactly. */
function checkFederated(state: EntraState, app: AppRegistration, tenantId: string, jwt: DecodedJwt): void {
	const { iss, sub, aud } = jwt.claims;
	if (app.federatedCredentials.length === 0) {
		throw new EntraError(
			'invalid_client',
			70025,
			`The client '${app.clientId}'(${app.displayName}) has no configured federated identity credentials.`,
		);
	}
	const sameIssuer = app.federatedCredentials.filter(({ issuer }) => issuer === iss);
	if (sameIssuer.length === 0) {
		throw new EntraError(
			'invalid_client',
			700211,
			`No matching federated identity record found for presented assertion issuer '${iss}'.`,
		);
	}
	const sameAudience = sameIssuer.filter(({ audience }) => audience === aud);
	if (sameAudience.length === 0) {
		throw new EntraError(
			'invalid_client',
			700212,
			`No matching federated identity record found for presented assertion audience '${aud}'.`,
		);
	}
	if (!sameAudience.some(({ subject }) => subject === sub)) {
		throw new EntraError(
			'invalid_client',
			700213,
			`No matching federated identity record found for presented assertion subject '${sub}'.`,
		);
	}
	const key = knownIssuers(state, tenantId).get(String(iss));
	if (!key || !isSignedBy(jwt, key)) {
		throw new EntraError('invalid_client', 50013, 'Assertion failed signature validation.');
	}
	checkTimes(state, jwt);
}
