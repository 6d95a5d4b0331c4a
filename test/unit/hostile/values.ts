import * as fc from 'fast-check';

/** A value that somebody, or an expression, puts where another was meant. */
export interface Hostile {
	/** Which kind it is of, for the count. */
	kind: string;
	value: unknown;
}

const paths = [
	'..',
	'.',
	'../..',
	'a/../../users/ceo',
	'..\\..\\users',
	'%2e%2e',
	'%2e%2e%2f%2e%2e%2fusers%2fceo',
	'%252e%252e%252fusers',
	'/../users/ceo',
	'a/./b',
	'a//b',
	'/',
	'\\',
	'root:/../x:/children',
	':/users/ceo:',
	'x:/content',
	'a?$select=*',
	'a#fragment',
	'a;b=c',
	'a&b=c',
	'a=b',
	'%',
	'%zz',
	'%00',
	'%0d%0aX-Evil:%201',
	'()',
	'a)/messages',
	"a')/messages",
];
const hosts = [
	'//evil.example',
	'//evil.example/users',
	'https://evil.example/v1.0/users',
	'http://evil.example',
	'https://user:pw@graph.microsoft.com/v1.0/users',
	'https://graph.microsoft.com@evil.example/v1.0/users',
	'https://graph.microsoft.com.evil.example/v1.0/users',
	'https://graph.microsoft.com:444/v1.0/users',
	'https://graph.microsoft.com/v1.0/users/ceo/messages',
	'https://graph.microsoft.com/v1.0/users/delta/../../ceo/messages',
	'https://contoso.sharepoint.com/sites/../..',
	'https://contoso.sharepoint.com/sites/a%2f..%2f..%2fusers',
	'https://evil.example\\@graph.microsoft.com/v1.0/users',
	'user:pw@host',
	'@evil.example',
	'javascript:alert(1)',
	'file:///etc/passwd',
	'\\\\evil.example\\share',
];
const headers = [
	'a\r\nX-Evil: 1',
	'a\nb',
	'a\rb',
	'a\u0000b',
	'\u0007',
	'\u001b[31m',
	'\u007f',
	'\u0085',
	'a\r\n\r\nGET / HTTP/1.1',
	'W/"1"\r\nAuthorization: Bearer x',
	'"; evil="1',
	'UTC", evil="1',
];
const odata = [
	"' or true or '",
	"') or startswith(displayName,'a",
	"'",
	"''",
	"'''",
	"a' or '1' eq '1",
	"true or startswith(displayName,'a')",
	'true',
	'true or isRead eq false',
	'eq',
	'"',
	'\\"',
	'"\\"',
	'\\',
	'a\\',
	'" OR "displayName:a',
	'a" OR "mail:b',
	'*',
	'x) or (true',
	"D7',date=2030-01-01",
	"D7')/users('a",
	'getEmailActivityCounts(period=',
];
const names = [
	'__proto__',
	'constructor',
	'toString',
	'hasOwnProperty',
	'prototype',
	'valueOf',
	'@odata.type',
	'@odata.bind',
	'a@odata.type',
	'then',
];
const letters = [
	'\ud800',
	'a\udc00b',
	'\udfff\ud800',
	'👩‍👩‍👧‍👦',
	'\u202eevil\u202c',
	'\u200f',
	'\u00a0',
	'\u2003\u2028\u2029',
	'\ufeff',
	'İ',
	'ß',
	'e\u0301',
	'<script>alert(1)</script>',
	'<a@b',
	'a@b, c@d; <e@f>',
	'${jndi:ldap://x}',
	'{{ $json }}',
	'={{ 1 }}',
];
const times = [
	'9999-99-99',
	'2030-02-30',
	'2030-01-01T00:00:00Z\r\n',
	'275761-01-01',
	'-000001-01-01',
	'now',
	'1e999',
];
const numbers = [Number.NaN, Infinity, -Infinity, -1, 0, -0, 1e308, 5e-324, 2 ** 53, 1.5, 8.64e15 + 1];

