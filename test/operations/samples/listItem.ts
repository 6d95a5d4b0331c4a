import type { Simulator } from '../../../simulator/simulator';
import { itemEntity, itemsOf, listOf, siteOf } from '../../../simulator/graph/state/sites';
import type { Samples } from '../samples';

function newItem({ graph }: Simulator): string {
	const items = itemsOf(graph, listOf(graph, siteOf(graph, 'root'), 'Orders'));
	const id = String(items.size + 1);
	items.set(id, itemEntity(id, items.size + 1, { Title: `Order ${id}` }));
	return id;
}

const ownItem = (simulator: Simulator) => ({ itemId: newItem(simulator) });

export const samples: Samples = {
	fields: {
		siteId: () => 'root',
		listId: () => 'Orders',
		itemId: () => '1',
		columns: () => ({
			mappingMode: 'defineBelow',
			value: { Title: 'Order 17' },
			matchingColumns: ['Title'],
			schema: [{ id: 'Title', columnKind: 'text' }],
		}),
	},
	operations: { delete: ownItem, update: ownItem },
};
