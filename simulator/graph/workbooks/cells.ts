/** What a cell holds, as Graph returns it; an empty cell is `''`, an error a text such as `#DIV/0!`. */
export type Cell = string | number | boolean;

/** A cell as it's stored: a constant, or a formula with its `=`. */
export interface StoredCell {
	value?: Cell;
	formula?: string;
	/** `General` if absent. */
	format?: string;
}

const day = 86_400_000;
/** The day 0 of serial numbers, as they are after February 1900. */
const dayZero = Date.UTC(1899, 11, 30);

const serialOf = (year: number, month: number, date: number): number | undefined => {
	const at = new Date(Date.UTC(year, month - 1, date));
	const exists = at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
	return exists && year >= 1900 ? (at.getTime() - dayZero) / day : undefined;
};

/** A day, or a day and a time, as people type it; seconds and fractions are kept. */
function typedDate(text: string): { serial: number; format: string } | undefined {
	const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
	const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
	const parts = (iso ?? american)
		?.slice(1)
		.map((part: string | undefined) => (part === undefined ? 0 : Number(part)));
	if (!parts) return undefined;
	const [one = 0, two = 0, three = 0, hour = 0, minute = 0, second = 0] = parts;
	const serial = iso ? serialOf(one, two, three) : serialOf(three, one, two);
	if (serial === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
	const time = (hour * 3600 + minute * 60 + second) / 86_400;
	return { serial: serial + time, format: time === 0 ? 'm/d/yyyy' : 'm/d/yyyy h:mm' };
}

/**
 * What becomes of a value that is written into a cell: Excel reads a text as if a person typed it. So `007` is 7, `TRUE` a
 * boolean, and `2026-01-05` a date, unless the cell's format is text, or the text begins with an apostrophe.
 * Source: "Working with Excel in Microsoft Graph", on values of ranges.
 */
export function typed(value: Cell, { format }: StoredCell = {}): StoredCell {
	const kept = format === undefined ? {} : { format };
	if (value === '') return kept;
	if (typeof value === 'string' && value.startsWith("'")) return { ...kept, value: value.slice(1) };
	if (typeof value !== 'string' || format === '@') return { ...kept, value };
	if (value.startsWith('=') && value.length > 1) return { ...kept, formula: value };
	const text = value.trim();
	if (/^(true|false)$/i.test(text)) return { ...kept, value: text.toUpperCase() === 'TRUE' };
	if (/^[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?(e[-+]?\d+)?$/i.test(text))
		return { ...kept, value: Number(text.replace(/,/g, '')) };
	if (/^[-+]?\d+(\.\d+)?%$/.test(text))
		return { format: format ?? '0%', value: Number(text.slice(0, -1)) / 100 };
	// Signs begin formulas too. Source: "Range.values" in Excel's JavaScript API.
	if (/^[-+@].*[A-Za-z(\d]/.test(text)) return { ...kept, formula: `=${text.replace(/^[+@]/, '')}` };
	const date = typedDate(text);
	if (date) return { format: format ?? date.format, value: date.serial };
	return { ...kept, value };
}

const two = (number: number) => String(number).padStart(2, '0');

function dateText(serial: number, format: string): string {
	const at = new Date(Math.round(dayZero + serial * day));
	const parts: Record<string, string> = {
		yyyy: String(at.getUTCFullYear()),
		yy: two(at.getUTCFullYear() % 100),
		dd: two(at.getUTCDate()),
		d: String(at.getUTCDate()),
		hh: two(at.getUTCHours()),
		h: String(at.getUTCHours()),
		ss: two(at.getUTCSeconds()),
		s: String(at.getUTCSeconds()),
	};
	let afterHour = false;
	return (format.split(';')[0] ?? format).replace(/yyyy|yy|mm|m|dd|d|hh|h|ss|s/gi, (name) => {
		const lower = name.toLowerCase();
		if (lower.startsWith('m')) {
			const number = afterHour ? at.getUTCMinutes() : at.getUTCMonth() + 1;
			return lower === 'mm' ? two(number) : String(number);
		}
		afterHour = lower.startsWith('h');
		return parts[lower] ?? name;
	});
}

/** A number with commas between thousands. */
function grouped(fixed: string): string {
	const [whole = '', decimals] = fixed.split('.');
	const commas = Number(whole).toLocaleString('en-US');
	return decimals === undefined ? commas : `${commas}.${decimals}`;
}

/** How a number is shown in a few formats; in others as in `General`. */
function numberText(value: number, format: string): string {
	if (/^[^"#0]*[ymdhs]/i.test(format) && format !== 'General') return dateText(value, format);
	const [, hash = '', decimals = '', percent = ''] = /^(#,##)?0(?:\.(0+))?(%)?$/.exec(format) ?? [
		undefined,
		'none',
	];
	if (hash === 'none') return String(value);
	const fixed = (percent ? value * 100 : value).toFixed(decimals.length);
	return `${hash ? grouped(fixed) : fixed}${percent}`;
}

/** What a person sees in a cell. */
export function shownText(value: Cell, format = 'General'): string {
	if (typeof value === 'boolean') return String(value).toUpperCase();
	return typeof value === 'number' ? numberText(value, format) : value;
}

/** Graph's name for what is in a cell. */
export function valueType(value: Cell): string {
	if (value === '') return 'Empty';
	if (typeof value === 'number') return 'Double';
	if (typeof value === 'boolean') return 'Boolean';
	return /^#(?:DIV\/0!|NAME\?|REF!|VALUE!|N\/A|NUM!|NULL!)$/.test(value) ? 'Error' : 'String';
}
