import { constants, createHmac, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';

import { RequestError } from '../../../nodes/graph/errors/requestError';
import {
	decryptContent,
	type EncryptedContent,
} from '../../../nodes/MicrosoftGraphTrigger/notifications/encryptedContent';
import { makeCertificate } from '../signIn/helpers/certificates';
import { encryptContent } from './helpers/richNotification';

const own = makeCertificate();
const other = makeCertificate({ subject: 'other' });
const derOf = (pem: string) => new X509Certificate(pem).raw.toString('base64');
const certificate = derOf(own.certificate);
const message = {
	id: '1565293727947',
	body: { contentType: 'html', content: 'Grüße, 漢字 und 🎉 – streng vertraulich' },
	attachments: [],
	deletedDateTime: null,
};
const symmetricKey = randomBytes(32);
const whole = encryptContent(message, certificate, symmetricKey);

/** The error that this content must end with. */
function refusalOf(content: unknown, key = own.key): RequestError {
	let result: unknown;
	try {
		result = decryptContent(content as EncryptedContent, key);
	} catch (error) {
		expect(error).toBeInstanceOf(RequestError);
		return error as RequestError;
	}
	throw new Error(`It was decrypted to ${JSON.stringify(result)}`);
}

/** With one bit of one byte turned; `at` counts from the end when it is negative. */
function flipped(base64: string, at: number): string {
	const bytes = Buffer.from(base64, 'base64');
	bytes[at < 0 ? bytes.length + at : at] ^= 1;
	return bytes.toString('base64');
}

function cut(base64: string, bytes: number): string {
	return Buffer.from(base64, 'base64').subarray(0, -bytes).toString('base64');
}

function wrapped(key: Buffer, oaepHash = 'sha1'): string {
	const { publicKey } = new X509Certificate(own.certificate);
	return publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, key).toString(
		'base64',
	);
}

describe('decryptContent', () => {
	it('opens what was encrypted for the certificate', () => {
		expect(decryptContent(whole, own.key)).toEqual(message);
	});

	it.each([0, 1, 14, 15, 16, 17, 100_000])('opens content of any length (%i letters)', (length) => {
		const content = { text: 'x'.repeat(length) };
		expect(decryptContent(encryptContent(content, certificate), own.key)).toEqual(content);
	});

	it('does not decrypt before the signature is found right', () => {
		// Its padding is whole and it is JSON: only the signature shows that it was exchanged.
		const exchanged = encryptContent({ id: 'exchanged' }, certificate, symmetricKey);
		expect(decryptContent(exchanged, own.key)).toEqual({ id: 'exchanged' });
		refusalOf({ ...whole, data: exchanged.data });
		refusalOf({ ...whole, dataSignature: exchanged.dataSignature });
	});

	it.each<[string, object]>([
		['its first block changed', { ...whole, data: flipped(whole.data, 0) }],
		['its padding changed', { ...whole, data: flipped(whole.data, -1) }],
		['data cut by a block', { ...whole, data: cut(whole.data, 16) }],
		['data cut by a byte', { ...whole, data: cut(whole.data, 1) }],
		['no data', { ...whole, data: '' }],
		['data that is not base64', { ...whole, data: `${whole.data.slice(0, 20)}?${whole.data.slice(20)}` }],
		['the signature changed', { ...whole, dataSignature: flipped(whole.dataSignature, 0) }],
		['the end of the signature changed', { ...whole, dataSignature: flipped(whole.dataSignature, -1) }],
		['the signature cut', { ...whole, dataSignature: cut(whole.dataSignature, 1) }],
		['an empty signature', { ...whole, dataSignature: '' }],
		['a signature that is not base64', { ...whole, dataSignature: 'öäü' }],
		['the key changed', { ...whole, dataKey: flipped(whole.dataKey, 100) }],
		['the key cut', { ...whole, dataKey: cut(whole.dataKey, 1) }],
		['a key that is not base64', { ...whole, dataKey: '-----' }],
		['the key of another notification', { ...whole, dataKey: wrapped(randomBytes(32)) }],
		['a key encrypted with another OAEP hash', { ...whole, dataKey: wrapped(symmetricKey, 'sha256') }],
		['encrypted for another certificate', encryptContent(message, derOf(other.certificate))],
		['text that is not JSON', encryptContent('streng vertraulich', certificate)],
		['JSON that breaks off', encryptContent(JSON.stringify(message).slice(0, -1), certificate)],
		['a JSON text', encryptContent('"streng vertraulich"', certificate)],
		['a JSON list', encryptContent('[{"id":"1"}]', certificate)],
		['JSON null', encryptContent('null', certificate)],
		['no data key', { ...whole, dataKey: undefined }],
		['values of another kind', { data: 1, dataKey: { length: 256 }, dataSignature: ['a'] }],
	])('refuses %s, always in the same words', (_name, content) => {
		const { parts, message: text, cause } = refusalOf(content);
		expect(parts).toEqual(refusalOf({ ...whole, data: 'AAAA' }).parts);
		expect(cause).toBeUndefined();
		expect(`${text} ${JSON.stringify(parts)}`).not.toMatch(/vertraulich|json|hmac|oaep|padding/i);
		expect(parts.what).toMatch(/couldn't be decrypted/);
		expect(parts.fix).toMatch(/activate/);
	});

	it.each([undefined, null, 'text', []])('refuses %j in place of encrypted content', (content) => {
		refusalOf(content);
	});

	it.each([16, 24, 31, 33, 64])('refuses a key of %i bytes, although its signature is right', (length) => {
		const key = randomBytes(length);
		const aes = Buffer.concat([key, Buffer.alloc(32)]).subarray(0, 32);
		const content = encryptContent(message, certificate, aes);
		const dataSignature = createHmac('sha256', key)
			.update(Buffer.from(content.data, 'base64'))
			.digest('base64');
		refusalOf({ ...content, dataKey: wrapped(key), dataSignature });
	});

	it.each<[string, (data: Buffer) => Buffer]>([
		['data cut by a block', (data) => data.subarray(0, -16)],
		['data cut by a byte', (data) => data.subarray(0, -1)],
		['wrong padding', (data) => Buffer.concat([data, randomBytes(16).fill(0x5a)])],
	])('refuses %s, although its signature is right', (_name, change) => {
		const data = change(Buffer.from(whole.data, 'base64'));
		const dataSignature = createHmac('sha256', symmetricKey).update(data).digest('base64');
		refusalOf({ ...whole, data: data.toString('base64'), dataSignature });
	});

	it('does not open with the key of another certificate', () => {
		refusalOf(whole, other.key);
	});
});
