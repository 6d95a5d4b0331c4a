/** How often a path may be percent-encoded: more than any ID of Graph's needs. */
const maxDecodings = 5;

/**
 * The path of a Graph URL below its version, in each way that a server may read it: as it is, and decoded once or more
 * often. Graph decodes a path more than once, ignores case, and accepts keys in parentheses.
 * @param url of a request, absolute
 * @param graphUrl where the credential's Graph is, without version
 * @returns segments in lower case, keys in parentheses as segments of their own; `undefined` if the path isn't below a
 * version of that Graph, climbs, or is encoded too often to be read
 */
export function graphPathReadings(url: string, graphUrl: string): string[][] | undefined {
	if (!URL.canParse(url) || !URL.canParse(graphUrl)) return undefined;
	const [own, base] = [new URL(url), new URL(graphUrl)];
	const prefix = base.pathname.replace(/\/$/, '').toLowerCase();
	if (own.origin !== base.origin || !own.pathname.toLowerCase().startsWith(`${prefix}/`)) return undefined;
	const readings: string[][] = [];
	let text = own.pathname.slice(prefix.length);
	for (let times = 0; times <= maxDecodings; times += 1) {
		const [version = '', ...segments] = text
			.toLowerCase()
			.split(/[/\\]/)
			.filter((segment) => segment !== '');
		if (!/^(v1\.0|beta)$/.test(version)) return undefined;
		if (segments.some((segment) => /^\.{1,2}$/.test(segment))) return undefined;
		readings.push(segments.flatMap(withKeyApart));
		const next = decodedLeniently(text);
		if (next === text) return readings;
		text = next;
	}
	return undefined;
}

/** `users('adele')` and `users(id='adele')` are two segments; `delta(token='…')` and `getX(period='D7')` are one. */
function withKeyApart(segment: string): string[] {
	const [, name, key] = /^([a-z]+)\((?:[a-z]+=)?('.*'|[^'()=]*)\)$/s.exec(segment) ?? [];
	if (name === undefined || key === undefined || !keyed.has(name)) return [segment];
	return [name, key.replace(/^'(.*)'$/s, '$1').replace(/''/g, "'")];
}

/** Collections whose keys decide what a request may do. */
const keyed = new Set([
	'applications',
	'contacts',
	'devices',
	'directoryobjects',
	'groups',
	'mailboxes',
	'serviceprincipals',
	'subscriptions',
	'users',
]);

/** A text decoded once; a sequence that isn't UTF-8 stays. */
function decodedLeniently(text: string): string {
	return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
		try {
			return decodeURIComponent(encoded);
		} catch {
			return encoded;
		}
	});
}
