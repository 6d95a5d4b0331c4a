import { isGuid } from '../../../credentials/auth/core/guid';

/** The segment after a collection is an object's ID or name. */
const collections = new Set([
	'attachments',
	'calendarGroups',
	'calendars',
	'channels',
	'chats',
	'childFolders',
	'contactFolders',
	'contacts',
	'drives',
	'events',
	'groups',
	'items',
	'lists',
	'mailFolders',
	'messages',
	'servicePrincipals',
	'sites',
	'tasks',
	'teams',
	'users',
]);

/**
 * Whether a link points to the same path as a request. Graph spells its links in several ways: `users('id')/messages`,
 * `drives/id/root/delta(token='…')`, an object ID instead of a name. So fixed words are compared exactly, and names and
 * IDs only with the same kind.
 * @param link a URL on Graph's host
 * @param path of the request, its segments not encoded
 * @param base Graph's URL with the version
 */
export function pointsTo(link: string, path: readonly string[], base: string): boolean {
	const { pathname } = new URL(link);
	const version = new URL(base).pathname;
	if (!pathname.toLowerCase().startsWith(`${version.toLowerCase()}/`)) return false;
	// A token in parentheses may have slashes: `delta(token='a/b')`.
	const raw = pathname
		.slice(version.length + 1)
		.replace(/(^|\/)((?:microsoft\.graph\.)?delta)(?:\(|%28).*$/i, '$1$2')
		.split('/');
	const decoded = raw.map((segment) => decode(segment));
	if (decoded.some((segment) => segment === undefined || segment === '' || /[/\\]/.test(segment)))
		return false;
	const [linked, asked] = [segmentsOf(decoded as string[]), segmentsOf(path)];
	if (areSame(asked, linked)) return true;
	// Graph may identify the drive of a user, group, or site by its own ID instead of its owner.
	const [driveLinked, driveAsked] = [asDrive(linked), asDrive(asked)];
	if ((driveLinked === undefined) === (driveAsked === undefined)) return false;
	return areSame(driveAsked ?? asked, driveLinked ?? linked);
}

function areSame(asked: readonly string[], linked: readonly string[]): boolean {
	if (linked.length !== asked.length) return false;
	return asked.every((segment, index) => {
		const other = linked[index] as string;
		if (same(segment, other)) return true;
		return collections.has(asked[index - 1] ?? '') && mayBeSame(segment, other);
	});
}

/** `users/…/drive/…` as `drives/…/…`; `undefined` for other paths. */
function asDrive(segments: readonly string[]): string[] | undefined {
	return segments[2] === 'drive'
		? ['drives', addressed(segments.slice(0, 2)), ...segments.slice(3)]
		: undefined;
}

function decode(segment: string): string | undefined {
	try {
		return decodeURIComponent(segment);
	} catch {
		return undefined;
	}
}

/** The words, names, and IDs of a path as segments: keys in brackets separately, and objects addressed by path as one. */
function segmentsOf(path: readonly string[]): string[] {
	const segments: string[] = [];
	/** `root:/a/b:` and `host:/sites/a:`, as far as it was read. */
	let names: string[] = [];
	const close = () => {
		if (names[0] === 'root:') segments.push('items');
		if (names.length > 0) segments.push(addressed(names));
		names = [];
	};
	for (const segment of path) {
		if (names.length > 0 || segment.endsWith(':')) {
			names.push(segment);
			if (names.length > 1 && segment.endsWith(':')) close();
			continue;
		}
		if (
			segment === 'root' &&
			(segments.length === 2 || segments[2] === 'drive') &&
			segments.at(-1) !== 'items'
		)
			segments.push('items');
		const [, name, key] = /^([\w.]+)\('(.*)'\)$/s.exec(segment) ?? [];
		if (name === undefined || key === undefined) segments.push(plain(segment));
		else segments.push(plain(name), key.replace(/''/g, "'"));
	}
	close();
	return segments;
}

/** An object that is addressed by its path. */
const addressed = (names: readonly string[]): string => `:${names.join('/')}`;

/** A Graph word without its namespace, and a function without its parameters. */
function plain(segment: string): string {
	return segment.replace(/^microsoft\.graph\./, '').replace(/\([^()]*\)$/, '');
}

function same(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}

/** Whether two different texts may name the same object: only if they're of different kinds. */
function mayBeSame(one: string, other: string): boolean {
	return kindOf(one) !== kindOf(other) && !/^delta$/i.test(one) && !/^delta$/i.test(other);
}

function kindOf(name: string): 'guid' | 'principal' | 'path' | 'word' | 'id' {
	if (isGuid(name)) return 'guid';
	if (name.startsWith(':')) return 'path';
	if (name.includes('@')) return 'principal';
	return /^[a-z]{1,30}$/i.test(name) ? 'word' : 'id';
}

/** Whether a link points to the token's host, without a user name in it. */
export function isGraphUrl(link: string, base: string): boolean {
	if (!URL.canParse(link)) return false;
	const url = new URL(link);
	return url.origin === new URL(base).origin && url.username === '' && url.password === '';
}
