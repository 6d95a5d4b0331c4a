import { batchParts, partUrl, type OutgoingRequest } from '../../../credentials/auth/core/findWrite';
import { graphPathReadings } from '../../../credentials/auth/core/graphPath';
import { shortened } from '../errors/shown';
import { withoutVersion } from './url';

/**
 * Finds out whether a request goes to another user than the allowed ones, in whatever way its path is written.
 * @param base Graph's URL with the version
 * @param allowed user principal names and object IDs, in lower case
 * @returns what goes elsewhere, for an error; `undefined` if nothing does
 */
export function findOtherMailbox(
	request: OutgoingRequest,
	base: string,
	allowed: ReadonlySet<string>,
): string | undefined {
	return otherIn(request, base, { allowed, inBatch: false });
}

interface Search {
	allowed: ReadonlySet<string>;
	inBatch: boolean;
}

function otherIn(request: OutgoingRequest, base: string, { allowed, inBatch }: Search): string | undefined {
	const readings = graphPathReadings(request.url, withoutVersion(base));
	if (readings === undefined) return described(request);
	if (readings.some((path) => isOther(path, request.url, allowed))) return described(request);
	const isFor = (area: string) => readings.some(([first]) => first === area);
	if (isFor('$batch')) {
		// Graph has no batches in batches.
		const given = inBatch ? undefined : batchParts(request.body);
		if (given === undefined) return `${described(request)} with requests that can't be read`;
		for (const { method, url, body } of given) {
			const found = otherIn({ method, url: partUrl(url, base), body }, base, { allowed, inBatch: true });
			if (found !== undefined) return found;
		}
	}
	const isSubscription = readings.some(([first = '']) => /^subscriptions(\W|$)/.test(first));
	return isSubscription ? inSubscription(request, base, allowed) : undefined;
}

/** What a new subscription watches, if that's elsewhere or can't be read. */
function inSubscription(
	{ method, url, body }: OutgoingRequest,
	base: string,
	allowed: ReadonlySet<string>,
): string | undefined {
	const resources = Object.entries(typeof body === 'object' && body !== null ? body : {})
		.filter(([name]) => name.toLowerCase() === 'resource')
		.map(([, value]) => String(value));
	const [resource] = resources;
	// A file, or two names that differ in case, could say something else to Graph.
	const isUnclear = resources.length > 1 || (method.toUpperCase() === 'POST' && resource === undefined);
	if (isUnclear) return `${described({ method, url })}, which doesn't name one resource`;
	if (resource === undefined) return undefined;
	const watched = URL.canParse(resource) ? resource : partUrl(resource, base);
	const found = findOtherMailbox({ method: 'GET', url: watched }, base, allowed);
	return found && `a subscription to ${shortened(resource, 200)}`;
}

function isOther(path: readonly string[], url: string, allowed: ReadonlySet<string>): boolean {
	const [area = '', key, ...below] = path;
	if (/^me(\W|$)/.test(area)) return true;
	// `$entity`, `$all`, `$crossjoin`: they name what they read elsewhere in the URL.
	if (area.startsWith('$') && area !== '$batch' && area !== '$metadata') return true;
	if (path.slice(0, -1).some((segment) => cast.test(segment))) return true;
	if (path.slice(0, 3).join('/') === 'admin/exchange/mailboxes') {
		return path[3] !== undefined && !allowed.has(path[3]);
	}
	if (/^users\W/.test(area)) return true;
	if (area !== 'users') return false;
	if (key === undefined || (below.length === 0 && ofAllUsers.test(key))) return expandsMailbox(url);
	return !allowed.has(key) || leadsToOthers(below);
}

/** Takes an object for a user, so that what is below it may be a mailbox. */
const cast = /^(microsoft\.)?graph\.\w+$/;

/** What Graph has below all users, not below one of them. */
const ofAllUsers =
	/^(\$count|(microsoft\.graph\.)?(delta(\([^)]*\))?|getbyids|getavailableextensionproperties|validateproperties))$/;

/** Whether the path goes on below a person, or another object, that a user only refers to. */
function leadsToOthers([name = '', ...more]: readonly string[]): boolean {
	if (name !== 'manager' && !referring.has(name)) return false;
	// Of those that a user has several of, the ID comes first.
	const next = name === 'manager' ? more[0] : more[1];
	return next !== undefined && !next.startsWith('$') && !cast.test(next);
}

const referring = new Set([
	'createdobjects',
	'directreports',
	'memberof',
	'owneddevices',
	'ownedobjects',
	'registereddevices',
	'sponsors',
	'transitivememberof',
	'transitivereports',
]);

/** Whether a list of users asks for what is in their mailboxes. */
function expandsMailbox(url: string): boolean {
	return /[?&](\$|%24)?expand=[^&]*(message|mail|calendar|event|contact|todo|outlook|inference)/i.test(url);
}

function described({ method, url }: OutgoingRequest): string {
	const path = URL.canParse(url) ? new URL(url).pathname : url;
	return `${method} ${shortened(path, 200)}`;
}
