import { createPrivateKey, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

import { derChildren, derElements } from '../../../credentials/auth/keys/der';
import { readPkcs12 } from '../../../credentials/auth/keys/pkcs12';
import { makeCertificate, pkcs12Of, pkcs1Of, sameKey } from './helpers/certificates';
import { refusalOf } from './helpers/context';

const own = makeCertificate();
const bytesOf = (base64: string) => Buffer.from(base64, 'base64');

describe('readPkcs12', () => {
	it.each(['aes256', 'aes128', '3des'] as const)('opens a file that is protected with %s', (algorithm) => {
		// node-forge writes AES files with other letters in a way of its own.
		const passwords = ['password', 'a'.repeat(70), ...(algorithm === '3des' ? ['päßwörd 漢'] : [])];
		for (const password of passwords) {
			const { key, certificates } = readPkcs12(bytesOf(pkcs12Of(own, password, algorithm)), password);
			expect(sameKey(own.key, createPrivateKey({ key, format: 'der', type: 'pkcs8' }))).toBe(true);
			expect(certificates.map((der) => new X509Certificate(der).fingerprint256)).toEqual([
				new X509Certificate(own.certificate).fingerprint256,
			]);
		}
	});

	it.each([null, ''])('opens a file without a password (%j)', (password) => {
		const { key } = readPkcs12(bytesOf(pkcs12Of(own, password, '3des')), '');
		expect(sameKey(own.key, createPrivateKey({ key, format: 'der', type: 'pkcs8' }))).toBe(true);
	});

	it('says that the password is wrong or missing', async () => {
		const file = bytesOf(pkcs12Of(own, 'password', 'aes256'));
		expect((await refusalOf(() => readPkcs12(file, 'Password'))).message).toMatch(/be decrypted/);
		expect((await refusalOf(() => readPkcs12(file, ''))).message).toMatch(/passphrase is missing/);
	});

	it('says that there is no key in it', async () => {
		const asn1 = forge.pkcs12.toPkcs12Asn1(
			null as never,
			[forge.pki.certificateFromPem(own.certificate)],
			'password',
			{
				algorithm: '3des',
				count: 10,
			},
		);
		const file = Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');
		expect((await refusalOf(() => readPkcs12(file, 'password'))).message).toMatch(/holds no private key/);
	});

	it('never answers a damaged file with anything but what to do', async () => {
		const file = bytesOf(pkcs12Of(own, 'password', 'aes256'));
		for (let at = 0; at < file.length; at += 97) {
			const damaged = Buffer.from(file);
			damaged[at] ^= 0xff;
			const error = await refusalOf(() => readPkcs12(damaged, 'password'));
			expect(error.message).toMatch(/openssl pkcs12|passphrase/);
		}
		for (const length of [0, 1, 2, 3, 50, 500]) {
			const error = await refusalOf(() => readPkcs12(file.subarray(0, length), 'password'));
			expect(error.message).toMatch(/openssl pkcs12/);
		}
	});

	it('refuses other DER, and a count of iterations that would hold up n8n', async () => {
		const pkcs1 = Buffer.from(pkcs1Of(own.key).replace(/-----.*-----|\s/g, ''), 'base64');
		expect((await refusalOf(() => readPkcs12(pkcs1, ''))).message).toMatch(/neither PEM nor a PKCS#12/);
		const file = bytesOf(pkcs12Of(own, 'password', 'aes256'));
		// The last element is the count of iterations of the check value: INTEGER 100.
		expect(file.subarray(-3)).toEqual(Buffer.from([0x02, 0x01, 100]));
		const slow = Buffer.concat([file.subarray(0, -3), Buffer.from([0x02, 0x04, 0x7f, 0xff, 0xff, 0xff])]);
		// The lengths of the elements around it grow by what it grew.
		slow.writeUInt16BE(slow.readUInt16BE(2) + 3, 2);
		const mac = derChildren(derElements(file)[0])[2];
		slow[file.length - mac.whole.length + 1] += 3;
		const start = Date.now();
		expect((await refusalOf(() => readPkcs12(slow, 'password'))).message).toMatch(
			/would take too long.*openssl pkcs12/,
		);
		expect(Date.now() - start).toBeLessThan(20_000);
	});
});
