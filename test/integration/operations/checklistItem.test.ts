import type { INodeParameters } from 'n8n-workflow';
import { tasks } from '../../../simulator/graph/routes/todo';
import { newEntity } from '../../operations/entities';
import { newTaskList } from '../../operations/samples/taskList';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';

test('a task gets steps, which are checked, renamed, and deleted', async () => {
	const list = newTaskList(product.simulator);
	const taskId = newEntity(product.simulator, tasks, [adele, list], { title: 'Travel' });
	const at = { userId: byId(adele), taskListId: byId(list), taskId };
	const run = async (operation: string, parameters: INodeParameters = {}) =>
		await product.run({ resource: 'task', operation, ...at, ...parameters });
	const bodies = () => product.graphCalls().map(({ body }) => body);

	const first = await run('createChecklistItem', { displayName: 'Renew the passport' });
	expect(first.error).toBeUndefined();
	expect(bodies()).toEqual([{ displayName: 'Renew the passport' }]);
	expect(first.items[0].json).toMatchObject({ displayName: 'Renew the passport', isChecked: false });
	const second = await run('createChecklistItem', {
		displayName: 'Pay',
		additionalFields: { isChecked: true },
	});
	expect(second.items[0].json).toMatchObject({ isChecked: true, checkedDateTime: expect.any(String) });

	const checklistItemId = String(first.items[0].json.id);
	const checked = await run('updateChecklistItem', { checklistItemId, updateFields: { isChecked: true } });
	expect(checked.error).toBeUndefined();
	expect(bodies().at(-1)).toEqual({ isChecked: true });
	expect(checked.items[0].json).toMatchObject({ isChecked: true, checkedDateTime: expect.any(String) });
	const renamed = await run('updateChecklistItem', {
		...{ checklistItemId, updateFields: { isChecked: false, displayName: 'Passport' } },
	});
	expect(renamed.items[0].json).toMatchObject({ isChecked: false, displayName: 'Passport' });
	expect(renamed.items[0].json).not.toHaveProperty('checkedDateTime');
	const nothing = await run('updateChecklistItem', { checklistItemId, updateFields: {} });
	expect(nothing.error?.message).toMatch(/nothing to update/);

	const all = await run('getChecklistItems', { returnAll: true });
	expect(jsonOf(all.items).map(({ displayName }) => displayName)).toEqual(['Passport', 'Pay']);
	expect(jsonOf((await run('deleteChecklistItem', { checklistItemId })).items)).toEqual([{ deleted: true }]);
	expect(jsonOf((await run('getChecklistItems')).items)).toHaveLength(1);
	const again = await run('deleteChecklistItem', { checklistItemId });
	expect(again.error).toMatchObject({ httpCode: '404' });
});
