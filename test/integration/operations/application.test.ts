import type { INodeParameters } from 'n8n-workflow';
import { guidOf } from '../../../simulator/random';
import { passwordsOf } from '../../../simulator/graph/routes/applications';
import { addServicePrincipal } from '../../../simulator/graph/routes/servicePrincipals';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const payroll = guidOf('application Payroll sync');
const application = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'application',
	operation,
	...parameters,
});
const world = () => ({ state: product.simulator.graph });
const principal = (name: string, roles: string[]) => addServicePrincipal(world(), name, roles);
const textOf = (error: unknown) => {
	const { message, description } = error as { message: string; description?: string };
	return `${message} ${description}`;
};

describe('applications', () => {
	test('come with their secrets and certificates and the days that are left, the next to end first', async () => {
		const run = await product.run(application('getAll', { options: { orderBy: 'displayName desc' } }));
		const [, payrollItem] = jsonOf(run.items);
		expect(payrollItem.displayName).toBe('Payroll sync');
		expect(Object.keys(payrollItem).sort()).toEqual(
			['appId', 'createdDateTime', 'credentials', 'displayName', 'id', 'signInAudience'].sort(),
		);
		expect(payrollItem.credentials).toMatchObject([
			{ type: 'secret', displayName: 'spring', daysLeft: -4, keyId: guidOf('secret spring') },
			{ type: 'secret', displayName: 'autumn', daysLeft: 12 },
			{ type: 'certificate', displayName: 'CN=payroll', daysLeft: 200, usage: 'Verify' },
		]);
		expect(product.graphCalls()[0].query.$select).toBe(
			'displayName,appId,createdDateTime,signInAudience,id,passwordCredentials,keyCredentials',
		);
	});

	test.each([
		[{ expiresWithin: 30 }, ['Payroll sync: spring, autumn', 'Intranet: CN=intranet']],
		[{ expiresWithin: 30, leaveOutExpired: true }, ['Payroll sync: autumn', 'Intranet: CN=intranet']],
		[{ expiresWithin: 0 }, ['Payroll sync: spring']],
		[{ displayName: 'Pay', expiresWithin: 500 }, ['Payroll sync: spring, autumn, CN=payroll']],
	])('are those with something that ends: %j', async (filters, expected) => {
		const run = await product.run(application('getAll', { filters }));
		const found = jsonOf(run.items).map(({ displayName, credentials }) => {
			const names = (credentials as Array<{ displayName: string }>).map((one) => one.displayName);
			return `${String(displayName)}: ${names.join(', ')}`;
		});
		expect(found.sort()).toEqual([...expected].sort());
	});

	test('come as one item per secret or certificate, as many as the limit says', async () => {
		const run = await product.run(
			application('getAll', {
				output: 'credentials',
				limit: 2,
				filters: { expiresWithin: 30, leaveOutExpired: true },
			}),
		);
		expect(jsonOf(run.items)).toMatchObject([
			{ displayName: 'autumn', daysLeft: 12, application: { displayName: 'Payroll sync' } },
			{ displayName: 'CN=intranet', daysLeft: 25, application: { displayName: 'Intranet' } },
		]);
	});

	test('are not narrowed by a number of days that is none', async () => {
		const run = await product.run(application('getAll', { filters: { expiresWithin: '={{ "soon" }}' } }));
		expect(run.error?.message).toMatch(/Expires Within.*"soon"/);
	});
});

