const repeated = new WeakSet<object>();

/** Notes of an answer or an error that its request may have been sent more than once. */
export function markRepeated(result: object): void {
	repeated.add(result);
}

/**
 * Whether the request that had this answer, or this error, may have been sent more than once before: then an error alone
 * does not say that it was not carried out, nor an answer that it was carried out only once.
 */
export function wasRepeated(result: unknown): boolean {
	return typeof result === 'object' && result !== null && repeated.has(result);
}
