import type { Guard } from '../../graph/explain';
import { GraphError } from '../../graph/graphError';

/** What Graph says of the last word of a path that its cloud does not know. */
const unknownWord = (word: string): RegExp => new RegExp(`segment '?(microsoft\\.graph\\.)?${word}\\b`, 'i');

/**
 * Guards for an operation that not every cloud has.
 * @param word of the path, which Graph does not know there
 * @param fix a sentence: which clouds have it, and what to do in the others
 * Source: "National cloud deployments" on the page of each operation.
 */
export function missingInCloud(word: string, fix: string): Guard[] {
	return [
		{ when: { message: unknownWord(word) }, fix },
		...[405, 501].map((status) => ({ when: { status }, fix })),
	];
}

/** Whether Graph refused a request since its cloud does not have what it asks for. */
export function isMissingInCloud(error: unknown, word: string): boolean {
	if (!(error instanceof GraphError)) return false;
	const { status, message } = error.parts;
	return status === 405 || status === 501 || (status < 500 && unknownWord(word).test(message));
}
