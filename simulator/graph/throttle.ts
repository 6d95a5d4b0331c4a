import type { Settings } from '../settings';
import { GraphError } from './errors';
import type { GraphState } from './state';
import type { Throttle } from './world';

/**
 * Retry-After in the form that the settings name.
 * @param seconds whole or not
 */
export function retryAfter(seconds: number, as: Settings['retryAfterAs']): Record<string, string> {
	if (as === 'none') return {};
	if (as === 'decimal') return { 'retry-after': seconds.toFixed(1) };
	if (as === 'seconds') return { 'retry-after': String(Math.ceil(seconds)) };
	// A date has no fractions of a second: one second is added, so that it's never too early.
	return { 'retry-after': new Date(Date.now() + seconds * 1000 + 999).toUTCString() };
}

function percentage(used: number | undefined): Record<string, string> {
	return used === undefined ? {} : { 'x-ms-throttle-limit-percentage': used.toFixed(2) };
}

interface Bucket {
	left: number;
	at: number;
}

/** The limits of a tenant; refusals are counted in `state.throttled`. */
export function createThrottle(state: GraphState, settings: Settings): Throttle {
	const buckets = new Map<string, Bucket>();
	const windows = new Map<string, { used: number; endsAt: number }>();
	const busy = new Map<string, number>();
	const batchAt = new Map<string, number>();
	const books = new Set<string>();

	const refuse = (code: string, message: string, seconds: number) => {
		state.throttled += 1;
		return new GraphError(429, code, message, retryAfter(seconds, settings.retryAfterAs));
	};
	const overMailbox = () =>
		refuse(
			'ApplicationThrottled',
			'Application is over its MailboxConcurrency limit.',
			settings.concurrencyRetryAfter,
		);

	return {
		count(token, user) {
			const { throttle, throttlePercentage } = settings;
			const fixed = typeof throttlePercentage === 'number' ? throttlePercentage : undefined;
			if (!throttle) return percentage(fixed);
			const key = throttle.perMailbox ? `${token.clientId} ${user?.id ?? ''}` : token.clientId;
			const now = Date.now();
			const bucket = buckets.get(key) ?? { left: throttle.capacity, at: now };
			const refilled = ((now - bucket.at) / 1000) * throttle.refillPerSecond;
			bucket.left = Math.min(throttle.capacity, bucket.left + refilled);
			bucket.at = now;
			buckets.set(key, bucket);
			if (bucket.left < 1) {
				const wait = throttle.retryAfter ?? Math.max((1 - bucket.left) / throttle.refillPerSecond, 0.001);
				throw refuse('TooManyRequests', 'Too many requests.', wait);
			}
			bucket.left -= 1;
			const used = fixed ?? 1 - bucket.left / throttle.capacity;
			const shown: boolean = fixed !== undefined || (throttlePercentage === 'bucket' && used >= 0.8);
			return percentage(shown ? used : undefined);
		},
		countFiles({ clientId }): Record<string, string> {
			const limit = settings.sharePoint.rateLimit;
			if (!limit) return {};
			const now = Date.now();
			const known = windows.get(clientId);
			const window = known && known.endsAt > now ? known : { used: 0, endsAt: now + limit.seconds * 1000 };
			windows.set(clientId, window);
			const left = Math.max(0, (window.endsAt - now) / 1000);
			if (window.used >= limit.requests)
				throw refuse('activityLimitReached', 'The request has been throttled.', left);
			window.used += 1;
			return {
				'ratelimit-limit': String(limit.requests),
				'ratelimit-remaining': String(limit.requests - window.used),
				'ratelimit-reset': String(Math.ceil(left)),
			};
		},
		enter(user, token, batch) {
			const key = `${token.clientId} ${user.id}`;
			const holder = batchAt.get(key);
			if (batch !== undefined && settings.oneBatchPerMailbox) {
				if (holder !== undefined && holder !== batch) throw overMailbox();
				batchAt.set(key, batch);
			}
			const now = (busy.get(key) ?? 0) + 1;
			const upn = user.userPrincipalName;
			state.maxConcurrency.set(upn, Math.max(state.maxConcurrency.get(upn) ?? 0, now));
			if (now > settings.mailboxConcurrency) throw overMailbox();
			busy.set(key, now);
			return () => busy.set(key, (busy.get(key) ?? 1) - 1);
		},
		enterWorkbook(file) {
			if (books.has(file)) {
				if (settings.workbookBusy === 'throttled') throw refuse('TooManyRequests', 'Too many requests.', 1);
				state.throttled += 1;
				throw new GraphError(409, 'AccessConflict', 'The workbook is being used by another request.');
			}
			books.add(file);
			return () => books.delete(file);
		},
		endBatch(batch) {
			for (const [key, holder] of batchAt) if (holder === batch) batchAt.delete(key);
		},
		reset() {
			buckets.clear();
			windows.clear();
			batchAt.clear();
			busy.clear();
			books.clear();
		},
	};
}
