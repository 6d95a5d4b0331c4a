/**
 * The rows of a CSV file as objects, by the names in its first row (RFC 4180: quoted fields may contain commas, doubled
 * quotes, and line breaks). Empty lines are skipped; values stay text, because an ID of digits isn't a number.
 */
export function readCsv(csv: string): Array<Record<string, string>> {
	const [names = [], ...rows] = readRows(csv.replace(/^\uFEFF/, ''));
	return rows.map((row) => Object.fromEntries(names.map((name, column) => [name, row[column] ?? ''])));
}

function readRows(csv: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	// A field, in quotes or not, and what follows it: the next field, the next row, or the end.
	const fields = /(?:"((?:[^"]|"")*)(?:"(?!")([^,\r\n]*)|$)|(?!")([^,\r\n]*))(,|\r\n|\n|\r|$)/gy;
	while (fields.lastIndex < csv.length || row.length > 0) {
		const [, inQuotes, rest = '', plain = '', end] = fields.exec(csv) ?? [];
		row.push(inQuotes === undefined ? plain : inQuotes.replace(/""/g, '"') + rest);
		if (end === ',') continue;
		if (row.length > 1 || row[0] !== '') rows.push(row);
		row = [];
	}
	return rows;
}
