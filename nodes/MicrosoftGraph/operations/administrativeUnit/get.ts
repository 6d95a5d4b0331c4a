import { odataQuery, selectLike } from '../../../shared/fields/odata';
import { administrativeUnitId } from '../../../shared/resources/administrativeUnit';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';

/** Source: "Get administrativeUnit". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get administrative unit',
	description: 'Get an administrative unit',
	permissions: ['AdministrativeUnit.Read.All'],
	fields: [administrativeUnitId],
	options: [selectLike('displayName,visibility'), waitForReplication],
	request: (item) => ({
		method: 'GET',
		path: ['directory', 'administrativeUnits', item.id('administrativeUnitId')],
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
