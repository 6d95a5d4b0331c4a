import { certificateThumbprint } from '../keys/keyAndCertificate';
import { explainManagedIdentityAnswer, isPage } from '../methods/managedIdentityErrors';
import type { TokenAnswer } from '../core/signInContext';
import {
	explanations,
	oauthExplanations,
	passingCodes,
	pauseAfter,
	explanationOf,
	type Explanation,
} from '../core/entraErrorCodes';
import { isGuid } from '../core/guid';
import { shortened, titleOf, withoutTags } from '../core/quoted';
import { redact } from '../core/redact';
import { isPassingStatus } from '../core/retry';
import { pauseSentence, readRetryAfter, retryAfterOf } from '../core/retryAfter';
import type { CredentialFields } from '../core/settings';
import { signInError, type SignInError, type SignInErrorParts } from '../core/signInError';
import { tokenFault } from '../core/accessToken';

/** What the explanation of a refusal draws on in addition to the response itself. */
export interface TokenErrorContext {
	fields: CredentialFields;
	/** `''` for a managed identity. */
	tokenEndpoint: string;
	resource: string;
	/** The agent identity that its blueprint, the app, has just proven itself for. */
	agentId?: string;
	/** SHA-1, upper-case hex; taken from the credential's certificate where it is not given. */
	thumbprint?: string;
}

/** The maximum length of a quotation in a message, in characters. */
const maxQuoteLength = 1000;
/** The maximum length of a text that is read for codes, in characters. */
const maxReadLength = 20_000;
/** The maximum length of an ID, or time, in a sentence, in characters. */
const maxIdLength = 100;

/**
 * Explains an answer that brought no token: cause, cure, and then Entra's own code, sentence, ids and time. Secrets and
 * tokens that the answer echoes are taken out.
 * Source: "Microsoft Entra authentication and authorization error codes".
 */
export function explainTokenError(answer: TokenAnswer, context: TokenErrorContext): SignInError {
	if (context.fields.authentication === 'managedIdentity') {
		return explainManagedIdentityAnswer(answer, context);
	}
	const refusal = readRefusal(answer.body, (text) => redact(text, context.fields));
	return refusal !== undefined && isOfATokenEndpoint(refusal)
		? explainRefusal(refusal, answer, context)
		: explainForeignAnswer(answer, context);
}

/** Whether the same request may well succeed a moment later. */
export function isTransient(answer: TokenAnswer): boolean {
	if (isPassingStatus(answer.status)) return true;
	return readRefusal(answer.body)?.codes.some((code) => passingCodes.has(code)) ?? false;
}

/** A refusal as Entra writes it. */
interface Refusal {
	error: string;
	description: string;
	codes: number[];
	suberror?: string;
	traceId?: string;
	correlationId?: string;
	timestamp?: string;
}

/** @param clean takes secrets out; before anything is cut, so that no part of one is left */
function readRefusal(body: unknown, clean = (text: string) => text): Refusal | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const answer = body as Record<string, unknown>;
	if (typeof answer.error !== 'string') return undefined;
	const description = clean(textOf(answer.error_description) ?? '').slice(0, maxReadLength);
	const listed = (Array.isArray(answer.error_codes) ? answer.error_codes : []).flatMap((code) =>
		typeof code === 'number' || typeof code === 'string' ? Number(code) : [],
	);
	const named = [...description.matchAll(/AADSTS(\d+)/g)].map(([, code]) => Number(code));
	const inText = (label: string) => idIn(description, label);
	return {
		error: answer.error,
		description,
		codes: [...new Set([...listed, ...named])].filter((code) => Number.isSafeInteger(code) && code > 0),
		suberror: textOf(answer.suberror),
		traceId: textOf(answer.trace_id) ?? inText('Trace ID'),
		correlationId: textOf(answer.correlation_id) ?? inText('Correlation ID'),
		timestamp: textOf(answer.timestamp) ?? inText('Timestamp'),
	};
}