describe('a password', () => {
	const passwords = () => passwordsOf(world(), 'Payroll sync');

	test('is made with its secret, by object ID and by client ID', async () => {
		const appId = guidOf('Payroll sync');
		const input = itemsOf({ id: payroll }, { id: `appId=${appId}` });
		const run = await product.run(
			application('addPassword', {
				applicationId: byId('={{ $json.id }}'),
				displayName: 'rotated',
				additionalFields: { endDateTime: '2030-01-31T00:00:00Z' },
			}),
			{ input },
		);
		expect(jsonOf(run.items)).toMatchObject(
			Array(2).fill({
				displayName: 'rotated',
				endDateTime: '2030-01-31T00:00:00.000Z',
				secretText: expect.stringMatching(/.{20}/),
				keyId: expect.any(String),
			}),
		);
		expect(passwords()).toHaveLength(4);
		expect(product.graphPaths()).toEqual([
			`POST /v1.0/applications/${payroll}/addPassword`,
			`POST /v1.0/applications(appId='${appId}')/addPassword`,
		]);
		expect(product.graphCalls()[0].body).toEqual({
			passwordCredential: { displayName: 'rotated', endDateTime: '2030-01-31T00:00:00.000Z' },
		});
	});

	test('is not made twice when Graph does not answer', async () => {
		product.simulator.faults.add({
			host: 'graph',
			path: /addPassword/,
			after: true,
			action: { status: 504 },
		});
		const run = await product.run(
			application('addPassword', { applicationId: byId(payroll), displayName: 'rotated' }),
		);
		expect(textOf(run.error)).toMatch(/outcome is unknown/i);
		expect(passwords()).toHaveLength(3);
	});

	test('is removed; one that is not there says where to look', async () => {
		const remove = application('removePassword', {
			applicationId: byId(payroll),
			keyId: guidOf('secret spring'),
		});
		expect(jsonOf((await product.run(remove)).items)).toEqual([{ deleted: true }]);
		expect(passwords().map(({ displayName }) => displayName)).toEqual(['autumn']);
		expect(textOf((await product.run(remove)).error)).toMatch(/no secret with this key ID/);
	});

	test('needs no more than the permission for one’s own apps', async () => {
		product.app.roles = ['Application.Read.All'];
		const run = await product.run(
			application('addPassword', { applicationId: byId(payroll), displayName: 'x' }),
		);
		expect(textOf(run.error)).toMatch(/doesn't have Application\.ReadWrite\.OwnedBy/);
	});
});

describe('app roles', () => {
	test('are listed by name, those that an app has', async () => {
		const id = principal('Robot', ['Mail.Send', 'User.Read.All']);
		const run = await product.run(application('getAppRoleAssignments', { servicePrincipalId: byId(id) }));
		expect(jsonOf(run.items)).toMatchObject([
			{ appRoleValue: 'Mail.Send', principalDisplayName: 'Robot', resourceDisplayName: 'Microsoft Graph' },
			{ appRoleValue: 'User.Read.All' },
		]);
	});

	test('are listed by name, those that others have', async () => {
		principal('Robot', ['Mail.Send']);
		const run = await product.run(
			application('getAppRoleAssignments', {
				servicePrincipalId: byId('appId=00000003-0000-0000-c000-000000000000'),
				direction: 'appRoleAssignedTo',
				returnAll: true,
			}),
		);
		const robots = jsonOf(run.items).filter(({ principalDisplayName }) => principalDisplayName === 'Robot');
		expect(robots).toMatchObject([{ appRoleValue: 'Mail.Send' }]);
	});

	const role = (operation: string, id: string, appRole: string) =>
		application(operation, { servicePrincipalId: byId(id), appRole });
	const rolesOf = async (id: string) =>
		jsonOf(
			(await product.run(application('getAppRoleAssignments', { servicePrincipalId: byId(id) }))).items,
		).map(({ appRoleValue }) => appRoleValue);

	test('are granted and revoked by name', async () => {
		const id = principal('Robot', ['User.Read.All']);
		const granted = await product.run(role('grantAppRole', id, 'mail.send'));
		expect(granted.items[0].json).toMatchObject({ principalId: id, appRoleValue: 'Mail.Send' });
		const posted = product.graphCalls().find(({ method }) => method === 'POST');
		expect(posted?.body).toEqual({
			principalId: id,
			resourceId: guidOf('service principal of Microsoft Graph'),
			appRoleId: guidOf('app role Mail.Send'),
		});
		expect(await rolesOf(id)).toEqual(['User.Read.All', 'Mail.Send']);

		const again = await product.run(role('grantAppRole', id, 'Mail.Send'));
		expect(textOf(again.error)).toMatch(/already has this role/);

		const revoked = await product.run(role('revokeAppRole', id, 'Mail.Send'));
		expect(jsonOf(revoked.items)).toEqual([{ deleted: true }]);
		expect(await rolesOf(id)).toEqual(['User.Read.All']);

		const nothing = await product.run(role('revokeAppRole', id, 'Mail.Send'));
		expect(nothing.error?.message).toMatch(/doesn't have the role Mail\.Send/);
	});

	test('that the API does not have are not granted, and those like it are named', async () => {
		const run = await product.run(role('grantAppRole', principal('Robot', []), 'Mail.Sent'));
		expect(textOf(run.error)).toMatch(/no application permission "Mail\.Sent".*Mail\.Send/);
		expect(product.graphCalls().filter(({ method }) => method !== 'GET')).toEqual([]);
	});
});

describe.each([
	['searchApplications', 'Payroll sync'],
	['searchServicePrincipals', 'Payroll sync'],
])('the list to pick from: %s', (method, name) => {
	test('is by name and client ID, searched by what was typed', async () => {
		const all = await product.list(method);
		const names = all.results.map((entry) => entry.name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		const found = await product.list(method, { filter: 'pay' });
		expect(found.results.map((entry) => entry.name)).toEqual([`${name} (${guidOf(name)})`]);
	});

	test('names the permission that it needs', async () => {
		product.app.roles = ['Mail.Send'];
		await expect(product.list(method)).rejects.toMatchObject({
			description: expect.stringContaining('Application.Read.All'),
		});
	});
});
