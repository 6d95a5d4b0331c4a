import type { Guard } from '../../graph/errors/explain';
import { GraphError } from '../../graph/errors/graphError';

/** Graph's errors for a path whose last segment its cloud doesn't support, by that segment. */
const unknownWord = {
	delta: /segment '?(microsoft\.graph\.)?delta\b/i,
	messageTraces: /segment '?(microsoft\.graph\.)?messageTraces\b/i,
	permanentDelete: /segment '?(microsoft\.graph\.)?permanentDelete\b/i,
} as const;
type Word = keyof typeof unknownWord;

/**
 * Guards for an operation that not every cloud has.
 * @param word the segment that Graph doesn't know there
 * @param fix a sentence: which clouds have it, and what to do in the others
 * Source: "National cloud deployments" on the page of each operation.
 */
export function missingInCloud(word: Word, fix: string): Guard[] {
	return [
		{ when: { message: unknownWord[word] }, fix },
		...[405, 501].map((status) => ({ when: { status }, fix })),
	];
}

/** Whether Graph refused a request because its cloud doesn't support it. */
export function isMissingInCloud(error: unknown, word: Word): boolean {
	if (!(error instanceof GraphError)) return false;
	const { status, message } = error.parts;
	return status === 405 || status === 501 || (status < 500 && unknownWord[word].test(message));
}
