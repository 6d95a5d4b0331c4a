import type { IHttpRequestOptions } from 'n8n-workflow';

import type { TokenAnswer, HttpRequest } from './signInContext';
import { caught } from './caught';
import { cancelledError, unlessCancelled } from './cancelled';
import { sleepFor } from './sleepFor';
import { signInError, SignInError } from './signInError';
import { explainUnreachable } from './unreachable';

/** The maximum size of a response, in bytes, decompressed; the largest tokens have some 20 KB. */
const maxBytes = 1024 * 1024;

/** The maximum depth of a response's JSON: later code may recurse into each level. */
const maxLevels = 100;

/** Which host is called, and for how long. */
export interface RequestLimits {
	/** Such as "login host". */
	role: string;
	/** How long the entire response may take, in ms. */
	timeout: number;
	/** Ends the request. */
	signal?: AbortSignal;
}

/**
 * Calls a host, within limits of time and size, and returns the response, whatever its status. Redirects, which would carry
 * a secret to another address, are not followed. n8n's helper bounds neither the size nor the time of a body, so the body
 * comes as a stream.
 * @returns the answer, its body parsed where it is JSON
 * @throws SignInError when there is none, or it is too long; an `AbortError` when `signal` ends it
 */
export async function sendRequest(
	httpRequest: HttpRequest,
	options: Pick<IHttpRequestOptions, 'method' | 'headers' | 'body'> & { url: string },
	{ role, timeout, signal }: RequestLimits,
): Promise<TokenAnswer> {
	if (signal?.aborted) throw cancelledError();
	const host = new URL(options.url).host;
	const request = new AbortController();
	const timer = new AbortController();
	const stop = (): void => request.abort();
	signal?.addEventListener('abort', stop);
	const late = async (): Promise<never> => {
		await sleepFor(timeout, timer.signal).catch(async () => await new Promise<never>(() => undefined));
		throw tooLate(role, host, timeout);
	};
	const answer = async (): Promise<TokenAnswer> => {
		const { statusCode, headers, body } = (await httpRequest({
			...options,
			encoding: 'stream',
			timeout,
			abortSignal: request.signal,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		})) as { statusCode: number; headers: TokenAnswer['headers']; body: unknown };
		const content = await contentOf(body, () => tooLong(role, host));
		if (nestsDeeper(content, maxLevels)) throw tooDeep(role, host);
		return { status: statusCode, headers, body: content };
	};
	try {
		return await unlessCancelled(Promise.race([answer(), late()]), signal);
	} catch (error) {
		stop();
		throw explained(error, options.url, role, signal);
	} finally {
		timer.abort();
		signal?.removeEventListener('abort', stop);
	}
}

function explained(error: unknown, url: string, role: string, signal: AbortSignal | undefined): unknown {
	if (signal?.aborted) return cancelledError();
	return error instanceof SignInError ? caught(error) : explainUnreachable(error, url, role);
}

async function contentOf(body: unknown, tooMuch: () => SignInError): Promise<unknown> {
	if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return body;
	const parts: Buffer[] = [];
	let length = 0;
	for await (const part of body as AsyncIterable<Buffer>) {
		length += part.length;
		if (length > maxBytes) throw tooMuch();
		parts.push(part);
	}
	const text = new TextDecoder().decode(Buffer.concat(parts));
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** The body of a response as a text: as it came, or its JSON; `''` for none. */
export function textOfBody(body: unknown): string {
	return typeof body === 'string' ? body : JSON.stringify(body ?? '');
}

function nestsDeeper(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((one) => nestsDeeper(one, levels - 1));
}

function tooDeep(role: string, host: string): SignInError {
	return signInError({
		what: `The ${role} ${host} responded with JSON of more than ${maxLevels} levels, which isn't a token.`,
		fix: 'Check its address, and whether a proxy or a firewall responds instead.',
	});
}

function tooLong(role: string, host: string): SignInError {
	return signInError({
		what: `The ${role} ${host} responded with more than 1 MB, which isn't a token.`,
		fix: 'Check its address, and whether a proxy or a firewall responds instead.',
	});
}

function tooLate(role: string, host: string, timeout: number): SignInError {
	return signInError({
		what: `The ${role} ${host} didn't respond in full within ${timeout / 1000} s.`,
		fix: 'Check whether the machine that runs n8n can reach it (firewall, proxy), then try again.',
		transient: true,
	});
}
