import type { IHttpRequestOptions } from 'n8n-workflow';

import { federatedCredential } from '../../../credentials/auth/methods/federatedCredential';
import type { ScriptedAnswer } from '../../../simulator/entra';
import { decodeJwt } from '../../../simulator/entra/jwt';
import { contextFor, refusalOf, type TestContext } from './helpers/context';
import { startEntra, type EntraServer } from './helpers/entraServer';

type Fields = Parameters<typeof contextFor>[0];

let server: EntraServer;
beforeAll(async () => {
	server = await startEntra();
});
afterAll(async () => await server.close());
beforeEach(() => server.entra.reset());

const account = () => server.entra.aws;
const aws = (fields: Fields = {}, overrides: Parameters<typeof contextFor>[1] = {}): TestContext =>
	contextFor(
		{
			authentication: 'federatedCredential',
			clientAssertionSource: 'aws',
			cloud: 'custom',
			awsStsUrl: server.loginUrl,
			awsRegion: account().region,
			awsAccessKeyId: account().accessKeyId,
			awsSecretAccessKey: account().secretAccessKey,
			awsSessionToken: account().sessionToken ?? '',
			...fields,
		},
		overrides,
	);
const claimsOf = async (at: TestContext) =>
	decodeJwt((await federatedCredential(at)).client_assertion)?.claims;
const script = (...answers: ScriptedAnswer[]) => account().answers.push(...answers);
const refused = async (at: TestContext) => await refusalOf(() => federatedCredential(at));

describe('AWS STS, which checks the signature with the library of AWS', () => {
	it.each([undefined, 'IQoJb3JpZ2luX2VjEXAMPLE/+=='])(
		'issues a token, with the session %s',
		async (session) => {
			account().sessionToken = session;
			expect(await claimsOf(aws())).toMatchObject({
				iss: account().issuer,
				sub: account().arn,
				aud: 'api://AzureADTokenExchange',
			});
			expect(server.entra.tokenRequests[0].form).toEqual({
				Action: 'GetWebIdentityToken',
				Version: '2011-06-15',
				'Audience.member.1': 'api://AzureADTokenExchange',
				SigningAlgorithm: 'RS256',
				DurationSeconds: '300',
			});
		},
	);

	it('issues it for the audience that is entered', async () => {
		expect(await claimsOf(aws({ clientAssertionAudience: "api://ä b+c&d*~'" }))).toMatchObject({
			aud: "api://ä b+c&d*~'",
		});
	});

	it.each([
		['eu-central-1', 'https://sts.eu-central-1.amazonaws.com/'],
		['us-gov-west-1', 'https://sts.us-gov-west-1.amazonaws.com/'],
		['cn-north-1', 'https://sts.cn-north-1.amazonaws.com.cn/'],
		['eusc-de-east-1', 'https://sts.eusc-de-east-1.amazonaws.eu/'],
	])('is that of the region %s', async (awsRegion, url) => {
		const sent: IHttpRequestOptions[] = [];
		const httpRequest = async (options: IHttpRequestOptions) => {
			sent.push(options);
			return { statusCode: 400, headers: {}, body: '' };
		};
		// An address that is left over from a custom cloud counts there alone.
		await refused(aws({ awsRegion, cloud: 'global' }, { httpRequest }));
		expect(sent.map((each) => each.url)).toEqual([url]);
		expect(String(sent[0].headers?.Authorization)).toContain(`/${awsRegion}/sts/aws4_request`);
		expect(sent[0].disableFollowRedirect).toBe(true);
	});

	it('gets a signature of its own at each attempt', async () => {
		script({ status: 500 });
		let time = Date.now();
		const at = aws({}, { now: () => (time += 2_000) });
		await federatedCredential(at);
		const [first, second] = at.sent.map(({ headers }) => headers?.Authorization);
		expect(first).not.toBe(second);
		expect(at.waits).toEqual([1_000]);
	});

	it('is asked again where it throttles, which it tells with 400', async () => {
		const body =
			'<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>';
		script({ status: 400, body });
		expect(await claimsOf(aws())).toMatchObject({ iss: account().issuer });
		script(...Array.from({ length: 3 }, () => ({ status: 400, body })));
		const { message, parts } = await refused(aws());
		expect(message).toMatch(/AWS STS is throttling requests.*Try again later.*Throttling: Rate exceeded/);
		expect(parts.transient).toBe(true);
	});
});

