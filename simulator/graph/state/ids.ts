import { createHash } from 'node:crypto';

function digest(name: string): Buffer {
	return createHash('sha256').update(name).digest();
}

/**
 * An id as Exchange makes them, the same for the same name.
 * @returns 96 URL-safe characters with `=` at the end
 */
export function exchangeId(name: string): string {
	const hash = createHash('sha512').update(name).digest('base64url');
	return `AAMkAD${hash}AAA=`;
}

/** An immutable id: the same item keeps it when it is moved. */
export function immutableId(name: string): string {
	return `AAkALg${digest(`immutable ${name}`).toString('base64url')}AA=`;
}

/** A change key or conversation id: short, opaque. */
export function shortKey(name: string): string {
	return digest(`key ${name}`).toString('base64url').slice(0, 32);
}
