import { generateKeyPairSync, X509Certificate } from 'node:crypto';

import {
	certificateExpiry,
	certificateThumbprint,
	readKeyAndCertificate,
	thumbprintOf,
} from '../../../credentials/auth/keys/keyAndCertificate';
import {
	encryptedPkcs1,
	encryptedPkcs8,
	makeCertificate,
	makeKey,
	pkcs12Of,
	pkcs1Of,
	sameKey,
} from './helpers/certificates';
import { contextFor, refusalOf } from './helpers/context';

const passphrase = 'pass phrase, +/';
const own = makeCertificate();
const other = makeCertificate({ subject: 'other' });
const sha1 = (pem: string) => new X509Certificate(pem).fingerprint.replaceAll(':', '');

function read(fields: { privateKey?: string; certificate?: string; passphrase?: string }) {
	return readKeyAndCertificate(
		{ privateKey: own.privateKey, certificate: own.certificate, passphrase: '', ...fields },
		Date.now(),
	);
}

/** What forms, environment variables and JSON do to line breaks. */
const damages: Array<[string, (pem: string) => string]> = [
	['as it was', (pem) => pem],
	['with CRLF', (pem) => pem.replaceAll('\n', '\r\n')],
	['with spaces for line breaks', (pem) => pem.replaceAll('\n', ' ')],
	['with \\n written out', (pem) => pem.replaceAll('\n', '\\n')],
	['with \\r\\n written out', (pem) => pem.replaceAll('\n', '\\r\\n')],
	['without any line break', (pem) => pem.replaceAll('\n', '')],
	['indented, between other lines', (pem) => `Bag Attributes\n${pem.replaceAll('\n', '\n    ')}\nend`],
];

const keyForms: Array<[string, string, string]> = [
	['PKCS#8', own.privateKey, ''],
	['PKCS#1', pkcs1Of(own.key), ''],
	['encrypted PKCS#8', encryptedPkcs8(own.key, passphrase), passphrase],
	['encrypted PKCS#1 (AES)', encryptedPkcs1(own.key, passphrase, 'aes-256-cbc'), passphrase],
	['encrypted PKCS#1 (3DES)', encryptedPkcs1(own.key, passphrase, 'des-ede3-cbc'), passphrase],
];

describe('readKeyAndCertificate', () => {
	describe.each(keyForms)('a key as %s', (_form, privateKey, phrase) => {
		it.each(damages)('is read %s', (_damage, damaged) => {
			const { privateKey: key, certificate } = read({
				privateKey: damaged(privateKey),
				certificate: damaged(own.certificate),
				passphrase: phrase,
			});
			expect(sameKey(own.key, key)).toBe(true);
			expect(thumbprintOf(certificate)).toBe(sha1(own.certificate));
		});
	});

	it.each([
		['both in the field of the key', { privateKey: own.privateKey + own.certificate, certificate: '' }],
		['the fields mixed up', { privateKey: own.certificate, certificate: own.privateKey }],
		[
			'base64 without the lines around it',
			{
				privateKey: own.privateKey.replace(/-----.*-----/g, ''),
				certificate: own.certificate.replace(/-----.*-----/g, ''),
			},
		],
	])('reads %s', (_name, fields) => {
		expect(sameKey(own.key, read(fields).privateKey)).toBe(true);
	});

	it('finds the certificate of the key in a chain of any order, and puts the chain in order', () => {
		const root = makeCertificate({ subject: 'root', key: other.key });
		const middle = makeCertificate({ subject: 'middle', issuer: root });
		const leaf = makeCertificate({ subject: 'leaf', key: own.key, issuer: middle });
		const certificate = [root, leaf, other, middle].map(({ certificate: pem }) => pem).join('');
		const { chain } = read({ certificate });
		expect(chain.map(thumbprintOf)).toEqual([leaf, middle, root].map(({ certificate: pem }) => sha1(pem)));
	});

	it('reads a PKCS#12 in place of the two PEM texts', () => {
		const found = read({ privateKey: pkcs12Of(own, passphrase, 'aes256'), certificate: '', passphrase });
		expect(sameKey(own.key, found.privateKey)).toBe(true);
		expect(thumbprintOf(found.certificate)).toBe(sha1(own.certificate));
	});
});

