import { createHash, createHmac, randomUUID } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signJwt } from './jwt';
import { sendScripted } from './scriptedAnswer';
import type { EntraState } from './state';

/** Forms as received: the signature covers the bytes. */
const rawForms = new WeakMap<FastifyRequest, string>();

/** Notes a form before it is parsed. */
export function keepRawForm(request: FastifyRequest, body: string): void {
	rawForms.set(request, body);
}

/** The largest accepted clock skew, ms. */
const clockTolerance = 15 * 60_000;

interface Refusal {
	status: number;
	code: string;
	message: string;
}

/**
 * AWS' token service, as far as `GetWebIdentityToken` needs it ("AWS Security Token Service API Reference"; Query
 * protocol). Signatures are compared with those that AWS' own library makes.
 */
export function securityTokenService(fastify: FastifyInstance, state: EntraState): void {
	fastify.post('/', async (request, reply) => await answer(state, request, reply));
}

async function answer(state: EntraState, request: FastifyRequest, reply: FastifyReply) {
	const form = (request.body ?? {}) as Record<string, string>;
	const record = { at: Date.now(), endpoint: 'sts' as const, tenant: '', form: { ...form }, status: 200 };
	state.tokenRequests.push(record);
	const scripted = sendScripted(reply, state.aws.answers);
	if (scripted !== undefined) {
		record.status = scripted;
		return reply;
	}
	const refusal = (await refusalOfKeys(state, request)) ?? refusalOfAction(state, form);
	if (refusal !== undefined) {
		record.status = refusal.status;
		return sendXml(
			reply.code(refusal.status),
			'ErrorResponse',
			`<Error><Type>Sender</Type><Code>${refusal.code}</Code><Message>${escaped(refusal.message)}</Message></Error><RequestId>${randomUUID()}</RequestId>`,
		);
	}
	const { token, expiration } = issue(state, form);
	return sendXml(
		reply,
		'GetWebIdentityTokenResponse',
		`<GetWebIdentityTokenResult><WebIdentityToken>${token}</WebIdentityToken><Expiration>${expiration}</Expiration></GetWebIdentityTokenResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`,
	);
}

function sendXml(reply: FastifyReply, name: string, content: string) {
	const xml = `<${name} xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n${content}\n</${name}>\n`;
	return reply.type('text/xml').send(xml);
}

const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#39;');

const authorizationForm =
	/^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** "Troubleshoot Signature Version 4 signing for AWS API requests". */
async function refusalOfKeys(state: EntraState, request: FastifyRequest): Promise<Refusal | undefined> {
	const { accessKeyId, sessionToken, sessionLeft, region } = state.aws;
	const match = authorizationForm.exec(request.headers.authorization ?? '');
	if (match === null) {
		return {
			status: 403,
			code: 'MissingAuthenticationToken',
			message: 'Request is missing Authentication Token',
		};
	}
	const [, key, day, scopeRegion, service, signedHeaders] = match;
	const invalid = 'The security token included in the request is invalid.';
	if (key !== accessKeyId) return { status: 403, code: 'InvalidClientTokenId', message: invalid };
	if (request.headers['x-amz-security-token'] !== sessionToken) {
		return { status: 403, code: 'InvalidClientTokenId', message: invalid };
	}
	if (sessionToken !== undefined && sessionLeft <= 0) {
		const message = 'The security token included in the request is expired';
		return { status: 403, code: 'ExpiredToken', message };
	}
	const mismatch = (message: string): Refusal => ({ status: 403, code: 'SignatureDoesNotMatch', message });
	if (service !== 'sts' || scopeRegion !== region) {
		return mismatch(`Credential should be scoped to a valid region, not '${scopeRegion}'.`);
	}
	const stamp = String(request.headers['x-amz-date']);
	const signedAt = Date.parse(
		stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
	);
	if (Number.isNaN(signedAt) || !stamp.startsWith(day)) {
		return { status: 400, code: 'IncompleteSignature', message: 'Date must be in ISO-8601 "basic format"' };
	}
	const [now, early] = [basicTime(state.now()), basicTime(state.now() - clockTolerance)];
	if (signedAt < state.now() - clockTolerance) {
		return mismatch(`Signature expired: ${stamp} is now earlier than ${early} (${now} - 15 min.)`);
	}
	if (signedAt > state.now() + clockTolerance) {
		const late = basicTime(state.now() + clockTolerance);
		return mismatch(`Signature not yet current: ${stamp} is still later than ${late} (${now} + 15 min.)`);
	}
	const expected = await authorizationOf(state, request, signedHeaders.split(';'), signedAt);
	const must = ['host', 'x-amz-date', ...(sessionToken === undefined ? [] : ['x-amz-security-token'])];
	const isComplete = must.every((name) => signedHeaders.split(';').includes(name));
	if (isComplete && authorizationForm.exec(expected)?.[6] === match[6]) return undefined;
	return mismatch(
		'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access ' +
			'Key and signing method. Consult the service documentation for details.',
	);
}

