import { requestError } from '../../../graph/requestError';

/** What a greater permission adds, where an app works on passwords. */
export const moreForOthers =
	'That is for applications that the app owns; others need Application.ReadWrite.All.';

/**
 * A point in time as Graph takes it.
 * @param field the label of its field, for the error
 * @returns `undefined` when it is not set
 */
export function instant(value: unknown, field: string): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const time = new Date(String(value));
	if (!Number.isNaN(time.getTime())) return time.toISOString();
	throw requestError({
		what: `"${field}" is no date: ${JSON.stringify(value)}.`,
		fix: 'Enter a date, such as 2030-01-31 or 2030-01-31T09:00:00Z.',
	});
}
