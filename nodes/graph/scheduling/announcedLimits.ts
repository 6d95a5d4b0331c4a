import type { GraphResponse } from '../graphRequest';
import type { Job } from './job';
import type { RateLimiter } from './rateLimiter';
import { sharePoint } from './throttleScope';

/** The share of a limit from which Graph's warning slows the client down. */
const nearLimit = 0.8;
/** From this share of SharePoint's limit on, requests are spread over what is left of its window. */
const nearSharePointLimit = 0.8;
/** The estimated cost of a request in SharePoint's units: most cost one or two, some five. */
const typicalCost = 2;
/** The longest wait while units are left, in ms. */
const maxSpreadMs = 10_000;

/**
 * Respects SharePoint's reported limit: if it's used up, sites and drives wait until the window ends; near the limit,
 * they wait in proportion to the call's share of what is left.
 * @param requests of the call
 * Source: "Avoid getting throttled or blocked in SharePoint Online", `RateLimit-Remaining`.
 */
export function keepWithinLimit(
	{ rateLimiter, scope }: Pick<Job, 'rateLimiter' | 'scope'>,
	{ headers }: GraphResponse,
	requests: number,
): void {
	if (scope.name !== sharePoint || headers['ratelimit-remaining'] === undefined) return;
	const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
		Number.parseFloat(String(headers[`ratelimit-${name}`])),
	) as [number, number, number];
	if (!(reset > 0) || !(remaining >= 0)) return;
	if (remaining > 0 && !(remaining <= limit * (1 - nearSharePointLimit))) return;
	const window = reset * 1000;
	const spread = Math.min(maxSpreadMs, window * Math.min(1, (requests * typicalCost) / remaining));
	const why = `SharePoint has ${remaining} of ${limit} units left for this app until its window ends`;
	rateLimiter.throttle(sharePoint, remaining > 0 ? spread : window, why);
}

/** Source: "Microsoft Graph throttling guidance", `x-ms-throttle-limit-percentage`. */
export function slowDownNearLimit(rateLimiter: RateLimiter | undefined, { headers }: GraphResponse): void {
	if (Number(headers['x-ms-throttle-limit-percentage']) >= nearLimit) rateLimiter?.slowDown();
}
