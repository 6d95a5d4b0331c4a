import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';

import { signedAwsHeaders } from '../../../credentials/auth/methods/assertions/awsSignature';
import { Sha256 } from './helpers/sha256';

/*
 * Against AWS' own library, which the SDKs sign with, and against examples that AWS has published.
 */

const keys = {
	accessKeyId: 'AKIDEXAMPLE',
	secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
	sessionToken: '',
};
const suite = { region: 'us-east-1', service: 'service', now: Date.UTC(2015, 7, 30, 12, 36, 0) };
const authorization = (headers: Record<string, string>) => headers.Authorization;

describe("the examples of AWS' Signature Version 4 test suite", () => {
	it.each([
		[
			'get-vanilla',
			'GET',
			'https://example.amazonaws.com/',
			'5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
		],
		[
			'post-vanilla',
			'POST',
			'https://example.amazonaws.com/',
			'5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
		],
		[
			'get-vanilla-query-order-key-case',
			'GET',
			'https://example.amazonaws.com/?Param2=value2&Param1=value1',
			'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
		],
	])('%s', (_name, method, url, signature) => {
		const request = { method, url: new URL(url), headers: {}, body: '' };
		expect(authorization(signedAwsHeaders(request, keys, suite))).toBe(
			`AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
		);
	});
});

it("is what AWS' own library makes, for any path, query, header, body, and key", async () => {
	const text = fc.string({ unit: 'grapheme', maxLength: 20 });
	const printable = fc.stringMatching(/^[ -~]{1,30}$/);
	await fc.assert(
		fc.asyncProperty(
			fc.record({
				path: fc.array(fc.stringMatching(/^[A-Za-z0-9_~!'()* =:@$+,;-]{1,8}$/), { maxLength: 3 }),
				query: fc.dictionary(fc.stringMatching(/^[A-Za-z][\w .~!*'()-]{0,8}$/), text, { maxKeys: 4 }),
				headers: fc.dictionary(fc.stringMatching(/^x-[a-z]{1,8}$/), printable, { maxKeys: 3 }),
				body: text,
				sessionToken: fc.oneof(fc.constant(''), fc.base64String({ minLength: 4, maxLength: 40 })),
				secretAccessKey: fc.stringMatching(/^[A-Za-z0-9/+]{10,40}$/),
				now: fc.integer({ min: 0, max: 4_000_000_000_000 }),
			}),
			async ({ path, query, headers, body, sessionToken, secretAccessKey, now }) => {
				const url = new URL('https://sts.eu-central-1.amazonaws.com');
				url.pathname = `/${path.map(encodeURIComponent).join('/')}`;
				for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
				const ours = signedAwsHeaders(
					{ method: 'POST', url, headers, body },
					{ ...keys, secretAccessKey, sessionToken },
					{ region: 'eu-central-1', service: 'sts', now },
				);
				const signer = new SignatureV4({
					service: 'sts',
					region: 'eu-central-1',
					credentials: {
						accessKeyId: keys.accessKeyId,
						secretAccessKey,
						...(sessionToken === '' ? {} : { sessionToken }),
					},
					sha256: Sha256,
					applyChecksum: false,
				});
				const theirs = await signer.sign(
					{
						method: 'POST',
						protocol: url.protocol,
						hostname: url.hostname,
						path: url.pathname,
						query,
						headers: { ...headers, host: url.host },
						body,
					},
					{ signingDate: new Date(now) },
				);
				expect(ours.Authorization).toBe(theirs.headers.authorization);
			},
		),
		{ numRuns: 200 },
	);
});
