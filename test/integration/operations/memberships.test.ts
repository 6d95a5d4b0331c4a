import type { INodeParameters } from 'n8n-workflow';
import { roleIds } from '../../../simulator/graph/state/directoryRoles';
import { unitMembers } from '../../../simulator/graph/state/administrativeUnits';
import { referencesOf } from '../../../simulator/graph/references';
import type { GraphWorld } from '../../../simulator/graph/world';
import { guidOf } from '../../../simulator/random';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const user = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation,
	userId: byId(adele),
	...parameters,
});
const group = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'group',
	operation,
	...parameters,
});
const textOf = (error: unknown) => {
	const { message, description } = error as { message: string; description?: string };
	return `${message} ${description}`;
};
const world = () => ({ state: product.simulator.graph }) as GraphWorld;
const idOf = (name: string) => product.simulator.graph.findUser(name)?.id ?? '';

describe('inactive users', () => {
	const inactive = (filters: INodeParameters, options: INodeParameters = {}): INodeParameters => ({
		resource: 'user',
		operation: 'getAll',
		filters,
		options,
	});
	const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
	const signedIn = (name: string, days: number) => {
		const found = product.simulator.graph.findUser(name);
		if (found) Object.assign(found, { signInActivity: { lastSignInDateTime: daysAgo(days) } });
	};

	test('are those whose last sign-in is long ago, with what a workflow filters them by', async () => {
		signedIn(adele, 100);
		signedIn('alexw@contoso.example', 10);
		const run = await product.run(inactive({ inactiveForDays: 90 }));
		expect(jsonOf(run.items)).toMatchObject([
			{ userPrincipalName: adele, accountEnabled: true, userType: 'Member' },
		]);
		expect(product.graphCalls()[0].query).toMatchObject({
			$filter: expect.stringMatching(
				/^signInActivity\/lastSignInDateTime le \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
			),
			$select: expect.stringContaining('signInActivity'),
		});
		expect(product.graphCalls()[0].query.$count).toBeUndefined();
	});

	test.each<[INodeParameters, INodeParameters]>([
		[{ inactiveForDays: 90, accountEnabled: true }, {}],
		[{ inactiveForDays: 90 }, { filter: "department eq 'Sales'" }],
		[{ inactiveForDays: 90 }, { search: 'adele' }],
	])('are not combined with another filter: %j %j', async (filters, options) => {
		const run = await product.run(inactive(filters, options));
		expect(textOf(run.error)).toMatch(/can't combine.*Filter node/);
		expect(product.graphCalls()).toEqual([]);
	});

	test('are not combined by Graph either, where a raw filter asks for it', async () => {
		const filter = 'signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z and accountEnabled eq true';
		const run = await product.run(inactive({}, { filter }));
		expect(textOf(run.error)).toMatch(/cannot be combined with other filters/);
	});

	test('name the permissions that they need', async () => {
		product.app.roles = ['User.Read.All'];
		const run = await product.run(inactive({ inactiveForDays: 90 }));
		expect(textOf(run.error)).toMatch(/AuditLog\.Read\.All/);
	});
});

describe('memberships', () => {
	const types = async (parameters: INodeParameters = {}) =>
		jsonOf((await product.run(user('getMemberships', parameters))).items).map((entry) =>
			String(entry['@odata.type']).replace('#microsoft.graph.', ''),
		);

	test('are groups, directory roles, and administrative units', async () => {
		const unit = guidOf('administrative unit Seattle');
		referencesOf(world(), unitMembers, unit).set(idOf(adele), { id: idOf(adele) });
		expect([...new Set(await types())].sort()).toEqual(['administrativeUnit', 'directoryRole', 'group']);
		expect(await types({ membershipType: 'directoryRole' })).toEqual(['directoryRole']);
		const run = await product.run(user('getMemberships', { membershipType: 'directoryRole' }));
		expect(jsonOf(run.items)).toMatchObject([
			{ displayName: 'Global Administrator', roleTemplateId: roleIds.globalAdministrator },
		]);
	});
});

describe('a manager', () => {
	test('is removed, and a user without one says so', async () => {
		const { id } = product.simulator.graph.addUser({
			userPrincipalName: 'reporting@contoso.example',
			managerId: idOf('meganb@contoso.example'),
		});
		const remove = user('removeManager', { userId: byId(id) });
		expect(jsonOf((await product.run(remove)).items)).toEqual([{ success: true }]);
		expect(product.simulator.graph.findUser(id)?.managerId).toBeUndefined();
		expect(product.graphPaths()).toEqual([`DELETE /v1.0/users/${id}/manager/$ref`]);
		expect(textOf((await product.run(remove)).error)).toMatch(/has no manager to remove/);
	});
});

describe('custom security attributes', () => {
	const set = (attributeName: string, valueType: string, value: INodeParameters) =>
		user('setCustomSecurityAttribute', { attributeSet: 'Engineering', attributeName, valueType, ...value });
	const stored = async () =>
		jsonOf((await product.run(user('getCustomSecurityAttributes'))).items)[0].customSecurityAttributes;

	test('are set one by one, with the type that Graph needs, and removed', async () => {
		await product.run(set('ProjectDate', 'text', { attributeValue: '2030-01-31' }));
		await product.run(set('NumVendors', 'number', { attributeValue: '8' }));
		await product.run(set('Certification', 'flag', { attributeValue: 'True' }));
		await product.run(set('Project', 'texts', { attributeValues: 'Baker, Cascade' }));
		await product.run(set('Cost', 'numbers', { attributeValues: '1200, 1300' }));
		expect(await stored()).toEqual({
			Engineering: {
				ProjectDate: '2030-01-31',
				NumVendors: 8,
				Certification: true,
				Project: ['Baker', 'Cascade'],
				Cost: [1200, 1300],
			},
		});
		await product.run(set('Project', 'texts', { attributeValues: '' }));
		await product.run(set('NumVendors', 'number', { attributeValue: '' }));
		expect(await stored()).toEqual({
			Engineering: { ProjectDate: '2030-01-31', Certification: true, Cost: [1200, 1300] },
		});
	});

	test.each([
		['NumVendors', 'number', { attributeValue: 'many' }, /Value.*whole number: "many"/],
		['Certification', 'flag', { attributeValue: 'perhaps' }, /true or false: "perhaps"/],
		['Project', 'texts', { attributeValues: '={{ undefined }}' }, /Values/],
		['ProjectDate', 'text', { attributeValue: '={{ undefined }}' }, /Value/],
		['ShoeSize', 'text', { attributeValue: 'x' }, /Check the attribute set/],
		['Shoe size', 'text', { attributeValue: 'x' }, /Attribute Name.*32 letters and digits/],
		['Project', 'text', { attributeValue: 'x' }, /the value type/],
	])('are refused: %s as %s', async (name, type, value, expected) => {
		const run = await product.run(set(name, type, value));
		expect(textOf(run.error)).toMatch(expected);
	});

	test('need a permission of their own', async () => {
		product.app.roles = ['User.ReadWrite.All', 'Directory.ReadWrite.All'];
		const run = await product.run(set('ProjectDate', 'text', { attributeValue: 'x' }));
		expect(textOf(run.error)).toMatch(/CustomSecAttributeAssignment\.ReadWrite\.All/);
	});

	test('need no other permission', async () => {
		product.app.roles = ['CustomSecAttributeAssignment.ReadWrite.All'];
		const enough = await product.run(set('ProjectDate', 'text', { attributeValue: 'x' }));
		expect(jsonOf(enough.items)).toEqual([{ success: true }]);
	});
});

describe('a deleted group', () => {
	const deleteGroup = (name: string) =>
		product.run(group('delete', { groupId: byId(guidOf(`group ${name}`)) }));

	test('is listed, chosen, and restored, if it is a Microsoft 365 group', async () => {
		await deleteGroup('Leadership');
		await deleteGroup('All Engineers');
		const list = async () => jsonOf((await product.run(group('getDeleted'))).items);
		expect((await list()).map(({ displayName }) => displayName)).toEqual(['Leadership']);
		const { results } = await product.list('searchDeletedGroups');
		expect(results).toMatchObject([{ name: expect.stringMatching(/^Leadership \(deleted 20/) }]);
		const restore = group('restore', { deletedGroupId: byId(guidOf('group Leadership')) });
		expect(jsonOf((await product.run(restore)).items)).toMatchObject([{ displayName: 'Leadership' }]);
		expect(await list()).toEqual([]);
		expect(textOf((await product.run(restore)).error)).toMatch(/"Get Deleted" lists them/);
	});
});

describe('licenses of a group', () => {
	const engineers = byId(guidOf('group All Engineers'));

	test('are assigned by name, and members with errors come with them', async () => {
		const { memberIds } = product.simulator.graph.groups.get(guidOf('group All Engineers')) ?? {};
		const [first = ''] = memberIds ?? [];
		Object.assign(product.simulator.graph.users.get(first) ?? {}, { usageLocation: null });
		const run = await product.run(
			group('assignLicense', {
				groupId: engineers,
				license: byId('FLOW_FREE'),
			}),
		);
		expect(jsonOf(run.items)).toMatchObject([{ displayName: 'All Engineers' }]);
		const read = await product.run(group('getLicenses', { groupId: engineers }));
		expect(jsonOf(read.items)).toMatchObject([
			{
				assignedLicenses: [{ skuId: 'f30db892-07e9-47e9-837c-80727f46fd3d' }],
				licenseProcessingState: { state: 'ProcessingComplete' },
				membersWithLicenseErrors: [{ id: first }],
			},
		]);
	});

	test('are not removed where there is none', async () => {
		const run = await product.run(
			group('assignLicense', {
				groupId: engineers,
				license: byId(''),
				additionalFields: { removeLicenses: 'FLOW_FREE' },
			}),
		);
		expect(textOf(run.error)).toMatch(/group doesn't have the license/);
	});
});
