import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

import { readKeyAndCertificate, thumbprintOf } from '../../../credentials/auth/keys/keyAndCertificate';
import { readFields } from '../../../credentials/auth/core/settings';
import { SignInError } from '../../../credentials/auth/core/signInError';
import {
	encryptedPkcs1,
	encryptedPkcs8,
	makeCertificate,
	pkcs12Of,
	pkcs1Of,
	sameKey,
} from './helpers/certificates';
import { refusalOf } from './helpers/context';
import { berOf, derOf, pbkdf2Key, pemOf, pkcs7Of, requestOf, scryptKey } from './helpers/keyFormats';

const phrase = ' pass phrase, +/ ';
const own = makeCertificate();
const other = makeCertificate({ subject: 'other' });
const sha1 = new X509Certificate(own.certificate).fingerprint.replaceAll(':', '');

const base64 = (content: Buffer | string) => Buffer.from(content).toString('base64');
const base64url = (content: Buffer | string) => Buffer.from(content).toString('base64url');
const pkcs8 = derOf(own.privateKey);
const certificate = derOf(own.certificate);
const pfx = Buffer.from(pkcs12Of(own, phrase, 'aes256'), 'base64');
const encrypted = derOf(encryptedPkcs8(own.key, phrase));
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const dsa = generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).privateKey;
const ed25519 = generateKeyPairSync('ed25519').privateKey;
const pemKeyOf = (key: typeof elliptic) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const jwk = own.key.export({ format: 'jwk' });
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const lines = (text: string) => (text.match(/.{1,76}/g) ?? []).join('\r\n');

interface Given {
	privateKey: string;
	certificate?: string;
	passphrase?: string;
}

function read({ privateKey, certificate: second = own.certificate, passphrase = '' }: Given) {
	const fields = readFields({
		authentication: 'certificate',
		privateKey,
		certificate: second,
		passphrase,
	});
	return readKeyAndCertificate(fields, Date.now());
}

