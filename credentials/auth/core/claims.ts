import { createHash } from 'node:crypto';

import { graphUrlOf, type CredentialFields } from './settings';

/** What a resource requires of the next token, and the token that it refused. */
export interface Challenge {
	/** Claims of the access token, by name. */
	claims: Readonly<Record<string, unknown>>;
	/** The refused token itself. */
	token: string;
}

/** What a token request is about, as far as its claims depend on it. */
export interface ClaimsContext {
	fields: CredentialFields;
	resource: string;
	challenge?: Challenge;
}

/** Says that the client understands claims challenges; without it Graph sends none. */
const capability = 'cp1';

/** The maximum length of a challenge that is read, in characters: Microsoft's have some hundred. */
const maxHeaderLength = 16_000;
const maxClaimsLength = 8_000;

/** One step in a header: a comma, a parameter (plain or quoted), or the name of a scheme. */
const steps = /[\s,]+|([\w-]{1,100})=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))|([^\s,="]+)=*/gy;

/**
 * The claims that a `WWW-Authenticate` header asks for (`error="insufficient_claims"`), where they can be read: base64 of
 * a JSON object, of a bounded length.
 * @param headers of an answer of 401, names in lower case; in a part of a batch they can be anything
 * @returns the claims of the access token by name; `undefined` where there is no challenge, or none that can be answered
 * Source: "Claims challenges, claims requests, and client capabilities"; RFC 9110, section 11.6.1.
 */
export function readClaimsChallenge(headers: unknown): Challenge['claims'] | undefined {
	if (typeof headers !== 'object' || headers === null) return undefined;
	const header = (headers as Record<string, unknown>)['www-authenticate'];
	const texts = (Array.isArray(header) ? (header as unknown[]) : [header]).filter(
		(text): text is string => typeof text === 'string' && text.length <= maxHeaderLength,
	);
	for (const { error, claims } of texts.flatMap(bearerChallenges)) {
		const read = error === 'insufficient_claims' && claims !== undefined ? accessClaims(claims) : undefined;
		if (read !== undefined) return read;
	}
	return undefined;
}

/** The parameters of each challenge for a bearer token in a header, which may hold challenges of other schemes. */
function bearerChallenges(header: string): Array<Record<string, string>> {
	const found: Array<Record<string, string>> = [];
	let isBearer = false;
	for (const [, name, quoted, plain, scheme] of header.matchAll(steps)) {
		if (scheme !== undefined) {
			isBearer = /^bearer$/i.test(scheme);
			if (isBearer) found.push({});
		} else if (name !== undefined && isBearer) {
			const value = quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1');
			found.push({ ...found.pop(), [name.toLowerCase()]: value });
		}
	}
	return found;
}

function accessClaims(encoded: string): Challenge['claims'] | undefined {
	if (encoded.length > maxClaimsLength || !/^[\w+/-]+={0,2}$/.test(encoded)) return undefined;
	try {
		const bytes = Buffer.from(encoded, 'base64');
		const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
		const wanted = objectOf(claims)?.access_token;
		const read = objectOf(wanted);
		return read !== undefined && Object.keys(read).length > 0 ? read : undefined;
	} catch {
		return undefined;
	}
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: undefined;
}

/**
 * The address at which Graph sees n8n, where a challenge is about that: what a Conditional Access policy for locations
 * blocks. Of IPv4 or IPv6.
 */
export function challengedAddress(claims: Challenge['claims']): string | undefined {
	const address = objectOf(claims.xms_rp_ipaddr)?.value;
	return typeof address === 'string' && /^[0-9a-f.:]{3,45}$/i.test(address) ? address : undefined;
}

/**
 * What to do when Graph challenges the token that was the answer to its challenge.
 * @param address at which Graph sees n8n, where it says so
 * Source: "Continuous access evaluation for workload identities".
 */
export function challengeCure(address: string | undefined): string {
	const seen = address === undefined ? '' : ` Graph sees n8n at the address ${address}.`;
	return `The app may have been disabled, deleted, or revoked a moment ago, its risk may be high, or a Conditional Access policy blocks its location.${seen} An administrator checks the app, "Risky workload identities", and the policies for workload identities; all requests to Entra and to Graph should leave n8n's network by the same address.`;
}

/**
 * The parameter `claims` of a token request: the client's capability, and what a challenge requires.
 * @returns JSON; `undefined` for a request without it
 */
export function claimsParameter(context: ClaimsContext): string | undefined {
	const claims = {
		...(isForGraph(context) && context.challenge?.claims),
		...(isDeclared(context) && { xms_cc: { values: [capability] } }),
	};
	return Object.keys(claims).length === 0 ? undefined : JSON.stringify({ access_token: claims });
}

/**
 * The same for the endpoint of App Service, Functions, and Container Apps, which takes no claims: the capability, and by
 * its hash the token that it is not to hand out again.
 * Source: MSAL (`ManagedIdentityApplication`); the metadata service of virtual machines has no such parameters.
 */
export function managedIdentityClaims(context: ClaimsContext): Record<string, string> {
	const { challenge } = context;
	const refused = isForGraph(context) ? challenge?.token : undefined;
	return {
		...(isDeclared(context) && { xms_cc: capability }),
		...(refused !== undefined && {
			token_sha256_to_refresh: createHash('sha256').update(refused).digest('hex'),
		}),
	};
}

/** Graph is the only resource that evaluates tokens of apps continuously, and the only one whose challenges are seen. */
function isDeclared(context: ClaimsContext): boolean {
	return context.fields.continuousAccessEvaluation && isForGraph(context);
}

function isForGraph({ fields, resource }: ClaimsContext): boolean {
	return resource === new URL(graphUrlOf(fields)).origin;
}
