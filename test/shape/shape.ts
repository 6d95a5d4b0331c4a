/**
 * The shape of a JSON value: what it is made of, without what it says. A shape is as it stands in recordings of Graph:
 *
 * - the kind of a plain value: `string`, `empty string`, `guid`, `number`, `boolean`, `null`, a time (`dateTimeZ`,
 *   `dateTime.3Z` with its digits after the second, `dateTime.7 without offset`, `dateTime+offset`), `empty array`, and
 *   of whole bodies `nothing` and `text`;
 * - several kinds joined by `|`, in the order of the alphabet, where values differ: `null|string`;
 * - a node, for what has parts: `{ is: 'object', properties }`, `{ is: 'array', items }`. The items of a list have one
 *   shape, merged over all of them. A property that only some objects have is `sometimesAbsent`.
 */
export type Shape = string | ShapeNode;

/** A shape with parts, or one that is sometimes absent. */
export interface ShapeNode {
	/** The kinds, joined by `|`. */
	readonly is: string;
	/** Those of an object, by name. */
	readonly properties?: Readonly<Record<string, Shape>>;
	/** That of all items of a list; none where all lists were empty. */
	readonly items?: Shape;
	/** Not every object has this property. */
	readonly sometimesAbsent?: boolean;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/;

/**
 * The shape of a value that was parsed from JSON.
 * @param value `undefined` stands for a body that is not there
 */
export function shapeOf(value: unknown): Shape {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	if (Array.isArray(value)) {
		if (value.length === 0) return 'empty array';
		return { is: 'array', items: asItems(mergeShapes(value.map(shapeOf))) };
	}
	if (typeof value === 'object') {
		const properties = Object.entries(value)
			.filter(([, one]) => one !== undefined)
			.map(([name, one]) => [name, shapeOf(one)] as const);
		return { is: 'object', properties: Object.fromEntries(properties) };
	}
	return typeof value === 'string' ? kindOfText(value) : typeof value;
}

/** Items are a node even where they are plain. */
function asItems(shape: Shape): ShapeNode {
	return typeof shape === 'string' ? { is: shape } : shape;
}

function kindOfText(text: string): string {
	if (text === '') return 'empty string';
	if (guid.test(text)) return 'guid';
	const time = dateTime.exec(text);
	if (!time) return 'string';
	const [, fraction, zone] = time;
	const digits = fraction === undefined ? '' : `.${fraction.length}`;
	if (zone === undefined) return `dateTime${digits} without offset`;
	return `dateTime${digits}${zone === 'Z' ? 'Z' : '+offset'}`;
}

/**
 * One shape for several values. A property that only some of the objects have becomes `sometimesAbsent`.
 * @param shapes at least one
 * @throws Error when there is none
 */
export function mergeShapes(shapes: readonly Shape[]): Shape {
	if (shapes.length === 0) throw new Error('There is no shape to merge.');
	const kinds = [...new Set(shapes.flatMap(kindsOf))].sort().join('|');
	const properties = mergedProperties(shapes.map(propertiesOf).filter(isThere));
	const items = shapes.map(itemsOf).filter(isThere);
	const sometimesAbsent = shapes.some(isSometimesAbsent);
	if (properties === undefined && items.length === 0 && !sometimesAbsent) return kinds;
	return {
		is: kinds,
		...(properties === undefined ? {} : { properties }),
		...(items.length === 0 ? {} : { items: asItems(mergeShapes(items)) }),
		...(sometimesAbsent ? { sometimesAbsent } : {}),
	};
}

function mergedProperties(
	all: ReadonlyArray<Readonly<Record<string, Shape>>>,
): Record<string, Shape> | undefined {
	if (all.length === 0) return undefined;
	const names = [...new Set(all.flatMap((properties) => Object.keys(properties)))].sort();
	return Object.fromEntries(
		names.map((name) => {
			const there = all.filter((properties) => Object.hasOwn(properties, name));
			const merged = mergeShapes(there.map((properties) => properties[name] as Shape));
			return [name, there.length < all.length ? absentAtTimes(merged) : merged];
		}),
	);
}

function isThere<T>(value: T | undefined): value is T {
	return value !== undefined;
}

function absentAtTimes(shape: Shape): ShapeNode {
	return { ...asItems(shape), sometimesAbsent: true };
}

/** The kinds of a shape: `null` and `string` of `null|string`. */
export function kindsOf(shape: Shape): string[] {
	return (typeof shape === 'string' ? shape : shape.is).split('|');
}

/** The shapes of an object's properties; `undefined` for what is no object. */
export function propertiesOf(shape: Shape): Readonly<Record<string, Shape>> | undefined {
	return typeof shape === 'string' ? undefined : shape.properties;
}

/** The shape of a list's items; `undefined` for what is no list, and where no list had any. */
export function itemsOf(shape: Shape): Shape | undefined {
	return typeof shape === 'string' ? undefined : shape.items;
}

/** Whether some objects lack the property that has this shape. */
export function isSometimesAbsent(shape: Shape): boolean {
	return typeof shape !== 'string' && shape.sometimesAbsent === true;
}
