import { fact } from '../../reality/facts';
import { startSimulator } from '../../../simulator';
import type { Simulator } from '../../../simulator/simulator';
import { createClient } from '../../../simulator/client';
import { licence } from '../../../simulator/graph/routes/auditLogs';
import { addServicePrincipal } from '../../../simulator/graph/routes/servicePrincipals';
import type { ClientAnswer, SimulatorClient } from '../../../simulator/client';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;

interface ErrorBody {
	error: { code: string; message: string; innerError: Record<string, string> };
}
interface List {
	value: Array<Record<string, unknown>>;
	'@odata.nextLink'?: string;
	'@odata.count'?: number;
}
const codeOf = ({ body }: ClientAnswer) => (body as ErrorBody).error.code;
const listOf = ({ body }: ClientAnswer) => body as List;
const names = (answer: ClientAnswer) => listOf(answer).value.map(({ displayName }) => displayName);
const eventual = { ConsistencyLevel: 'eventual' };

withClient((given) => ({ simulator, client } = given));

describe('who may call', () => {
	it('refuses a call without, with an unknown, with an expired and with a foreign bearer', async () => {
		const none = await client.call('GET', '/users', { token: null });
		expect([none.status, codeOf(none)]).toEqual([401, 'InvalidAuthenticationToken']);
		expect(none.headers['www-authenticate']).toContain('Bearer');
		expect((await client.call('GET', '/users', { token: 'nonsense' })).status).toBe(401);

		const issued = simulator.entra.tokens.get(client.token);
		if (!issued) throw new Error('The token is not known');
		const { audience, expiresAt } = issued;
		issued.audience = 'https://management.azure.com';
		expect((await client.get('/users')).status).toBe(401);
		Object.assign(issued, { audience, expiresAt: Date.now() - 1 });
		expect((await client.get('/users')).status).toBe(401);
		simulator.set({ checkExpiry: false });
		expect((await client.get('/users')).status).toBe(200);
		issued.expiresAt = expiresAt;
	});

	it('answers a missing role with the code of the service', async () => {
		const poor = await createClient(simulator, ['Sites.Selected']);
		expect(codeOf(await poor.get('/users'))).toBe('Authorization_RequestDenied');
		expect(codeOf(await poor.get('/users/adelev@contoso.example/messages'))).toBe('ErrorAccessDenied');
		expect((await poor.get('/organization')).status).toBe(403);
		await poor.close();
	});

	it('lets a role in that was granted since, with a new token only', async () => {
		const poor = await createClient(simulator, ['Mail.Read']);
		expect((await poor.get('/users')).status).toBe(403);
		const rich = await createClient(simulator, ['User.Read.All']);
		expect((await poor.get('/users')).status).toBe(403);
		expect((await rich.get('/users')).status).toBe(200);
		await Promise.all([poor.close(), rich.close()]);
	});

	it('shows User.ReadBasic.All the basic properties only', async () => {
		const basic = await createClient(simulator, ['User.ReadBasic.All']);
		const user = (await basic.get('/users/adelev@contoso.example?$select=displayName,jobTitle')).body;
		expect(user).toMatchObject({ displayName: 'Adele Vance' });
		expect(user).not.toHaveProperty('jobTitle');
		expect((await basic.get("/users?$filter=jobTitle eq 'x'")).status).toBe(403);
		await basic.close();
	});

	it('knows no /me, no other version and no unknown path', async () => {
		const me = await client.get('/me/messages');
		expect([me.status, codeOf(me)]).toEqual([400, 'BadRequest']);
		expect((me.body as ErrorBody).error.message).toContain('delegated authentication flow');
		expect((await client.get(`${simulator.graphUrl}/v2.0/users`)).status).toBe(400);
		expect((await client.get(`${simulator.graphUrl}/beta/users`)).status).toBe(200);
		expect((await client.get('/nothing')).status).toBe(400);
		expect((await client.call('DELETE', '/organization')).status).toBe(405);
		expect((await client.get('/users//messages')).status).toBe(400);
	});

	it('repeats the caller’s request id, and gives its own', async () => {
		const id = '7c1d2f43-0000-4000-8000-000000000001';
		const answer = await client.get('/users/nobody', { 'client-request-id': id });
		expect(answer.headers['client-request-id']).toBe(id);
		const { innerError } = (answer.body as ErrorBody).error;
		expect(innerError).toMatchObject({ 'client-request-id': id, 'request-id': answer.headers['request-id'] });
		expect(innerError.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
	});
});

describe('users', () => {
	it('pages to the end, each user once, on the host that was called', async () => {
		const first = listOf(await client.get('/users?$top=10'));
		expect(first.value).toHaveLength(10);
		expect(first['@odata.nextLink']).toMatch(new RegExp(`^${simulator.graphUrl}/v1.0/users\\?.*skiptoken=`));
		const all = (await client.all('/users?$top=10&$select=id')) as Array<{ id: string }>;
		expect(new Set(all.map(({ id }) => id)).size).toBe(25);
		expect(all[0]).toEqual({ id: first.value[0].id });
	});

	it('gives links on the host name that the caller used', async () => {
		const other = simulator.graphUrl.replace('127.0.0.1', 'localhost');
		const next = listOf(await client.get(`${other}/beta/users?$top=1`))['@odata.nextLink'];
		expect(next?.startsWith(`${other}/beta/users?`)).toBe(true);
	});

	it('refuses page sizes that Graph does not take', async () => {
		expect((await client.get('/users?$top=999')).status).toBe(200);
		for (const top of ['0', '1000', 'x']) {
			const answer = await client.get(`/users?$top=${top}`);
			expect([answer.status, codeOf(answer)]).toEqual([400, 'Request_UnsupportedQuery']);
		}
	});

	it.each([
		["$filter=endswith(mail,'contoso.example')", true],
		["$filter=department ne 'IT'", true],
		["$filter=not startswith(displayName,'A')", true],
		["$filter=startswith(displayName,'A')&$orderby=displayName", true],
		['$orderby=createdDateTime', true],
		['$filter=assignedLicenses/$count eq 0', true],
		["$filter=startswith(displayName,'A')", false],
		["$filter=department eq 'IT' and accountEnabled eq true", false],
		["$filter=userPrincipalName in ('adelev@contoso.example')", false],
		['$orderby=displayName', false],
	])('%s wants the advanced parameters: %s', async (query, advanced) => {
		const counted = query.includes('$count=') ? query : `${query}&$count=true`;
		const plain = await client.get(`/users?${query}`);
		expect(plain.status).toBe(advanced ? 400 : 200);
		if (advanced) expect(codeOf(plain)).toBe('Request_UnsupportedQuery');
		expect((await client.get(`/users?${counted}`)).status).toBe(advanced ? 400 : 200);
		expect((await client.get(`/users?${counted}`, eventual)).status).toBe(200);
	});

	it(fact(27, 'simulator', 'passes over $count without the header, and refuses it as a path'), async () => {
		expect(listOf(await client.get('/users?$count=true'))).not.toHaveProperty('@odata.count');
		expect(listOf(await client.get('/users?$count=true', eventual))).toMatchObject({ '@odata.count': 25 });
		const path = await client.get('/users/$count');
		expect([path.status, codeOf(path)]).toEqual([400, 'Request_BadRequest']);
	});

	it.each([
		['/users', "companyName eq 'Contoso'", 'companyName', 'User'],
		['/groups', "description eq 'x'", 'description', 'Group'],
		['/devices', "manufacturer eq 'x'", 'manufacturer', 'Device'],
		['/applications', "description eq 'x'", 'description', 'Application'],
	])(fact(27, 'simulator', 'refuses in Graph’s words: %s, %s'), async (path, filter, property, type) => {
		const { status, body } = await client.get(`${path}?$filter=${filter}`);
		const { code, message } = (body as ErrorBody).error;
		expect([status, code]).toEqual([400, 'Request_UnsupportedQuery']);
		expect(message).toBe(
			`Unsupported or invalid query filter clause specified for property '${property}' of resource '${type}'.`,
		);
		expect((await client.get(`${path}?$filter=${filter}&$count=true`, eventual)).status).toBe(200);
	});

	it(fact(27, 'simulator', 'refuses what is narrowed on a relationship without the parameters'), async () => {
		const { value } = listOf(await client.get('/groups?$top=1&$select=id'));
		const path = `/groups/${String(value[0].id)}/members`;
		expect((await client.get(path)).status).toBe(200);
		for (const query of ["$filter=startsWith(displayName,'A')", '$orderby=displayName']) {
			expect(codeOf(await client.get(`${path}?${query}`))).toBe('Request_UnsupportedQuery');
			expect((await client.get(`${path}?${query}&$count=true`, eventual)).status).toBe(200);
		}
	});

	it(fact(27, 'simulator', 'refuses one property with the parameters, and what no table has'), async () => {
		const query = '/groups?$filter=hasMembersWithLicenseErrors eq true';
		expect((await client.get(query)).status).toBe(200);
		expect((await client.get(`${query}&$count=true`, eventual)).status).toBe(400);
		const unlisted = '/users?$filter=employeeLeaveDateTime le 2026-01-01T00:00:00Z';
		expect((await client.get(unlisted)).status).toBe(400);
		simulator.set({ directory: { unlisted: 'advanced' } });
		expect((await client.get(unlisted)).status).toBe(400);
		expect((await client.get(`${unlisted}&$count=true`, eventual)).status).toBe(200);
		simulator.set({ directory: { unlisted: 'plain' } });
		expect((await client.get(unlisted)).status).toBe(200);
	});

	it.each(['/applications', '/devices', '/servicePrincipals'])(
		fact(28, 'simulator', 'refuses a search for addresses: %s'),
		async (path) => {
			expect((await client.get(`${path}?$search="displayName:a"`, eventual)).status).toBe(200);
			const mail = await client.get(`${path}?$search="displayName:a" OR "mail:a"`, eventual);
			expect([mail.status, codeOf(mail)]).toEqual([400, 'Request_BadRequest']);
		},
	);

	it('wants ConsistencyLevel on every page, and counts on the first', async () => {
		const first = listOf(
			await client.get("/users?$filter=userType ne 'Guest'&$count=true&$top=10", eventual),
		);
		expect(first['@odata.count']).toBe(24);
		const next = first['@odata.nextLink'] ?? '';
		expect(next).toContain('$count=true');
		const without = await client.get(next);
		expect([without.status, codeOf(without)]).toEqual([400, 'Request_UnsupportedQuery']);
		const second = listOf(await client.get(next, eventual));
		expect(second.value).toHaveLength(10);
		expect(second).not.toHaveProperty('@odata.count');
	});

	it('searches by words, with the header and without $count', async () => {
		const query = '/users?$search="displayName:lan"&$select=displayName';
		expect((await client.get(query)).status).toBe(400);
		expect(names(await client.get(query, eventual))).toEqual(['Isaiah Langer']);
		const either = '/users?$search="displayName:adele" OR "mail:alexw"&$orderby=displayName desc';
		expect(names(await client.get(either, eventual))).toEqual(['Alex Wilber', 'Adele Vance']);
		expect((await client.get('/users?$search=adele', eventual)).status).toBe(400);
	});

	it('refuses what it does not know', async () => {
		expect(codeOf(await client.get('/users?$select=nope'))).toBe('BadRequest');
		expect(codeOf(await client.get("/users?$filter=nope eq 'x'"))).toBe('BadRequest');
		expect(codeOf(await client.get("/users?$filter=displayName eq 'x"))).toBe('BadRequest');
		expect((await client.get('/users?$skip=5')).status).toBe(400);
		expect(codeOf(await client.get('/users?$skiptoken=forged'))).toBe('Directory_ExpiredPageToken');
	});

	it.each([
		"/users/miriam.o'neill@contoso.example",
		'/users/miriam.o%27neill@contoso.example',
		"/users('miriam.o''neill@contoso.example')",
		'/users/MIRIAM.O%27NEILL@CONTOSO.EXAMPLE',
	])('finds %s', async (path) => {
		expect((await client.get(path)).body).toMatchObject({ displayName: "Miriam O'Neill" });
	});

	it(
		fact(36, 'simulator', 'finds a user by ID and the guest by its encoded name, and nobody else'),
		async () => {
			const { id } = (await client.get('/users/adelev@contoso.example')).body as { id: string };
			expect((await client.get(`/users/${id}`)).body).toMatchObject({
				id,
				userPrincipalName: 'adelev@contoso.example',
			});
			const guest = await client.get('/users/pat_fabrikam.example%23EXT%23@contoso.example?$select=userType');
			expect(guest.body).toMatchObject({ userType: 'Guest' });
			const nobody = await client.get('/users/nobody@contoso.example');
			expect([nobody.status, codeOf(nobody)]).toEqual([404, 'Request_ResourceNotFound']);
		},
	);

	it(fact(36, 'simulator', 'finds a name with $ at its start in parentheses only'), async () => {
		simulator.graph.addUser({ userPrincipalName: "$o'x@contoso.example" });
		expect((await client.get("/users('$o''x@contoso.example')")).status).toBe(200);
		for (const path of ["/users/$o'x@contoso.example", "/users/%24o'x@contoso.example"]) {
			expect((await client.get(path)).status).toBe(400);
		}
		const body = {
			requests: [{ id: '1', method: 'GET', url: '/users/pat_fabrikam.example#EXT#@contoso.example' }],
		};
		const batch = (await client.post('/$batch', body)).body as { responses: Array<{ status: number }> };
		expect(batch.responses).toMatchObject([{ status: 404 }]);
	});

	it('gives the default properties without $select, null where there is none', async () => {
		const { body } = await client.get('/users/adelev@contoso.example');
		expect(Object.keys(body as object).sort()).toEqual(
			'@odata.context businessPhones displayName givenName id jobTitle mail mobilePhone officeLocation preferredLanguage surname userPrincipalName'.split(
				' ',
			),
		);
		expect(body).toMatchObject({ mobilePhone: null });
	});
});

describe('applications and organization', () => {
	it('shows an app its own role assignments, and Graph’s app roles to read them by', async () => {
		const { body } = await client.get("/servicePrincipals(appId='22222222-2222-4222-8222-222222222222')");
		const { id } = body as { id: string };
		const assignments = listOf(await client.get(`/servicePrincipals/${id}/appRoleAssignments`)).value;
		const graph = await client.get(
			"/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=appRoles",
		);
		const { appRoles } = graph.body as { appRoles: Array<{ id: string; value: string }> };
		const granted = assignments.map(({ appRoleId }) => appRoles.find((role) => role.id === appRoleId)?.value);
		expect(granted).toContain('Mail.Send');
		expect(granted).not.toContain(undefined);
		expect(
			(await client.get("/servicePrincipals(appId='99999999-0000-4000-8000-000000000000')")).status,
		).toBe(404);
	});

	it('shows the organization', async () => {
		const { value } = listOf(await client.get('/organization?$select=id,displayName'));
		expect(value).toEqual([{ id: '11111111-1111-4111-8111-111111111111', displayName: 'Contoso' }]);
	});
});

describe('what the directory refuses to change', () => {
	it(
		fact(32, 'simulator', 'are objects from on premises, but for what the cloud keeps and licenses'),
		async () => {
			const path = '/users/adelev@contoso.example';
			Object.assign(simulator.graph.findUser('adelev@contoso.example') ?? {}, {
				onPremisesSyncEnabled: true,
			});
			const refused = await client.call('PATCH', path, { body: { jobTitle: 'x' } });
			expect([refused.status, codeOf(refused)]).toEqual([400, 'Request_BadRequest']);
			expect((refused.body as ErrorBody).error.message).toContain(
				'on-premises mastered Directory Sync objects',
			);
			expect((await client.call('PATCH', path, { body: { usageLocation: 'FR' } })).status).toBe(204);
			const licenses = { addLicenses: [], removeLicenses: [] };
			expect((await client.post(`${path}/assignLicense`, licenses)).status).toBe(200);
			const [group] = simulator.graph.groups.values();
			Object.assign(group, { onPremisesSyncEnabled: true });
			const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${group.id}` };
			expect((await client.post(`/groups/${group.id}/members/$ref`, reference)).status).toBe(400);
			expect((await client.call('PATCH', `/groups/${group.id}`, { body: { description: 'x' } })).status).toBe(
				400,
			);
		},
	);

	it(
		fact(34, 'simulator', 'are groups for roles without security, and people that the app may not read'),
		async () => {
			const group = {
				displayName: 'G',
				mailNickname: 'g',
				mailEnabled: true,
				securityEnabled: false,
				groupTypes: ['Unified'],
				isAssignableToRole: true,
			};
			const rich = await createClient(simulator, [
				'RoleManagement.ReadWrite.Directory',
				'Group.ReadWrite.All',
			]);
			expect((await rich.post('/groups', group)).status).toBe(400);
			expect((await rich.post('/groups', { ...group, securityEnabled: true })).status).toBe(201);
			await rich.close();
			const poor = await createClient(simulator, ['Group.Create', 'GroupMember.Read.All']);
			const plain = { ...group, mailNickname: 'h', isAssignableToRole: false };
			const people = {
				'owners@odata.bind': ['https://graph.microsoft.com/v1.0/users/adelev@contoso.example'],
			};
			expect((await poor.post('/groups', { ...plain, ...people })).status).toBe(403);
			expect(
				(await poor.post('/groups', { ...group, mailNickname: 'i', securityEnabled: true })).status,
			).toBe(403);
			const made = await poor.post('/groups', { ...plain, visibility: 'HiddenMembership' });
			expect(made.status).toBe(201);
			expect((await poor.get(`/groups/${(made.body as { id: string }).id}/members`)).status).toBe(403);
			await poor.close();
		},
	);
});

it(fact(35, 'simulator', 'refuses dates and times of the directory without an offset'), async () => {
	const path = '/users?$filter=createdDateTime ge 2026-01-01T00:00:00';
	const refused = await client.get(path);
	expect([refused.status, codeOf(refused)]).toEqual([400, 'BadRequest']);
	for (const offset of ['Z', '%2B01:00']) expect((await client.get(`${path}${offset}`)).status).toBe(200);
	const change = async (employeeHireDate: string) =>
		(await client.call('PATCH', '/users/adelev@contoso.example', { body: { employeeHireDate } })).status;
	expect(await change('2026-01-01T00:00:00')).toBe(400);
	expect(await change('2026-01-01T00:00:00Z')).toBe(204);
});

describe('replication', () => {
	it(fact(33, 'simulator', 'keeps what was created from other calls for a while'), async () => {
		simulator.set({ directory: { replication: 600 } });
		const group = { displayName: 'G', mailNickname: 'g', mailEnabled: false, securityEnabled: true };
		const { id } = (await client.post('/groups', group)).body as { id: string };
		expect(codeOf(await client.get(`/groups/${id}`))).toBe('Request_ResourceNotFound');
		const user = await client.get('/users/adelev@contoso.example');
		const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` };
		const other = [...simulator.graph.groups.values()].find(({ displayName }) => displayName === 'Newcomers');
		const refused = await client.post(`/groups/${String(other?.id)}/members/$ref`, reference);
		expect([user.status, refused.status, other?.memberIds.size]).toEqual([200, 404, 0]);
		let found = 404;
		while (found === 404) {
			await new Promise((resolve) => setTimeout(resolve, 100));
			found = (await client.get(`/groups/${id}`)).status;
		}
		expect(found).toBe(200);
		expect((await client.post(`/groups/${String(other?.id)}/members/$ref`, reference)).status).toBe(204);
	});
});

