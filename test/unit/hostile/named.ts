import type { Slot } from './slots';
import type { Own } from './structure';

/** What a person writes in Graph's own terms: there, what it says is theirs. */
export function ownIn({ entry, field, path }: Slot): Own {
	const api = entry.resource.value === 'api';
	return {
		address:
			(api && ['path', 'requests', 'method'].includes(field.name)) ||
			// A path of folders, each of which is made.
			(entry.operation.value === 'createFolder' && field.name === 'name') ||
			// Rows and columns, of which addresses of cells are made.
			(entry.resource.value === 'workbook' &&
				['firstDataRow', 'headerRow', 'range', 'rowNumbers'].includes(field.name)),
		expression: ['filter', 'select', 'orderBy', 'search', 'columns'].includes(field.name),
		names: api && ['headers', 'queryParameters', 'requests'].includes(String(path[0])),
		// Names of properties, which the operation checks: see refused.test.ts.
		json: field.type === 'json' || ['attributeName', 'attributeSet'].includes(String(path[0])),
	};
}

/** Whether an error says which field it is about, by its label or by its value. */
export function namesField(text: string, { labels }: Slot, value: unknown): boolean {
	const told = text.toLowerCase();
	if (labels.some((label) => told.includes(label.toLowerCase()))) return true;
	// It names the query parameter that is too long.
	if (/its URL has \d+ characters/.test(text)) return true;
	if ([startOf(value), plainStart(value)].some((start) => told.includes(start.toLowerCase()))) return true;
	// A part of it, such as a name in a path.
	const [part] = /"(?:[^"\\]|\\.)+"/.exec(text) ?? [];
	if (part === undefined) return false;
	const inside = plain(part).replaceAll("''", "'").replace(/:$/, '');
	const whole = typeof value === 'string' ? value : safeJson(value);
	return [whole, decoded(whole), decoded(decoded(whole))].some((one) =>
		one.replaceAll("''", "'").includes(inside),
	);
}

function safeJson(value: unknown): string {
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return '';
	}
}

/** What stands in quotes in an error, as it was before. */
function plain(part: string): string {
	try {
		return JSON.parse(part) as string;
	} catch {
		return part.slice(1, -1);
	}
}

/** A text as a path has it; the same where it can't be decoded. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** The same as a text has it that an error holds as it is. */
function plainStart(value: unknown): string {
	const quoted = startOf(value);
	return quoted === '\u0000' ? quoted : (JSON.parse(`"${quoted}"`) as string);
}

function startOf(value: unknown, length = 20): string {
	try {
		// By whole characters: half of one is escaped.
		const start =
			length === Infinity
				? String(value).trim()
				: [
						...String(value)
							.trim()
							.slice(0, 2 * length),
					]
						.slice(0, length)
						.join('');
		return JSON.stringify(start).slice(1, -1);
	} catch {
		return '\u0000';
	}
}
