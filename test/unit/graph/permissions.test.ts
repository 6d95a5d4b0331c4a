import {
	includedIn,
	includes,
	missingPermissions,
	comparablePath,
	permissionsFor,
	usedPermissions,
} from '../../../nodes/graph/errors/permissions';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import { watches } from '../../../nodes/MicrosoftGraphTrigger/watches';
import { operationSets } from '../../../nodes/graph/errors/permissionTable';
import { fact } from '../../reality/facts';

describe('one permission includes another', () => {
	test.each([
		['Mail.Send', 'Mail.Send'],
		['Mail.ReadWrite', 'Mail.Read'],
		['Mail.ReadWrite', 'Mail.ReadBasic.All'],
		['Mail.Read', 'Mail.ReadBasic.All'],
		['User.Read.All', 'User.ReadBasic.All'],
		['User.ReadWrite.All', 'User.Read.All'],
		['Group.Read.All', 'GroupMember.Read.All'],
		['Directory.Read.All', 'GroupMember.Read.All'],
		['Group.ReadWrite.All', 'GroupMember.ReadWrite.All'],
		// What no name tells.
		['User.ReadWrite.All', 'User.DeleteRestore.All'],
		['User.ReadWrite.All', 'User.RevokeSessions.All'],
		['User.ReadWrite.All', 'User.Invite.All'],
		['User.ReadWrite.All', 'ProfilePhoto.ReadWrite.All'],
		['User.ReadWrite.All', 'User.EnableDisableAccount.All'],
		['Group.ReadWrite.All', 'Group.Create'],
		['Group.ReadWrite.All', 'Team.Create'],
		['Group.ReadWrite.All', 'TeamSettings.ReadWrite.All'],
		['Sites.FullControl.All', 'Sites.Read.All'],
		['Sites.FullControl.All', 'Sites.ReadWrite.All'],
		['Sites.FullControl.All', 'Sites.Manage.All'],
		['Sites.ReadWrite.All', 'Files.Read.All'],
	])('%s includes %s', (granted, needed) => {
		expect(includes(granted, needed)).toBe(true);
	});

	test('for one operation, but not for another', () => {
		const [granted, needed] = ['User.ReadWrite.All', 'LicenseAssignment.ReadWrite.All'];
		expect(includes(granted, needed, 'user:assignLicense')).toBe(true);
		expect(includes(granted, needed, 'group:assignLicense')).toBe(false);
	});

	test.each([
		['Mail.ReadWrite', 'Mail.Send'],
		['Mail.Send', 'Mail.Read'],
		['Mail.Read', 'Mail.ReadWrite'],
		['Mail.ReadBasic.All', 'Mail.Read'],
		['User.ReadBasic.All', 'User.Read.All'],
		['Directory.Read.All', 'User.ReadWrite.All'],
		['Directory.Read.All', 'Mail.Read'],
		['Directory.ReadWrite.All', 'User.DeleteRestore.All'],
		['GroupMember.Read.All', 'Group.Read.All'],
		['Calendars.ReadWrite', 'Mail.Read'],
		['Sites.Selected', 'Sites.Read.All'],
		['LicenseAssignment.ReadWrite.All', 'LicenseAssignment.Read.All'],
		['', 'Mail.Read'],
		['Mail', 'Mail.Read'],
		// By name they would.
		['Files.ReadWrite.AppFolder', 'Files.Read.All'],
		['Files.ReadWrite.AppFolder', 'Files.ReadWrite.All'],
		['User.ReadWrite.CrossCloud', 'User.Read.All'],
		['User.ReadWrite.CrossCloud', 'User.ReadWrite.All'],
		['Application.ReadWrite.OwnedBy', 'Application.Read.All'],
		['Group.Read.All', 'Files.Read.All'],
	])('%s does not include %s', (granted, needed) => {
		expect(includes(granted, needed)).toBe(false);
	});

	test(fact(43, 'node', 'is told for the requests of one operation'), () => {
		expect(includes('Directory.Read.All', 'User.Read.All', 'user:getManager')).toBe(true);
		expect(includes('Directory.Read.All', 'User.Read.All', 'message:translateIds')).toBe(false);
		expect(includes('Directory.ReadWrite.All', 'User.ReadWrite.All', 'user:update')).toBe(true);
		expect(missingPermissions(['User.DeleteRestore.All'], ['User.ReadWrite.All'], 'user:delete')).toEqual([]);
		expect(missingPermissions(['Group.Create'], ['Directory.ReadWrite.All'], 'group:create')).toEqual([]);
		// For each of its requests, another permission may do.
		expect(missingPermissions(['Tasks.ReadWrite.All'], ['Tasks.Read.All'], 'plannerTask:update')).toEqual([
			'Tasks.ReadWrite.All',
		]);
	});
});

