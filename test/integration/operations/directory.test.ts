import type { INodeParameters } from 'n8n-workflow';
import { fact } from '../../reality/facts';
import { passwordsOf } from '../../../simulator/graph/routes/applications';
import { licence } from '../../../simulator/graph/routes/auditLogs';
import { addServicePrincipal } from '../../../simulator/graph/routes/servicePrincipals';
import { guidOf } from '../../../simulator/random';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const run = async (resource: string, operation: string, parameters: INodeParameters = {}, settings = {}) =>
	await product.run({ resource, operation, ...parameters }, settings);
const groupNamed = (name: string) => {
	const found = [...product.simulator.graph.groups.values()].find(({ displayName }) => displayName === name);
	if (!found) throw new Error(`No group ${name}`);
	return found;
};
const advanced = () =>
	product.graphCalls().map(({ headers, query }) => ({
		header: (headers as Record<string, string>).consistencylevel ?? headers.ConsistencyLevel,
		count: query.$count,
	}));
const asked = { header: 'eventual', count: 'true' };
const plain = { header: undefined, count: undefined };

describe('advanced queries', () => {
	test.each([
		['user', "companyName eq 'Contoso'", asked],
		['user', "companyName in ('Contoso')", asked],
		['user', "employeeType eq 'x'", asked],
		['user', "startsWith(officeLocation,'1')", asked],
		['user', 'mobilePhone eq null', asked],
		['user', "onPremisesSamAccountName eq 'x'", asked],
		['user', 'department eq null', asked],
		['user', "department eq 'eq null'", plain],
		['user', "displayName eq 'companyName ne'", plain],
		['user', "proxyAddresses/any(p:startsWith(p,'smtp:adele'))", plain],
		['user', "businessPhones/any(p:p eq '+1')", asked],
		['group', "description eq 'x'", asked],
		['group', 'createdDateTime ge 2020-01-01T00:00:00Z', asked],
		['group', 'hasMembersWithLicenseErrors eq true', plain],
		['device', "manufacturer eq 'x'", asked],
		['device', "startsWith(displayName,'DESK')", plain],
		['application', "description eq 'x'", asked],
	] as const)(
		fact(27, 'node', 'are asked for a filter by property: %s, %s'),
		async (resource, filter, mode) => {
			const { error } = await run(resource, 'getAll', { returnAll: true, options: { filter } });
			expect(error).toBeUndefined();
			expect(advanced()).toEqual([mode]);
		},
	);

	test.each([
		['user', 'displayName', plain],
		['user', 'createdDateTime desc', asked],
		['group', 'displayName', plain],
		['device', 'displayName', asked],
		['application', 'displayName desc', asked],
	] as const)(
		fact(27, 'node', 'are asked for an order by object: %s, %s'),
		async (resource, orderBy, mode) => {
			const { error } = await run(resource, 'getAll', { options: { orderBy } });
			expect(error).toBeUndefined();
			expect(advanced()).toEqual([mode]);
		},
	);

	test.each([
		['group', 'getMembers', { filter: "startsWith(displayName,'A')" }],
		['group', 'getMembers', { orderBy: 'displayName' }],
		['group', 'getMembers', { search: 'adele' }],
		['group', 'getOwners', { filter: "displayName eq 'Adele Vance'" }],
		['user', 'getDirectReports', { filter: "startsWith(displayName,'A')" }],
		['user', 'getDeleted', { filter: "displayName eq 'x'" }],
	] as const)(
		fact(27, 'node', 'are asked for what is narrowed on a relationship: %s: %s, %j'),
		async (...one) => {
			const [resource, operation, options] = one;
			const ids = { groupId: byId(groupNamed('Leadership').id), userId: byId('meganb@contoso.example') };
			const { error } = await run(resource, operation, { ...ids, returnAll: true, options });
			expect(error).toBeUndefined();
			expect(advanced()).toEqual([asked]);
		},
	);

	test.each([
		'searchDevices',
		'searchApplications',
		'searchServicePrincipals',
		'searchUsers',
		'searchGroups',
	])(
		fact([27, 28], 'node', 'and properties that are there to search are right in lists to pick from: %s'),
		async (method) => {
			expect((await product.list(method)).results.length).toBeGreaterThan(0);
			const found = await product.list(method, { filter: 'a: b "c' });
			expect(found.results).toEqual([]);
			const [all, searched] = product.graphCalls();
			expect(all?.query.$orderby).toBe('displayName');
			const searches = String(searched?.query.$search);
			expect(searches).toMatch(/^"displayName:a: b \\"c"/);
			expect(/"mail:/.test(searches)).toBe(/Users|Groups/.test(method));
		},
	);

	test.each([
		['plain', [plain]],
		['advanced', [plain, asked]],
		['none', [plain, asked]],
	] as const)(
		fact(27, 'node', 'are tried once the other way where no table has the property: %s'),
		async (unlisted, calls) => {
			product.simulator.set({ directory: { unlisted } });
			const filter = 'employeeLeaveDateTime le 2030-01-01T00:00:00Z';
			const { error } = await run('user', 'getAll', { returnAll: true, options: { filter } });
			expect(advanced()).toEqual(calls);
			if (unlisted === 'none') expect(error).toMatchObject({ description: expect.stringMatching(/filter/) });
			else expect(error).toBeUndefined();
		},
	);

	test(fact(27, 'node', 'keep their header on every page once the other way has worked'), async () => {
		product.simulator.set({ directory: { unlisted: 'advanced' } });
		for (const user of product.simulator.graph.users.values())
			Object.assign(user, { employeeLeaveDateTime: '2026-01-01T00:00:00Z' });
		const filter = 'employeeLeaveDateTime le 2030-01-01T00:00:00Z';
		const path = { responseKind: 'list', path: `/users?$top=10&$filter=${filter}`, returnAll: true };
		const refused = await run('api', 'request', path);
		expect(refused.error).toMatchObject({ description: expect.stringMatching(/ConsistencyLevel/) });
		const first = await run('user', 'getAll', { limit: 3, options: { filter, singlePage: true } });
		const [{ nextLink }] = jsonOf(first.items);
		const second = await run('user', 'getAll', {
			limit: 3,
			options: { filter, singlePage: true, pageLink: String(nextLink) },
		});
		expect(second.error).toBeUndefined();
		expect(jsonOf(second.items)[0]?.entries).toHaveLength(3);
	});
});

describe('plain words', () => {
	test.each([
		['device', 'desktop', '"displayName:desktop"', ['DESKTOP-ADELE']],
		['application', 'payroll', '"displayName:payroll"', ['Payroll sync']],
		[
			'group',
			'newcomers',
			'"displayName:newcomers" OR "description:newcomers" OR "mail:newcomers"',
			['Newcomers'],
		],
		['user', 'adele', '"displayName:adele" OR "mail:adele"', ['Adele Vance']],
	])(
		fact(28, 'node', 'are searched in what the objects have: %s'),
		async (resource, search, $search, names) => {
			const { items, error } = await run(resource, 'getAll', { options: { search } });
			expect(error).toBeUndefined();
			expect(product.graphCalls()).toMatchObject([{ query: { $search } }]);
			expect(jsonOf(items).map(({ displayName }) => displayName)).toEqual(names);
		},
	);
});

describe('principal names with signs', () => {
	const dollar = '$svc@contoso.example';
	const guest = 'pat_fabrikam.example#EXT#@contoso.example';
	beforeEach(() => {
		product.simulator.graph.addUser({ userPrincipalName: dollar, displayName: 'Service' });
	});

	test.each([
		[dollar, "/v1.0/users('$svc@contoso.example')"],
		[guest, '/v1.0/users/pat_fabrikam.example%23EXT%23@contoso.example'],
	])(fact(36, 'node', 'find their user, alone and in a batch: %s'), async (name, path) => {
		const alone = await run('user', 'get', { userId: byId(name) });
		expect(alone.error).toBeUndefined();
		expect(product.graphCalls().map((call) => call.path)).toEqual([path]);
		const batched = await run('user', 'get', { userId: byId(name) }, { input: itemsOf({}, {}) });
		expect(batched.error).toBeUndefined();
		expect(batched.items).toHaveLength(2);
		expect(product.simulator.parts.map((part) => part.path)).toEqual([path, path]);
	});

	test.each([dollar, guest])(
		fact(36, 'node', 'name a mailbox, a manager, a member, and the user of a list: %s'),
		async (name) => {
			const { graph } = product.simulator;
			const id = graph.findUser(name)?.id ?? '';
			const group = groupNamed('Newcomers');
			const user = { userId: byId('adelev@contoso.example'), managerId: byId(name) };
			expect((await run('user', 'setManager', user)).error).toBeUndefined();
			expect(graph.findUser('adelev@contoso.example')?.managerId).toBe(id);
			const members = { groupId: byId(group.id), memberIds: name };
			expect((await run('group', 'addMembers', members)).error).toBeUndefined();
			expect([...group.memberIds]).toEqual([id]);
			const reports = await run('user', 'getDirectReports', { userId: byId(name) });
			expect(jsonOf(reports.items)).toMatchObject([{ displayName: 'Adele Vance' }]);
			const request = await run('api', 'request', { path: `/users/${name.replace(/#/g, '%23')}/manager` });
			expect(request.error).toBeUndefined();
			if (name === guest) return;
			const mail = await run('message', 'getAll', { mailbox: byId(name), limit: 1 });
			expect(mail.error).toBeUndefined();
		},
	);
});

describe('members of a group', () => {
	const app = (name = 'Payroll bot') => addServicePrincipal({ state: product.simulator.graph }, name, []);
	const laptop = () => guidOf('device LAPTOP-ALEX');

	test(fact(29, 'node', 'leave out apps unless those are asked for, with what they have'), async () => {
		const group = groupNamed('All Engineers');
		group.memberIds = new Set([...[...group.memberIds].slice(0, 1), app(), laptop()]);
		const kinds = { all: 2, servicePrincipal: 1, device: 1, user: 1, group: 0 };
		for (const [memberType, count] of Object.entries(kinds)) {
			const { items, error } = await run('group', 'getMembers', { groupId: byId(group.id), memberType });
			expect(error).toBeUndefined();
			expect(jsonOf(items)).toHaveLength(count);
		}
		const apps = await run('group', 'getMembers', {
			groupId: byId(group.id),
			memberType: 'servicePrincipal',
		});
		expect(jsonOf(apps.items)).toMatchObject([{ displayName: 'Payroll bot', appId: expect.any(String) }]);
	});

	test(fact(29, 'node', 'tell that a group of this kind has no such members'), async () => {
		const parameters = { groupId: byId(groupNamed('Leadership').id), memberType: 'servicePrincipal' };
		const { error } = await run('group', 'getMembers', parameters);
		expect(error).toMatchObject({ description: expect.stringMatching(/Microsoft 365 group has only users/) });
	});

	test(fact(29, 'node', 'that are apps are known when further members are added'), async () => {
		const group = groupNamed('Newcomers');
		const [one, other] = [app('One'), app('Other')];
		const adele = product.simulator.graph.findUser('adelev@contoso.example')?.id ?? '';
		group.memberIds = new Set([one, adele]);
		const memberIds = [one, adele, other].join();
		const { items, error } = await run('group', 'addMembers', { groupId: byId(group.id), memberIds });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ added: [other], alreadyMembers: [one, adele] }]);
		const team = groupNamed('Leadership');
		const [member = ''] = team.memberIds;
		const alex = product.simulator.graph.findUser('leeg@contoso.example')?.id ?? '';
		const again = await run('group', 'addMembers', {
			groupId: byId(team.id),
			memberIds: `${member},${alex}`,
		});
		expect(again.error).toBeUndefined();
		expect(jsonOf(again.items)).toEqual([{ added: [alex], alreadyMembers: [member] }]);
	});
});

