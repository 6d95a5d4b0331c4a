import { constants, verify, X509Certificate } from 'node:crypto';

import { certificate } from '../../../credentials/auth/methods/certificate';
import { decodeJwt, isSignedBy, type DecodedJwt } from '../../../simulator/entra/jwt';
import { requestToken } from '../../../credentials/auth/token/requestToken';
import { defaultTenantId } from '../../../simulator/entra';
import { makeCertificate } from './helpers/certificates';
import { contextFor, refusalOf, type TestContext } from './helpers/context';
import { startEntra, type EntraServer } from './helpers/entraServer';
import { plainHttpRequest } from './helpers/httpRequest';

const guid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const root = makeCertificate({ subject: 'root' });
const own = makeCertificate({ issuer: root });
const x509 = new X509Certificate(own.certificate);
const digest = (fingerprint: string) =>
	Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
const now = Date.UTC(2026, 10, 21, 12) + 345;

function context(fields: Parameters<typeof contextFor>[0] = {}): TestContext {
	return contextFor(
		{
			authentication: 'certificate',
			privateKey: own.privateKey,
			certificate: own.certificate + root.certificate,
			...fields,
		},
		{ now: () => Math.max(now, Date.parse(x509.validFrom)) },
	);
}

async function assertionOf(fields?: Parameters<typeof contextFor>[0]): Promise<DecodedJwt> {
	const parameters = await certificate(context(fields));
	expect(Object.keys(parameters)).toEqual(['client_assertion_type', 'client_assertion']);
	expect(parameters.client_assertion_type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
	const jwt = decodeJwt(parameters.client_assertion);
	if (jwt === undefined) throw new Error('The assertion is no JWT');
	return jwt;
}

describe('the certificate assertion', () => {
	it('is PS256 with the SHA-256 thumbprint by default', async () => {
		const { header } = await assertionOf();
		expect(header).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': digest(x509.fingerprint256) });
	});

	it('is RS256 with the SHA-1 thumbprint where that is chosen', async () => {
		const { header } = await assertionOf({ signatureAlgorithm: 'RS256' });
		expect(header).toEqual({ alg: 'RS256', typ: 'JWT', x5t: digest(x509.fingerprint) });
	});

	it('carries the chain, leaf first, where that is chosen', async () => {
		const { header } = await assertionOf({ sendCertificateChain: true });
		expect(header.x5c).toEqual(
			[own, root].map(({ certificate: pem }) => new X509Certificate(pem).raw.toString('base64')),
		);
	});

	it('is for this token endpoint, from and about the app, and good for ten minutes', async () => {
		const { claims } = await assertionOf();
		const at = context();
		const issuedAt = Math.floor(at.now() / 1000);
		expect(claims).toEqual({
			aud: at.tokenEndpoint,
			iss: at.fields.clientId,
			sub: at.fields.clientId,
			jti: expect.stringMatching(guid) as string,
			nbf: issuedAt,
			iat: issuedAt,
			exp: issuedAt + 600,
		});
	});

	it('has another id each time', async () => {
		const [a, b] = [await assertionOf(), await assertionOf()];
		expect(a.claims.jti).not.toBe(b.claims.jti);
	});

	it.each(['PS256', 'RS256'])(
		'is signed with the key of the certificate (%s)',
		async (signatureAlgorithm) => {
			const jwt = await assertionOf({ signatureAlgorithm });
			expect(isSignedBy(jwt, x509.publicKey)).toBe(true);
			expect(isSignedBy(jwt, new X509Certificate(root.certificate).publicKey)).toBe(false);
			const [header, claims] = jwt.signedText.split('.');
			const later = { ...jwt.claims, exp: Number(jwt.claims.exp) + 1 };
			const tampered = `${header}.${Buffer.from(JSON.stringify(later)).toString('base64url')}`;
			expect(tampered).not.toBe(`${header}.${claims}`);
			expect(isSignedBy({ ...jwt, signedText: tampered }, x509.publicKey)).toBe(false);
		},
	);

	it('has a salt as long as its hash (RFC 7518, section 3.5)', async () => {
		const { signedText, signature } = await assertionOf();
		const options = { key: x509.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING };
		const holds = (saltLength: number) =>
			verify('sha256', Buffer.from(signedText), { ...options, saltLength }, signature);
		expect([holds(32), holds(20), holds(222)]).toEqual([true, false, false]);
	});

	it('is not made, and nothing is sent, where the certificate cannot serve', async () => {
		const at = context({ certificate: root.certificate });
		const error = await refusalOf(() => certificate(at));
		expect(error.message).toContain(new X509Certificate(root.certificate).fingerprint.replaceAll(':', ''));
		expect(at.sent).toEqual([]);
	});
});

describe('a gateway before Entra, which passes the assertion on', () => {
	const microsoft = 'https://login.microsoftonline.com';
	let server: EntraServer;
	beforeAll(async () => {
		// Entra takes itself to be at Microsoft's address, and is reached by another one.
		server = await startEntra({ loginUrl: microsoft, graphUrl: 'https://graph.microsoft.com' });
		server.entra.app().certificates = [own.certificate];
	});
	afterAll(async () => await server.close());

	const signIn = async (certificateAudience: string) =>
		await requestToken(
			contextFor({
				authentication: 'certificate',
				privateKey: own.privateKey,
				certificate: own.certificate,
				cloud: 'custom',
				loginUrl: server.loginUrl,
				graphUrl: 'https://graph.microsoft.com',
				certificateAudience,
			}).fields,
			'https://graph.microsoft.com',
			plainHttpRequest(),
		);

	it('needs the audience of Entra itself', async () => {
		const { message } = await refusalOf(async () => await signIn(''));
		expect(message).toMatch(/AADSTS700023/);
		const token = await signIn(`${microsoft}/${defaultTenantId}/oauth2/v2.0/token`);
		expect(server.entra.tokens.get(token.value)).toBeDefined();
	});

	it('is there in a custom cloud only: an audience that is left over counts nowhere else', async () => {
		const { claims } = await assertionOf({ certificateAudience: 'https://gateway.example/token' });
		expect(claims.aud).toBe(context().tokenEndpoint);
		const fields = { cloud: 'custom', certificateAudience: 'https://gateway.example/token' };
		expect((await assertionOf(fields)).claims.aud).toBe('https://gateway.example/token');
	});
});
