import type { INodeParameters } from 'n8n-workflow';
import { governanceLicense } from '../../../simulator/graph/routes/directoryRoles';
import { roleIds } from '../../../simulator/graph/state/directoryRoles';
import { guidOf } from '../../../simulator/random';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const alex = 'alexw@contoso.example';
const idOf = (name: string) => product.simulator.graph.findUser(name)?.id ?? '';
const role = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'directoryRole',
	operation,
	...parameters,
});
const itemsOf = async (operation: string, parameters: INodeParameters = {}) => {
	const run = await product.run(role(operation, parameters));
	expect(run.error).toBeUndefined();
	return jsonOf(run.items);
};
const refusalOf = async (operation: string, parameters: INodeParameters = {}) => {
	const { message, description } = (await product.run(role(operation, parameters))).error ?? {
		message: '',
		description: '',
	};
	return `${message} ${String(description)}`;
};
const posted = () => product.graphCalls().find(({ method }) => method === 'POST')?.body;

describe('directory roles', () => {
	test('are listed and chosen by name, custom ones too', async () => {
		const found = await itemsOf('getAll', { filters: { isBuiltIn: false } });
		expect(found).toMatchObject([{ id: roleIds.custom, displayName: 'Badge desk', isBuiltIn: false }]);
		const { results } = await product.list('searchDirectoryRoles', { filter: 'badge' });
		expect(results).toEqual([{ name: 'Badge desk (custom)', value: roleIds.custom }]);
	});

	test('have members; one that was never assigned says so', async () => {
		const members = await itemsOf('getMembers', { roleId: byId(roleIds.globalAdministrator) });
		expect(members).toMatchObject([{ userPrincipalName: adele }]);
		expect(await refusalOf('getMembers', { roleId: byId(roleIds.globalReader) })).toMatch(
			/never assigned in this tenant/,
		);
	});
});

describe('an assignment of a directory role', () => {
	const reader = { roleId: byId(roleIds.globalReader), principalId: byId(alex) };

	test('is made by user principal name, listed with names, and removed by its ID', async () => {
		await itemsOf('assign', reader);
		expect(posted()).toEqual({
			principalId: idOf(alex),
			roleDefinitionId: roleIds.globalReader,
			directoryScopeId: '/',
		});
		const [found] = await itemsOf('getAssignments', { filters: { principalId: alex } });
		expect(found).toMatchObject({
			roleDisplayName: 'Global Reader',
			principal: { userPrincipalName: alex },
		});
		expect(product.graphCalls().at(-2)?.query).toMatchObject({
			$filter: `principalId eq '${idOf(alex)}'`,
			$expand: 'principal',
		});
		expect(await refusalOf('assign', reader)).toMatch(/already assigned to it in this scope/);
		const remove = { assignmentId: String(found.id) };
		expect(await itemsOf('removeAssignment', remove)).toEqual([{ deleted: true }]);
		expect(await itemsOf('getAssignments', { filters: { principalId: alex } })).toEqual([]);
		expect(await refusalOf('removeAssignment', remove)).toMatch(/"Get Assignments" lists them/);
	});

	test('can be limited to an administrative unit', async () => {
		const scope = `/administrativeUnits/${guidOf('administrative unit Seattle')}`;
		expect(await itemsOf('assign', { ...reader, directoryScopeId: scope })).toMatchObject([
			{ directoryScopeId: scope },
		]);
	});

	test.each([
		['a group that takes no roles', { principalId: guidOf('group All Engineers') }, /role-assignable/],
		['an unknown scope', { directoryScopeId: '/administrativeUnits/none' }, /one of them is missing/],
		['an unknown role', { roleId: 'none' }, /one of them is missing/],
	])('is refused for %s', async (_, change, expected) => {
		const {
			principalId = alex,
			roleId = roleIds.globalReader,
			directoryScopeId = '/',
		} = change as Record<string, string>;
		const parameters = { principalId: byId(principalId), roleId: byId(roleId), directoryScopeId };
		expect(await refusalOf('assign', parameters)).toMatch(expected);
	});
});

