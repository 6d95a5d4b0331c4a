/** A text, and where each of its characters stands in the text that it was decoded from. */
export interface DecodedText {
	text: string;
	/** By character: where what it was decoded from begins, and ends (exclusive). */
	starts: readonly number[];
	ends: readonly number[];
}

/** A text that was not decoded. */
export function asWritten(text: string): DecodedText {
	const starts = Array.from({ length: text.length }, (_, at) => at);
	return { text, starts, ends: starts.map((at) => at + 1) };
}

/** What JSON escapes by one letter (RFC 8259, section 7). */
const jsonLetters: Readonly<Record<string, string>> = {
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	'"': '"',
	"'": "'",
	'/': '/',
	'\\': '\\',
};
/** The entities of HTML that escaping makes. */
const entities: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: '\u00a0',
};

/** An escape, in percent encoding, JSON, or HTML: each of a bounded length. */
const escapes =
	/%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\[bfnrt"'/\\]|&#\d{1,7};|&#x[0-9a-f]{1,6};|&(?:amp|lt|gt|quot|apos|nbsp);/gi;

/**
 * Takes one layer of escapes off: percent encoding (bytes of UTF-8, or of Latin-1 where they aren't), JSON's, and HTML's.
 * @returns `undefined` where there is none
 */
export function decodedOnce({ text, starts, ends }: DecodedText): DecodedText | undefined {
	const found = [...text.matchAll(escapes)];
	if (found.length === 0) return undefined;
	const result = { text: [] as string[], starts: [] as number[], ends: [] as number[] };
	const add = (decoded: string, from: number, to: number): void => {
		for (let unit = 0; unit < decoded.length; unit++) {
			result.text.push(decoded[unit]);
			result.starts.push(starts[from]);
			result.ends.push(ends[to - 1]);
		}
	};
	const addPlain = (from: number, to: number): void => {
		for (let at = from; at < to; at++) add(text[at], at, at + 1);
	};
	let over = 0;
	for (const { 0: escape, index } of found) {
		if (index < over) continue;
		addPlain(over, index);
		const bytes = escape.startsWith('%') ? utf8At(text, index) : undefined;
		const length = bytes?.length ?? escape.length;
		add(bytes?.decoded ?? decodedEscape(escape), index, index + length);
		over = index + length;
	}
	addPlain(over, text.length);
	return { ...result, text: result.text.join('') };
}

/** How many bytes a character of UTF-8 has, by its first one; 1 for what begins none. */
function utf8Length(first: number): number {
	if (first < 0xc2 || first >= 0xf5) return 1;
	if (first < 0xe0) return 2;
	return first < 0xf0 ? 3 : 4;
}

/** The character of UTF-8 that percent encoding gives from here on, and how much of the text it takes. */
function utf8At(text: string, start: number): { decoded: string; length: number } {
	const first = Number.parseInt(text.slice(start + 1, start + 3), 16);
	const count = utf8Length(first);
	const length = count * 3;
	try {
		const decoded = decodeURIComponent(text.slice(start, start + length));
		// A cut one at the end of the text was not decoded in full.
		if (count === 1 || text[start + length - 3] === '%') return { decoded, length };
	} catch {
		// No UTF-8.
	}
	return { decoded: String.fromCharCode(first), length: 3 };
}

function decodedEscape(escape: string): string {
	if (escape.startsWith('\\')) {
		const letter = escape[1];
		return /^[ux]$/i.test(letter) && escape.length > 2
			? String.fromCharCode(Number.parseInt(escape.slice(2), 16))
			: (jsonLetters[letter.toLowerCase()] ?? letter);
	}
	const name = escape.slice(1, -1).toLowerCase();
	if (!name.startsWith('#')) return entities[name] ?? escape;
	const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
	return code <= 0x10ffff ? String.fromCodePoint(code) : escape;
}

/** Runs of what base64 and base64url are written with, from the shortest that can hold four characters. */
const base64Runs = /[A-Za-z0-9+/_-]{6,}={0,2}/g;

/** A part of a text that may be base64, and all that it may hold. */
export interface Base64Run {
	start: number;
	end: number;
	/** What it holds, read from each of the four places where base64 may begin. */
	readings: string[];
}

/** The parts of a text that may be base64; something else may stand before it without anything between. */
export function base64RunsIn(text: string): Base64Run[] {
	return [...text.matchAll(base64Runs)].map(({ 0: run, index }) => ({
		start: index,
		end: index + run.length,
		readings: [0, 1, 2, 3].map((offset) => Buffer.from(run.slice(offset), 'base64').toString('utf8')),
	}));
}
