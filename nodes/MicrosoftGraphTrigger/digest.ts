import { createHash } from 'node:crypto';

/** A short text that stands for others. */
export function digest(parts: readonly string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 24);
}
