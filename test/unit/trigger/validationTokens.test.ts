import { createHmac, generateKeyPairSync, type JsonWebKey } from 'node:crypto';

import { RequestError } from '../../../nodes/graph/errors/requestError';
import {
	verifyValidationTokens,
	type ExpectedToken,
} from '../../../nodes/MicrosoftGraphTrigger/notifications/validationTokens';
import { signJwt, type Claims } from '../../../simulator/entra/jwt';
import { makeSigningKey } from '../../../simulator/entra/tokens';
import { publishedKey, validationToken } from './helpers/richNotification';

const clientId = '8e460676-ae3f-4b1e-8790-ee0fb5d6148f';
const tenantId = '84bd8158-6d4d-4958-8b9f-9d6445542f95';
const otherTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';
const loginUrl = 'https://login.microsoftonline.com';
const changeTracking = '0bf30f3b-4a52-48df-9a82-234910c4a086';
const now = Date.UTC(2026, 10, 24, 12);
const seconds = now / 1000;
const minute = 60;

const entra = makeSigningKey();
const forger = makeSigningKey();

/** The keys that Entra publishes, and which ids were asked for. */
function publishing(...published: JsonWebKey[]) {
	const asked: string[] = [];
	const keys = async (kid: string) => {
		asked.push(kid);
		return published.find((key) => key.kid === kid);
	};
	return { keys, asked };
}

function verify(tokens: unknown, changes: Partial<ExpectedToken> = {}): Promise<void> {
	const { keys } = publishing(publishedKey(entra));
	return verifyValidationTokens(tokens, { clientId, tenantId, loginUrl, keys, now: () => now, ...changes });
}

async function refusalOf(tokens: unknown, changes: Partial<ExpectedToken> = {}): Promise<RequestError> {
	try {
		await verify(tokens, changes);
	} catch (error) {
		expect(error).toBeInstanceOf(RequestError);
		return error as RequestError;
	}
	throw new Error('Nothing was refused');
}

const tokenWith = (claims: Claims = {}, key = entra) =>
	validationToken(key, { clientId, tenantId }, now, claims);
const claimsOf = (token: string) =>
	JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()) as Claims;
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const good = tokenWith();
const version2 = { iss: `${loginUrl}/${tenantId}/v2.0`, appid: undefined, azp: changeTracking, ver: '2.0' };

