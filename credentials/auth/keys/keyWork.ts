import { signInError } from '../core/signInError';

/**
 * Takes work into account before it is done.
 * @param hash what is calculated, such as `sha256` or `scrypt`
 * @param count how often: rounds of a hash, or N × r × p of scrypt
 * @throws SignInError once all of it together would take too long
 */
export type Spend = (hash: string, count: number) => void;

/** The maximum time for reading one credential's key, in ms on a common server: it blocks n8n meanwhile. */
const maxTimeMs = 2_000;

/** How long one round takes on a common server, in ms: by Node.js itself, in a loop of this package, or of scrypt. */
const native = { short: 0.000_25, long: 0.000_5 };
const looped = { short: 0.001_3, long: 0.002_3 };
const scrypt = 0.000_35;

/** What each derivation of a key costs at least, in ms. */
const minTimeMs = 0.05;

/**
 * Counts the time that deriving keys from passwords takes, since a file says itself how many rounds it needs: a small one
 * can take hours.
 * @param cure what the error says to do
 */
export function keyWork(cure: string): { native: Spend; looped: Spend } {
	let left = maxTimeMs;
	const spend = (time: number): void => {
		left -= minTimeMs + time;
		// Also for a count that isn't a number.
		if (left >= 0) return;
		throw signInError({
			what: 'Opening the private key would take too long.',
			why: 'The file asks for more rounds of key derivation than n8n can do in two seconds, and it would block n8n meanwhile.',
			fix: cure,
		});
	};
	const isLong = (hash: string) => hash === 'sha384' || hash === 'sha512';
	return {
		native: (hash, count) =>
			spend(count * (hash === 'scrypt' ? scrypt : native[isLong(hash) ? 'long' : 'short'])),
		looped: (hash, count) => spend(count * looped[isLong(hash) ? 'long' : 'short']),
	};
}

/** What counts the work of reading one credential's key. */
export type KeyWork = ReturnType<typeof keyWork>;