describe('opened', () => {
	it.each<[string, Given]>([
		['PKCS#8, PEM', { privateKey: own.privateKey }],
		['PKCS#1, PEM', { privateKey: pkcs1Of(own.key) }],
		['encrypted PKCS#8, PEM', { privateKey: encryptedPkcs8(own.key, phrase), passphrase: phrase }],
		[
			'encrypted PKCS#1, PEM',
			{ privateKey: encryptedPkcs1(own.key, phrase, 'aes-256-cbc'), passphrase: phrase },
		],
		[
			'PKCS#8 by PBKDF2 with SHA-256',
			{ privateKey: pemOf('ENCRYPTED PRIVATE KEY', pbkdf2Key(own.key, phrase, 600_000)), passphrase: phrase },
		],
		[
			'PKCS#8 by scrypt',
			{
				privateKey: pemOf('ENCRYPTED PRIVATE KEY', scryptKey(own.key, phrase, { N: 16_384 })),
				passphrase: phrase,
			},
		],
		['base64 of PKCS#8', { privateKey: base64(pkcs8) }],
		['base64 of PKCS#1', { privateKey: base64(derOf(pkcs1Of(own.key))) }],
		['base64 of encrypted PKCS#8', { privateKey: base64(encrypted), passphrase: phrase }],
		['base64url of encrypted PKCS#8', { privateKey: base64url(encrypted), passphrase: phrase }],
		['base64 of PEM', { privateKey: base64(own.privateKey) }],
		['base64 of encrypted PEM', { privateKey: base64(encryptedPkcs8(own.key, phrase)), passphrase: phrase }],
		[
			'base64 of key and certificate, PEM',
			{ privateKey: base64(own.privateKey + own.certificate), certificate: '' },
		],
		['base64 of PEM in UTF-16', { privateKey: base64(utf16(own.privateKey)) }],
		['base64 of base64 of a PFX', { privateKey: base64(base64(pfx)), certificate: '', passphrase: phrase }],
		['base64 of a PFX', { privateKey: base64(pfx), certificate: '', passphrase: phrase }],
		['base64 of a PFX, in lines', { privateKey: lines(base64(pfx)), certificate: '', passphrase: phrase }],
		['base64url of a PFX', { privateKey: base64url(pfx), certificate: '', passphrase: phrase }],
		[
			'a PFX as data URL',
			{ privateKey: `data:application/x-pkcs12;base64,${base64(pfx)}`, certificate: '', passphrase: phrase },
		],
		[
			'a PFX as data URL in base64url',
			{
				privateKey: `data:application/x-pkcs12;base64,${base64url(pfx)}`,
				certificate: '',
				passphrase: phrase,
			},
		],
		['PEM as data URL', { privateKey: `data:application/x-pem-file;base64,${base64(own.privateKey)}` }],
		[
			'a PFX in the envelope of certutil -encode',
			{ privateKey: pemOf('CERTIFICATE', pfx), certificate: '', passphrase: phrase },
		],
		['a PFX as PEM', { privateKey: pemOf('PKCS12', pfx), certificate: '', passphrase: phrase }],
		[
			'a PFX in the field of the certificate',
			{ privateKey: base64(pfx), certificate: base64(pfx), passphrase: phrase },
		],
		['a PFX in BER', { privateKey: base64(berOf(pfx)), certificate: '', passphrase: phrase }],
		[
			'a PFX of 3DES in BER',
			{
				privateKey: base64(berOf(Buffer.from(pkcs12Of(own, phrase, '3des'), 'base64'), 7)),
				certificate: '',
				passphrase: phrase,
			},
		],
		['a PFX without password', { privateKey: pkcs12Of(own, '', '3des'), certificate: '' }],
		[
			'p7b beside a key, PEM',
			{ privateKey: own.privateKey, certificate: pemOf('PKCS7', pkcs7Of(other, own)) },
		],
		['p7b beside a key, base64', { privateKey: own.privateKey, certificate: base64(pkcs7Of(own)) }],
		[
			'p7b beside a key, in the envelope of certutil',
			{ privateKey: own.privateKey, certificate: pemOf('CERTIFICATE', pkcs7Of(own)) },
		],
		['p7b in BER', { privateKey: own.privateKey, certificate: base64(berOf(pkcs7Of(own), 100, 4)) }],
		['a certificate as base64 of DER', { privateKey: own.privateKey, certificate: base64(certificate) }],
		['a certificate as base64 of PEM', { privateKey: own.privateKey, certificate: base64(own.certificate) }],
		[
			'a certificate as data URL',
			{
				privateKey: own.privateKey,
				certificate: `data:application/x-x509-ca-cert;base64,${base64(certificate)}`,
			},
		],
		['X509 CERTIFICATE', { privateKey: own.privateKey, certificate: pemOf('X509 CERTIFICATE', certificate) }],
		[
			'TRUSTED CERTIFICATE',
			{
				privateKey: own.privateKey,
				certificate: pemOf('TRUSTED CERTIFICATE', Buffer.concat([certificate, Buffer.from([0x30, 0])])),
			},
		],
		['a JSON Web Key', { privateKey: JSON.stringify(jwk) }],
		[
			'a JSON Web Key with its certificate',
			{ privateKey: JSON.stringify({ ...jwk, x5c: [base64(certificate)] }), certificate: '' },
		],
		['two keys, the right one second', { privateKey: other.privateKey + own.privateKey }],
		['two keys, the right one first', { privateKey: own.privateKey + other.privateKey }],
		[
			'two keys and two certificates',
			{ privateKey: own.privateKey + other.privateKey, certificate: own.certificate },
		],
		[
			'two keys, of which one is behind another passphrase',
			{ privateKey: encryptedPkcs8(other.key, 'x') + own.privateKey, passphrase: phrase },
		],
		[
			'a key beside its public key',
			{
				privateKey:
					createPublicKey(own.key).export({ type: 'spki', format: 'pem' }).toString() + own.privateKey,
			},
		],
		['a byte order mark before PEM', { privateKey: `\ufeff${own.privateKey}` }],
		['hexadecimal digits of PKCS#8', { privateKey: pkcs8.toString('hex') }],
	])('%s', (_name, given) => {
		const found = read(given);
		expect(sameKey(own.key, found.privateKey)).toBe(true);
		expect(thumbprintOf(found.certificate)).toBe(sha1);
	});
});