describe('sign-ins', () => {
	test.each([
		[
			{ filters: { userPrincipalName: 'AdeleV@Contoso.example' } },
			"userPrincipalName eq 'adelev@contoso.example'",
		],
		[
			{
				options: {
					filter: "appDisplayName eq 'Graph Explorer' and userPrincipalName eq 'AdeleV@Contoso.example'",
				},
			},
			"appDisplayName eq 'Graph Explorer' and userPrincipalName eq 'adelev@contoso.example'",
		],
		[
			{ options: { filter: "startsWith(userPrincipalName,'ADELE')" } },
			"startsWith(userPrincipalName,'adele')",
		],
	])(fact(30, 'node', 'are found by a name in any case: %j'), async (parameters, $filter) => {
		const { items, error } = await run('auditLog', 'getSignIns', { returnAll: true, ...parameters });
		expect(error).toBeUndefined();
		expect(product.graphCalls()).toMatchObject([{ query: { $filter } }]);
		expect(items.length).toBeGreaterThan(0);
	});

	test(fact(30, 'node', 'of a user are read by the object ID, which is looked up'), async () => {
		const select = 'displayName,signInActivity';
		const { items, error } = await run('user', 'get', {
			userId: byId('adelev@contoso.example'),
			options: { select },
		});
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ displayName: 'Adele Vance', signInActivity: null });
		const id = String(product.simulator.graph.findUser('adelev@contoso.example')?.id);
		expect(product.graphCalls().map(({ path }) => path)).toEqual([
			'/v1.0/users/adelev@contoso.example',
			`/v1.0/users/${id}`,
		]);
		const known = await run('user', 'get', { userId: byId(id), options: { select } });
		expect(known.error).toBeUndefined();
		expect(product.graphCalls()).toHaveLength(3);
	});

	test(fact(30, 'node', 'of many users come in pages of 500'), async () => {
		const options = { select: 'id,signInActivity' };
		const { items, error } = await run('user', 'getAll', { returnAll: true, options });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(25);
		const filter = 'signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z';
		await run('user', 'getAll', { returnAll: true, options: { filter } });
		expect(product.graphCalls()).toMatchObject([{ query: { $top: '500' } }, { query: { $top: '500' } }]);
	});

	test.each([
		['get', { userId: byId('adelev@contoso.example') }],
		['getAll', {}],
	])(fact(30, 'node', 'name the permission and the license that they need: %s'), async (operation, more) => {
		const parameters = { ...more, options: { select: 'id,signInActivity' } };
		product.app.roles = ['User.Read.All'];
		const poor = await run('user', operation, parameters);
		expect(poor.error).toMatchObject({
			description: expect.stringMatching(/signInActivity.*User\.Read\.All and AuditLog\.Read\.All/),
		});
	});

	test.each([
		['get', { userId: byId('adelev@contoso.example') }],
		['getAll', {}],
	])(fact(30, 'node', 'name the license that they need: %s'), async (operation, more) => {
		product.simulator.graph.collections.set(licence, new Map([['none', { id: 'none' }]]));
		const parameters = { ...more, options: { select: 'id,signInActivity' } };
		const unlicensed = await run('user', operation, parameters);
		expect(unlicensed.error).toMatchObject({
			description: expect.stringMatching(/signInActivity.*P1 or P2/),
		});
	});
});