describe('sign-ins', () => {
	it(fact(30, 'simulator', 'keep names in lower case and compare them by case'), async () => {
		const path = '/auditLogs/signIns?$filter=';
		const found = async (filter: string) => (await client.all(`${path}${filter}`)).length;
		expect(await found("userPrincipalName eq 'adelev@contoso.example'")).toBe(2);
		expect(await found("userPrincipalName eq 'AdeleV@contoso.example'")).toBe(0);
		expect(await found("startsWith(userPrincipalName,'Adele')")).toBe(0);
		expect(await found("startsWith(userPrincipalName,'adele')")).toBe(2);
	});

	it(
		fact(30, 'simulator', 'of a user are read by ID, with a permission and a license, in smaller pages'),
		async () => {
			const { id } = (await client.get('/users/adelev@contoso.example')).body as { id: string };
			const select = '?$select=id,signInActivity';
			expect((await client.get(`/users/adelev@contoso.example${select}`)).status).toBe(400);
			expect((await client.get(`/users/${id}${select}`)).status).toBe(200);
			const poor = await createClient(simulator, ['User.Read.All']);
			expect(codeOf(await poor.get(`/users${select}`))).toBe('Authorization_RequestDenied');
			await poor.close();
			const fresh = await createClient(simulator, ['User.Read.All', 'AuditLog.Read.All']);
			for (let index = 0; index < 600; index++)
				simulator.graph.addUser({ userPrincipalName: `more${index}@contoso.example` });
			const page = listOf(await fresh.get(`/users${select}&$top=999`));
			expect(page.value).toHaveLength(500);
			expect(page['@odata.nextLink']).toBeDefined();
			simulator.graph.collections.set(licence, new Map([['none', { id: 'none' }]]));
			expect(codeOf(await fresh.get(`/users/${id}${select}`))).toMatch(/NonPremiumTenant/);
			await fresh.close();
		},
	);
});

