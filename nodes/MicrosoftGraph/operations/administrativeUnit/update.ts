import { moreProperties, updateBody } from '../../../shared/fields/body';
import { textField, updateFields } from '../../../shared/fields/build';
import { succeeded } from '../../../shared/fields/outputs';
import {
	administrativeUnitId,
	unitDescription,
	unitRule,
	unitRuleProcessing,
} from '../../../shared/resources/administrativeUnit';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';

/** Source: "Update administrativeUnit". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update administrative unit',
	description: 'Update properties of an administrative unit; an added text that is left empty is cleared',
	permissions: ['AdministrativeUnit.ReadWrite.All'],
	fields: [
		administrativeUnitId,
		updateFields([
			unitDescription,
			textField('displayName', 'Name', { placeholder: 'e.g. Seattle' }),
			unitRule,
			unitRuleProcessing,
			moreProperties,
		]),
	],
	options: [waitForReplication],
	request: (item) => ({
		method: 'PATCH',
		path: ['directory', 'administrativeUnits', item.id('administrativeUnitId')],
		expectedResponse: 'nothing',
		body: updateBody(item.collection('updateFields')),
		idempotent: true,
	}),
	output: succeeded,
};
