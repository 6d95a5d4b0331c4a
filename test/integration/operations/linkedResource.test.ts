import type { INodeParameters } from 'n8n-workflow';
import { tasks } from '../../../simulator/graph/routes/todo';
import { newEntity } from '../../operations/entities';
import { newTaskList } from '../../operations/samples/taskList';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';

test('a task is linked to something in another app, and no more', async () => {
	const list = newTaskList(product.simulator);
	const taskId = newEntity(product.simulator, tasks, [adele, list], { title: 'Answer' });
	const at = { userId: byId(adele), taskListId: byId(list), taskId };
	const run = async (operation: string, parameters: INodeParameters = {}) =>
		await product.run({ resource: 'task', operation, ...at, ...parameters });

	const created = await run('createLinkedResource', {
		...{ applicationName: 'Service Desk', displayName: 'Ticket 4711' },
		additionalFields: { externalId: '4711', webUrl: 'https://desk.contoso.example/4711' },
	});
	expect(created.error).toBeUndefined();
	const link = {
		...{ applicationName: 'Service Desk', displayName: 'Ticket 4711', externalId: '4711' },
		webUrl: 'https://desk.contoso.example/4711',
	};
	expect(product.graphCalls()[0].body).toEqual(link);
	const { id } = created.items[0].json;
	expect(jsonOf((await run('getLinkedResources', { returnAll: true })).items)).toEqual([{ id, ...link }]);

	const removed = await run('deleteLinkedResource', { linkedResourceId: String(id) });
	expect(jsonOf(removed.items)).toEqual([{ deleted: true }]);
	expect(jsonOf((await run('getLinkedResources')).items)).toEqual([]);
	const again = await run('deleteLinkedResource', { linkedResourceId: String(id) });
	expect(again.error).toMatchObject({ httpCode: '404' });
});
