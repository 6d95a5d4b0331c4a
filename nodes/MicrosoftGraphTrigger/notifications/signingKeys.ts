import type { JsonWebKey } from 'node:crypto';

import { caught } from '../../../credentials/auth/core/caught';
import { requestError } from '../../graph/errors/requestError';
import { askLoginHost, type HttpContext } from './loginHost';

/** What is known of the keys of one tenant; times in ms since the epoch. */
interface Entry {
	keys?: ReadonlyMap<string, JsonWebKey>;
	receivedAt: number;
	/** Until then there's no retry. */
	retryAt: number;
	/** Why the last request failed. */
	failure?: unknown;
	/** The request on its way, which all callers wait for. */
	pending?: Promise<void>;
}

/** How long keys are used, in ms: Entra may rotate them at any time, and publishes them before. */
const maxAgeMs = 24 * 3600_000;
/** An unknown key is requested no more often than this, in ms: anyone can send tokens that name one. */
const minIntervalMs = 60_000;
/** After a failure, in ms: a short one shouldn't cost a minute of notifications. */
const failureMs = 10_000;

const entries = new Map<string, Entry>();

/**
 * The public keys that Entra signs a tenant's tokens with, by their id. They are remembered for a day, by login URL and
 * tenant. An unknown id causes another request, at most once a minute, one at a time. While the login host
 * can't be reached, keys that are older than a day stay in use.
 * @param where `loginUrl` without a trailing slash; `tenant` as GUID or domain
 * @returns a function that gives the key of an id, or `undefined` where Entra has none; it throws RequestError when the
 * login host doesn't return its keys
 * Source: "Signing key rollover in the Microsoft identity platform".
 */
export function signingKeys(
	context: HttpContext,
	{ loginUrl, tenant }: { loginUrl: string; tenant: string },
): (kid: string) => Promise<JsonWebKey | undefined> {
	const url = `${loginUrl}/${encodeURIComponent(tenant)}/discovery/v2.0/keys`;
	return async (kid) => {
		const entry = entryFor(url);
		const key = entry.keys?.get(kid);
		if (key !== undefined && Date.now() - entry.receivedAt < maxAgeMs) return key;
		try {
			await renewed(entry, context, url);
		} catch (error) {
			if (key === undefined) throw caught(error);
		}
		return entry.keys?.get(kid);
	};
}

/** Forgets all keys (tests start from nothing). */
export function forgetSigningKeys(): void {
	entries.clear();
}

function entryFor(url: string): Entry {
	const known = entries.get(url);
	if (known !== undefined) return known;
	const entry: Entry = { receivedAt: 0, retryAt: 0 };
	entries.set(url, entry);
	return entry;
}

async function renewed(entry: Entry, context: HttpContext, url: string): Promise<void> {
	if (entry.pending === undefined && Date.now() < entry.retryAt) {
		if (entry.failure !== undefined) throw entry.failure;
		return;
	}
	entry.pending ??= renew(entry, context, url);
	await entry.pending;
}

async function renew(entry: Entry, context: HttpContext, url: string): Promise<void> {
	try {
		entry.keys = await fetchKeys(context, url);
		entry.receivedAt = Date.now();
		entry.retryAt = entry.receivedAt + minIntervalMs;
		entry.failure = undefined;
	} catch (error) {
		entry.failure = error;
		entry.retryAt = Date.now() + failureMs;
		throw caught(error);
	} finally {
		entry.pending = undefined;
	}
}

async function fetchKeys(context: HttpContext, url: string): Promise<ReadonlyMap<string, JsonWebKey>> {
	const { keys } = await askLoginHost(context, url);
	const found = Array.isArray(keys) ? keys.filter(isRsaKey).map((key) => [key.kid, key] as const) : [];
	if (found.length > 0) return new Map(found);
	throw requestError({
		what: `The login host ${new URL(url).host} returned no key that tokens can be verified with.`,
		fix: "Check the credential's cloud and, for a custom cloud, the Login URL.",
	});
}

function isRsaKey(key: unknown): key is JsonWebKey & { kid: string } {
	if (typeof key !== 'object' || key === null) return false;
	const { kty, kid, use = 'sig' } = key as Record<string, unknown>;
	return kty === 'RSA' && typeof kid === 'string' && use === 'sig';
}