describe('what AWS STS refuses is explained', () => {
	it.each<[string, () => TestContext, RegExp]>([
		[
			'a wrong secret access key',
			() => aws({ awsSecretAccessKey: 'wrong-secret-access-key' }),
			/secret access key isn't that of the access key ID.*HTTP 403, SignatureDoesNotMatch: .*\(request ID [\w-]+\)/,
		],
		[
			'an unknown access key ID',
			() => aws({ awsAccessKeyId: 'AKIAUNKNOWN000000001' }),
			/doesn't know the access key ID.*"AWS Session Token".*InvalidClientTokenId/,
		],
		[
			'a session token that belongs to other keys',
			() => aws({ awsSessionToken: 'another-session-token' }),
			/doesn't know the access key ID, or it doesn't belong to the session token/,
		],
		[
			'an expired session',
			() => {
				Object.assign(account(), { sessionToken: 'a-session-token', sessionLeft: 0 });
				return aws();
			},
			/session of the AWS keys has expired.*ExpiredToken/,
		],
		[
			'a session that ends too soon',
			() => {
				Object.assign(account(), { sessionToken: 'a-session-token', sessionLeft: 100 });
				return aws();
			},
			/ends before the token would.*another 300 s.*SessionDurationEscalation/,
		],
		[
			'no right',
			() => {
				account().allowed = false;
				return aws();
			},
			/aren't allowed to get a token.*sts:GetWebIdentityToken.*RS256.*AccessDenied: User: arn:aws:iam/,
		],
		[
			'federation that is turned off',
			() => {
				account().federationEnabled = false;
				return aws();
			},
			/turned off in the AWS account.*enable-outbound-web-identity-federation/,
		],
		[
			'the name of that with Exception',
			() => {
				script({
					status: 403,
					body: '<Code>OutboundWebIdentityFederationDisabledException</Code><Message>off</Message>',
				});
				return aws();
			},
			/turned off in the AWS account/,
		],
		[
			'a clock that is slow',
			() => aws({}, { now: () => Date.now() - 3_600_000 }),
			/refuses the time.*clock of the machine.*Signature expired: /,
		],
		[
			'a clock that is fast',
			() => aws({}, { now: () => Date.now() + 3_600_000 }),
			/refuses the time.*clock of the machine.*Signature not yet current: /,
		],
		[
			'another region',
			() => aws({ awsRegion: 'eu-west-1' }),
			/signed for another region.*"AWS STS URL".*valid region, not 'eu-west-1'/,
		],
		[
			'too long an audience',
			() => aws({ clientAssertionAudience: 'a'.repeat(1001) }),
			/refuses a value.*"Assertion Audience".*ValidationError/,
		],
		[
			'a page of a proxy',
			() => {
				script({ status: 403, body: '<html><title>Blocked by policy</title></html>' });
				return aws();
			},
			/returned no assertion.*proxy.*HTTP 403, Blocked by policy/,
		],
		[
			'an answer without a token',
			() => {
				script({ status: 200, body: '<GetWebIdentityTokenResponse></GetWebIdentityTokenResponse>' });
				return aws();
			},
			/returned no assertion.*HTTP 200/,
		],
		[
			'a redirect',
			() => {
				script({ status: 301, headers: { location: 'https://aws.amazon.com/iam' } });
				return aws();
			},
			/returned no assertion.*HTTP 301/,
		],
	])('%s', async (_name, context, message) => {
		const at = context();
		expect((await refused(at)).message).toMatch(message);
		expect(at.sent).toHaveLength(1);
	});

	it.each<[Fields, RegExp]>([
		[{ awsRegion: '' }, /"AWS Region"\) is empty.*eu-central-1/],
		[{ awsRegion: 'aws-global' }, /"AWS Region"\) isn't valid.*not at the global one/],
		[{ awsRegion: 'x.example/' }, /"AWS Region"\) isn't valid/],
		[{ awsAccessKeyId: '' }, /"AWS Access Key ID"\) is empty/],
		[{ awsAccessKeyId: 'my key' }, /"AWS Access Key ID"\) isn't valid/],
		[{ awsSecretAccessKey: '' }, /"AWS Secret Access Key"\) is empty/],
		[{ awsSessionToken: 'a→b' }, /"AWS Session Token"\) contains characters/],
		[{ awsAccessKeyId: 'ASIAEXAMPLE000000001' }, /"AWS Session Token"\) is empty.*begins with ASIA/],
		[{ awsStsUrl: 'http://sts.example' }, /can't be used as URL of the STS endpoint \("AWS STS URL"\)/],
	])('before anything is sent: %j', async (fields, message) => {
		const at = aws(fields);
		expect((await refused(at)).message).toMatch(message);
		expect(at.sent).toEqual([]);
	});

	it('without the keys, should an answer echo them', async () => {
		account().sessionToken = 'IQoJb3JpZ2luX2VjEXAMPLE/+==';
		const { secretAccessKey, sessionToken } = account();
		script({
			status: 403,
			body: `<Code>SignatureDoesNotMatch</Code><Message>The Canonical String was 'x-amz-security-token:${sessionToken}' ${encodeURIComponent(secretAccessKey)}</Message>`,
		});
		const { message } = await refused(aws());
		expect(message).toMatch(/x-amz-security-token:\*\*\*/);
		expect(message).not.toContain('EXAMPLE/');
		expect(message).not.toContain('simulator%2Fsecret');
	});
});
