import { isGuid } from '../../../../credentials/auth/core/guid';
import type { Send } from '../../../graph/client';
import type { GraphRequest } from '../../../graph/graphRequest';
import { filterOf } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike } from '../../../shared/fields/odata';
import { objectIdOf } from '../../../shared/fields/references';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { optionalText } from '../../../shared/parameters/values/text';
import {
	assignmentFilters,
	assignmentFiltersField,
	roleManagement,
	withRoleNames,
} from '../../../shared/resources/directoryRole';
import type { Operation } from '../../operation';

/**
 * An operation that lists assignments, each with the object that has the role, and the role's name.
 * @param collection of Graph's role management
 */
export function listAssignments(
	collection: string,
	own: Pick<
		Operation,
		'name' | 'value' | 'action' | 'description' | 'permissions' | 'permissionNote' | 'guards'
	>,
): Operation {
	return {
		...own,
		fields: [...listFields, assignmentFiltersField],
		options: [filterLike("directoryScopeId eq '/'")],
		list: { pageSize: () => undefined, details: withRoleNames },
		request: async (item, send) => await requestOf(collection, item, send),
	};
}

async function requestOf(collection: string, item: ItemParameters, send: Send): Promise<GraphRequest> {
	return {
		method: 'GET',
		path: roleManagement(collection),
		query: { $filter: filterOf(await byObjectId(item, send), assignmentFilters), $expand: 'principal' },
	};
}

/** The item's filters, with the object ID of a user who is given by name. */
async function byObjectId(item: ItemParameters, send: Send): Promise<Pick<ItemParameters, 'collection'>> {
	const filters = item.collection('filters');
	const principal = optionalText(filters.principalId);
	if (principal === '' || isGuid(principal)) return item;
	const principalId = await objectIdOf({ send }, principal);
	return {
		collection: (name) => (name === 'filters' ? { ...filters, principalId } : item.collection(name)),
	};
}
