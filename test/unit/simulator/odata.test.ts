import { ODataSyntaxError } from '../../../simulator/graph/odata/lexer';
import { passes } from '../../../simulator/graph/odata/evaluate';
import { parseExpand, parseOrderBy, parseSelect, sorted } from '../../../simulator/graph/odata/options';
import { filteredProperties, parseFilter } from '../../../simulator/graph/odata/parser';

const message = {
	subject: "Let's meet",
	isRead: false,
	size: 7,
	receivedDateTime: '2026-01-15T08:00:00Z',
	from: { emailAddress: { name: 'Alex', address: 'alexw@contoso.example' } },
	categories: ['Blue', 'Red'],
	manager: null,
	singleValueExtendedProperties: [
		{ id: 'String {00020329-0000-0000-c000-000000000046} Name Key', value: 'Order-1' },
		{ id: 'String {00020329-0000-0000-c000-000000000046} Name Other', value: 'Order-2' },
	],
};
const filter = (text: string) => passes(parseFilter(text), message);

describe('$filter', () => {
	test.each([
		["subject eq 'Let''s meet'", true],
		["subject eq 'LET''S MEET'", true],
		["subject ne 'x'", true],
		['isRead eq false', true],
		['isRead', false],
		['not isRead', true],
		['not (isRead eq false)', false],
		['not isRead eq true', true],
		["startswith(subject,'let')", true],
		["endswith(subject, 'MEET')", true],
		["contains(tolower(subject),'s m')", true],
		["contains(subject,'nothing')", false],
		['size gt 6 and size le 7', true],
		['size in (1, 7)', true],
		["subject in ('a','b')", false],
		['receivedDateTime ge 2026-01-15T08:00:00Z', true],
		['receivedDateTime gt 2026-01-15T08:00:00Z', false],
		['receivedDateTime lt 2026-01-15T09:00:00+00:00', true],
		['receivedDateTime ge 2026-01-15', true],
		["from/emailAddress/address eq 'ALEXW@contoso.example'", true],
		['manager eq null', true],
		["manager/id eq 'x'", false],
		["categories/any(c:c eq 'red')", true],
		["categories/all(c:c eq 'red')", false],
		['categories/any()', true],
		['categories/$count eq 2', true],
		["isRead eq true or size eq 7 and subject eq 'no'", false],
		["(isRead eq true or size eq 7) and startswith(subject,'L')", true],
	])('%s is %s', (text, expected) => {
		expect(filter(text)).toBe(expected);
	});

	it('finds an extended property by id and value, without case, both on the same entry', () => {
		const id = 'string {00020329-0000-0000-C000-000000000046} name key';
		const ask = (value: string) =>
			filter(`singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq '${value}')`);
		expect(ask('ORDER-1')).toBe(true);
		expect(ask('Order-2')).toBe(false);
	});

	it.each([
		["subject eq 'open", 'unterminated string literal'],
		['subject eq', 'Expression expected'],
		['subject = 1', "character '=' is not valid"],
		['subject eq 1 2', 'Syntax error'],
		['(isRead eq true', 'Expression expected'],
		['substringof(subject)', 'unknown function'],
	])('refuses %s', (text, reason) => {
		expect(() => parseFilter(text)).toThrow(ODataSyntaxError);
		expect(() => parseFilter(text)).toThrow(reason);
	});

	it.each(["isRead eq 'false'", "receivedDateTime ge '2026-01-15T08:00:00Z'"])(
		'refuses %s for its types',
		(text) => {
			expect(() => filter(text)).toThrow('incompatible types');
		},
	);

	it('names the properties it looks at, in order', () => {
		const text = "from/emailAddress/address eq 'x' and categories/any(c:c eq 'y') or isRead eq true";
		expect(filteredProperties(parseFilter(text))).toEqual(['from', 'categories', 'isRead']);
	});
});

describe('the other options', () => {
	const known = ['id', 'subject', 'isRead', 'from'];

	it('reads $select without case and refuses what the type does not have', () => {
		expect(parseSelect('Subject, isread', known, 'message')).toEqual(['subject', 'isRead']);
		expect(parseSelect('', known, 'message')).toBeUndefined();
		expect(() => parseSelect('nope', known, 'message')).toThrow("Could not find a property named 'nope'");
	});

	it('reads $orderby', () => {
		expect(parseOrderBy('subject desc, from/emailAddress/name', known, 'message')).toEqual([
			{ path: ['subject'], descending: true },
			{ path: ['from', 'emailAddress', 'name'], descending: false },
		]);
		expect(() => parseOrderBy('subject down', known, 'message')).toThrow('Invalid OrderBy clause');
	});

	it('reads $expand with options that hold commas and parentheses', () => {
		const [first, second] = parseExpand("a($filter=id eq 'x,(y)';$select=id,b),c", ['a', 'c'], 'message');
		expect([...first.options]).toEqual([
			['$filter', "id eq 'x,(y)'"],
			['$select', 'id,b'],
		]);
		expect(second.name).toBe('c');
	});

	it('sorts by several keys, without case, and stays stable', () => {
		const items = [
			{ n: 1, name: 'b' },
			{ n: 2, name: 'A' },
			{ n: 3, name: 'B' },
		];
		const order = [{ path: ['name'], descending: true }];
		expect(sorted(items, order).map(({ n }) => n)).toEqual([1, 3, 2]);
	});
});
