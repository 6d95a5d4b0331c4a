import type { Simulator } from '../../../simulator/simulator';
import {
	grantsOf,
	newColumn,
	newContentType,
	siteColumnHolder,
	siteContentTypesOf,
	siteOf,
} from '../../../simulator/graph/state/sites';
import type { Samples } from '../samples';

let made = 0;

const root = ({ graph }: Simulator) => siteOf(graph, 'root');

/** A content type of its own in the root site. */
export function newSiteContentType(simulator: Simulator): string {
	const types = siteContentTypesOf(simulator.graph, root(simulator));
	const item = types.get('0x01');
	if (item === undefined) throw new Error('The site has no content type for items.');
	const type = newContentType({ name: `Own type ${(made += 1)}` }, item);
	types.set(type.id, type);
	return type.id;
}

/** A column of its own in the root site. */
function newSiteColumn(simulator: Simulator): string {
	const column = newColumn({ name: `Own${(made += 1)}`, text: {} });
	(siteColumnHolder(simulator.graph, root(simulator)).columns as unknown[]).push(column);
	return column.id;
}

export const samples: Samples = {
	fields: {
		siteId: () => 'root',
		baseContentTypeId: () => '0x01',
		columnId: newSiteColumn,
		contentTypeId: newSiteContentType,
		name: () => `Name${(made += 1)}`,
		permissionId: ({ graph }) => {
			const id = `grant${(made += 1)}`;
			grantsOf(graph, siteOf(graph, 'root')).set(id, { id, roles: ['read'] });
			return id;
		},
	},
};
