import { deleted } from '../../../shared/fields/outputs';
import { administrativeUnitId } from '../../../shared/resources/administrativeUnit';
import type { Operation } from '../../operation';

/** Source: "Delete administrativeUnit". */
export const deleteUnit: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete administrative unit',
	description: 'Delete an administrative unit; its members stay, but roles that were assigned for it end',
	permissions: ['AdministrativeUnit.ReadWrite.All'],
	fields: [administrativeUnitId],
	request: (item) => ({
		method: 'DELETE',
		path: ['directory', 'administrativeUnits', item.id('administrativeUnitId')],
	}),
	output: deleted,
};
