import { getDeletedObjects } from '../../deletedObjects';

/** Source: "List deletedItems (directory objects)". */
export const getDeleted = getDeletedObjects('application', {
	action: 'Get deleted applications',
	description: 'List app registrations that were deleted in the last 30 days',
	permissions: ['Application.Read.All'],
	simple: ['displayName', 'appId', 'createdDateTime', 'signInAudience', 'deletedDateTime', 'id'],
});
