import { simpleWith } from '../../../shared/fields/simplified';
import { simpleGroup } from '../../../shared/resources/group';
import { getDeletedObjects } from '../../deletedObjects';

/** Source: "List deletedItems (directory objects)". */
export const getDeleted = getDeletedObjects('group', {
	action: 'Get deleted groups',
	description:
		'List Microsoft 365 groups that were deleted in the last 30 days; Graph keeps no security groups',
	permissions: ['Group.Read.All'],
	simple: simpleWith(simpleGroup, 'deletedDateTime'),
});
