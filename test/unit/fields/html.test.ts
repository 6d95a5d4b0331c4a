import { htmlAbove, htmlOf, htmlOfText } from '../../../nodes/shared/fields/html';

describe('text as HTML', () => {
	test.each([
		['a < b & "c" > d', 'a &lt; b &amp; &quot;c&quot; &gt; d'],
		['one\ntwo\r\nthree\rfour', 'one<br>two<br>three<br>four'],
		['a  b   c', 'a&nbsp; b&nbsp;&nbsp; c'],
		['list:\n - one\n\t- two', 'list:<br>&nbsp;- one<br>&nbsp;&nbsp;&nbsp; - two'],
		['&lt;', '&amp;lt;'],
		['', ''],
	])('%j', (text, html) => {
		expect(htmlOfText(text)).toBe(html);
	});

	test.each(['<p>Hello</p>', 'Hello<br>you', '<BR/>', '<a href="https://a.example">x</a>', '</div>'])(
		'stays as it is where it is HTML: %s',
		(html) => {
			expect(htmlOf(html)).toBe(html);
		},
	);

	test.each(['a < b', 'Alex <alex@contoso.example>', '<alex>', '1 <2> 3', '<pleasant>', '<a@b.example>'])(
		'is made of what only looks like it: %s',
		(text) => {
			expect(htmlOf(text)).toBe(htmlOfText(text));
		},
	);

	test.each(['<', '<p ', ' ', '<p', '&', '\n '])('of 1 MB takes no time: %j', (part) => {
		const text = part.repeat(1_000_000 / part.length);
		const start = performance.now();
		htmlOf(text);
		htmlAbove(text, `<body${text}`);
		expect(performance.now() - start).toBeLessThan(20_000);
	});
});

test.each([
	['Hi', 'quoted', '<div>Hi</div>quoted'],
	['Hi', '<html><head></head><BODY lang="en">quoted</BODY></html>', undefined],
	['<html><body><p>Hi</p></body></html>', '<p>quoted</p>', '<div><p>Hi</p></div><p>quoted</p>'],
])('%s stands above %s', (above, html, expected) => {
	const whole = '<html><head></head><BODY lang="en"><div>Hi</div>quoted</BODY></html>';
	expect(htmlAbove(above, html)).toBe(expected ?? whole);
});
