/**
 * A path as it is compared: in lower case, without the namespace of types and actions, without the values of function
 * parameters. An object that is addressed by its path counts as one addressed by its ID.
 * @param path a template, or a path without its version, percent-encoded or not
 */
export function segmentsOf(path: string): string[] {
	const raw = (/^[^?]*?(?=\{\?|\?|$)/.exec(path)?.[0] ?? '').replace(/^\/|\/$/g, '').split('/');
	const segments: string[] = [];
	let inside = false;
	for (const segment of raw.map(decoded).flatMap(withKeyApart)) {
		const ends = segment.endsWith(':');
		if (inside) inside = !ends;
		else {
			const name = ends ? segment.slice(0, -1) : segment;
			// `root:/a/b:` is an item, as `items/{id}` is.
			segments.push(...(ends && name === 'root' ? ['items', 'addressed'] : [comparable(name)]));
			inside = ends;
		}
	}
	return segments;
}

/** `worksheets('Sheet1')` is `worksheets/{}`. */
function withKeyApart(segment: string): string[] {
	const [, collection] = /^(\w+)\('.*'\)$/s.exec(segment) ?? [];
	return collection === undefined ? [segment] : [collection, '{}'];
}

function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

function comparable(segment: string): string {
	if (/^\{[^}]*\}$/.test(segment)) return '{}';
	const called = /^([\w.]+)\((.*)\)$/.exec(segment);
	const name = (called?.[1] ?? segment).replace(/^(microsoft\.)?graph\.(?=\w)/, '').toLowerCase();
	if (!called || called[2] === '') return name;
	const parameters = called[2].match(/\w+(?==)/g) ?? [];
	return `${name}(${parameters.join(',').toLowerCase()})`;
}

/** Something known of each path, found by the path of a request. */
export interface PathIndex<T> {
	/** The entry whose template has the most in common with the path, by its words rather than its placeholders. */
	find(path: string): { template: string; value: T } | undefined;
	/** The first words of all paths. */
	areas: ReadonlySet<string>;
}

/**
 * @param entries by template; values of templates that are the same are put together
 * @param join how two values of one template become one
 */
export function pathIndex<T>(
	entries: Iterable<readonly [template: string, value: T]>,
	join: (one: T, other: T) => T,
): PathIndex<T> {
	interface Known {
		template: string;
		segments: string[];
		value: T;
	}
	const byKey = new Map<string, Known>();
	for (const [template, value] of entries) {
		const segments = segmentsOf(template);
		const key = segments.join('/');
		const known = byKey.get(key);
		byKey.set(key, known ? { ...known, value: join(known.value, value) } : { template, segments, value });
	}
	const byLength = new Map<number, Known[]>();
	for (const known of byKey.values()) {
		const { length } = known.segments;
		byLength.set(length, byLength.get(length) ?? []);
		byLength.get(length)?.push(known);
	}
	const words = ({ segments }: Known) => segments.filter((segment) => segment !== '{}').length;
	return {
		areas: new Set([...byKey.values()].map(({ segments }) => segments[0] ?? '')),
		find(path) {
			const segments = segmentsOf(path);
			const fitting = (byLength.get(segments.length) ?? []).filter((known) => fits(known.segments, segments));
			return fitting.sort((a, b) => words(b) - words(a))[0];
		},
	};
}

/** Whether a path is one of a template. What is a word of Graph's own is no ID. */
function fits(template: readonly string[], path: readonly string[]): boolean {
	return template.every((expected, index) => {
		const segment = path[index] ?? '';
		return expected === '{}' ? !/^\$|\(|^delta$/.test(segment) : expected === segment;
	});
}
