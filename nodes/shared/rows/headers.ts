import { valueOf } from './cells';

/** The names of columns. */
export interface Headers {
	/** One for each column, all different. */
	keys: string[];
	/** Those that differ from the cells: empty and repeated ones. */
	renamed: string[];
}

/** 0 is `A`. */
export function lettersOf(column: number): string {
	const rest = Math.floor(column / 26) - 1;
	return `${rest >= 0 ? lettersOf(rest) : ''}${String.fromCharCode(65 + (column % 26))}`;
}

/**
 * The names of columns, from their header row. An empty one is named after its letter, `Column C`; a repeated one gets a
 * number.
 * @param cells the header row's values
 * @param firstColumn the place of the first one, from 0
 * @param formats the number formats of the cells
 */
export function headersOf(
	cells: readonly unknown[],
	firstColumn: number,
	formats: readonly unknown[] = [],
): Headers {
	const texts = cells.map((cell, index) => String(valueOf(cell, formats[index]) ?? '').trim());
	const taken = new Set(texts);
	const used = new Set<string>();
	const keys: string[] = [];
	const renamed: string[] = [];
	for (const [index, text] of texts.entries()) {
		const key =
			text !== '' && !used.has(text) ? text : free(text || `Column ${lettersOf(firstColumn + index)}`);
		used.add(key);
		keys.push(key);
		if (key !== text) renamed.push(key);
	}
	return { keys, renamed };

	function free(stem: string): string {
		if (!taken.has(stem) && !used.has(stem)) return stem;
		for (let number = 2; ; number++) {
			const name = `${stem} ${number}`;
			if (!taken.has(name) && !used.has(name)) return name;
		}
	}
}