describe('objects from on premises', () => {
	const synced = { onPremisesSyncEnabled: true };
	const user = { userId: byId('adelev@contoso.example') };
	beforeEach(() => {
		const { graph } = product.simulator;
		Object.assign(graph.findUser('adelev@contoso.example') ?? {}, synced);
		Object.assign(groupNamed('Newcomers'), synced);
	});

	test.each([
		['user', 'update', { ...user, updateFields: { jobTitle: 'Manager' } }],
		['user', 'disable', user],
		['user', 'resetPassword', { ...user, password: 'xWwvJ]6NMw+bWH-d' }],
		['user', 'setManager', { ...user, managerId: byId('alexw@contoso.example') }],
		['group', 'update', { updateFields: { description: 'x' } }],
		['group', 'addMembers', { memberIds: 'alexw@contoso.example' }],
		['api', 'request', { method: 'PATCH', path: '/users/adelev@contoso.example', body: '{"city":"Paris"}' }],
	])(fact(32, 'node', 'tell where they can be changed: %s: %s'), async (resource, operation, parameters) => {
		const group = { groupId: byId(groupNamed('Newcomers').id) };
		const { error } = await run(resource, operation, { ...group, ...parameters });
		expect(error).toMatchObject({
			message: expect.stringMatching(/on-premises mastered Directory Sync objects/),
			description: expect.stringMatching(/synced from on-premises Active Directory/),
		});
	});
});

