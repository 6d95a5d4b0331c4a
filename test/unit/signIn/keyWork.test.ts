import { randomBytes } from 'node:crypto';
import forge from 'node-forge';

import { derChildren, derElements } from '../../../credentials/auth/keys/der';
import { readKeyAndCertificate } from '../../../credentials/auth/keys/keyAndCertificate';
import { readPkcs12 } from '../../../credentials/auth/keys/pkcs12';
import { readFields } from '../../../credentials/auth/core/settings';
import { SignInError } from '../../../credentials/auth/core/signInError';
import { makeCertificate, pkcs1Of, pkcs12Of, sameKey } from './helpers/certificates';
import { der, integer, objectId, octets, pbkdf2Key, pemOf, scryptKey, sequence } from './helpers/keyFormats';

/*
 * A file says itself how often its password is to be hashed, and how much there is to read. n8n does nothing else
 * meanwhile, so that all of it together is bounded by some two seconds, whatever the file says.
 */

/** CPU time that a file may take, in ms: on a busy machine too. Without bounds these take minutes to years. */
const patience = 8_000;

const own = makeCertificate();
const other = makeCertificate({ subject: 'other' });
const passphrase = 'a passphrase';

function cpuTimeOf(work: () => unknown): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

/** What reading a credential ends with, within the time that it may take. */
function outcomeOf(privateKey: string, certificate = own.certificate): unknown {
	let outcome: unknown;
	const time = cpuTimeOf(() => {
		try {
			const fields = readFields({ authentication: 'certificate', privateKey, certificate, passphrase });
			outcome = readKeyAndCertificate(fields, Date.now());
		} catch (error) {
			outcome = error;
		}
	});
	expect({ inTime: time < patience || time }).toEqual({ inTime: true });
	return outcome;
}

const none = Buffer.from([5, 0]);
const pkcs7Data = objectId('1.2.840.113549.1.7.1');
const explicit0 = (content: Buffer) => der(0xa0, content);
const contentInfo = (content: Buffer) => sequence(pkcs7Data, explicit0(octets(content)));
const sha256 = sequence(objectId('2.16.840.1.101.3.4.2.1'), none);

/** A PKCS#12 file around its content, with a check value of this length that takes so many rounds. */
function pkcs12With(safe: Buffer, { macLength = 32, rounds = 1 }: { macLength?: number; rounds?: number }) {
	const mac = sequence(
		sequence(sha256, octets(Buffer.alloc(macLength, 1))),
		octets(Buffer.alloc(8)),
		integer(rounds),
	);
	return sequence(integer(3), contentInfo(safe), mac);
}

/** The same without a check value. */
const pkcs12Without = (safe: Buffer) => sequence(integer(3), contentInfo(safe));

const pbes2Algorithm = (rounds: Buffer) =>
	sequence(
		objectId('1.2.840.113549.1.5.13'),
		sequence(
			sequence(objectId('1.2.840.113549.1.5.12'), sequence(octets(Buffer.alloc(8)), rounds)),
			sequence(objectId('2.16.840.1.101.3.4.1.42'), octets(Buffer.alloc(16))),
		),
	);
/** Encrypted content of a PKCS#12 file. */
const encryptedContent = (rounds: number) =>
	sequence(
		objectId('1.2.840.113549.1.7.6'),
		explicit0(
			sequence(
				integer(0),
				sequence(pkcs7Data, pbes2Algorithm(integer(rounds)), der(0x80, Buffer.alloc(32, 1))),
			),
		),
	);

const shrouded = (algorithm: Buffer) => sequence(algorithm, octets(randomBytes(64)));
const olderAlgorithm = (id: string, rounds: Buffer) =>
	sequence(objectId(id), sequence(octets(Buffer.alloc(8)), rounds));
/** A positive integer of so many bytes. */
const hugeInteger = (length: number) =>
	der(0x02, Buffer.concat([Buffer.from([0x7f]), Buffer.alloc(length, 0xff)]));
const pem = (bytes: Buffer) => pemOf('ENCRYPTED PRIVATE KEY', bytes);
const base64 = (bytes: Buffer) => bytes.toString('base64');

const tooLong = /Opening the private key would take too long\..*rounds.*openssl/;

