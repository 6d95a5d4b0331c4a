import { sendRequest, textOfBody } from '../../core/http';
import { isHeaderValue } from '../../core/headers';
import { shortened, titleOf, withoutTags } from '../../core/quoted';
import { redact } from '../../core/redact';
import { attempted, isPassingStatus, repeated } from '../../core/retry';
import { pauseSentence, readRetryAfter } from '../../core/retryAfter';
import type { CredentialFields } from '../../core/settings';
import { signInError, type SignInError } from '../../core/signInError';
import { exchangeAudience } from './assertionAudience';
import { readUrl } from './assertionUrl';
import { signedAwsHeaders } from './awsSignature';
import type { SignInContext, TokenAnswer } from '../../core/signInContext';

/** How long an assertion is good, in s. It is sent once; policies may bound it (`sts:DurationSeconds`). */
const assertionLife = 300;

/** How long STS may take to answer, in ms. */
const answerTimeout = 30_000;

/**
 * Requests a JWT from AWS STS of the role or user whose keys the credential holds. Entra accepts no other algorithm than RS256.
 * @returns the JWT
 * @throws SignInError where a field can't be used, or STS gives none
 * Source: "GetWebIdentityToken" (AWS STS API Reference).
 */
export async function awsAssertion(context: SignInContext): Promise<string> {
	const { fields, now } = context;
	const url = stsUrl(fields);
	const keys = keysOf(fields);
	const scope = { region: regionOf(fields), service: 'sts' };
	const body = new URLSearchParams({
		Action: 'GetWebIdentityToken',
		Version: '2011-06-15',
		'Audience.member.1': exchangeAudience(fields),
		SigningAlgorithm: 'RS256',
		DurationSeconds: String(assertionLife),
	}).toString();
	const unsigned = {
		method: 'POST',
		url,
		headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
		body,
	} as const;
	const limits = { role: 'AWS STS endpoint', timeout: answerTimeout, signal: context.signal };
	const answer = await repeated(
		context,
		// Each attempt has a signature of its own time.
		async () => {
			const headers = signedAwsHeaders(unsigned, keys, { ...scope, now: now() });
			const request = { method: 'POST', url: url.href, headers, body } as const;
			return await attempted(sendRequest(context.httpRequest, request, limits));
		},
		isPassing,
	);
	const text = textOf(answer);
	const token = answer.status === 200 ? elementOf(text, 'WebIdentityToken') : undefined;
	if (token !== undefined && token !== '') return token;
	throw explained(answer, url, fields);
}

function regionOf({ awsRegion }: CredentialFields): string {
	if (/^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/.test(awsRegion)) return awsRegion;
	throw signInError({
		what: `The region of AWS ("AWS Region") ${awsRegion === '' ? 'is empty' : "isn't valid"}.`,
		fix: 'Enter a region such as eu-central-1: AWS STS issues these tokens only at the endpoints of regions, not at the global one.',
	});
}

function keysOf({ awsAccessKeyId, awsSecretAccessKey, awsSessionToken }: CredentialFields) {
	const fix =
		'Enter access key ID and secret access key of an IAM user, or those of a session of a role together with its session token.';
	if (!/^\w{16,128}$/.test(awsAccessKeyId)) {
		throw signInError({
			what: `The access key ID ("AWS Access Key ID") ${awsAccessKeyId === '' ? 'is empty' : "isn't valid"}.`,
			fix: `${fix} An access key ID consists of 16 or more letters and digits, and begins with AKIA or ASIA.`,
		});
	}
	if (awsSecretAccessKey === '') {
		throw signInError({ what: 'The secret access key ("AWS Secret Access Key") is empty.', fix });
	}
	if (!isHeaderValue(awsSessionToken)) {
		throw signInError({
			what: 'The session token ("AWS Session Token") contains characters that headers can\'t have.',
			fix,
		});
	}
	if (awsAccessKeyId.startsWith('ASIA') && awsSessionToken === '') {
		throw signInError({
			what: 'The session token ("AWS Session Token") is empty.',
			why: 'An access key ID that begins with ASIA belongs to a session, whose keys work only together with its token.',
			fix,
		});
	}
	return {
		accessKeyId: awsAccessKeyId,
		secretAccessKey: awsSecretAccessKey,
		sessionToken: awsSessionToken,
	};
}

/** Source: "AWS Security Token Service endpoints and quotas". */
function stsUrl(fields: CredentialFields): URL {
	if (fields.cloud === 'custom' && fields.awsStsUrl !== '') {
		return readUrl(fields.awsStsUrl, 'STS endpoint ("AWS STS URL")');
	}
	const region = regionOf(fields);
	return new URL(`https://sts.${region}.${domainOf(region)}/`);
}

/** The domain of the AWS partition that a region is in. */
function domainOf(region: string): string {
	if (region.startsWith('cn-')) return 'amazonaws.com.cn';
	return region.startsWith('eusc-') ? 'amazonaws.eu' : 'amazonaws.com';
}

/** STS refuses what comes too often with 400, and with one of these. */
const passingCodes = /^(Throttl|RequestLimitExceeded|TooManyRequests|ServiceUnavailable|InternalFailure)/;

function isPassing(answer: TokenAnswer): boolean {
	return isPassingStatus(answer.status) || passingCodes.test(elementOf(textOf(answer), 'Code') ?? '');
}

/** The maximum length of a response that is read, in characters. */
const maxReadLength = 100_000;

