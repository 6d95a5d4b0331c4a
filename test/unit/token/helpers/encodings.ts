const utf8 = (text: string) => [...Buffer.from(text, 'utf8')];
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
const units = (text: string) => text.split('').map((unit) => unit.charCodeAt(0));
const mixedCase = (text: string) =>
	text.replace(/%../g, (one, at: number) => (at % 2 ? one.toLowerCase() : one));

/** What the places where a text may be echoed make of it, by what they are. */
export const encodings: Readonly<Record<string, (text: string) => string>> = {
	plain: (text) => text,
	percent: encodeURIComponent,
	'percent, lower case': (text) => encodeURIComponent(text).replace(/%../g, (one) => one.toLowerCase()),
	'percent, mixed case': (text) => mixedCase(encodeURIComponent(text)),
	'percent, every byte': (text) =>
		utf8(text)
			.map((byte) => `%${hex(byte, 2)}`)
			.join(''),
	form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
	JSON: (text) => JSON.stringify(text).slice(1, -1),
	'JSON, slashes escaped': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
	'JSON, \\u for what is special': (text) =>
		text.replace(/[^A-Za-z0-9]/g, (one) =>
			units(one)
				.map((unit) => `\\u${hex(unit, 4)}`)
				.join(''),
		),
	'JSON, \\u for all, upper case': (text) =>
		units(text)
			.map((unit) => `\\u${hex(unit, 4).toUpperCase()}`)
			.join(''),
	'HTML, names': (text) =>
		text
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
			.replaceAll('>', '&gt;')
			.replaceAll('"', '&quot;')
			.replaceAll("'", '&apos;'),
	'HTML, decimal': (text) => [...text].map((one) => `&#${one.codePointAt(0)};`).join(''),
	'HTML, hexadecimal': (text) => [...text].map((one) => `&#x${hex(one.codePointAt(0) ?? 0, 2)};`).join(''),
	base64: (text) => Buffer.from(text).toString('base64'),
	base64url: (text) => Buffer.from(text).toString('base64url'),
	Basic: (text) => Buffer.from(`22222222-2222-4222-8222-222222222222:${text}`).toString('base64'),
	'Basic of a short name': (text) => Buffer.from(`ab:${text}`).toString('base64'),
	'base64 in a longer one': (text) => Buffer.from(`{"a":"${text}","b":1}`).toString('base64'),
};