describe('refused, with its cure', () => {
	const openSsh = pemOf(
		'OPENSSH PRIVATE KEY',
		Buffer.concat([Buffer.from('openssh-key-v1\0'), Buffer.alloc(100, 1)]),
	);
	const putty = forge.ssh.privateKeyToPutty(forge.pki.privateKeyFromPem(pkcs1Of(own.key)), '', '');
	const jks = Buffer.concat([Buffer.from('feedfeed00000002', 'hex'), Buffer.alloc(200, 7)]);

	it.each<[string, Given, RegExp]>([
		['an OpenSSH key', { privateKey: openSsh }, /an OpenSSH key.*ssh-keygen -p -m PEM -f/],
		['base64 of an OpenSSH key', { privateKey: base64(openSsh) }, /an OpenSSH key.*ssh-keygen -p -m PEM -f/],
		[
			'an OpenSSH public key',
			{ privateKey: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ== me@host' },
			/public key/,
		],
		['a PuTTY key', { privateKey: putty }, /a PuTTY key.*puttygen .*-O private-openssh/],
		['a Java key store', { privateKey: base64(jks) }, /Java key store.*keytool -importkeystore/],
		['a PGP key', { privateKey: pemOf('PGP PRIVATE KEY BLOCK', Buffer.alloc(90)) }, /a PGP key/],
		[
			'a key as XML of .NET',
			{ privateKey: '<RSAKeyValue><Modulus>AQAB</Modulus></RSAKeyValue>' },
			/XML.*ExportPkcs8PrivateKey/,
		],
		[
			'JSON of another kind',
			{ privateKey: '{"type":"service_account","private_key_id":"a"}' },
			/JSON, but not a JSON Web Key/,
		],
		[
			'a public key, PEM',
			{ privateKey: createPublicKey(own.key).export({ type: 'spki', format: 'pem' }).toString() },
			/only the public key/,
		],
		[
			'a public key, base64',
			{ privateKey: base64(createPublicKey(own.key).export({ type: 'spki', format: 'der' })) },
			/only the public key/,
		],
		[
			'a request, beside a key',
			{ privateKey: own.privateKey, certificate: requestOf(own) },
			/a request for a certificate.*openssl x509 -req/,
		],
		[
			'a request, base64',
			{ privateKey: own.privateKey, certificate: base64(derOf(requestOf(own))) },
			/a request for a certificate/,
		],
		['a certificate for the key', { privateKey: own.certificate }, /is a certificate, and no private key/],
		[
			'base64 of a certificate for the key',
			{ privateKey: base64(certificate) },
			/a certificate, and no private key/,
		],
		['a p7b for the key', { privateKey: base64(pkcs7Of(own)) }, /certificates, and no private key/],
		['a path of Windows', { privateKey: 'C:\\certs\\n8n.pfx' }, /path.*base64/],
		['a path', { privateKey: '/home/node/key.pem' }, /path.*base64/],
		['a thumbprint', { privateKey: sha1 }, /thumbprint/],
		[
			'a thumbprint with colons',
			{ privateKey: own.privateKey, certificate: new X509Certificate(own.certificate).fingerprint },
			/thumbprint/,
		],
		[
			'an address of Key Vault',
			{ privateKey: 'https://contoso.vault.azure.net/secrets/key/1' },
			/address.*az keyvault secret show/,
		],
		['an elliptic curve, PEM', { privateKey: pemKeyOf(elliptic) }, /type ec;.*rsa:3072/],
		[
			'an elliptic curve, SEC 1',
			{ privateKey: base64(elliptic.export({ type: 'sec1', format: 'der' })) },
			/type ec;.*rsa:3072/,
		],
		[
			'an elliptic curve as JSON Web Key',
			{ privateKey: JSON.stringify(elliptic.export({ format: 'jwk' })) },
			/type ec;/,
		],
		['Ed25519', { privateKey: pemKeyOf(ed25519) }, /type ed25519;/],
		['DSA', { privateKey: pemKeyOf(dsa) }, /type dsa;/],
		[
			'two keys that both fit nothing',
			{ privateKey: other.privateKey + makeCertificate().privateKey },
			/doesn't belong to the certificate/,
		],
		[
			'encrypted PKCS#8 without passphrase',
			{ privateKey: base64(encrypted) },
			/encrypted, and the passphrase is missing/,
		],
		[
			'encrypted PKCS#8, wrong passphrase',
			{ privateKey: base64(encrypted), passphrase: 'x' },
			/can.t be decrypted with this passphrase/,
		],
		[
			'a passphrase without its spaces',
			{ privateKey: base64(encrypted), passphrase: phrase.trim() },
			/can.t be decrypted with this passphrase/,
		],
		[
			'a passphrase with spaces too many',
			{ privateKey: encryptedPkcs8(own.key, 'right'), passphrase: 'right ' },
			/begins or ends with a space/,
		],
		[
			'a PFX, wrong password',
			{ privateKey: base64(pfx), certificate: '', passphrase: 'x ' },
			/be decrypted.*begins or ends with a space/,
		],
		[
			'an own kind of encryption',
			{ privateKey: base64(Buffer.from('300f300d06092a864886f70d01050f0500', 'hex')) },
			/neither PEM nor a PKCS#12/,
		],
		[
			'half of a PFX',
			{ privateKey: base64(pfx.subarray(0, 700)), certificate: '', passphrase: phrase },
			/neither PEM nor a PKCS#12.*openssl pkcs12/,
		],
		[
			'more certificates than a chain has',
			{ privateKey: own.privateKey, certificate: other.certificate.repeat(31) + own.certificate },
			/more than 30 certificates/,
		],
		['more keys than one app has', { privateKey: own.privateKey.repeat(11) }, /more than 10 private keys/],
	])('%s', async (_name, given, message) => {
		const error = await refusalOf(() => read(given));
		expect(error.message).toMatch(message);
		expect(error.message.length).toBeLessThan(700);
		for (const secret of [phrase.trim(), own.privateKey.split('\n')[3]])
			expect(error.message).not.toContain(secret);
	});
});

describe('a damaged file of any format', () => {
	const light = Buffer.from(pkcs12Of(own, phrase, 'aes256'), 'base64');
	const formats: Array<[string, Buffer, string]> = [
		['PKCS#8', pkcs8, ''],
		['PKCS#1', derOf(pkcs1Of(own.key)), ''],
		['encrypted PKCS#8', pbkdf2Key(own.key, phrase, 1_000), ''],
		['encrypted PKCS#8 by scrypt', scryptKey(own.key, phrase, { N: 16 }), ''],
		['PKCS#12', light, ''],
		['PKCS#12 in BER', berOf(light), ''],
		['a certificate', certificate, own.privateKey],
		['PKCS#7', pkcs7Of(own), own.privateKey],
		['a request', derOf(requestOf(own)), own.privateKey],
	];

	/** The same bytes in each run. */
	const changed = (bytes: Buffer, at: number): Buffer => {
		const copy = Buffer.from(bytes);
		copy[at] ^= 1 << (at % 8);
		return copy;
	};

	it.each(formats)('%s is read, or refused in words', (_name, bytes, privateKey) => {
		// Structure is in the beginning; further on, samples do.
		const places = [...Array(150).keys(), ...Array.from({ length: 60 }, (_, n) => 150 + n * 23)];
		const damaged = places.filter((at) => at < bytes.length).map((at) => changed(bytes, at));
		const cut = [0, 1, 2, 3, 4, 10, 100, bytes.length - 1].map((end) => bytes.subarray(0, end));
		for (const one of [...damaged, ...cut]) {
			const text = base64(one);
			const fields = privateKey === '' ? { privateKey: text } : { privateKey, certificate: text };
			try {
				read({ ...fields, passphrase: phrase });
			} catch (error) {
				expect(error).toBeInstanceOf(SignInError);
				expect((error as Error).message).toMatch(/^.{30,700}$/s);
			}
		}
	});
});