describe('verifyValidationTokens', () => {
	it.each<[string, Claims]>([
		['of version 1.0', {}],
		['of version 2.0', version2],
		['whose audience is written in upper case', { aud: clientId.toUpperCase() }],
		['that is 4 minutes over', { exp: seconds - 4 * minute }],
		['that begins in 4 minutes', { nbf: seconds + 4 * minute }],
	])('accepts a token %s', async (_name, claims) => {
		await expect(verify([tokenWith(claims)])).resolves.toBeUndefined();
	});

	it('accepts several tokens that are all right', async () => {
		await expect(verify([good, tokenWith(version2)])).resolves.toBeUndefined();
	});

	it('takes the IDs of the credential in any case', async () => {
		const changes = { clientId: clientId.toUpperCase(), tenantId: tenantId.toUpperCase() };
		await expect(verify([good], changes)).resolves.toBeUndefined();
	});

	it('takes the clock of the machine where none is given', async () => {
		const { keys } = publishing(publishedKey(entra));
		const expected = { clientId, tenantId, loginUrl, keys };
		const current = validationToken(entra, { clientId, tenantId }, Date.now());
		await expect(verifyValidationTokens([current], expected)).resolves.toBeUndefined();
		const old = validationToken(entra, { clientId, tenantId }, Date.now() - 24 * 3600_000);
		await expect(verifyValidationTokens([old], expected)).rejects.toThrow(RequestError);
	});

	it.each([
		['https://login.microsoftonline.us', 'sts.windows.net'],
		['https://login.partner.microsoftonline.cn', 'sts.chinacloudapi.cn'],
	])('knows the issuers of %s', async (cloud, issuer) => {
		const first = tokenWith({ iss: `https://${issuer}/${tenantId}/` });
		const second = tokenWith({ ...version2, iss: `${cloud}/${tenantId}/v2.0` });
		await expect(verify([first, second], { loginUrl: cloud })).resolves.toBeUndefined();
		await refusalOf([tokenWith(version2)], { loginUrl: cloud });
	});

	it.each([undefined, null, [], {}, good, 0])('refuses %j in place of tokens', async (tokens) => {
		expect((await refusalOf(tokens)).parts.why).toMatch(/no validation token/);
	});

	it.each<[string, unknown]>([
		['a number', 1],
		['null', null],
		['a list', [good]],
		['an empty text', ''],
		['a text', 'text'],
		['two parts', good.split('.').slice(0, 2).join('.')],
		['no signature', `${good.split('.').slice(0, 2).join('.')}.`],
		['four parts', `${good}.${good.split('.')[2]}`],
		['white space around', ` ${good}`],
		['a line break at the end', `${good}\n`],
		['a header that is no JSON', `abc.${good.split('.').slice(1).join('.')}`],
		['a header that is null', `${encoded(null)}.${good.split('.').slice(1).join('.')}`],
		['claims that are no object', `${good.split('.')[0]}.${encoded('claims')}.${good.split('.')[2]}`],
	])('refuses what is no JWT: %s', async (_name, token) => {
		const { keys, asked } = publishing(publishedKey(entra));
		await refusalOf([token], { keys });
		expect(asked).toEqual([]);
	});

	it.each<[string, Claims, RegExp]>([
		['for another app', { aud: tenantId }, /another app/],
		['for a URI of the app', { aud: `api://${clientId}` }, /another app/],
		['for several apps', { aud: [clientId, tenantId] }, /another app/],
		['for nobody', { aud: undefined }, /another app/],
		['of another tenant', { iss: `https://sts.windows.net/${otherTenant}/` }, /another tenant/],
		['of another tenant, v2.0', { iss: `${loginUrl}/${otherTenant}/v2.0` }, /another tenant/],
		['of a host that sounds like it', { iss: `https://sts.windows.net.evil/${tenantId}/` }, /another tenant/],
		['with more behind the tenant', { iss: `https://sts.windows.net/${tenantId}/more` }, /another tenant/],
		['with the tenant elsewhere in the issuer', { iss: `https://evil/${tenantId}/` }, /another tenant/],
		['of another login host', { iss: `https://login.evil/${tenantId}/v2.0` }, /another tenant/],
		['without an issuer', { iss: undefined }, /another tenant/],
		['made by another app', { appid: clientId }, /isn't from Graph's app/],
		['made by another app, v2.0', { ...version2, azp: clientId }, /isn't from Graph's app/],
		['made by two apps', { appid: changeTracking, azp: clientId }, /isn't from Graph's app/],
		['made by nobody', { appid: undefined }, /isn't from Graph's app/],
		['made by several', { appid: [changeTracking] }, /isn't from Graph's app/],
		['over since 6 minutes', { exp: seconds - 6 * minute }, /expired/],
		['over since 5 minutes', { exp: seconds - 5 * minute }, /expired/],
		['that begins in 6 minutes', { nbf: seconds + 6 * minute }, /isn't valid yet/],
		['without an end', { exp: undefined }, /no times/],
		['without a beginning', { nbf: undefined }, /no times/],
		['with a text for an end', { exp: String(seconds + 3600) }, /no times/],
	])('refuses a token %s, before it asks for a key', async (_name, claims, why) => {
		const { keys, asked } = publishing(publishedKey(entra));
		const { parts } = await refusalOf([tokenWith(claims)], { keys });
		expect(parts.why).toMatch(why);
		expect(parts.fix).toMatch(/clock/);
		expect(asked).toEqual([]);
	});

	it('refuses all when one of several is wrong', async () => {
		await refusalOf([good, tokenWith({ aud: tenantId })]);
		await refusalOf([tokenWith({}, forger), good]);
		await refusalOf([good, null]);
	});

	it('says nothing of what was sent', async () => {
		const marker = 'eMarkedByTheSender';
		const tokens = [
			tokenWith({ aud: marker }),
			tokenWith({ iss: marker }),
			tokenWith({ appid: marker }),
			signJwt({ alg: 'RS256', kid: marker }, claimsOf(good), forger.privateKey),
			`${encoded({ alg: marker, kid: marker })}.${encoded({ [marker]: marker })}.${marker}`,
			marker,
		];
		for (const token of tokens) {
			const { parts, message, cause } = await refusalOf([token]);
			expect(`${message} ${JSON.stringify(parts)} ${String(cause)}`).not.toContain(marker);
		}
	});

	describe('the tenant', () => {
		it.each(['contoso.onmicrosoft.com', 'common', ''])(
			'is refused unless it is a GUID: "%s"',
			async (name) => {
				const token = tokenWith({ iss: `https://sts.windows.net/${name}/` });
				const { parts } = await refusalOf([token], { tenantId: name });
				expect(parts.fix).toMatch(/GUID/);
			},
		);
	});

	describe('the signature', () => {
		it.each<[string, string]>([
			[
				'another key under the id of Entra’s',
				validationToken({ ...forger, keyId: entra.keyId }, { clientId, tenantId }, now),
			],
			['claims changed after it was signed', tampered({ uti: 'another' })],
			[
				'the header changed after it was signed',
				[encoded({ ...headerOf(), typ: 'jwt' }), ...good.split('.').slice(1)].join('.'),
			],
			['a bit turned', `${good.slice(0, -10)}${good.at(-10) === 'A' ? 'B' : 'A'}${good.slice(-9)}`],
			['cut', good.slice(0, -4)],
		])('is refused with %s', async (_name, token) => {
			expect((await refusalOf([token])).parts.why).toMatch(/signature.*invalid/);
		});

		it('is refused with a key that Entra does not have', async () => {
			const { keys, asked } = publishing(publishedKey(entra));
			const { parts } = await refusalOf([tokenWith({}, forger)], { keys });
			expect(parts.why).toMatch(/isn't one of Entra's/);
			expect(asked).toEqual([forger.keyId]);
		});

		it.each<[string, string]>([
			['none', unsigned('none')],
			['None, with a signature', signedAs('None', 'RS256')],
			['HS256 with the public key as secret', hmacSigned()],
			['PS256', signedAs('PS256', 'PS256')],
			['RS384', signedAs('RS384', 'RS384')],
			['RS1, with a signature of RS256', signedAs('RS1', 'RS256')],
			['no algorithm', signedAs(undefined, 'RS256')],
			['no key id', signedAs('RS256', 'RS256', { kid: undefined })],
			['an empty key id', signedAs('RS256', 'RS256', { kid: '' })],
			['a key id that is no text', signedAs('RS256', 'RS256', { kid: [entra.keyId] })],
			['extensions that are critical', signedAs('RS256', 'RS256', { crit: ['b64'], b64: true })],
		])('is refused with another algorithm or header: %s', async (_name, token) => {
			const { keys, asked } = publishing(publishedKey(entra));
			expect((await refusalOf([token], { keys })).parts.why).toMatch(/isn't signed the way Entra signs/);
			expect(asked).toEqual([]);
		});

		it('is found right when it is made in the same way with the right header', async () => {
			await expect(verify([signedAs('RS256', 'RS256')])).resolves.toBeUndefined();
		});

		it('takes no key from the token itself', async () => {
			const jwk = { ...publishedKey(forger), kid: entra.keyId };
			const token = signJwt({ ...headerOf(), alg: 'RS256', jwk }, claimsOf(good), forger.privateKey);
			expect((await refusalOf([token])).parts.why).toMatch(/signature.*invalid/);
		});

		it.each<[string, JsonWebKey]>([
			[
				'of an elliptic curve',
				generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
			],
			['that is symmetric', { kty: 'oct', k: 'c2VjcmV0' }],
			['without its numbers', { kty: 'RSA' }],
		])('is refused, not failed at, with a key %s', async (_name, jwk) => {
			const { keys } = publishing({ ...jwk, kid: entra.keyId });
			expect((await refusalOf([good], { keys })).parts.why).toMatch(/signature.*invalid/);
		});

		it('counts only with a key that Entra uses for this tenant', async () => {
			const withIssuer = (issuer: string) => publishing({ ...publishedKey(entra), issuer });
			for (const tenant of ['{tenantid}', tenantId]) {
				await expect(verify([good], withIssuer(`${loginUrl}/${tenant}/v2.0`))).resolves.toBeUndefined();
			}
			const { parts } = await refusalOf([good], withIssuer(`${loginUrl}/${otherTenant}/v2.0`));
			expect(parts.why).toMatch(/for this tenant/);
		});
	});

	it('passes on that the keys could not be had', async () => {
		const failure = new Error('unreachable');
		const keys = async () => await Promise.reject<undefined>(failure);
		await expect(verify([good], { keys })).rejects.toBe(failure);
	});
});

function headerOf(): Claims {
	return { typ: 'JWT', alg: 'RS256', x5t: entra.keyId, kid: entra.keyId };
}

function tampered(changes: Claims): string {
	const [header, , signature] = good.split('.');
	return [header, encoded({ ...claimsOf(good), ...changes }), signature].join('.');
}

function unsigned(alg: string): string {
	return `${encoded({ ...headerOf(), alg })}.${good.split('.')[1]}.AA`;
}

/** A token whose header says one algorithm, signed with Entra's key by another. */
function signedAs(said: string | undefined, used: string, header: Claims = {}): string {
	// signJwt signs as its header says; what is written into the token may say something else.
	const disguised = { alg: used, toJSON: () => ({ ...headerOf(), alg: said, ...header }) };
	return signJwt(disguised, claimsOf(good), entra.privateKey);
}

/** The classic confusion: the public key, which everyone has, taken as the secret of an HMAC. */
function hmacSigned(): string {
	const secret = entra.publicKey.export({ type: 'spki', format: 'pem' });
	const text = `${encoded({ ...headerOf(), alg: 'HS256' })}.${good.split('.')[1]}`;
	return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
