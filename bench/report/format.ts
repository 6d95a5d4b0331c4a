/** A time in ms as a person reads it. */
export function duration(ms: number): string {
	if (ms >= 9_950) return `${(ms / 1000).toFixed(1)} s`;
	if (ms >= 995) return `${(ms / 1000).toFixed(2)} s`;
	return `${Math.round(ms)} ms`;
}

/** Bytes as MB. */
export function megabytes(bytes: number): string {
	return `${Math.round(bytes / 1e6)} MB`;
}

/** A number with thousands set apart. */
export function count(value: number): string {
	return value.toLocaleString('en-US');
}

/** Rows in columns of equal width, for a terminal; numbers to the right. */
export function columns(header: string[], rows: string[][]): string {
	const widths = header.map((title, at) =>
		Math.max(title.length, ...rows.map((row) => (row[at] ?? '').length)),
	);
	const numeric = header.map((_, at) => rows.every((row) => /^[-–\d]/.test(row[at] ?? '') || row[at] === ''));
	const line = (row: string[]) =>
		`  ${row.map((cell, at) => (numeric[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join('  ')}`.trimEnd();
	return [line(header), `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`, ...rows.map(line)].join(
		'\n',
	);
}
