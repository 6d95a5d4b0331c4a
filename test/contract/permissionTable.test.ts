import { closeSimulator } from '../../scripts/operationRequests';
import { compilePermissions, permissionLookup, type NotLeast } from '../../scripts/permissionTable';
import { resources } from '../../nodes/MicrosoftGraph/operations';
import { operationSets, requestSets } from '../../nodes/graph/errors/permissionTable';
import { fact } from '../reality/facts';
import { routes } from '../../simulator/graph/routes';
import { contractFolder, expectNonePromised } from './openApi';

/*
 * The compiled table of permissions, what operations name, and what the simulator asks for, against Microsoft's table.
 */
const lookup = permissionLookup(contractFolder);
afterAll(closeSimulator);

if (lookup === undefined) {
	console.warn(`Microsoft's table of permissions is not in ${contractFolder}: nothing is compared with it.`);
	it('lacks the table where none was promised', expectNonePromised);
}
const withTable = lookup === undefined ? describe.skip : describe;

/** Where an operation names another permission than the one that Microsoft's table calls the least, and why. */
const notLeast: ReadonlyArray<Pick<NotLeast, 'operation' | 'request'> & { reason: string }> = [
	{
		operation: 'application:restore',
		request: 'POST /directory/deleteditems/{}/restore',
		reason: 'The page lists a permission for each type; the table has only that for users.',
	},
	{
		operation: 'authenticationMethod:delete',
		request: 'GET /users/{}/authentication/methods/{}',
		reason: 'It deletes as well, which needs more; that includes reading.',
	},
	{
		operation: 'event:getChanges',
		request: 'GET /users/{}/events/{}',
		reason:
			'It reads the changes as well, which needs more; that includes looking whether an event is there.',
	},
	{
		operation: 'file:copy',
		request: 'GET /drives/{}/items/{}',
		reason: 'It copies as well, which needs more; that includes reading.',
	},
	{
		operation: 'file:move',
		request: 'GET /drives/{}/items/{}',
		reason: 'It moves as well, which needs more; that includes reading.',
	},
	...['application:addCertificate', 'application:removeCertificate'].map((operation) => ({
		operation,
		request: 'GET /applications/{}',
		reason: 'It changes as well, which needs more; that includes reading.',
	})),
	{
		operation: 'directoryRole:getMembers',
		request: 'GET /directoryroles(/members',
		reason: 'The page has RoleManagement.Read.Directory as the least, as the table has by ID.',
	},
	...[
		'administrativeUnit:removeMember',
		'application:removeOwner',
		'directoryRole:assign',
		'directoryRole:assignEligibility',
		'directoryRole:removeEligibility',
		'riskyUser:confirmCompromised',
		'riskyUser:dismiss',
		'riskyUser:get',
		'riskyUser:getHistory',
		'servicePrincipal:createPermissionGrant',
	].map((operation) => ({
		operation,
		request: 'GET /users/{}',
		reason: 'Only a user given by user principal name is looked up: the field says what that needs.',
	})),
	...['group:removeMember', 'group:removeOwner', 'user:removeFromGroup'].map((operation) => ({
		operation,
		request: 'GET /users/{}',
		reason: 'Only a user given by user principal name is looked up: its note says what that needs.',
	})),
	{
		operation: 'group:restore',
		request: 'POST /directory/deleteditems/{}/restore',
		reason: 'The page lists a permission for each type; the table has only that for users.',
	},
	{
		operation: 'managedDevice:wipe',
		request: 'POST /devicemanagement/manageddevices/{}/wipe',
		reason: 'The page has DeviceManagementManagedDevices.PrivilegedOperations.All only.',
	},
	{
		operation: 'message:get',
		request: 'GET /users/{}/messages/{}',
		reason: 'The page has Mail.ReadBasic.All as the least; bodies need more, which its note says.',
	},
	{
		operation: 'team:getMembers',
		request: 'GET /teams/{}/members',
		reason: 'The page has TeamMember.Read.All as the least: reading needs no permission to write.',
	},
	{
		operation: 'user:assignLicense',
		request: 'GET /users/{}',
		reason: 'It reads assignedLicenses, which User.ReadBasic.All does not show.',
	},
	{
		operation: 'user:getCustomSecurityAttributes',
		request: 'GET /users/{}',
		reason: 'It reads customSecurityAttributes, which User.ReadBasic.All does not show.',
	},
	{
		operation: 'user:setCustomSecurityAttribute',
		request: 'PATCH /users/{}',
		reason: '"Update user" has a permission of its own for customSecurityAttributes.',
	},
	...['user:disable', 'user:enable'].map((operation) => ({
		operation,
		request: 'PATCH /users/{}',
		reason: '"Update user" has a permission of its own for accountEnabled.',
	})),
	{
		operation: 'user:resetPassword',
		request: 'PATCH /users/{}',
		reason: '"Update user" has a permission of its own for passwordProfile.',
	},
	{
		operation: 'trigger:event',
		request: 'GET /users/{}/events',
		reason:
			'The subscription and the delta need Calendars.Read; this request is for the example in the editor.',
	},
	{
		operation: 'trigger:user',
		request: 'GET /users',
		reason: 'The delta needs User.Read.All; this request is for the example in the editor.',
	},
];

