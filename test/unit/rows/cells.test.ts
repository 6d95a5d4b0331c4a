import { DateTime } from 'luxon';
import { cellOf, comparable, untouched, valueOf, type WriteRules } from '../../../nodes/shared/rows/cells';
import { headersOf } from '../../../nodes/shared/rows/headers';
import { datePartsOf, isoOf, serialOf } from '../../../nodes/shared/rows/serialDates';

const rules: WriteRules = {
	textInput: 'text',
	convertDates: true,
	objectsAsJson: false,
	timeZone: 'Europe/Berlin',
};
const written = (value: unknown, change: Partial<WriteRules> = {}) =>
	cellOf(value, { ...rules, ...change }, 'Name');

describe('dates', () => {
	test.each([
		['1900-01-01', 1],
		['1900-02-28', 59],
		['1900-03-01', 61],
		['2026-01-05', 46_027],
		['9999-12-31', 2_958_465],
		['2026-01-05T12:00', 46_027.5],
		['2026-01-05 06:00:00', 46_027.25],
	])('%s is %d, and back', (text, serial) => {
		const date = serialOf(text);
		expect(date?.serial).toBe(serial);
		const back = isoOf(serial, datePartsOf(date?.format ?? '') ?? 'time');
		expect(back).toBe(text.length === 10 ? text : `${text.replace(' ', 'T')}:00`.slice(0, 19));
	});

	test('a time keeps its milliseconds', () => {
		const date = serialOf('2026-07-08T23:59:59.123');
		expect(isoOf(date?.serial ?? 0, 'both')).toBe('2026-07-08T23:59:59.123');
	});

	test.each([
		'1899-12-31',
		'2026-02-29',
		'2026-13-01',
		'2026-01-05T24:00',
		'05.01.2026',
		'2026-1-5',
		'',
		'x',
	])('%p is no date', (text) => expect(serialOf(text)).toBeUndefined());

	test("Excel's February 29, 1900 is read as what it shows", () => {
		expect(isoOf(60, 'day')).toBe('1900-02-29');
		expect(isoOf(0.75, 'time')).toBe('18:00:00');
		expect(isoOf(1.75, 'time')).toBe('1900-01-01T18:00:00');
		expect(isoOf(46_027.99999999999, 'day')).toBe('2026-01-06');
		expect([isoOf(-1, 'day'), isoOf(0, 'day'), isoOf(NaN, 'day'), isoOf(2_958_466, 'day')]).toEqual(
			Array(4).fill(undefined),
		);
	});

	test.each([
		['m/d/yyyy', 'day'],
		['yyyy-mm-dd', 'day'],
		['yyyy\\-mm\\-dd;@', 'day'],
		['[$-407]d. mmm. yyyy', 'day'],
		['[$-F800]dddd, mmmm dd, yyyy', 'day'],
		['mmm-yy', 'day'],
		['m/d/yyyy h:mm', 'both'],
		['dd.mm.yyyy hh:mm:ss.000', 'both'],
		['h:mm AM/PM', 'time'],
		['mm:ss', 'time'],
		['[h]:mm:ss', undefined],
		['General', undefined],
		['@', undefined],
		['0.00E+00', undefined],
		['#,##0.00 "days"', undefined],
		['[Red]0.00', undefined],
		['_-* #,##0.00\\ "€"_-', undefined],
		['"y"', undefined],
		['', undefined],
	])('the number format %s shows %s', (format, parts) => expect(datePartsOf(format)).toBe(parts));
});