describe('an eligibility', () => {
	const eligible = (parameters: INodeParameters = {}): INodeParameters => ({
		roleId: byId(roleIds.userAdministrator),
		principalId: byId(alex),
		...parameters,
	});

	test('is requested with its duration and justification, listed, and removed', async () => {
		const made = await itemsOf(
			'assignEligibility',
			eligible({ durationDays: 30, additionalFields: { justification: 'On call' } }),
		);
		expect(made).toMatchObject([{ status: 'Provisioned', action: 'adminAssign' }]);
		expect(posted()).toMatchObject({
			action: 'adminAssign',
			principalId: idOf(alex),
			directoryScopeId: '/',
			justification: 'On call',
			scheduleInfo: {
				startDateTime: expect.stringMatching(/Z$/),
				expiration: { type: 'afterDuration', duration: 'P30D' },
			},
		});
		expect(await itemsOf('getEligibleAssignments')).toMatchObject([
			{ roleDisplayName: 'User Administrator', principal: { userPrincipalName: alex } },
		]);
		expect(await refusalOf('assignEligibility', eligible())).toMatch(/already may activate/);
		expect(await itemsOf('removeEligibility', eligible())).toMatchObject([{ status: 'Revoked' }]);
		expect(await itemsOf('getEligibleAssignments')).toEqual([]);
		expect(await refusalOf('removeEligibility', eligible())).toMatch(/no such eligibility/);
	});

	test('expires at a time, or never', async () => {
		await itemsOf(
			'assignEligibility',
			eligible({
				expiration: 'afterDateTime',
				endDateTime: '2030-03-31T00:00:00Z',
				additionalFields: { startDateTime: '2030-03-01T00:00:00Z' },
			}),
		);
		expect(posted()).toMatchObject({
			scheduleInfo: {
				startDateTime: '2030-03-01T00:00:00.000Z',
				expiration: { type: 'afterDateTime', endDateTime: '2030-03-31T00:00:00.000Z' },
			},
		});
		const never = await itemsOf(
			'assignEligibility',
			eligible({ principalId: byId(adele), expiration: 'noExpiration' }),
		);
		expect(never).toMatchObject([{ scheduleInfo: { expiration: { type: 'noExpiration' } } }]);
	});

	test('does not expire before it starts', async () => {
		const refusal = await refusalOf(
			'assignEligibility',
			eligible({ expiration: 'afterDateTime', endDateTime: '2020-03-31T00:00:00Z' }),
		);
		expect(refusal).toMatch(/expires before it starts/);
		expect(posted()).toBeUndefined();
	});

	test('names the license that it needs', async () => {
		product.simulator.graph.collections.set(governanceLicense, new Map([['none', { id: 'none' }]]));
		expect(await refusalOf('assignEligibility', eligible())).toMatch(/Microsoft Entra ID P2/);
		expect(await refusalOf('getEligibleAssignments')).toMatch(/Microsoft Entra ID P2/);
	});
});

describe('an administrative unit', () => {
	const unit = async (operation: string, parameters: INodeParameters = {}) => {
		const run = await product.run({ resource: 'administrativeUnit', operation, ...parameters });
		return run.error === undefined
			? jsonOf(run.items)
			: `${run.error.message} ${String((run.error as { description?: unknown }).description)}`;
	};
	const seattle = { administrativeUnitId: byId(guidOf('administrative unit Seattle')) };

	test('is created, found, changed, and deleted', async () => {
		const [made] = (await unit('create', {
			displayName: 'Berlin',
			additionalFields: { description: 'All in Berlin', membershipRule: 'user.city -eq "Berlin"' },
		})) as Array<{ id: string }>;
		expect(made).toMatchObject({
			displayName: 'Berlin',
			membershipType: 'Dynamic',
			membershipRuleProcessingState: 'On',
		});
		expect(await unit('getAll', { filters: { displayName: 'Ber' } })).toMatchObject([{ id: made.id }]);
		const one = { administrativeUnitId: byId(made.id) };
		await unit('update', { ...one, updateFields: { description: '' } });
		expect(await unit('get', one)).toMatchObject([{ description: null }]);
		expect(await unit('delete', one)).toEqual([{ deleted: true }]);
		expect(await unit('get', one)).toMatch(/404|not found|does not exist/i);
	});

	test('gets and loses members, users by their name and groups by ID', async () => {
		const engineers = guidOf('group All Engineers');
		for (const who of [alex, engineers])
			expect(await unit('addMember', { ...seattle, principalId: byId(who) })).toEqual([{ success: true }]);
		expect(await unit('addMember', { ...seattle, principalId: byId(alex) })).toMatch(
			/already a member of the administrative unit/,
		);
		expect(await unit('getMembers', seattle)).toHaveLength(2);
		expect(await unit('getMembers', { ...seattle, memberType: 'group' })).toMatchObject([{ id: engineers }]);
		await unit('removeMember', { ...seattle, principalId: byId(alex) });
		expect(await unit('getMembers', seattle)).toMatchObject([{ id: engineers }]);
	});

	test('with a rule says that the rule decides', async () => {
		const dynamic = { administrativeUnitId: byId(guidOf('administrative unit All of IT')) };
		expect(await unit('addMember', { ...dynamic, principalId: byId(alex) })).toMatch(
			/change its membership rule/,
		);
	});

	test('is chosen by name', async () => {
		const { results } = await product.list('searchAdministrativeUnits', { filter: 'mun' });
		expect(results).toEqual([{ name: 'Munich', value: guidOf('administrative unit Munich') }]);
	});
});