/** Requests of operations that Microsoft's table lacks, and the page that has their permission. */
const onPageOnly: Readonly<Record<string, string>> = {
	'application:deletePermanently: DELETE /directory/deleteditems/{}':
		'"Permanently delete item" lists a permission for each type.',
	'application:getDeleted: GET /directory/deleteditems/microsoft.graph.application':
		'"List deletedItems" lists a permission for each type.',
	'device:getLocalAdminPassword: GET /directory/devicelocalcredentials/{}':
		'"Get deviceLocalCredentialInfo"; the table has it without "directory".',
	'group:getDeleted: GET /directory/deleteditems/microsoft.graph.group':
		'"List deletedItems" lists a permission for each type.',
	'sitePage:publish: POST /sites/{}/pages/{}/microsoft.graph.sitepage/publish': '"sitePage: publish".',
	'team:clone: GET /teams/{}/operations/{}': '"Get teamsAsyncOperation": that of what it is waited for.',
	'team:create: GET /teams/{}/operations/{}': '"Get teamsAsyncOperation": that of what it is waited for.',
};

/** What a note says where no page has a permission, either. */
const nowhere = "Microsoft's pages list no permission for";

/** Where a route of the simulator asks for what the table doesn't list, and why. */
const loose: ReadonlyArray<{ path: RegExp; permission: RegExp; reason: string }> = [
	{
		path: /^GET \/solutions\/virtualEvents\/webinars\/\{id\}\/registrations$/,
		permission: /^VirtualEvent\.Read\.All$/,
		reason: 'The page has it; the table has only the permission of a single event.',
	},
	{
		path: /^GET \/users\/\{id\}\/chats$/,
		permission: /^Chat\.Read\.All$/,
		reason: 'The page has it beside the least; the table has only the least.',
	},
	{
		path: /^GET \/users\/\{id\}\/(messages|mailFolders)/,
		permission: /^Mail\.ReadBasic$/,
		reason: 'Apps can be given it; the table has the other of the two roles only.',
	},
	{
		path: /^GET \/organization\/\{id\}$/,
		permission: /^(Organization|Directory)\./,
		reason: 'The table has what the page of the list names at the path of the list only.',
	},
	{
		path: /^POST \/.*\/createUploadSession$/,
		permission: /^Files\.ReadWrite\.All$/,
		reason: 'The page has it.',
	},
	{
		path: /^POST \/directory\/deletedItems\/\{id\}\/restore$/,
		permission: /^(Group|Application|Directory)\.ReadWrite\./,
		reason: 'The page lists a permission for each type; the table has only that for users.',
	},
	{
		path: /^GET \/users\/\{id\}\/memberOf\/(directoryRole|administrativeUnit)$/,
		permission: /^Directory\./,
		reason: 'The table has an ID where the type is; the list itself needs this.',
	},
	{
		path: /^PATCH \/users\/\{id\}$/,
		permission: /^CustomSecAttributeAssignment\./,
		reason: 'The route takes it for customSecurityAttributes only, as "Update user" has it.',
	},
	{
		path: /^GET \/groups\/\{id\}\/drive\/root$/,
		permission: /^Sites\./,
		reason: 'The root is an item as any other.',
	},
	{
		path: /^GET \/.*\/workbook\//,
		permission: /^(Files|Sites)\.Read\.All$/,
		reason: 'Reports differ on whether reading is enough: a setting refuses such apps.',
	},
	{
		path: /^PATCH \/groups\/\{id\}$/,
		permission: /^GroupMember\.ReadWrite\.All$/,
		reason: 'The route takes it for members only, as "Add members" has it.',
	},
];

withTable('the compiled table', () => {
	test('is what Microsoft’s table and the operations make: npm run permissions writes it', async () => {
		const compiled = await compilePermissions(contractFolder);
		expect(compiled?.operations).toEqual(operationSets);
		expect(compiled?.requests).toEqual(requestSets);
	});

	test('has the least permission for each operation, but where the list says why not', async () => {
		const { notLeast: found = [] } = (await compilePermissions(contractFolder)) ?? {};
		const named = ({ operation, request }: Pick<NotLeast, 'operation' | 'request'>) =>
			`${operation}: ${request}`;
		expect([...new Set(found.map(named))].sort()).toEqual(notLeast.map(named).sort());
	});
});

withTable('a permission that Microsoft lists nowhere', () => {
	test('is said to be none of Microsoft’s, and no other is', async () => {
		const { unlisted = [] } = (await compilePermissions(contractFolder)) ?? {};
		expect(Object.keys(onPageOnly).filter((one) => !unlisted.includes(one))).toEqual([]);
		const without = unlisted
			.filter((one) => !Object.hasOwn(onPageOnly, one))
			.map((one) => one.split(': ')[0]);
		const said = resources.flatMap(({ value, operations }) =>
			operations
				.filter(({ permissionNote = '' }) => permissionNote.includes(nowhere))
				.map((operation) => `${value}:${operation.value}`),
		);
		expect(said.sort()).toEqual([...new Set(without)].sort());
	});
});

withTable('the simulator', () => {
	const asked = routes.flatMap(({ method, path, permissions }) => {
		const listed = lookup?.(method, path);
		const extra = listed === undefined ? [] : permissions.filter((name) => !listed.includes(name));
		return extra.map((name) => ({ request: `${method} ${path}`, name }));
	});
	const isKnown = ({ request, name }: { request: string; name: string }) =>
		loose.some(({ path, permission }) => path.test(request) && permission.test(name));

	test(fact(43, 'simulator', 'lets in nobody whom Microsoft’s table does not'), () => {
		expect(asked.filter((one) => !isKnown(one))).toEqual([]);
	});

	test('needs every exception that is listed', () => {
		const needed = loose.filter(({ path, permission }) =>
			asked.some(({ request, name }) => path.test(request) && permission.test(name)),
		);
		expect(needed).toEqual([...loose]);
	});
});