describe('what is written', () => {
	test.each([
		['Contoso', "'Contoso"],
		['', ''],
		['007', "'007"],
		['1234567890123456', "'1234567890123456"],
		['=HYPERLINK("http://x.example","y")', '\'=HYPERLINK("http://x.example","y")'],
		['+1+1', "'+1+1"],
		['-2+3', "'-2+3"],
		['@SUM(A1)', "'@SUM(A1)"],
		['\t=1', "'\t=1"],
		["'quoted", "''quoted"],
		['TRUE', "'TRUE"],
		['wahr', "'wahr"],
		['5%', "'5%"],
		['1/2', "'1/2"],
		['March', "'March"],
		['Delivered to the customer', 'Delivered to the customer'],
	])('the text %j stays one: %j', (text, value) => {
		expect(written(text)).toEqual({ value, reads: text });
	});

	test('numbers and booleans keep their types; long whole numbers keep their digits', () => {
		expect(written(12.5)).toEqual({ value: 12.5, reads: 12.5 });
		expect(written(false)).toEqual({ value: false, reads: false });
		expect(written(999_999_999_999_999).value).toBe(999_999_999_999_999);
		expect(written(1_234_567_890_123_456).value).toBe("'1234567890123456");
		expect(written(12_345_678_901_234_567_890n).value).toBe("'12345678901234567890");
		expect(written(1e300).value).toBe(1e300);
	});

	test('nothing, null, and an empty text differ', () => {
		expect(written(undefined)).toBe(untouched);
		expect(written(null).value).toBe('');
		expect(written('').value).toBe('');
	});

	test.each([
		['2026-01-05', 46_027, 'yyyy-mm-dd'],
		['2026-01-05T12:00:00', 46_027.5, 'yyyy-mm-dd hh:mm:ss'],
		['2026-01-05T11:00:00.000Z', 46_027.5, 'yyyy-mm-dd hh:mm:ss'],
		['2026-01-05T06:00:00-05:00', 46_027.5, 'yyyy-mm-dd hh:mm:ss'],
		['2026-07-05T10:00:00Z', 46_208.5, 'yyyy-mm-dd hh:mm:ss'],
	])('the date %s is a number with a format', (text, value, format) => {
		expect(written(text)).toEqual({ value, format, reads: value });
		expect(written(text, { convertDates: false })).toEqual({ value: `'${text}`, reads: text });
	});

	test('Date and Luxon objects are dates in the time zone of the workflow', () => {
		const at = new Date('2026-01-05T11:00:00Z');
		const cell = { value: 46_027.5, format: 'yyyy-mm-dd hh:mm:ss', reads: 46_027.5 };
		expect(written(at)).toEqual(cell);
		expect(written(DateTime.fromJSDate(at, { zone: 'Asia/Tokyo' }))).toEqual(cell);
		expect(written(at, { convertDates: false }).value).toBe("'2026-01-05T11:00:00.000Z");
		expect(written(new Date('1850-01-01T00:00:00Z')).value).toBe("'1850-01-01T00:00:00.000Z");
		expect(() => written(new Date(NaN))).toThrow('The value for the column "Name" isn\'t a valid date.');
	});

	test('by choice, Excel reads texts as if typed, with or without formulas', () => {
		expect(written('007', { textInput: 'typed' })).toEqual({ value: '007' });
		expect(written('-5', { textInput: 'typed' })).toEqual({ value: '-5' });
		expect(written('=1+1', { textInput: 'typed' }).value).toBe("'=1+1");
		expect(written(' -cmd', { textInput: 'typed' }).value).toBe("' -cmd");
		expect(written('=1+1', { textInput: 'formulas' })).toEqual({ value: '=1+1' });
	});

	test.each([
		[{ a: 1 }, 'The value for the column "Name" is an object.'],
		[[1, 2], 'The value for the column "Name" is a list of 2.'],
		[NaN, 'The value for the column "Name" isn\'t a number: NaN.'],
		[() => 1, 'The value for the column "Name" is a function.'],
		['x'.repeat(32_768), 'The value for the column "Name" has 32768 characters.'],
		['\ud800', 'contains a broken character'],
	])('%p is refused by the name of its column', (value, message) => {
		expect(() => written(value)).toThrow(message);
	});

	test('objects are JSON by choice', () => {
		expect(written({ a: [1] }, { objectsAsJson: true }).reads).toBe('{"a":[1]}');
		expect(() => written(() => 1, { objectsAsJson: true })).toThrow('is a function');
	});
});

describe('what is read', () => {
	test('types are kept, an empty cell is null, and a date is ISO 8601 where its format shows one', () => {
		expect([valueOf(5), valueOf('5'), valueOf(true), valueOf(''), valueOf('#N/A')]).toEqual([
			5,
			'5',
			true,
			null,
			'#N/A',
		]);
		expect(valueOf(46_027, 'm/d/yyyy')).toBe('2026-01-05');
		expect(valueOf(46_027.5, 'm/d/yyyy')).toBe('2026-01-05T12:00:00');
		expect(valueOf(46_027, 'General')).toBe(46_027);
		expect(valueOf(-5, 'm/d/yyyy')).toBe(-5);
		expect(valueOf('x', 'm/d/yyyy')).toBe('x');
	});

	test('a number equals the same number as text', () => {
		expect(comparable(5)).toBe(comparable('5'));
		expect(comparable(true)).toBe('TRUE');
		expect(comparable(null)).toBe('');
	});

	test('columns get distinct names', () => {
		expect(
			headersOf(['ID', '', ' Name ', 'Name', 'Name 2', 46_027, ''], 1, Array(7).fill('m/d/yyyy')),
		).toEqual({
			keys: ['ID', 'Column C', 'Name', 'Name 3', 'Name 2', '2026-01-05', 'Column H'],
			renamed: ['Column C', 'Name 3', 'Column H'],
		});
		expect(headersOf(['a'], 0)).toEqual({ keys: ['a'], renamed: [] });
	});
});
