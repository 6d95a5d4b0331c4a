import type { Simulator } from '../../../simulator/simulator';
import {
	contentTypesOf,
	listContentType,
	listEntity,
	listOf,
	listsOf,
	newColumn,
	siteContentTypesOf,
	siteOf,
} from '../../../simulator/graph/state/sites';
import type { Samples } from '../samples';
import { newSiteContentType } from './site';

let made = 0;

/** A list of its own, for what uses lists up. */
function newList({ graph }: Simulator): string {
	const site = siteOf(graph, 'root');
	const name = `Own list ${(made += 1)}`;
	const list = listEntity(name, String(site.webUrl), { displayName: name });
	listsOf(graph, site).set(list.id, list);
	return list.id;
}

/** A column of its own. */
function newColumnId({ graph }: Simulator): string {
	const list = listOf(graph, siteOf(graph, 'root'), 'Orders');
	const column = newColumn({ name: `Own${(made += 1)}`, text: {} });
	(list.columns as unknown[]).push(column);
	return column.id;
}

/** A content type of its own in a list. */
function newListContentType(simulator: Simulator): string {
	const { graph } = simulator;
	const site = siteOf(graph, 'root');
	const list = listOf(graph, site, 'Orders');
	const type = siteContentTypesOf(graph, site).get(newSiteContentType(simulator));
	if (type === undefined) throw new Error('The site has no such content type.');
	const added = listContentType(list, type);
	contentTypesOf(graph, list).set(added.id, added);
	return added.id;
}

export const samples: Samples = {
	fields: {
		siteId: () => 'root',
		listId: () => 'Orders',
		displayName: () => `List ${(made += 1)}`,
		name: () => `Column${(made += 1)}`,
		columnId: newColumnId,
	},
	operations: {
		addContentType: (simulator) => ({ contentTypeId: newSiteContentType(simulator) }),
		removeContentType: (simulator) => ({ contentTypeId: newListContentType(simulator) }),
		delete: (simulator) => ({ listId: newList(simulator) }),
		update: (simulator) => ({
			listId: newList(simulator),
			updateFields: { displayName: `List ${(made += 1)}` },
		}),
	},
};