const basicTime = (time: number) => new Date(time).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');

/** How AWS' own library signs the received request, with the account's keys. */
async function authorizationOf(
	{ aws }: EntraState,
	request: FastifyRequest,
	names: string[],
	signedAt: number,
): Promise<string> {
	const signer = new SignatureV4({
		service: 'sts',
		region: aws.region,
		credentials: aws,
		sha256: Sha256,
		applyChecksum: false,
	});
	const headers = names
		.filter((name) => !['x-amz-date', 'x-amz-security-token'].includes(name))
		.map((name) => [name, String(request.headers[name])]);
	const signed = await signer.sign(
		{
			method: request.method,
			protocol: 'https:',
			hostname: request.hostname,
			path: request.url,
			headers: Object.fromEntries(headers) as Record<string, string>,
			body: rawForms.get(request) ?? '',
		},
		{ signingDate: new Date(signedAt) },
	);
	return signed.headers.authorization;
}

/** The hash that the library requires. */
class Sha256 {
	private hash;

	constructor(private readonly key?: string | ArrayBuffer | ArrayBufferView) {
		this.hash = this.made();
	}

	update(data: Uint8Array | string) {
		this.hash.update(data);
	}

	async digest() {
		return new Uint8Array(this.hash.digest());
	}

	reset() {
		this.hash = this.made();
	}

	private made() {
		if (this.key === undefined) return createHash('sha256');
		return createHmac('sha256', this.key as string | Uint8Array);
	}
}

function refusalOfAction({ aws }: EntraState, form: Record<string, string>): Refusal | undefined {
	const invalid = (message: string): Refusal => ({ status: 400, code: 'ValidationError', message });
	if (form.Action !== 'GetWebIdentityToken' || form.Version !== '2011-06-15') {
		const message = `Could not find operation ${form.Action} for version ${form.Version}`;
		return { status: 400, code: 'InvalidAction', message };
	}
	if (!aws.allowed) {
		const message = `User: ${aws.arn} is not authorized to perform: sts:GetWebIdentityToken on resource: *`;
		return { status: 403, code: 'AccessDenied', message };
	}
	if (!aws.federationEnabled) {
		return {
			status: 403,
			code: 'OutboundWebIdentityFederationDisabled',
			message: 'Outbound web identity federation is not enabled for this account.',
		};
	}
	const audience = form['Audience.member.1'] ?? '';
	if (audience === '' || audience.length > 1000) return invalid('1 validation error detected: audience');
	if (!['RS256', 'ES384'].includes(form.SigningAlgorithm)) {
		return invalid('1 validation error detected: signingAlgorithm');
	}
	const duration = Number(form.DurationSeconds ?? 300);
	if (!(duration >= 60 && duration <= 3600)) return invalid('1 validation error detected: durationSeconds');
	if (aws.sessionToken !== undefined && duration > aws.sessionLeft) {
		return {
			status: 403,
			code: 'SessionDurationEscalation',
			message: 'The requested token duration would extend the session beyond its original expiration time.',
		};
	}
	return undefined;
}

function issue(state: EntraState, form: Record<string, string>) {
	const now = Math.floor(state.now() / 1000);
	const end = now + Number(form.DurationSeconds ?? 300);
	const token = signJwt(
		{ typ: 'JWT', alg: 'RS256', kid: state.awsKey.keyId },
		{
			aud: form['Audience.member.1'],
			sub: state.aws.arn,
			iss: state.aws.issuer,
			iat: now,
			exp: end,
			jti: randomUUID(),
			'https://sts.amazonaws.com/': { aws_account: '123456789012' },
		},
		state.awsKey.privateKey,
	);
	return { token, expiration: new Date(end * 1000).toISOString() };
}