const pieces = [paths, hosts, headers, odata, names, letters, times].flat();
const kindOf = new Map(
	Object.entries({
		path: paths,
		host: hosts,
		header: headers,
		odata,
		name: names,
		letter: letters,
		time: times,
	}).flatMap(([kind, texts]) => texts.map((text): [string, string] => [text, kind])),
);

const piece = fc.constantFrom(...pieces);
const plain = fc.constantFrom('a', 'Adele', '1', ' ', '-', '.', ',', 'inbox', 'adele@contoso.example');
const any = fc.string({ unit: 'binary', maxLength: 12 });

const text: fc.Arbitrary<Hostile> = fc.oneof(
	{ arbitrary: piece.map((value) => ({ kind: kindOf.get(value) ?? '', value })), weight: 8 },
	{
		arbitrary: fc
			.tuple(fc.oneof(plain, any, piece), piece, fc.oneof(plain, any, fc.constant('')))
			.map(([before, middle, after]) => ({
				kind: kindOf.get(middle) ?? '',
				value: before + middle + after,
			})),
		weight: 6,
	},
	{ arbitrary: any.map((value) => ({ kind: 'letter', value })), weight: 2 },
);

/** What long texts are made of: what parsers of addresses, OData and JSON may go back for. */
const repeated = [
	'<',
	'"\\',
	"'",
	'(',
	',',
	'[',
	'{',
	'%',
	'../',
	'a ',
	' ',
	'\u00e4',
	'@',
	';',
	'"',
	'\ud800',
];
const ofLength = (length: number) =>
	fc.tuple(fc.constantFrom(...repeated), fc.constantFrom('', 'a', 'x@y.example')).map(([part, frame]) => ({
		kind: length > 200_000 ? '1 MB' : '100 KB',
		value: frame + part.repeat(Math.ceil(length / part.length)) + frame,
	}));

const deep = (depth: number) => {
	let value: unknown = {};
	for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
	return value;
};
const nested: fc.Arbitrary<Hostile> = fc.constantFrom(
	{ kind: 'deep', value: deep(10_000) },
	{ kind: 'deep', value: '['.repeat(10_000) + ']'.repeat(10_000) },
	{ kind: 'deep', value: `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}` },
	{ kind: 'deep', value: '['.repeat(10_000) },
);
const json: fc.Arbitrary<Hostile> = fc.oneof(
	fc
		.constantFrom(
			'{"__proto__":{"polluted":true}}',
			'{"constructor":{"prototype":{"polluted":true}}}',
			'[{"__proto__":{"polluted":true}}]',
			'{"a":1,"a":2}',
			'{"a":1e999}',
			'null',
			'[]',
			'[null]',
			'"text"',
			'17',
			'{',
			'{"toString":1}',
			'{"length":5}',
			'{"@odata.type":"#evil"}',
		)
		.map((value) => ({ kind: 'JSON', value })),
	text.map(({ kind, value }) => ({ kind, value: JSON.stringify({ [String(value)]: value }) })),
	text.map(({ kind, value }) => ({
		kind,
		value: JSON.stringify([{ id: value, method: value, url: value }]),
	})),
);
const other: fc.Arbitrary<Hostile> = fc.oneof(
	fc.constantFrom(...numbers).map((value) => ({ kind: 'number', value })),
	fc.constantFrom(true, false).map((value) => ({ kind: 'flag', value })),
	text.map(({ kind, value }) => ({ kind, value: [value] })),
	text.map(({ kind, value }) => ({ kind, value: { address: value, [String(value)]: value } })),
	fc
		.constantFrom<unknown>(
			JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
			Object.create(null),
			{ toString: 'no function' },
			new Date(Number.NaN),
			[[[[]]]],
		)
		.map((value) => ({ kind: 'object', value })),
);

/** Hostile values of all kinds; long ones are rare. */
export const hostile: fc.Arbitrary<Hostile> = fc.oneof(
	{ arbitrary: text, weight: 700 },
	{ arbitrary: other, weight: 150 },
	{ arbitrary: json, weight: 120 },
	{ arbitrary: ofLength(100_000), weight: 12 },
	{ arbitrary: nested, weight: 12 },
	{ arbitrary: ofLength(1_000_000), weight: 3 },
);