/** What follows a label in Entra's sentence, up to the next label or the end of the line. */
function idIn(description: string, label: string): string | undefined {
	const at = description.indexOf(`${label}: `);
	if (at < 0) return undefined;
	const start = at + label.length + 2;
	const [line] = description.slice(start, start + maxIdLength).split(/[\r\n]|Correlation ID:|Timestamp:/);
	return textOf(/^[\w:. -]*/.exec(line)?.[0].trim());
}

/** Gateways say `error` too; a token endpoint says it in Entra's or in OAuth's terms. */
function isOfATokenEndpoint({ error, description, codes }: Refusal): boolean {
	return codes.length > 0 || description !== '' || Object.hasOwn(oauthExplanations, error);
}

function ownOf<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
	return Object.hasOwn(record, name) ? record[name] : undefined;
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function explainRefusal(refusal: Refusal, answer: TokenAnswer, context: TokenErrorContext): SignInError {
	// Older answers name a general code first and the particular one after it.
	const known = refusal.codes.filter((code) => explanations[code] !== undefined).at(-1);
	const code = known ?? refusal.codes[0];
	const explanation =
		known === undefined ? ownOf(oauthExplanations, refusal.error) : explanationOf(known, refusal.description);
	const clean = (text: string | undefined) => text && quote(redact(text, context.fields));
	return signInError({
		what: fill(explanation?.cause ?? unknown.cause, context),
		fix: [
			fill(explanation?.cure ?? unknown.cure, context),
			hintFor(code, context),
			known === undefined && code !== undefined ? lookUp(code) : undefined,
			pauseOf(answer, context, code),
		]
			.filter(Boolean)
			.join(' '),
		response: entrasWords(refusal, context),
		entraCode: code === undefined ? undefined : `AADSTS${code}`,
		traceId: clean(refusal.traceId),
		correlationId: clean(refusal.correlationId),
		timestamp: clean(refusal.timestamp),
		...repetition(answer, code),
	});
}

/** Entra's own sentence, without the ids that follow it; a code that the sentence does not name stands before it. */
function entrasWords(
	{ error, description, codes, suberror }: Refusal,
	{ fields }: TokenErrorContext,
): string {
	const [sentence] = description.split('Trace ID:', 1);
	const words = sentence.trim() === '' ? error : sentence.trimEnd();
	const code = codes.length > 0 && !/AADSTS\d/.test(words) ? `AADSTS${codes[0]}: ` : '';
	const sub = suberror === undefined ? '' : ` (${suberror})`;
	return `Entra's response: ${quote(redact(`${code}${words}${sub}`, fields))}`;
}

/** For a refusal whose code, and whose error in OAuth's terms, mean nothing here. */
const unknown: Explanation = {
	cause: "Entra refused the sign-in for a reason that this credential doesn't know.",
	cure: 'Check the tenant ID, the client ID, the cloud, and what the app signs in with.',
};

function lookUp(code: number): string {
	return `This credential doesn't know the code AADSTS${code}; Microsoft explains it (https://login.microsoftonline.com/error?code=${code}).`;
}

/** What the credential itself shows about the cause. */
function hintFor(code: number | undefined, { fields, agentId }: TokenErrorContext): string | undefined {
	if (agentId !== undefined) {
		return `This was the second step: the blueprint ${fields.clientId} signed in. Check that ${agentId} is the client ID of one of its own agent identities, in the tenant ${fields.tenantId}.`;
	}
	if (code === 7000215 && isGuid(fields.clientSecret)) {
		return "The current value is a GUID, as Secret IDs are; Values aren't.";
	}
	return undefined;
}

function fill(text: string, context: TokenErrorContext): string {
	const { fields, tokenEndpoint, resource } = context;
	const values: Record<string, () => string> = {
		app: () => context.agentId ?? fields.clientId,
		tenant: () => fields.tenantId,
		host: () => hostOf(tokenEndpoint),
		resource: () => resource,
		thumbprint: () => {
			const thumbprint = context.thumbprint ?? certificateThumbprint(fields);
			return thumbprint === undefined ? '' : ` with the thumbprint ${thumbprint}`;
		},
	};
	return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.() ?? whole);
}

function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).host : url;
}