describe('a file that asks for more than two seconds is refused, with what to do', () => {
	it.each<[string, () => string]>([
		['PKCS#12, 2^31 rounds', () => base64(pkcs12With(sequence(), { rounds: 2 ** 31 }))],
		['PKCS#12, 2^46 rounds', () => base64(pkcs12With(sequence(), { rounds: 2 ** 46 }))],
		['PKCS#12, content of 2^40 rounds', () => base64(pkcs12Without(sequence(encryptedContent(2 ** 40))))],
		['PKCS#8 by PBKDF2, 2^31 rounds', () => pem(pbkdf2Key(own.key, passphrase, 1, 2 ** 31))],
		['PKCS#8 by PBKDF2, rounds of 100 bytes', () => pem(shrouded(pbes2Algorithm(hugeInteger(100))))],
		[
			'PKCS#8 by scrypt, p of 30,000',
			() => pem(scryptKey(own.key, passphrase, { told: { N: 16_384, r: 8, p: 30_000 } })),
		],
		[
			'PKCS#8 by scrypt, N of 2^40',
			() => pem(scryptKey(own.key, passphrase, { told: { N: 2 ** 40, r: 8, p: 1 } })),
		],
		['PKCS#8 of PKCS#5 1.5', () => pem(shrouded(olderAlgorithm('1.2.840.113549.1.5.3', integer(2 ** 31))))],
		['PKCS#8 of PKCS#12', () => pem(shrouded(olderAlgorithm('1.2.840.113549.1.12.1.3', integer(2 ** 31))))],
		[
			'the same as base64',
			() => base64(shrouded(olderAlgorithm('1.2.840.113549.1.12.1.3', integer(2 ** 31)))),
		],
		[
			'ten keys of 600,000 rounds each, of which none is the right one',
			() => pem(pbkdf2Key(other.key, passphrase, 600_000)).repeat(10),
		],
	])('%s', (_name, privateKey) => {
		const outcome = outcomeOf(privateKey());
		expect(outcome).toBeInstanceOf(SignInError);
		expect((outcome as Error).message).toMatch(/would take too long|doesn't belong/);
	});

	it('says so, and how to convert it', () => {
		const outcome = outcomeOf(base64(pkcs12With(sequence(), { rounds: 2 ** 31 })));
		expect((outcome as Error).message).toMatch(tooLong);
	});
});

describe('a file whose structure is hostile is refused in no time', () => {
	it.each<[string, () => string]>([
		['a check value of 300 bytes', () => base64(pkcs12With(sequence(), { macLength: 300, rounds: 600_000 }))],
		[
			'a check value of 100,000 bytes',
			() => base64(pkcs12With(sequence(), { macLength: 100_000, rounds: 600_000 })),
		],
		[
			'a thousand contents',
			() => base64(pkcs12Without(sequence(...Array.from({ length: 900 }, () => encryptedContent(10_000))))),
		],
		['50,000 levels of indefinite length', () => base64(Buffer.from('3080'.repeat(50_000), 'hex'))],
		[
			'levels of definite length',
			() =>
				base64(
					Array.from({ length: 30_000 }).reduce<Buffer>(
						(inner) => (inner.length < 120_000 ? sequence(inner) : inner),
						none,
					),
				),
		],
		['70,000 elements', () => base64(sequence(Buffer.alloc(140_000, none)))],
		[
			'an octet string in 70,000 pieces',
			() =>
				base64(
					sequence(
						integer(3),
						sequence(pkcs7Data, explicit0(der(0x24, Buffer.alloc(100_000, octets(Buffer.alloc(0)))))),
					),
				),
		],
		[
			'pieces of pieces',
			() =>
				base64(
					sequence(
						integer(3),
						sequence(
							pkcs7Data,
							explicit0(
								Array.from({ length: 3_000 }).reduce<Buffer>((inner) => der(0x24, inner), octets(none)),
							),
						),
					),
				),
		],
		['a length of 4 GB', () => base64(Buffer.from('3084ffffffff', 'hex'))],
	])('%s', (_name, privateKey) => {
		const outcome = outcomeOf(privateKey());
		expect(outcome).toBeInstanceOf(SignInError);
		expect((outcome as Error).message).toMatch(/openssl|passphrase/);
	});

	it('a chain of all that fits into the field', () => {
		const outcome = outcomeOf(own.privateKey, other.certificate.repeat(150));
		expect((outcome as Error).message).toMatch(/more than 30 certificates/);
	});
});

describe('what is in use opens', () => {
	/** A PKCS#12 file with 600,000 rounds everywhere, as today's tools write it. */
	const slow = () => {
		const asn1 = forge.pkcs12.toPkcs12Asn1(
			forge.pki.privateKeyFromPem(pkcs1Of(own.key)),
			[forge.pki.certificateFromPem(own.certificate)],
			passphrase,
			{ algorithm: 'aes256', count: 150_000 },
		);
		return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary').toString('base64');
	};

	it('PKCS#8 by PBKDF2 with 600,000 rounds, and by scrypt', () => {
		for (const bytes of [
			pbkdf2Key(own.key, passphrase, 600_000),
			scryptKey(own.key, passphrase, { N: 16_384 }),
		]) {
			expect(outcomeOf(pem(bytes))).toMatchObject({ privateKey: expect.anything() });
		}
	});

	it('PKCS#12 with many rounds, once: a later execution finds it opened', () => {
		const file = slow();
		const first = cpuTimeOf(() => outcomeOf(file, ''));
		const again = cpuTimeOf(() => {
			for (let times = 0; times < 20; times++) outcomeOf(file, '');
		});
		expect(outcomeOf(file, '')).toMatchObject({ privateKey: expect.anything() });
		expect(again / 20).toBeLessThan(first / 4);
	});

	it('a file that does not open is not tried again and again', () => {
		const file = pem(pbkdf2Key(own.key, 'another passphrase', 600_000));
		const first = cpuTimeOf(() => expect(outcomeOf(file)).toBeInstanceOf(SignInError));
		const again = cpuTimeOf(() => {
			for (let times = 0; times < 20; times++) expect(outcomeOf(file)).toBeInstanceOf(SignInError);
		});
		expect(again / 20).toBeLessThan(first / 4);
	});

	it('a check value in a file has the length of its digest, whatever else it says', () => {
		const file = Buffer.from(pkcs12Of(own, passphrase, 'aes256'), 'base64');
		expect(derChildren(derElements(file)[0])).toHaveLength(3);
		const { key } = readPkcs12(file, passphrase);
		expect(sameKey(own.key, pemOf('PRIVATE KEY', key))).toBe(true);
	});
});