describe('new groups', () => {
	const create = async (parameters: INodeParameters) =>
		await run('group', 'create', { displayName: 'Helpdesk', ...parameters });
	const body = () => product.graphCalls()[0]?.body as Record<string, unknown>;

	test.each(['microsoft365', 'security'])(
		fact(34, 'node', 'are security-enabled where they can have a role: %s'),
		async (groupType) => {
			const parameters = { groupType, additionalFields: { isAssignableToRole: true } };
			const role = 'RoleManagement.ReadWrite.Directory';
			product.app.roles = [...product.app.roles, role];
			const made = await create(parameters);
			expect(made.error).toBeUndefined();
			expect(body()).toMatchObject({
				isAssignableToRole: true,
				securityEnabled: true,
				mailEnabled: groupType === 'microsoft365',
			});
		},
	);

	test(fact(34, 'node', 'that can have a role tell the permission for it'), async () => {
		product.app.roles = ['Group.Create'];
		const { error } = await create({ additionalFields: { isAssignableToRole: true } });
		expect(error).toMatchObject({
			description: expect.stringMatching(/doesn't have RoleManagement\.ReadWrite\.Directory/),
		});
	});

	test(fact(34, 'node', 'have no rule for their members where they can have a role'), async () => {
		const { error } = await create({
			membership: 'dynamic',
			membershipRule: 'user.department -eq "IT"',
			additionalFields: { isAssignableToRole: true },
		});
		expect(error?.message).toMatch(/can't be role-assignable/);
		expect(product.graphPaths()).toEqual([]);
	});

	test(fact(34, 'node', 'with people tell what reading those takes'), async () => {
		product.app.roles = ['Group.Create'];
		const alone = await create({});
		expect(alone.error).toBeUndefined();
		const { error } = await create({
			displayName: 'Other',
			additionalFields: { owners: 'adelev@contoso.example' },
		});
		expect(error).toMatchObject({
			description: expect.stringMatching(
				/User\.Read\.All, apps with Application\.Read\.All.*doesn't have User\.Read\.All/,
			),
		});
	});

	test(fact(34, 'node', 'that hide their members tell what those take'), async () => {
		Object.assign(groupNamed('Leadership'), { visibility: 'HiddenMembership' });
		product.app.roles = ['GroupMember.Read.All'];
		const { error } = await run('group', 'getMembers', { groupId: byId(groupNamed('Leadership').id) });
		expect(error).toMatchObject({ description: expect.stringMatching(/Member\.Read\.Hidden/) });
	});
});

/** Lets other calls find what was created, once one of them has not. */
async function replicateAfterRefusal() {
	while (!product.graphCalls().some(({ status }) => status === 404))
		await new Promise((resolve) => setTimeout(resolve, 10));
	product.simulator.graph.fresh.clear();
}

describe('what was created a moment ago', () => {
	const waiting = { options: { waitForReplication: 60 } };
	const password = 'xWwvJ]6NMw+bWH-d';
	/** Makes a user and a group that other calls don't find until they are replicated. */
	async function fresh() {
		product.simulator.set({ directory: { replication: 3600_000 } });
		const name = { displayName: 'Newcomer', userPrincipalName: 'newcomer@contoso.example' };
		const user = await run('user', 'create', { ...name, password });
		const group = await run('group', 'create', { displayName: 'New group' });
		const ids = [user, group].map(({ items }) => String(items[0]?.json.id));
		product.simulator.requests.splice(0);
		return { userId: byId(String(ids[0])), groupId: byId(String(ids[1])), upn: 'newcomer@contoso.example' };
	}

	test.each([
		['user', 'get', {}],
		['user', 'update', { updateFields: { jobTitle: 'x' } }],
		[
			'user',
			'assignLicense',
			{ license: byId('ENTERPRISEPREMIUM'), additionalFields: { usageLocation: 'US' } },
		],
		['user', 'setManager', { managerId: byId('meganb@contoso.example') }],
		['user', 'addToGroup', {}],
		['group', 'get', {}],
		['group', 'update', { updateFields: { description: 'x' } }],
		['group', 'addMembers', { memberIds: 'newcomer@contoso.example,alexw@contoso.example' }],
		['group', 'addOwner', {}],
		['api', 'request', { path: '/users/newcomer@contoso.example' }],
	])(fact(33, 'node', 'is waited for where that is asked for: %s: %s'), async (resource, operation, more) => {
		const { upn, ...ids } = await fresh();
		expect(upn).toBe('newcomer@contoso.example');
		const running = run(resource, operation, { ...ids, ...more, ...waiting });
		await replicateAfterRefusal();
		const { items, error } = await running;
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		const calls = product.graphCalls().map(({ method, path, status }) => `${method} ${path} ${status}`);
		expect(calls.filter((call) => call.endsWith(' 404')).length).toBeGreaterThan(0);
		// Each change was made once.
		const changes = calls.filter((call) => !call.startsWith('GET') && !call.endsWith(' 404'));
		expect(new Set(changes).size).toBe(changes.length);
	});

	test(
		fact(33, 'node', 'fails at once without the option, which the error names, and at the end of its time'),
		async () => {
			const { userId } = await fresh();
			const at = await run('user', 'get', { userId });
			expect(at.error).toMatchObject({ description: expect.stringMatching(/"Wait for Replication"/) });
			expect(product.graphCalls()).toHaveLength(1);
			product.simulator.requests.splice(0);
			const missing = { userId: byId('nobody@contoso.example'), options: { waitForReplication: 1 } };
			const { error } = await run('user', 'get', missing);
			expect(error?.message).toMatch(/didn't find it/);
			expect(product.graphCalls().length).toBeGreaterThan(1);
		},
	);

	test(fact(33, 'node', 'is waited for by many items together'), async () => {
		const { groupId, userId } = await fresh();
		const input = itemsOf(...Array.from({ length: 8 }, () => ({})));
		const running = run('group', 'get', { groupId, ...waiting }, { input });
		await replicateAfterRefusal();
		const { items, error } = await running;
		expect(error).toBeUndefined();
		expect(items).toHaveLength(8);
		expect((await run('user', 'get', { userId })).error).toBeUndefined();
	});
});

describe('new apps', () => {
	test(fact(33, 'node', 'are waited for before they get a secret'), async () => {
		const { graph } = product.simulator;
		const id = guidOf('application Payroll sync');
		graph.fresh.set(id, Infinity);
		const parameters = { applicationId: byId(id), displayName: 'n8n' };
		const early = await run('application', 'addPassword', parameters);
		expect(early.error).toMatchObject({ description: expect.stringMatching(/"Wait for Replication"/) });
		product.simulator.requests.splice(0);
		const running = run('application', 'addPassword', { ...parameters, options: { waitForReplication: 60 } });
		await replicateAfterRefusal();
		const made = await running;
		expect(made.error).toBeUndefined();
		const names = passwordsOf({ state: graph }, 'Payroll sync').map(({ displayName }) => displayName);
		expect(names.filter((name) => name === 'n8n')).toHaveLength(1);
	});

	test(fact(33, 'node', 'are waited for before they get a role'), async () => {
		const { graph } = product.simulator;
		const id = addServicePrincipal({ state: graph }, 'Fresh bot', []);
		graph.fresh.set(id, Infinity);
		const running = run('application', 'grantAppRole', {
			servicePrincipalId: byId(id),
			appRole: 'Mail.Send',
			options: { waitForReplication: 60 },
		});
		await replicateAfterRefusal();
		const { error, items } = await running;
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ appRoleValue: 'Mail.Send', principalId: id });
	});
});

describe('times without an offset, as the date picker gives them', () => {
	const picked = '2026-01-01T09:00:00';
	// The workflow's time zone is America/New_York.
	const utc = '2026-01-01T14:00:00.000Z';

	test.each([
		[
			'device',
			'getAll',
			{ filters: { notSignedInSince: picked } },
			`approximateLastSignInDateTime le ${utc}`,
		],
		['auditLog', 'getSignIns', { filters: { since: picked } }, `createdDateTime ge ${utc}`],
		['auditLog', 'getDirectoryAudits', { filters: { until: picked } }, `activityDateTime le ${utc}`],
	])(fact(35, 'node', 'get one in filters: %s: %s'), async (resource, operation, parameters, $filter) => {
		const { error } = await run(resource, operation, { returnAll: true, ...parameters });
		expect(error).toBeUndefined();
		expect(product.graphCalls()).toMatchObject([{ query: { $filter } }]);
	});

	test.each([
		['user', 'update', { updateFields: { employeeHireDate: picked } }, { employeeHireDate: utc }],
		[
			'application',
			'addPassword',
			{ displayName: 'n8n', additionalFields: { startDateTime: picked, endDateTime: picked } },
			{ passwordCredential: { displayName: 'n8n', startDateTime: utc, endDateTime: utc } },
		],
	])(fact(35, 'node', 'get one in fields: %s: %s'), async (resource, operation, parameters, body) => {
		const ids = {
			userId: byId('adelev@contoso.example'),
			applicationId: byId(guidOf('application Payroll sync')),
		};
		const { error } = await run(resource, operation, { ...ids, ...parameters });
		expect(error).toBeUndefined();
		expect(product.graphCalls()).toMatchObject([{ body }]);
	});

	test(fact(35, 'node', 'are explained in what is passed on as it is'), async () => {
		const filter = `createdDateTime ge ${picked}`;
		const { error } = await run('user', 'getAll', { options: { filter } });
		expect(error).toMatchObject({ description: expect.stringMatching(/needs an offset/) });
	});
});
