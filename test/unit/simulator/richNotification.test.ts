import {
	constants,
	createDecipheriv,
	createHash,
	createHmac,
	createPublicKey,
	privateDecrypt,
	X509Certificate,
} from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { request } from 'undici';
import { startSimulator } from '../../../simulator';
import type { Simulator } from '../../../simulator/simulator';
import { createClient } from '../../../simulator/client';
import type { SimulatorClient } from '../../../simulator/client';
import { defaultClientId, defaultTenantId } from '../../../simulator/entra';
import { decodeJwt, isSignedBy } from '../../../simulator/entra/jwt';
import type { EncryptedContent } from '../../../simulator/graph/richNotification';
import { makeCertificate } from '../signIn/helpers/certificates';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';

let simulator: Simulator;
let client: SimulatorClient;
let hook: Receiver;
const { key, certificate } = makeCertificate();
const der = new X509Certificate(certificate).raw;
const adele = 'adelev@contoso.example';

const subscribe = (own: Record<string, unknown> = {}) =>
	client.post('/subscriptions', {
		changeType: 'created',
		notificationUrl: hook.url,
		resource: `users/${adele}/messages?$select=subject,isRead`,
		expirationDateTime: new Date(Date.now() + 3600_000).toISOString(),
		includeResourceData: true,
		encryptionCertificate: der.toString('base64'),
		encryptionCertificateId: 'mine',
		...own,
	});

beforeAll(async () => {
	simulator = await startSimulator();
	hook = await startReceiver();
	client = await createClient(simulator);
});
afterAll(async () => {
	await client.close();
	await hook.close();
	await simulator.close();
});

it('carries the object for the holder of the key alone, with a proof of who sent it', async () => {
	expect((await subscribe()).status).toBe(201);
	const { id } = simulator.events.deliverMessage(adele, { subject: 'Grüße', body: 'not selected' });
	await simulator.notifier.idle();
	const [{ body }] = hook.received;
	const content = body.value[0].encryptedContent as EncryptedContent;
	expect(content).toMatchObject({
		encryptionCertificateId: 'mine',
		encryptionCertificateThumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(),
	});

	const padding = constants.RSA_PKCS1_OAEP_PADDING;
	const symmetric = privateDecrypt(
		{ key, padding, oaepHash: 'sha1' },
		Buffer.from(content.dataKey, 'base64'),
	);
	expect(symmetric).toHaveLength(32);
	const data = Buffer.from(content.data, 'base64');
	expect(createHmac('sha256', symmetric).update(data).digest('base64')).toBe(content.dataSignature);
	const decipher = createDecipheriv('aes-256-cbc', symmetric, symmetric.subarray(0, 16));
	const text = Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
	const object = JSON.parse(text) as object;
	expect(object).toMatchObject({ id, subject: 'Grüße', isRead: false });
	expect(object).not.toHaveProperty('body');

	const [token = ''] = body.validationTokens ?? [];
	const jwt = decodeJwt(token);
	expect(jwt?.claims).toMatchObject({
		aud: defaultClientId,
		iss: `${simulator.loginUrl}/${defaultTenantId}/v2.0`,
		azp: '0bf30f3b-4a52-48df-9a82-234910c4a086',
		tid: defaultTenantId,
	});
	expect(Number(jwt?.claims.exp) * 1000).toBeGreaterThan(Date.now());
	const configuration = `${simulator.loginUrl}/${defaultTenantId}/v2.0/.well-known/openid-configuration`;
	const { jwks_uri: keysUrl, issuer } = (await (await request(configuration)).body.json()) as {
		jwks_uri: string;
		issuer: string;
	};
	expect(jwt?.claims.iss).toBe(issuer);
	const { keys } = (await (await request(keysUrl)).body.json()) as {
		keys: Array<JsonWebKey & { kid: string }>;
	};
	const jwk = keys.find(({ kid }) => kid === jwt?.header.kid);
	expect(jwt && jwk && isSignedBy(jwt, createPublicKey({ key: jwk, format: 'jwk' }))).toBe(true);
});

it('carries no object and no proof where none was asked for', async () => {
	hook.received.length = 0;
	simulator.reset();
	await client.close();
	client = await createClient(simulator);
	await subscribe({ includeResourceData: false });
	simulator.events.deliverMessage(adele);
	await simulator.notifier.idle();
	expect(hook.received[0].body).not.toHaveProperty('validationTokens');
	expect(hook.received[0].body.value[0]).not.toHaveProperty('encryptedContent');
});

it.each([
	[{ encryptionCertificate: 'MIIDBTCC' }],
	[{ encryptionCertificate: undefined }],
	[{ encryptionCertificateId: undefined }],
	[{ resource: `users/${adele}/messages` }],
	[{ resource: 'users', changeType: 'updated' }],
	[{ expirationDateTime: new Date(Date.now() + 2 * 24 * 3600_000).toISOString() }],
])('is refused with %j', async (own) => {
	expect((await subscribe(own)).status).toBe(400);
});
