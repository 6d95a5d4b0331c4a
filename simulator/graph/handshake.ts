import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import type { Dispatcher } from 'undici';
import { GraphError } from './errors';
import type { SubscriptionSettings } from '../settings';

const refuse = (why: string) =>
	new GraphError(400, 'ValidationError', `Subscription validation request failed. ${why}`);

/** Domains reserved for examples: those of RFC 2606, and of Microsoft's fictitious companies. */
const examples = /(^|\.)(example(\.(com|net|org))?|(contoso|fabrikam)\.com)$/i;

/** Whether no one receives requests at a URL. */
const isExample = (url: string): boolean => URL.canParse(url) && examples.test(new URL(url).hostname);

/**
 * Whether the simulator calls a URL at all.
 * @returns false for example URLs
 */
export function isCalled(url: string, { validate }: SubscriptionSettings): boolean {
	return validate === 'always' || !isExample(url);
}

/** @throws GraphError 400 for a URL that Graph would not call */
export function checkUrl(url: string, { publicHttpsOnly }: SubscriptionSettings): void {
	const parsed = URL.canParse(url) ? new URL(url) : undefined;
	if (!parsed || !/^https?:$/.test(parsed.protocol))
		throw new GraphError(400, 'InvalidRequest', `The URL '${url}' is not valid.`);
	if (!publicHttpsOnly) return;
	if (parsed.protocol !== 'https:')
		throw new GraphError(400, 'InvalidRequest', `The URL '${url}' has to use the https scheme.`);
	if (/^(localhost|127\.|10\.|192\.168\.|\[::1\]|.*\.local$)/i.test(parsed.hostname))
		throw refuse('Notification endpoint must respond with 200 OK to validation request.');
}

/**
 * Validates a notification URL: it must return the token (Graph reference: "Receive change
 * notifications through webhooks", "notificationUrl validation").
 * @throws GraphError 400 `ValidationError`
 */
export async function validateUrl(
	url: string,
	{ validationTimeout }: SubscriptionSettings,
	dispatcher: Dispatcher,
): Promise<void> {
	// What a receiver may decode wrongly: a space, a plus sign, a percent sign, an ampersand, non-ASCII characters.
	const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()} 100% a+b&c é`;
	const query = new URLSearchParams({ validationToken: token });
	let answer: Dispatcher.ResponseData;
	let body: string;
	const signal = AbortSignal.timeout(validationTimeout);
	try {
		answer = await request(`${url}${url.includes('?') ? '&' : '?'}${query}`, {
			method: 'POST',
			headers: { 'content-type': 'text/plain; charset=utf-8' },
			body: '',
			signal,
			dispatcher,
		});
		body = await answer.body.text();
	} catch {
		if (signal.aborted)
			throw new GraphError(400, 'ValidationError', 'Subscription validation request timed out.');
		throw refuse('Notification endpoint must respond with 200 OK to validation request.');
	}
	if (answer.statusCode !== 200)
		throw refuse(
			`HTTP status code is '${answer.statusCode}'. Notification endpoint must respond with 200 OK to validation request.`,
		);
	if (!String(answer.headers['content-type']).startsWith('text/plain'))
		throw refuse('Content type of the response must be text/plain.');
	if (body !== token) throw refuse('Response must exactly match validationToken query parameter.');
}
