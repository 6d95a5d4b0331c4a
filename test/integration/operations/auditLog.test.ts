import type { INodeParameters } from 'n8n-workflow';
import { licence } from '../../../simulator/graph/routes/auditLogs';
import { itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const log = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'auditLog',
	operation,
	...parameters,
});

describe('sign-ins', () => {
	test.each([
		[{ status: 'failure' }, 'status/errorCode ne 0', ['alexw']],
		[
			{ status: 'success', userPrincipalName: 'adelev@contoso.example', appDisplayName: 'Graph Explorer' },
			"userPrincipalName eq 'adelev@contoso.example' and appDisplayName eq 'Graph Explorer' and status/errorCode eq 0",
			['adelev'],
		],
		[
			{ since: '2026-01-18T00:00:00Z', until: '2026-01-19T00:00:00Z' },
			'createdDateTime ge 2026-01-18T00:00:00.000Z and createdDateTime le 2026-01-19T00:00:00.000Z',
			['alexw'],
		],
	])('are filtered by fields: %j', async (filters, $filter, users) => {
		const run = await product.run(log('getSignIns', { filters, returnAll: true }));
		expect(run.error).toBeUndefined();
		expect(product.graphCalls()).toMatchObject([{ query: { $filter, $top: '1000' } }]);
		expect(jsonOf(run.items).map(({ userDisplayName }) => userDisplayName)).toEqual(users);
	});

	test.each(['getSignIns', 'getDirectoryAudits'])('go in no batch: %s', async (operation) => {
		const run = await product.run(log(operation), { input: itemsOf({}, {}) });
		expect(run.items).toHaveLength(6);
		expect(product.simulator.parts).toEqual([]);
	});

	test.each(['getSignIns', 'getDirectoryAudits'])(
		'say which licence is missing, not just that it is forbidden: %s',
		async (operation) => {
			product.simulator.graph.collections.set(licence, new Map([['none', { id: 'none' }]]));
			const run = await product.run(log(operation));
			expect(run.error).toMatchObject({ description: expect.stringMatching(/Microsoft Entra ID P1 or P2/) });
		},
	);
});

test.each([
	[{ result: 'failure' }, "result eq 'failure'", ['Update user']],
	[
		{ initiatedByUser: 'adelev@contoso.example' },
		"initiatedBy/user/userPrincipalName eq 'adelev@contoso.example'",
		['Add member to group'],
	],
	[
		{ initiatedByApp: 'n8n workflows', category: 'GroupManagement' },
		"category eq 'GroupManagement' and initiatedBy/app/displayName eq 'n8n workflows'",
		['Add member to group'],
	],
])('directory audits are filtered by fields: %j', async (filters, $filter, activities) => {
	const run = await product.run(log('getDirectoryAudits', { filters }));
	expect(product.graphCalls()).toMatchObject([{ query: { $filter } }]);
	expect(jsonOf(run.items).map(({ activityDisplayName }) => activityDisplayName)).toEqual(activities);
});
