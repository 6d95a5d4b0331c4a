import type { IDataObject } from 'n8n-workflow';

import { withoutAnnotations } from './outputs';

/**
 * An object of Graph as "Simplify" outputs it: the useful properties first, in their order, with plain values.
 * @param names the properties of the simple output. A path such as `status/errorCode` makes one of a property's own
 * properties a property of the item.
 * @param onlyThese whether other properties are left out; otherwise, they come last
 * @returns the object without OData's annotations, unless they're among the names
 */
export function simplified(
	object: IDataObject,
	names: readonly string[],
	{ onlyThese = false } = {},
): IDataObject {
	const paths = names.map((name) => name.split('/'));
	const simple = paths.flatMap(([name = '', inner]): Array<[string, unknown]> => {
		if (!(name in object)) return [];
		if (inner === undefined) return [[name, plain(name, object[name])]];
		const outer = object[name];
		return isObject(outer) && inner in outer ? [[inner, outer[inner]]] : [];
	});
	const listed = new Set(paths.map(([name]) => name));
	const others = Object.entries(object).filter(([name]) => !listed.has(name) && !name.includes('@odata.'));
	const kept = others.filter(([name]) => !onlyThese || name.startsWith('@'));
	return Object.fromEntries([
		...simple,
		...kept.map(([name, value]) => [name, shaped(value)] as const),
	]) as IDataObject;
}

/** The names of a simple output with further ones before the ID. */
export function simpleWith(names: readonly string[], ...more: readonly string[]): string[] {
	const id = names.includes('id') ? names.indexOf('id') : names.length;
	return [...names.slice(0, id), ...more, ...names.slice(id)];
}

/** The names to select for a simple output: of a path, the property; nothing that Graph returns anyway, such as what is expanded. */
export function selectOf(names: readonly string[], expanded: unknown = ''): string {
	const [relationship] = String(expanded).split('(');
	const properties = names
		.map((name) => name.split('/')[0] ?? '')
		.filter((name) => name !== relationship && !name.startsWith('@'));
	return [...new Set(properties)].join(',');
}

/** A value as it's useful in a column or an expression: without the objects that Graph wraps it in. */
function plain(name: string, value: unknown): unknown {
	if (Array.isArray(value)) return value.map((entry: unknown) => plain(name, entry));
	if (!isObject(value)) return value;
	const own = Object.hasOwn(ofProperty, name) ? ofProperty[name]?.(value) : undefined;
	const simple = own === undefined ? ofShape(value) : own;
	return simple === undefined ? withoutAnnotations(value) : simple;
}

/** A value of which only the shape is known; its objects keep their types. */
function shaped(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(shaped);
	if (!isObject(value)) return value;
	const simple = ofShape(value);
	return simple === undefined ? withoutAnnotations(value, true) : simple;
}

/** How properties that only some objects have are simplified; `undefined` leaves a value to its shape. */
const ofProperty: Readonly<Record<string, (value: IDataObject) => unknown>> = {
	// IDs of the users.
	assignments: (value) => Object.keys(value).filter((id) => !id.includes('@')),
	contentType: ({ name }) => name,
	createdBy: personIn,
	// Columns have names of their own.
	fields: (value) => withoutAnnotations(value),
	file: ({ mimeType }) => mimeType,
	list: ({ template }) => template,
	location: placeIn,
	parentReference: folderIn,
	participants: ({ organizer, attendees }) => ({
		organizer: participantIn(organizer),
		attendees: Array.isArray(attendees) ? attendees.map(participantIn) : [],
	}),
	principal: personIn,
	reviewedBy: personIn,
	siteCollection: ({ hostname }) => hostname,
	targetResources: personIn,
};

/** Recipients, attendees, people and apps, and bodies, wherever they are. */
function ofShape(value: IDataObject): unknown {
	const names = Object.keys(value).filter((name) => !name.startsWith('@'));
	const hasOnly = (...allowed: string[]) => names.every((name) => allowed.includes(name));
	if (isObject(value.emailAddress)) {
		const address = addressIn(value.emailAddress);
		if (hasOnly('emailAddress')) return address;
		const { response } = (value.status ?? {}) as IDataObject;
		return { address, type: value.type, response };
	}
	if ('address' in value && hasOnly('address', 'name', 'type', 'otherLabel')) return addressIn(value);
	if ('content' in value && hasOnly('content', 'contentType')) return value.content;
	return names.length > 0 && names.every((name) => identityKinds.has(name)) ? identityIn(value) : undefined;
}

/** The kinds of identities in a set of them. Source: "identitySet resource type", and those derived from it. */
const identityKinds: ReadonlySet<string> = new Set([
	'app',
	'application',
	'conversation',
	'conversationIdentityType',
	'device',
	'group',
	'phone',
	'siteGroup',
	'siteUser',
	'user',
]);

const addressIn = ({ address, name }: IDataObject): unknown => firstText(address, name);

/** Who is meant by a set of identities: the user, rather than the app that they used. */
function identityIn(set: IDataObject): unknown {
	const found = [set.user, ...Object.values(set)].find(isObject);
	return found === undefined ? null : personIn(found);
}

/** A person's address; the name of those who have none, such as apps. */
function personIn(value: IDataObject): unknown {
	const { email, userPrincipalName, displayName, appId, id } = value;
	return firstText(email, userPrincipalName, displayName, appId, id) ?? undefined;
}

function participantIn(value: unknown): unknown {
	if (!isObject(value)) return null;
	return firstText(value.upn) ?? (isObject(value.identity) ? identityIn(value.identity) : null);
}

/** The place of a sign-in, or of an event. */
function placeIn({ displayName, city, state, countryOrRegion }: IDataObject): unknown {
	if (displayName !== undefined) return displayName;
	return [city, state, countryOrRegion].filter((part) => firstText(part) !== null).join(', ');
}

/** The path of a file's folder within the drive; the ID of a folder whose path Graph omits. The node's fields take both. */
function folderIn({ path, id }: IDataObject): unknown {
	const text = typeof path === 'string' ? path : '';
	const root = text.indexOf(rootSegment);
	return root < 0 ? (id ?? null) : decoded(text.slice(root + rootSegment.length)) || '/';
}

const rootSegment = '/root:';

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

const firstText = (...values: unknown[]): string | null =>
	values.find((value): value is string => typeof value === 'string' && value !== '') ?? null;

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