describe('groups', () => {
	const groupId = async (name: string) =>
		String(listOf(await client.get(`/groups?$filter=displayName eq '${name}'`)).value[0].id);
	const memberCount = async (id: string) => (await client.all(`/groups/${id}/members?$select=id`)).length;
	const reference = (id: unknown) => ({
		'@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${String(id)}`,
	});

	it('adds members one by one and together, each once', async () => {
		const id = await groupId('Newcomers');
		const users = listOf(await client.get('/users?$top=5&$select=id')).value.map((user) => user.id);
		expect((await client.post(`/groups/${id}/members/$ref`, reference(users[0]))).status).toBe(204);
		const again = await client.post(`/groups/${id}/members/$ref`, reference(users[0]));
		expect([again.status, codeOf(again)]).toEqual([400, 'Request_BadRequest']);
		const bind = users.slice(1).map((user) => reference(user)['@odata.id']);
		const together = await client.call('PATCH', `/groups/${id}`, { body: { 'members@odata.bind': bind } });
		expect(together.status).toBe(204);
		expect(await memberCount(id)).toBe(5);
		expect((await client.call('DELETE', `/groups/${id}/members/${String(users[0])}/$ref`)).status).toBe(204);
		expect(await memberCount(id)).toBe(4);
	});

	it(
		fact(29, 'simulator', 'leaves apps out of the members in v1.0, and refuses a cast of another kind'),
		async () => {
			const id = await groupId('Newcomers');
			const app = addServicePrincipal({ state: simulator.graph }, 'Payroll bot', []);
			expect((await client.post(`/groups/${id}/members/$ref`, reference(app))).status).toBe(204);
			expect(await memberCount(id)).toBe(0);
			expect(await client.all(`${simulator.graphUrl}/beta/groups/${id}/members`)).toHaveLength(1);
			const cast = 'microsoft.graph.servicePrincipal?$count=true';
			const apps = listOf(await client.get(`/groups/${id}/members/${cast}`, eventual)).value;
			expect(apps).toMatchObject([{ displayName: 'Payroll bot' }]);
			expect((await client.get(`/groups/${id}/members/${cast}&$select=mail`, eventual)).status).toBe(400);
			const unified = await client.get(`/groups/${await groupId('Leadership')}/members/${cast}`, eventual);
			expect([unified.status, codeOf(unified)]).toEqual([400, 'Request_UnsupportedQuery']);
		},
	);

	it('refuses more than 20 at once, unknown objects and dynamic groups', async () => {
		const id = await groupId('Newcomers');
		const users = listOf(await client.get('/users?$top=21&$select=id')).value;
		const bind = users.map((user) => reference(user.id)['@odata.id']);
		const many = await client.call('PATCH', `/groups/${id}`, { body: { 'members@odata.bind': bind } });
		expect(many.status).toBe(400);
		expect(
			(await client.post(`/groups/${id}/members/$ref`, reference('00000000-0000-4000-8000-000000000000')))
				.status,
		).toBe(404);
		const dynamic = await groupId('IT Department');
		expect((await client.post(`/groups/${dynamic}/members/$ref`, reference(users[0].id))).status).toBe(400);
		expect(await memberCount(id)).toBe(0);
	});
});

it('has 20,000 users and 5,000 messages at once, and the same ids each time', async () => {
	const large = await startSimulator({ seed: { users: 20_000, messages: 5_000 } });
	const reader = await createClient(large);
	expect((await reader.all('/users?$top=999&$select=id')).length).toBe(20_000);
	const path = '/users/adelev@contoso.example/messages?$top=1000&$select=id';
	const first = await reader.all(path);
	expect(first).toHaveLength(5_000);
	large.reset();
	const afterReset = await createClient(large);
	expect(await afterReset.all(path)).toEqual(first);
	await Promise.all([reader.close(), afterReset.close()]);
	await large.close();
});
