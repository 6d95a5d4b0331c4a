const repeated = new WeakSet<object>();

/** Marks a response or error whose request may have been sent more than once. */
export function markRepeated(result: object): void {
	repeated.add(result);
}

/**
 * Whether the request of this response or error may have been sent more than once: then an error doesn't prove that it
 * wasn't carried out, nor a response that it was carried out only once.
 */
export function wasRepeated(result: unknown): boolean {
	return typeof result === 'object' && result !== null && repeated.has(result);
}