describe('what cannot serve is refused before anything is sent', () => {
	const expired = makeCertificate({ key: own.key, notAfter: Date.now() - 1000 });
	const early = makeCertificate({ key: own.key, notBefore: Date.now() + 3_600_000 });
	const weakKey = makeKey(1024);
	const weak = makeCertificate({ key: weakKey });
	const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

	it.each<[string, Parameters<typeof read>[0], RegExp]>([
		['no key', { privateKey: '' }, /private key is missing/],
		['no certificate', { certificate: '' }, /certificate is missing/],
		[
			'a key of another certificate',
			{ certificate: other.certificate },
			new RegExp(`doesn't belong to the certificate ${sha1(other.certificate)}`),
		],
		[
			'an expired certificate',
			{ certificate: expired.certificate },
			new RegExp(`${sha1(expired.certificate)} expired on \\d{4}-\\d\\d-\\d\\d`),
		],
		[
			'a certificate of the future',
			{ certificate: early.certificate },
			new RegExp(`${sha1(early.certificate)} isn't valid before .*clock`),
		],
		['a short key', { privateKey: weak.privateKey, certificate: weak.certificate }, /1024 bits.*2048/],
		[
			'an elliptic curve',
			{ privateKey: elliptic.export({ type: 'pkcs8', format: 'pem' }).toString() },
			/type ec; .*RSA/,
		],
		[
			'an encrypted key without its passphrase',
			{ privateKey: encryptedPkcs8(own.key, passphrase) },
			/encrypted, and the passphrase is missing/,
		],
		[
			'an older encrypted key without its passphrase',
			{ privateKey: encryptedPkcs1(own.key, passphrase, 'aes-256-cbc') },
			/encrypted, and the passphrase is missing/,
		],
		[
			'a wrong passphrase',
			{ privateKey: encryptedPkcs8(own.key, passphrase), passphrase: 'other' },
			/can.t be decrypted with this passphrase/,
		],
		[
			'a key that breaks off',
			{ privateKey: own.privateKey.slice(0, 700) },
			/begins as PRIVATE KEY and has no end/,
		],
		['a damaged key', { privateKey: own.privateKey.replace('MII', 'MIJ') }, /private key is damaged/],
		['a certificate for the key', { privateKey: own.certificate }, /is a certificate, and no private key/],
		['a text of another kind', { privateKey: 'my key!' }, /can't be read/],
		['base64 of another kind', { privateKey: 'bXkga2V5' }, /neither PEM nor a PKCS#12/],
		[
			'a damaged certificate',
			{ certificate: own.certificate.replace('MII', 'MIJ') },
			/certificate is damaged/,
		],
		['a certificate of another kind', { certificate: 'CN=n8n' }, /certificate can't be read/],
		[
			'a PKCS#12 with a wrong password',
			{ privateKey: pkcs12Of(own, passphrase, 'aes256'), certificate: '', passphrase: 'other' },
			/PKCS#12 file can.t be decrypted with this passphrase/,
		],
	])('%s', async (_name, fields, message) => {
		const error = await refusalOf(() => read(fields));
		expect(error.message).toMatch(message);
		for (const secret of [passphrase, own.privateKey.split('\n')[3]])
			expect(error.message).not.toContain(secret);
	});
});

describe('what the certificate tells beforehand', () => {
	const fields = {
		authentication: 'certificate',
		privateKey: own.privateKey,
		certificate: other.certificate + own.certificate,
	};

	it('has the thumbprint as the Entra admin center prints it, and the end', () => {
		const { fields: read } = contextFor(fields);
		expect(certificateThumbprint(read)).toMatch(/^[0-9A-F]{40}$/);
		expect(certificateThumbprint(read)).toBe(sha1(own.certificate));
		expect(certificateExpiry(read)?.toISOString()).toBe(
			new Date(new X509Certificate(own.certificate).validTo).toISOString(),
		);
	});

	it.each([
		['another sign-in method', { ...fields, authentication: 'clientSecret' }],
		['a key that cannot be read', { ...fields, privateKey: 'none' }],
		['no certificate', { ...fields, certificate: '' }],
	])('says nothing with %s', (_name, changed) => {
		const { fields: read } = contextFor(changed);
		expect(certificateThumbprint(read)).toBeUndefined();
		expect(certificateExpiry(read)).toBeUndefined();
	});
});
