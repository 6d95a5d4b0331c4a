import type { IssuedToken } from '../entra';
import { pause } from '../pause';
import { jsonHeaders } from './answer';
import { asRecorded } from './sharePointShape';
import type { CallContext, GraphAnswer, GraphCall } from './call';
import { isInCloud } from './clouds';
import { badRequest, GraphError, resourceNotFound } from './errors';
import { accessDenied } from './outlook';
import { entityAnswer } from './paging';
import { mayCall } from './permissions';
import { createRouter, isOutlook } from './router';
import type { Match, Route, Service } from './router';
import { routes } from './routes';
import { workbookOf } from './routes/workbooks';
import { selectedMayCall } from './selected';
import type { DirectoryUser } from './state/users';
import type { GraphWorld } from './world';

const findRoute = createRouter(routes.map(asRecorded));

const denied: Record<Service, () => GraphError> = {
	directory: () =>
		new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
	mail: accessDenied,
	calendar: accessDenied,
	files: () => new GraphError(403, 'accessDenied', 'Access denied'),
	teams: () => new GraphError(403, 'Forbidden', 'Missing role permissions on the request.'),
	security: () => new GraphError(403, 'Forbidden', 'Missing application roles.'),
};

function resolve(call: GraphCall, { settings }: GraphWorld): Match {
	if (call.segments[0]?.toLowerCase() === 'me') {
		throw badRequest('/me request is only valid with delegated authentication flow.');
	}
	const { found, methods, unknown = '' } = findRoute(call.method, call.segments);
	if (found && isInCloud(found.route.path, settings.cloud)) return found;
	// The last segment of a path that a cloud lacks is an unknown segment to it.
	if (found) throw badRequest(`Resource not found for the segment '${call.segments.at(-1) ?? ''}'.`);
	if (methods.length > 0) {
		throw new GraphError(
			405,
			'Request_BadRequest',
			'Specified HTTP method is not allowed for the request target.',
		);
	}
	if (settings.unknownPaths === 'answer') return { route: standIn(call), params: [] };
	throw badRequest(`Resource not found for the segment '${unknown}'.`);
}

/** Answers for a path that the simulator does not know, as REST would: for operations that are not modelled. */
function standIn({ method }: GraphCall): Route {
	const handle: Route['handle'] = (_world, { call }) => {
		const [collection = 'unknown'] = call.segments;
		const object = { id: call.segments.at(-1), ...(call.body as object | undefined), value: [] };
		if (method === 'DELETE') return { status: 204 };
		return entityAnswer(call, collection, object, method === 'POST' ? 201 : 200);
	};
	return { method, path: '', service: 'directory', permissions: ['any'], handle };
}

/**
 * The service that a call goes to.
 * @returns undefined for a path that Graph does not know
 */
export function serviceOf(call: Pick<GraphCall, 'method' | 'segments'>): Service | undefined {
	return findRoute(call.method, call.segments).found?.route.service;
}

/** Hides what was created from other calls for a while, where the setting says so. */
function remember(
	{ state, settings }: GraphWorld,
	{ method }: GraphCall,
	{ status, body }: GraphAnswer,
): void {
	const { replication } = settings.directory;
	if (replication <= 0 || method !== 'POST' || status !== 201) return;
	const { id, userPrincipalName } = body as { id?: unknown; userPrincipalName?: unknown };
	for (const name of [id, userPrincipalName])
		if (typeof name === 'string') state.fresh.set(name.toLowerCase(), Date.now() + replication);
}

/** @throws GraphError 404 for a call that names what the directory has not replicated yet, in its path or as a reference */
function checkReplicated({ state }: GraphWorld, { segments, body }: GraphCall): void {
	if (state.fresh.size === 0) return;
	const references = (value: unknown, name = ''): string[] => {
		if (Array.isArray(value)) return value.flatMap((one) => references(one, name));
		if (typeof value === 'object' && value !== null)
			return Object.entries(value).flatMap(([key, one]) => references(one, key));
		if (typeof value !== 'string') return [];
		if (name === 'principalId' || name === 'resourceId') return [value];
		const last = /@odata\.(id|bind)$/.test(name) ? /[/']([^/'()]+)(?:'\))?$/.exec(value) : null;
		return last ? [decodeURIComponent(last[1])] : [];
	};
	for (const name of [...segments, ...references(body)]) {
		if ((state.fresh.get(name.toLowerCase()) ?? 0) > Date.now()) throw resourceNotFound(name);
	}
}

function ownerOf(world: GraphWorld, { route, params }: Match): DirectoryUser | undefined {
	return isOutlook(route.service) ? world.state.findUser(params[0]) : undefined;
}

/** SharePoint's errors have no `innerError` (recorded), nor have Outlook's of mail that is submitted; Excel's have one. */
function leavesInnerErrorOut({ service, path }: Route): boolean {
	return (service === 'files' && !path.includes('/workbook')) || /\/(send|sendMail)$/.test(path);
}

/**
 * Answers one call whose bearer was accepted: permission, limits, service time, effect.
 * @param latency network time, milliseconds, 0 for a part of a $batch; the slot at the mailbox is held meanwhile
 * @throws GraphError whatever Graph refuses
 */
export async function serve(
	world: GraphWorld,
	call: GraphCall,
	token: IssuedToken,
	latency: number,
): Promise<GraphAnswer> {
	let leave: (() => void) | undefined;
	let served = false;
	let answering: Route | undefined;
	try {
		const match = resolve(call, world);
		const { route, params } = match;
		answering = route;
		const may = mayCall(token.roles, route.permissions) || selectedMayCall(world.state, token, match);
		if (route.path === '' ? token.roles.length === 0 : !may) throw denied[route.service]();
		const owner = ownerOf(world, match);
		const limits = {
			...world.throttle.count(token, owner),
			...(route.service === 'files' && world.throttle.countFiles(token)),
		};
		const workbook = workbookOf(world, match);
		if (workbook !== undefined) leave = world.throttle.enterWorkbook(workbook);
		if (owner) leave = world.throttle.enter(owner, token, call.batch);
		served = true;
		await pause(latency + world.settings.partTime);
		const context: CallContext = { call, token, params };
		// What changed earlier without a request is a separate change.
		if (call.method !== 'GET') world.notifier.look();
		checkReplicated(world, call);
		const answer = await route.handle(world, context);
		if (route.service === 'directory') remember(world, call, answer);
		if (call.method !== 'GET') world.notifier.look();
		return { ...answer, headers: { ...jsonHeaders(route, answer), ...limits, ...answer.headers } };
	} catch (error) {
		// A rejected request takes the same network time.
		if (!served) await pause(latency);
		if (error instanceof GraphError) error.bare = answering !== undefined && leavesInnerErrorOut(answering);
		throw error;
	} finally {
		leave?.();
	}
}
