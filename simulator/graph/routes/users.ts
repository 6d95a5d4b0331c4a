import type { CallContext } from '../call';
import { checkReadsAttributes } from '../customSecurityAttributes';
import { directoryMatches, listDirectory } from '../directoryQuery';
import type { DirectoryList } from '../directoryQuery';
import { badRequest, GraphError, resourceNotFound, unsupportedQuery } from '../errors';
import { parseSelect } from '../odata/options';
import { entityAnswer } from '../paging';
import { mayCall, permissions } from '../permissions';
import type { Route } from '../router';
import { checkPremium } from './auditLogs';
import { basicUserProperties, userProperties, userView } from '../state/users';
import type { DirectoryUser } from '../state/users';
import type { GraphWorld } from '../world';

const type = 'microsoft.graph.user';

const onlyBasic = ({ token }: CallContext) => !mayCall(token.roles, permissions.readUsers);

function userList(world: GraphWorld, context: CallContext): DirectoryList<DirectoryUser> {
	const basic = onlyBasic(context);
	const select = parseSelect(context.call.query.get('$select'), userProperties, type);
	const filter = context.call.query.get('$filter') ?? '';
	const signIns = select?.includes('signInActivity') === true || /signInActivity/i.test(filter);
	if (signIns) checkSignInActivity(world, context);
	return {
		mostInPage: signIns ? mostWithSignIns : undefined,
		context: select ? `users(${select.join(',')})` : 'users',
		type,
		items: [...world.state.users.values()],
		properties: userProperties,
		unlisted: world.settings.directory.unlisted,
		view: (user) => userView(user, select, basic),
		checkFilter(properties) {
			checkSignInFilter(properties);
			if (basic && properties.some((name) => !basicUserProperties.includes(name))) {
				throw new GraphError(
					403,
					'Authorization_RequestDenied',
					'Insufficient privileges to complete the operation.',
				);
			}
		},
	};
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The largest page of users with their last sign-in, whatever `$top` says ("List users"). */
const mostWithSignIns = 500;

/** @throws GraphError 403 without the permission or the license ("user resource type", signInActivity) */
function checkSignInActivity(world: GraphWorld, { token }: CallContext): void {
	if (!mayCall(token.roles, ['AuditLog.Read.All']) || onlyBasic({ token } as CallContext)) {
		throw new GraphError(
			403,
			'Authorization_RequestDenied',
			'Insufficient privileges to complete the operation.',
		);
	}
	checkPremium(world);
}

/** @throws GraphError 400 where the last sign-in is filtered by together with something else ("user resource type") */
function checkSignInFilter(properties: readonly string[]): void {
	const others = properties.filter((name) => !/^signInActivity/i.test(name));
	if (others.length === 0 || others.length === properties.length) return;
	throw unsupportedQuery('Filter by signInActivity cannot be combined with other filters.');
}

export const userRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/users',
		service: 'directory',
		permissions: permissions.readUsersBasic,
		handle: (world, context) => listDirectory(context.call, userList(world, context)),
	},
	{
		method: 'GET',
		path: '/users/$count',
		service: 'directory',
		permissions: permissions.readUsersBasic,
		handle: (world, context) => {
			const { call } = context;
			if (call.headers.consistencylevel?.toLowerCase() !== 'eventual') {
				throw new GraphError(400, 'Request_BadRequest', '$count is not currently supported.');
			}
			const counted = { ...call, query: new Map([...call.query, ['$count', 'true']]) };
			const matches = directoryMatches(counted, userList(world, context));
			return {
				status: 200,
				headers: { 'content-type': 'text/plain' },
				body: Buffer.from(String(matches.length)),
			};
		},
	},
	{
		method: 'GET',
		path: '/users/{id}',
		service: 'directory',
		permissions: permissions.readUsersBasic,
		handle: (world, context) => {
			const { call, params } = context;
			const select = parseSelect(call.query.get('$select'), userProperties, type);
			if (select?.includes('signInActivity')) {
				if (!guid.test(params[0]))
					throw badRequest('Get By Key only supports UserId and the key has to be a valid Guid');
				checkSignInActivity(world, context);
			}
			if (select?.includes('customSecurityAttributes')) checkReadsAttributes(context.token.roles);
			const user = world.state.findUser(params[0]);
			if (!user) throw resourceNotFound(params[0]);
			const name = select ? `users(${select.join(',')})` : 'users';
			return entityAnswer(call, name, userView(user, select, onlyBasic(context)));
		},
	},
];
