import { simpleWith } from '../../../shared/fields/simplified';
import { simpleUser } from '../../../shared/resources/user';
import { getDeletedObjects } from '../../deletedObjects';

/** Source: "List deletedItems (directory objects)". */
export const getDeleted = getDeletedObjects('user', {
	action: 'Get deleted users',
	description: 'List users who were deleted in the last 30 days',
	permissions: ['User.Read.All'],
	simple: simpleWith(simpleUser, 'userType', 'deletedDateTime'),
});
