import { sampleTeam } from '../../../simulator/graph/routes/teams';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

test('the teams of a user are listed, with what Graph has of them', async () => {
	const get = async (user: string) =>
		await product.run({ resource: 'team', operation: 'getJoined', userId: byId(user), returnAll: true });
	const { items, error } = await get('adelev@contoso.example');
	expect(error).toBeUndefined();
	expect(product.graphCalls().map(({ query }) => query)).toEqual([{}]);
	expect(jsonOf(items)).toContainEqual({
		...{ id: sampleTeam, displayName: 'Project Alpha', description: 'All about the project' },
		...{ isArchived: false, tenantId: expect.any(String) },
	});
	expect((await get('nobody@contoso.example')).error).toMatchObject({ httpCode: '404' });
});
