import type { GraphResponse } from '../graphRequest';
import type { Job } from './job';
import type { Lane } from './rateLimiter';
import { sharePoint } from './throttleScope';

/** From this share of a limit on, Graph's warning is heeded. */
const nearLimit = 0.8;
/** From this share of SharePoint's limit on, requests are spread over what is left of its window. */
const nearSharePointLimit = 0.8;
/** What a request costs of SharePoint's limit, at a guess: most cost one or two units, some five. */
const usualCost = 2;
/** The longest pause while something is left, in ms. */
const longestSpread = 10_000;

/**
 * Heeds what SharePoint tells of its limit: when it is used up, its sites and drives are left alone until the window ends;
 * when that is near, for as long as the requests of a call may cost of what is left.
 * @param requests of the call
 * Source: "Avoid getting throttled or blocked in SharePoint Online", `RateLimit-Remaining`.
 */
export function keepWithinLimit(
	{ lane, scope }: Pick<Job, 'lane' | 'scope'>,
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
	const spread = Math.min(longestSpread, window * Math.min(1, (requests * usualCost) / remaining));
	const why = `SharePoint has ${remaining} of ${limit} units left for this app until its window ends`;
	lane.hold(sharePoint, remaining > 0 ? spread : window, why);
}

/** Source: "Microsoft Graph throttling guidance", `x-ms-throttle-limit-percentage`. */
export function heedWarning(lane: Lane | undefined, { headers }: GraphResponse): void {
	if (Number(headers['x-ms-throttle-limit-percentage']) >= nearLimit) lane?.slowDown();
}
