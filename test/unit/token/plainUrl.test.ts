import { plainUrl } from '../../../credentials/auth/core/plainUrl';
import { quoted } from '../../../credentials/auth/core/quoted';
import { signInError } from '../../../credentials/auth/core/signInError';

test.each(['https://host.example', 'https://host.example/a@b', 'http://127.0.0.1:8080/path?audience=a@b'])(
	'%s is read as it stands',
	(url) => {
		expect(plainUrl(url)?.href).toBe(new URL(url).href);
	},
);

test.each([
	'https://login.microsoftonline.com@evil.example/',
	'https://user:password@host.example/',
	'https://:password@host.example/',
	'https://evil.example\\@login.microsoftonline.com/',
	'https:\\\\host.example',
	'host.example',
	'',
])('%j is not', (url) => {
	expect(plainUrl(url)).toBeUndefined();
});

test('an error is one line that can be read, whatever it quotes', () => {
	const { message, parts } = signInError({
		what: 'It is \u202eevil\u202c.',
		why: 'a\r\nb\u0000c\ud800d\u2028e',
		fix: 'Check it.',
	});
	expect(message).toBe('It is  evil . a b c d e. Check it.');
	expect(parts.why).toBe('a b c d e');
});

test('what is quoted shows neither a token nor the password of a URL', () => {
	expect(quoted('eyJhbGciOiJub25lIn0.eyJzdWIiOiJldmlsIn0.')).toBe('"***"');
	expect(quoted('https://user:password@host.example/a@b')).toBe('"https://***@host.example/a@b"');
});
