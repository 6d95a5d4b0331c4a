import type { INodeParameters } from 'n8n-workflow';
import { controlProfiles } from '../../../simulator/graph/routes/hunting';
import { entitiesAt } from '../../../simulator/graph/rest';
import type { GraphWorld } from '../../../simulator/graph/world';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const run = async (operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource: 'security', operation, ...parameters });
const id = 'MFARegistrationV2';
const stored = () =>
	entitiesAt({ state: product.simulator.graph } as GraphWorld, controlProfiles, []).get(id);

test('the controls of the secure score are listed, and one is read', async () => {
	const listed = await run('getSecureScoreControlProfiles', { returnAll: true });
	expect(listed.error).toBeUndefined();
	expect(jsonOf(listed.items).map((one) => one.id)).toEqual([id, 'NonOwnerAccess']);
	expect(product.graphCalls()[0].query.$select).toContain('controlStateUpdates');
	const one = await run('getSecureScoreControlProfile', { controlProfileId: byId(id) });
	expect(one.items[0].json).toMatchObject({ id, controlCategory: 'Identity', maxScore: 10 });
	const gone = await run('getSecureScoreControlProfile', { controlProfileId: byId('gone') });
	expect(gone.error).toBeDefined();
});

test('a control is changed together with its vendor, as Graph requires', async () => {
	const updateFields = { state: 'ThirdParty', comment: 'Done elsewhere', assignedTo: 'Adele' };
	const { items, error } = await run('updateSecureScoreControlProfile', {
		controlProfileId: byId(id),
		updateFields,
	});
	expect(error).toBeUndefined();
	expect(jsonOf(items)).toEqual([{ success: true }]);
	expect(product.graphCalls()[0].body).toEqual({
		vendorInformation: { provider: 'SecureScore', vendor: 'Microsoft' },
		...updateFields,
	});
	expect(stored()?.controlStateUpdates).toMatchObject([updateFields]);
});

test('nothing is sent without a change', async () => {
	const { error } = await run('updateSecureScoreControlProfile', { controlProfileId: byId(id) });
	expect(error?.message).toBe("There's nothing to update.");
	expect(product.graphCalls()).toEqual([]);
});

test('controls can be picked by their titles', async () => {
	const parameters = { resource: 'security', operation: 'getSecureScoreControlProfile' };
	const { results } = await product.list('searchSecureScoreControls', { parameters, filter: 'mailbox' });
	expect(results).toEqual([{ name: 'Review mailbox access', value: 'NonOwnerAccess' }]);
});
