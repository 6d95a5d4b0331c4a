/** Text as code. */
export const code = (text: string): string => `\`${text}\``;

/**
 * A table, without padding: a cell that grows changes its own line only.
 * @param heads the head of each column; empty for none
 * @param rows their cells, each Markdown of one line
 */
export function table(heads: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

const line = (cells: readonly string[]) =>
	`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/**
 * A page with another text between the marks `<!-- name: begin -->` and `<!-- name: end -->`. Prettier leaves it as it is.
 * @param file the page's name, for the error
 * @throws Error when the page doesn't have the marks
 */
export function withPart(file: string, page: string, name: string, part: string): string {
	const marks = { begin: `<!-- ${name}: begin -->`, end: `<!-- ${name}: end -->` };
	const [before, rest] = page.split(marks.begin);
	const after = rest?.split(marks.end)[1];
	if (before === undefined || after === undefined)
		throw new Error(`${file} has lost the marks of its ${name}.`);
	return [
		before,
		`${marks.begin}\n<!-- prettier-ignore-start -->\n\n`,
		part,
		`\n\n<!-- prettier-ignore-end -->\n${marks.end}`,
		after,
	].join('');
}
