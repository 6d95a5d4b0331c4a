import { generateKeyPairSync, privateDecrypt, publicEncrypt, X509Certificate } from 'node:crypto';

import { SignInError } from '../../../credentials/auth/core/signInError';
import { RequestError } from '../../../nodes/graph/errors/requestError';
import { decryptContent } from '../../../nodes/MicrosoftGraphTrigger/notifications/encryptedContent';
import { notificationCertificate } from '../../../nodes/MicrosoftGraphTrigger/notifications/notificationCertificate';
import { encryptedPkcs8, makeCertificate, makeKey, pkcs12Of, sameKey } from '../signIn/helpers/certificates';
import { encryptContent } from './helpers/richNotification';

const root = makeCertificate({ subject: 'root' });
const own = makeCertificate({ issuer: root });
const passphrase = 'pass phrase';
const x509 = new X509Certificate(own.certificate);
const asPem = { authentication: 'certificate', privateKey: own.privateKey, certificate: own.certificate };

function thrownBy(attempt: () => unknown): Error {
	try {
		attempt();
	} catch (error) {
		return error as Error;
	}
	throw new Error('Nothing was thrown');
}

describe('notificationCertificate', () => {
	it.each([
		['a PEM pair', asPem],
		['PEM with the chain before it', { ...asPem, certificate: root.certificate + own.certificate }],
		['an encrypted key', { ...asPem, privateKey: encryptedPkcs8(own.key, passphrase), passphrase }],
		[
			'a PKCS#12',
			{ authentication: 'certificate', privateKey: pkcs12Of(own, passphrase, 'aes256'), passphrase },
		],
	])('reads %s', (_name, credentials) => {
		const found = notificationCertificate(credentials);
		expect(found?.certificate).toBe(x509.raw.toString('base64'));
		expect(found?.id).toBe(x509.fingerprint256.replaceAll(':', ''));
		expect(found && sameKey(found.privateKey, own.key)).toBe(true);
	});

	it('gives Graph the certificate as one line of base64, and nothing of the key', () => {
		const { certificate = '' } = notificationCertificate(asPem) ?? {};
		expect(certificate).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
		expect(new X509Certificate(Buffer.from(certificate, 'base64')).subject).toBe('CN=n8n');
		expect(certificate).not.toContain(own.privateKey.split('\n')[5]);
	});

	it('has an id that Graph takes, the same each time, and another for another certificate of the same key', () => {
		const renewed = makeCertificate({ key: own.key });
		const id = notificationCertificate(asPem)?.id;
		expect(id).toMatch(/^[0-9A-F]{64}$/);
		expect(notificationCertificate({ ...asPem })?.id).toBe(id);
		expect(notificationCertificate({ ...asPem, certificate: renewed.certificate })?.id).not.toBe(id);
	});

	it('opens what was encrypted for it', () => {
		const { certificate = '', privateKey = own.key } = notificationCertificate(asPem) ?? {};
		const content = encryptContent({ id: '1' }, certificate);
		expect(decryptContent(content, privateKey)).toEqual({ id: '1' });
		const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
		const secret = Buffer.from('secret');
		expect(privateDecrypt(privateKey, publicEncrypt(publicKey, secret))).toEqual(secret);
	});

	it.each(['clientSecret', 'federatedCredential', 'managedIdentity'])(
		'has none where the app signs in otherwise (%s)',
		(authentication) => {
			expect(notificationCertificate({ ...asPem, authentication })).toBeUndefined();
			// What is left in the fields of another method is ignored.
			expect(notificationCertificate({ authentication, privateKey: 'none' })).toBeUndefined();
		},
	);

	const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
	const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;
	const weak = makeCertificate({ key: makeKey(1024) });
	it.each<[string, object, RegExp]>([
		['an EC key', { privateKey: elliptic.export({ type: 'pkcs8', format: 'pem' }) }, /type ec.*RSA/],
		['a key for RSA-PSS', { privateKey: pss.export({ type: 'pkcs8', format: 'pem' }) }, /type rsa-pss.*RSA/],
		['a short key', { privateKey: weak.privateKey, certificate: weak.certificate }, /1024 bits/],
		['no key', { privateKey: '' }, /private key is missing/],
		['no certificate', { certificate: '' }, /certificate is missing/],
		['the certificate of another key', { certificate: root.certificate }, /does(?:n.t| not) belong/],
	])('says what is wrong with %s', (_name, fields, message) => {
		const error = thrownBy(() => notificationCertificate({ ...asPem, ...fields }));
		expect(error).toBeInstanceOf(SignInError);
		expect(error.message).toMatch(message);
	});

	it('says that the certificate is over', () => {
		const after = Date.parse(x509.validTo) + 1000;
		expect(thrownBy(() => notificationCertificate(asPem, after)).message).toMatch(/expired on/);
	});

	it('takes a key of 4096 bits and refuses a longer one, which Graph does not take', () => {
		const { privateKey, certificate } = makeCertificate({ key: makeKey(4096) });
		expect(notificationCertificate({ ...asPem, privateKey, certificate })).toBeDefined();
		const longer = makeCertificate({ key: makeKey(4104) });
		const error = thrownBy(() =>
			notificationCertificate({
				...asPem,
				privateKey: longer.privateKey,
				certificate: longer.certificate,
			}),
		);
		expect(error).toBeInstanceOf(RequestError);
		expect((error as RequestError).parts.what).toMatch(/4104 bits.*4096/);
	});
});
