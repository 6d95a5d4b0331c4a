import type { Cell } from './cells';
import { columnOf } from './addresses';

/** What a formula reads of its workbook. */
export interface Cells {
	/** The values of an area, row by row. @throws FormulaError `#REF!` */
	read(reference: Reference): Cell[][];
	/** What a defined name refers to; `undefined` for an unknown name. */
	named(name: string): string | undefined;
}

/** A reference to cells; rows and columns count from 0. */
export interface Reference {
	sheet?: string;
	row: number;
	column: number;
	rows: number;
	columns: number;
}

/** A result such as `#DIV/0!`. */
export class FormulaError extends Error {}

type Token = { kind: 'number' | 'text' | 'name' | 'cell' | 'sheet' | 'sign'; text: string };

const patterns: ReadonlyArray<[Token['kind'], RegExp]> = [
	['number', /^\d+(?:\.\d+)?(?:e[+-]?\d+)?/i],
	['text', /^"(?:[^"]|"")*"/],
	['sheet', /^(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!/],
	['cell', /^\$?[A-Z]{1,3}\$?\d{1,7}(?![\w(])/i],
	['name', /^[A-Za-z_][\w.]*/],
	['sign', /^(?:<>|<=|>=|[-+*/^&=<>(),:%])/],
];

function tokensOf(formula: string): Token[] {
	const tokens: Token[] = [];
	for (let rest = formula.trim(); rest !== '';) {
		const found = patterns
			.map(([kind, pattern]) => ({ kind, text: pattern.exec(rest)?.[0] }))
			.find(({ text }) => text !== undefined);
		if (found?.text === undefined) throw new FormulaError('#NAME?');
		tokens.push({ kind: found.kind, text: found.text });
		rest = rest.slice(found.text.length).trimStart();
	}
	return tokens;
}

/** A value, or several cells. */
type Value = Cell | Cell[][];

const single = (value: Value): Cell => {
	const cell = Array.isArray(value) ? (value[0]?.[0] ?? '') : value;
	if (typeof cell === 'string' && /^#[A-Z/0!?]+$/.test(cell)) throw new FormulaError(cell);
	return cell;
};

function numberOf(value: Value): number {
	const cell = single(value);
	if (typeof cell === 'number') return cell;
	if (typeof cell === 'boolean') return cell ? 1 : 0;
	if (cell === '') return 0;
	const number = Number(cell);
	if (Number.isNaN(number)) throw new FormulaError('#VALUE!');
	return number;
}

const textOf = (value: Value): string => {
	const cell = single(value);
	return typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell);
};

const cellsOf = (values: Value[]): Cell[] =>
	values.flatMap((value) => (Array.isArray(value) ? value.flat() : [value]));
const numbersOf = (values: Value[]): number[] =>
	cellsOf(values).flatMap((cell) => {
		if (typeof cell === 'string' && cell.startsWith('#')) throw new FormulaError(cell);
		return typeof cell === 'number' ? [cell] : [];
	});
const isTrue = (value: Value): boolean => {
	const cell = single(value);
	return typeof cell === 'string' ? cell.toUpperCase() === 'TRUE' : Boolean(cell);
};
const divided = (one: number, other: number): number => {
	if (other === 0) throw new FormulaError('#DIV/0!');
	return one / other;
};

const functions: Readonly<Record<string, (values: Value[]) => Cell>> = {
	SUM: (values) => numbersOf(values).reduce((sum, one) => sum + one, 0),
	AVERAGE: (values) =>
		divided(
			numbersOf(values).reduce((sum, one) => sum + one, 0),
			numbersOf(values).length,
		),
	COUNT: (values) => numbersOf(values).length,
	COUNTA: (values) => cellsOf(values).filter((cell) => cell !== '').length,
	MIN: (values) => Math.min(...(numbersOf(values).length > 0 ? numbersOf(values) : [0])),
	MAX: (values) => Math.max(...(numbersOf(values).length > 0 ? numbersOf(values) : [0])),
	ABS: ([value = '']) => Math.abs(numberOf(value)),
	ROUND: ([value = '', digits = 0]) => {
		const scale = 10 ** numberOf(digits);
		return Math.round(numberOf(value) * scale) / scale;
	},
	IF: ([test = '', yes = true, no = false]) => single(isTrue(test) ? yes : no),
	CONCAT: (values) => cellsOf(values).map(textOf).join(''),
	CONCATENATE: (values) => values.map(textOf).join(''),
	UPPER: ([value = '']) => textOf(value).toUpperCase(),
	LOWER: ([value = '']) => textOf(value).toLowerCase(),
	LEN: ([value = '']) => textOf(value).length,
	TRUE: () => true,
	FALSE: () => false,
};

const compare = (sign: string, one: Cell, other: Cell): boolean => {
	const [left, right] = [one, other].map((cell) => (typeof cell === 'string' ? cell.toLowerCase() : cell));
	switch (sign) {
		case '=':
			return left === right;
		case '<>':
			return left !== right;
		case '<':
			return left < right;
		case '>':
			return left > right;
		case '<=':
			return left <= right;
		default:
			return left >= right;
	}
};

/** How strongly signs bind; `&` binds more than comparisons. */
const strength: Readonly<Record<string, number>> = {
	'=': 1,
	'<>': 1,
	'<': 1,
	'>': 1,
	'<=': 1,
	'>=': 1,
	'&': 2,
	'+': 3,
	'-': 3,
	'*': 4,
	'/': 4,
	'^': 5,
};

function apply(sign: string, one: Value, other: Value): Value {
	switch (sign) {
		case '&':
			return textOf(one) + textOf(other);
		case '+':
			return numberOf(one) + numberOf(other);
		case '-':
			return numberOf(one) - numberOf(other);
		case '*':
			return numberOf(one) * numberOf(other);
		case '/':
			return divided(numberOf(one), numberOf(other));
		case '^':
			return numberOf(one) ** numberOf(other);
		default:
			return compare(sign, single(one), single(other));
	}
}

const cornerOf = (text: string) => {
	const [, letters = '', row = ''] = /^([A-Z]+)(\d+)$/i.exec(text.replace(/\$/g, '')) ?? [];
	return { column: columnOf(letters), row: Number(row) - 1 };
};

/**
 * The result of a formula: arithmetic, comparisons, text, references, and a few functions.
 * @param formula without its `=`
 * @throws FormulaError for a result that is an error
 */
export function evaluate(formula: string, cells: Cells): Cell {
	const tokens = tokensOf(formula);
	let at = 0;
	const next = () => tokens[at];
	const takes = (text: string) => {
		if (next()?.text !== text) return false;
		at += 1;
		return true;
	};
	const need = (text: string) => {
		if (!takes(text)) throw new FormulaError('#NAME?');
	};

	const reference = (first: string, sheet?: string): Value => {
		const from = cornerOf(first);
		let to = from;
		if (takes(':')) {
			const last = next();
			if (last?.kind !== 'cell') throw new FormulaError('#REF!');
			at += 1;
			to = cornerOf(last.text);
		}
		const [row, column] = [Math.min(from.row, to.row), Math.min(from.column, to.column)];
		return cells.read({
			...(sheet !== undefined && { sheet }),
			row,
			column,
			rows: Math.abs(from.row - to.row) + 1,
			columns: Math.abs(from.column - to.column) + 1,
		});
	};

	const called = (name: string): Value => {
		const values: Value[] = [];
		if (!takes(')')) {
			do values.push(expression(0));
			while (takes(','));
			need(')');
		}
		const call = functions[name.toUpperCase()];
		if (!call) throw new FormulaError('#NAME?');
		return call(values);
	};

	const operand = (): Value => {
		const token = next();
		at += 1;
		switch (token?.kind) {
			case 'number':
				return Number(token.text);
			case 'text':
				return token.text.slice(1, -1).replace(/""/g, '"');
			case 'cell':
				return reference(token.text);
			case 'sheet': {
				const cell = next();
				if (cell?.kind !== 'cell') throw new FormulaError('#REF!');
				at += 1;
				const sheet = token.text.slice(0, -1).replace(/^'|'$/g, '').replace(/''/g, "'");
				return reference(cell.text, sheet);
			}
			case 'name': {
				if (takes('(')) return called(token.text);
				if (/^(true|false)$/i.test(token.text)) return token.text.toUpperCase() === 'TRUE';
				const meaning = cells.named(token.text);
				if (meaning === undefined) throw new FormulaError('#NAME?');
				return evaluate(meaning.replace(/^=/, ''), cells);
			}
			default:
				if (token?.text === '-') return -numberOf(expression(4));
				if (token?.text === '+') return numberOf(expression(4));
				if (token?.text !== '(') throw new FormulaError('#NAME?');
		}
		const inner = expression(0);
		need(')');
		return inner;
	};

	const expression = (least: number): Value => {
		let left = operand();
		for (;;) {
			if (takes('%')) {
				left = numberOf(left) / 100;
				continue;
			}
			const sign = next()?.text ?? '';
			const binds = strength[sign] ?? 0;
			if (binds === 0 || binds <= least) return left;
			at += 1;
			left = apply(sign, left, expression(binds));
		}
	};

	const result = single(expression(0));
	if (at < tokens.length) throw new FormulaError('#NAME?');
	// A reference to an empty cell is 0.
	return result === '' && tokens.at(-1)?.kind === 'cell' ? 0 : result;
}