test('what is missing is what no granted permission includes', () => {
	const needed = ['Mail.Send', 'Mail.ReadWrite'];
	expect(missingPermissions(needed, [])).toEqual(needed);
	expect(missingPermissions(needed, ['Mail.Read', 'Mail.Send'])).toEqual(['Mail.ReadWrite']);
	expect(missingPermissions(needed, ['Mail.ReadWrite', 'Mail.Send', 'User.Read.All'])).toEqual([]);
	expect(missingPermissions(['Nothing.Known'], ['Mail.Send'])).toEqual(['Nothing.Known']);
});

test('what is used is what the operation could be done with', () => {
	const granted = ['User.ReadWrite.All', 'Reports.Read.All', 'User.Read.All'];
	expect(usedPermissions(['User.DeleteRestore.All'], granted, 'user:delete')).toEqual(['User.ReadWrite.All']);
});

describe('the permissions of a request', () => {
	test.each<[string, string, string]>([
		['GET /users/adele@contoso.com/messages', 'Mail.ReadBasic.All', 'Mail.ReadWrite'],
		['GET /users/a/messages/b/$value', 'Mail.ReadBasic.All', 'Mail.Read'],
		['POST /users/a/sendMail', 'Mail.Send', 'Mail.Send'],
		['GET /v1.0/users/a/calendarView/delta', 'Calendars.ReadBasic.All', 'Calendars.ReadWrite'],
		['GET /users/a/drive/root:/Reports/2026/January.xlsx', 'Files.Read.All', 'Sites.FullControl.All'],
		['PUT /drives/d/items/b:/January 2026.xlsx:/content', 'Files.ReadWrite.All', 'Sites.FullControl.All'],
		["GET /drives/d/root/search(q='a')", 'Files.Read.All', 'Sites.Read.All'],
		['GET /groups/g/members/microsoft.graph.user', 'GroupMember.Read.All', 'Directory.Read.All'],
		["GET /servicePrincipals(appId='a')", 'Application.Read.All', 'Directory.Read.All'],
		['GET /shares/u!abc/driveItem', 'Files.ReadWrite.All', 'Sites.ReadWrite.All'],
		['DELETE /groups/g/members/m/$ref', 'GroupMember.ReadWrite.All', 'Directory.ReadWrite.All'],
	])('%s: at least %s, also %s', (request, least, other) => {
		const permissions = permissionsFor(request);
		expect(permissions?.[0]).toBe(least);
		expect(permissions).toContain(other);
	});

	test.each(['GET /users/a/nothing', 'GET /', 'PATCH /me', '', 'GET /users/delta/messages/$count/x'])(
		'are not told for %j',
		(request) => {
			expect(permissionsFor(request)).toBeUndefined();
		},
	);
});

test('what the table has of an operation begins with a permission that the operation names', () => {
	const named = new Map<string, readonly string[]>([
		...resources.flatMap(({ value, operations }) =>
			operations.map((one) => [`${value}:${one.value}`, one.permissions] as const),
		),
		...watches.map(
			({ value, permissions, subscriptionPermissions = [] }) =>
				[`trigger:${value}`, [...permissions, ...subscriptionPermissions]] as const,
		),
	]);
	for (const [key, sets] of Object.entries(operationSets)) {
		for (const set of sets)
			expect({ key, named: named.get(key) }).toMatchObject({
				named: expect.arrayContaining([set.split(' ')[0]]),
			});
	}
});

test('greater permissions are listed, those that open less first', () => {
	expect(includedIn('Mail.ReadBasic.All')).toEqual(['Mail.Read', 'Mail.ReadWrite']);
	expect(includedIn('User.DeleteRestore.All')).toEqual(['User.ReadWrite.All']);
	expect(includedIn('Mail.Send')).toEqual([]);
});

test.each([
	[
		"/v1.0/drives/d/items/f/workbook/worksheets('Sheet%20(1)')/range(address='A1')/clear",
		'drives/d/items/f/workbook/worksheets/{}/range(/clear',
	],
	[
		"/users/a/drive/root:/b.xlsx:/workbook/tables('O''Neill')/rows",
		'drives/{}/items/{}/workbook/tables/{}/rows',
	],
])('%s is compared as %s', (path, comparable) => {
	expect(comparablePath(path).join('/')).toBe(comparable);
});
