import { isSometimesAbsent, itemsOf, kindsOf, propertiesOf } from './shape';
import type { Shape } from './shape';

/** What two shapes, or two answers, differ in. */
export type DifferenceKind =
	/** A property that the expected one never has. */
	| 'extra property'
	/** A property that the expected one always has, and the other lacks at least at times. */
	| 'missing property'
	/** The same of annotations, whose names have an `@`. */
	| 'extra annotation'
	| 'missing annotation'
	/** A value of another kind. */
	| 'type'
	/** A time with other digits after the second, or another offset. */
	| 'time format'
	/** A header that is missing, that is not expected, or that has another form. */
	| 'header'
	/** A link to the next page, or a delta link, that is spelled otherwise. */
	| 'link'
	/** Another status. */
	| 'status';

/** One difference. */
export interface Difference {
	/** Where: `value[].start.dateTime`; the name of a header; `@odata.nextLink`. Empty for the whole. */
	readonly path: string;
	readonly kind: DifferenceKind;
	/** The kinds or the form that are expected; empty for nothing. */
	readonly expected: string;
	/** What is there instead. */
	readonly actual: string;
}

/** What is known of a value beside the recording. */
export interface SecondOpinion {
	/**
	 * Whether a value may be of a kind where the recording does not say so: it has only null or empty ones, or was taken
	 * of few objects.
	 * @param path as in `Difference`
	 * @param kind one kind, such as `null`, `string` or `object`
	 * @returns `undefined` for what is not known
	 */
	allows(path: string, kind: string): boolean | undefined;
}

/**
 * In what a shape differs from the expected one.
 * @param expected of the real thing, merged over several
 * @param actual of what is compared with it
 * @param opinion decides where the expected shape has only nulls or empty values, and whether null is allowed where
 * plain values were seen; without it the first is allowed and the second is not
 */
export function differences(expected: Shape, actual: Shape, opinion?: SecondOpinion): Difference[] {
	return compared('', expected, actual, opinion);
}

function compared(path: string, expected: Shape, actual: Shape, opinion?: SecondOpinion): Difference[] {
	const known = kindsOf(expected);
	const found: Difference[] = kindsOf(actual).flatMap((kind) => {
		const wrong = wrongness(path, kind, known, opinion);
		return wrong ? [{ path, kind: wrong, expected: known.join('|'), actual: kind }] : [];
	});
	const [expectedProperties, actualProperties] = [propertiesOf(expected), propertiesOf(actual)];
	if (expectedProperties && actualProperties) {
		found.push(...comparedProperties(path, expectedProperties, actualProperties, opinion));
	}
	const [expectedItems, actualItems] = [itemsOf(expected), itemsOf(actual)];
	if (expectedItems && actualItems) {
		found.push(...compared(`${path}[]`, expectedItems, actualItems, opinion));
	}
	return found;
}

function comparedProperties(
	path: string,
	expected: Readonly<Record<string, Shape>>,
	actual: Readonly<Record<string, Shape>>,
	opinion?: SecondOpinion,
): Difference[] {
	const at = (name: string) => (path === '' ? name : `${path}.${name}`);
	const what = (name: string) => (name.includes('@') ? 'annotation' : 'property');
	const found: Difference[] = [];
	for (const [name, shape] of Object.entries(actual)) {
		const known = Object.hasOwn(expected, name) ? expected[name] : undefined;
		if (known === undefined) {
			const actualKinds = kindsOf(shape).join('|');
			found.push({ path: at(name), kind: `extra ${what(name)}`, expected: '', actual: actualKinds });
		} else {
			found.push(...compared(at(name), known, shape, opinion));
			if (isSometimesAbsent(shape) && !isSometimesAbsent(known))
				found.push(missing(name, known, 'absent at times'));
		}
	}
	for (const [name, shape] of Object.entries(expected)) {
		if (!Object.hasOwn(actual, name) && !isSometimesAbsent(shape)) found.push(missing(name, shape, ''));
	}
	return found;

	function missing(name: string, shape: Shape, how: string): Difference {
		return { path: at(name), kind: `missing ${what(name)}`, expected: kindsOf(shape).join('|'), actual: how };
	}
}

/** What is empty says little of the type. */
const empties = ['null', 'empty array', 'empty string'];

function wrongness(
	path: string,
	kind: string,
	known: readonly string[],
	opinion: SecondOpinion | undefined,
): 'type' | 'time format' | undefined {
	if (known.includes(kind)) return undefined;
	const families = known.map(familyOf);
	if (kind === 'null') return opinion?.allows(path, kind) ? undefined : 'type';
	if (families.includes(familyOf(kind))) {
		if (!isTime(kind)) return exact(kind, known) ? undefined : 'type';
		return isTrimmed(kind, known) ? undefined : 'time format';
	}
	const unsaid = known.every((one) => empties.includes(one)) && known.includes('null');
	return unsaid && (opinion?.allows(path, kind) ?? true) ? undefined : 'type';
}

/** Of the kinds that belong together, an empty one goes with the others; a GUID is not just any text. */
function exact(kind: string, known: readonly string[]): boolean {
	if (empties.includes(kind)) return true;
	return known.some((one) => familyOf(one) === familyOf(kind) && empties.includes(one));
}

function familyOf(kind: string): string {
	if (isTime(kind)) return 'time';
	if (kind === 'guid' || kind === 'empty string') return 'string';
	return kind === 'empty array' ? 'array' : kind;
}

const isTime = (kind: string) => kind.startsWith('dateTime');

/**
 * Whether times were seen to leave out zeros at their end, so that one with fewer digits is of the same form: two
 * lengths were seen, or one that no format has by itself.
 */
function isTrimmed(kind: string, known: readonly string[]): boolean {
	const read = (text: string) => /^dateTime(?:\.(\d+))?(\D.*)?$/.exec(text);
	const [, digits = '0', zone] = read(kind) ?? [];
	const lengths = known
		.map(read)
		.filter((one) => one?.[2] === zone)
		.map((one) => Number(one?.[1] ?? 0));
	const most = Math.max(...lengths) <= 3 ? 3 : 7;
	const trims = new Set(lengths).size > 1 || lengths.some((length) => ![0, 3, 7].includes(length));
	return trims && Number(digits) <= most;
}
