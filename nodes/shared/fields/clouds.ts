import type { Guard } from '../../graph/errors/explain';
import { GraphError } from '../../graph/errors/graphError';

/** What Graph says of a path whose last word its cloud does not know, by that word. */
const unknownWord = {
	delta: /segment '?(microsoft\.graph\.)?delta\b/i,
	messageTraces: /segment '?(microsoft\.graph\.)?messageTraces\b/i,
	permanentDelete: /segment '?(microsoft\.graph\.)?permanentDelete\b/i,
} as const;
type Word = keyof typeof unknownWord;

/**
 * Guards for an operation that not every cloud has.
 * @param word of the path, which Graph does not know there
 * @param fix a sentence: which clouds have it, and what to do in the others
 * Source: "National cloud deployments" on the page of each operation.
 */
export function missingInCloud(word: Word, fix: string): Guard[] {
	return [
		{ when: { message: unknownWord[word] }, fix },
		...[405, 501].map((status) => ({ when: { status }, fix })),
	];
}

/** Whether Graph refused a request since its cloud does not have what it asks for. */
export function isMissingInCloud(error: unknown, word: Word): boolean {
	if (!(error instanceof GraphError)) return false;
	const { status, message } = error.parts;
	return status === 405 || status === 501 || (status < 500 && unknownWord[word].test(message));
}