/** One line, of a bounded length. */
function quote(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > maxQuoteLength ? `${line.slice(0, maxQuoteLength)}…` : line;
}

function repetition(answer: TokenAnswer, code?: number): Pick<SignInErrorParts, 'retryAfter' | 'transient'> {
	const requestedPause = retryAfterOf(answer.headers) ?? (code === undefined ? undefined : pauseAfter[code]);
	return {
		...(requestedPause === undefined ? {} : { retryAfter: requestedPause }),
		transient: isTransient(answer),
	};
}

function pauseOf(
	{ headers }: TokenAnswer,
	{ tokenEndpoint }: TokenErrorContext,
	code?: number,
): string | undefined {
	const ownPause = code === undefined ? undefined : pauseAfter[code];
	return pauseSentence(hostOf(tokenEndpoint), readRetryAfter(headers) ?? ownPause);
}

/** An answer that is not of Entra's making: a proxy, a gateway, a wrong address. */
function explainForeignAnswer(answer: TokenAnswer, context: TokenErrorContext): SignInError {
	const host = hostOf(context.tokenEndpoint);
	const overloaded = answer.status === 429 || answer.status >= 500;
	return signInError({
		what:
			overloaded && !isPage(answer.body)
				? `The login host ${host} is overloaded or unavailable.`
				: `The login host ${host} returned an unexpected response, possibly a proxy page.`,
		why: `It returned HTTP ${answer.status} ${contentOf(answer, context)}.`,
		fix: [foreignCure(answer, host), pauseOf(answer, context)].filter(Boolean).join(' '),
		...repetition(answer),
	});
}

function foreignCure({ status, headers }: TokenAnswer, host: string): string {
	if (status === 407) return 'The proxy requires sign-in: the n8n administrator sets it in HTTPS_PROXY.';
	if (status === 429) return 'Too many requests came from this network: try again later.';
	if (status >= 500)
		return `It may be a temporary fault of ${host} or of a proxy before it: try again in a minute.`;
	if (status >= 300 && status < 400 && headers.location !== undefined) {
		return "A token endpoint doesn't redirect: check the cloud or the login URL, and whether the network requires its own sign-in.";
	}
	if (status === 404) return 'Check the cloud or the login URL: there is no token endpoint at this address.';
	return `Check the cloud or the login URL, and that proxies and firewalls let n8n reach ${host} unchanged.`;
}

/** What an answer holds, in a few words: its type, and its title or beginning. */
function contentOf({ headers, body, status }: TokenAnswer, { fields }: TokenErrorContext): string {
	const clean = (text: string, maxLength: number) => shortened(quote(redact(text, fields)), maxLength);
	const type = clean(String(headers['content-type'] ?? 'no content type').split(';')[0], 60);
	if (status >= 300 && status < 400 && typeof headers.location === 'string') {
		return `(a redirect to ${clean(hostOf(headers.location), 100)})`;
	}
	if (body === undefined || body === null || body === '') return `with an empty body (${type})`;
	if (typeof body === 'object') {
		const fault = tokenFault(body);
		const names = fault === undefined ? namesIn(body, fields) : `its access_token ${fault}`;
		const { message: own, error } = body as Record<string, unknown>;
		const message = textOf(own) ?? textOf(error);
		return `with JSON that is neither a token nor an error (${clean(message ?? names, 200)})`;
	}
	const text = redact(String(body).slice(0, 100_000), fields);
	const size = String(body).length > 100_000 ? `, ${Math.round(String(body).length / 1000)} kB` : '';
	const title = titleOf(text);
	if (title) return `with a page titled "${clean(title, 120)}" (${type}${size})`;
	if (/^\s*[{[]/.test(text)) return `with truncated JSON (${type}${size})`;
	return `with text that begins "${clean(withoutTags(text.slice(0, 2000)), 120)}" (${type}${size})`;
}

function namesIn(body: object, fields: CredentialFields): string {
	const names = Object.keys(body)
		.slice(0, 5)
		.map((name) => redact(name, fields))
		.join(', ');
	return `it has ${names || 'no fields'}`;
}