function textOf({ body }: TokenAnswer): string {
	return textOfBody(body).slice(0, maxReadLength);
}

const entities: Readonly<Record<string, string>> = {
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&apos;': "'",
	'&#39;': "'",
	'&amp;': '&',
};

/** The text of the first element of a name; what AWS writes has neither attributes nor elements within there. */
function elementOf(xml: string, name: string): string | undefined {
	const start = xml.indexOf(`<${name}>`);
	const from = start + name.length + 2;
	const end = start < 0 ? -1 : xml.indexOf(`</${name}>`, from);
	if (end < 0) return undefined;
	return xml
		.slice(from, end)
		.trim()
		.replace(/&(lt|gt|quot|apos|#39|amp);/g, (entity) => entities[entity]);
}

/** A refusal of STS, in words, by its code. */
interface Reason {
	what: string;
	fix: string;
}

const clock: Reason = {
	what: 'AWS STS refuses the time at which the request was signed.',
	fix: 'The clock of the machine that runs n8n is wrong: set it by NTP.',
};

const wrongSecret: Reason = {
	what: "AWS STS refuses the signature: the secret access key isn't that of the access key ID.",
	fix: 'Copy both again, from the same place. A proxy that changes requests has the same effect.',
};

const expired: Reason = {
	what: 'The session of the AWS keys has expired.',
	fix: 'The keys of a role last a few hours: use expressions that return fresh ones, also for the session token, or use the keys of an IAM user.',
};

/** Source: "Common error types", "GetWebIdentityToken" (AWS STS API Reference). Some services add `Exception` to a code. */
const reasons: Readonly<Record<string, Reason>> = {
	AccessDenied: {
		what: "The AWS keys aren't allowed to get a token.",
		fix: 'Allow sts:GetWebIdentityToken in a policy of the role or user, and check its conditions: the algorithm is RS256, the duration 300 s, and the audience the one of the credential.',
	},
	OutboundWebIdentityFederationDisabled: {
		what: 'Outbound identity federation is turned off in the AWS account.',
		fix: 'Turn it on: IAM console > Account settings, or aws iam enable-outbound-web-identity-federation.',
	},
	SignatureDoesNotMatch: wrongSecret,
	InvalidClientTokenId: {
		what: "AWS doesn't know the access key ID, or it doesn't belong to the session token.",
		fix: 'Check "AWS Access Key ID" and "AWS Session Token": keys of a session work only together with its token, and those of a user only without one. The key may be deleted or inactive, or of another partition (China, GovCloud).',
	},
	ExpiredToken: expired,
	RequestExpired: clock,
	RequestTimeTooSkewed: clock,
	SessionDurationEscalation: {
		what: 'The session of the AWS keys ends before the token would.',
		fix: `It must last another ${assertionLife} s: use fresh keys.`,
	},
	RegionDisabled: {
		what: "AWS STS isn't active in this region for the account.",
		fix: 'Choose another region as "AWS Region", or activate STS there: IAM console > Account settings.',
	},
	InvalidAction: {
		what: "This endpoint of AWS STS doesn't issue tokens for others.",
		fix: 'Choose another region as "AWS Region"; the global endpoint doesn\'t offer it.',
	},
	ValidationError: {
		what: 'AWS STS refuses a value of the request.',
		fix: 'Check "Assertion Audience": it has 1 to 1,000 characters.',
	},
};

function reasonFor(code: string, message: string): Reason {
	const name = code.replace(/Exception$/, '');
	const timeless = name === 'SignatureDoesNotMatch' || name === 'IncompleteSignature';
	if (timeless && /signature (expired|not yet current)/i.test(message)) return clock;
	if (name === 'SignatureDoesNotMatch' && /scoped to a valid region/i.test(message)) {
		return {
			what: 'The request was signed for another region than that of the endpoint.',
			fix: 'Check that "AWS Region" is the one of "AWS STS URL".',
		};
	}
	if (Object.hasOwn(reasons, name)) return reasons[name];
	return passingCodes.test(name)
		? { what: 'AWS STS is throttling requests, or unavailable.', fix: 'Try again later.' }
		: {
				what: 'AWS STS returned no assertion.',
				fix: 'Check region and keys, and whether a proxy responds instead.',
			};
}

function explained(answer: TokenAnswer, { host }: URL, fields: CredentialFields): SignInError {
	// Before anything is cut, so that no part of a secret is left.
	const text = redact(textOf(answer), fields);
	const code = elementOf(text, 'Code') ?? '';
	const message = elementOf(text, 'Message') ?? titleOf(text) ?? withoutTags(text.slice(0, 2_000));
	const words = [code, message.replace(/\s+/g, ' ').trim()].filter(Boolean).join(': ');
	const id = elementOf(text, 'RequestId');
	const wait = readRetryAfter(answer.headers);
	const { what, fix } = isPassingStatus(answer.status)
		? reasonFor('ServiceUnavailable', '')
		: reasonFor(code, message);
	return signInError({
		what,
		fix: [fix, pauseSentence(host, wait)].filter(Boolean).join(' '),
		response: `The response of ${host}: HTTP ${answer.status}${words === '' ? ', with an empty body' : `, ${shortened(words, 400)}`}${id === undefined ? '' : ` (request ID ${shortened(id, 60)})`}`,
		...(wait === undefined ? {} : { retryAfter: wait.applied }),
		transient: isPassing(answer),
	});
}
