import { deletedOf } from './deletedObjects';

/** Users who were deleted in the last 30 days, by name. */
export const searchDeletedUsers = deletedOf('user', 'User.Read.All');
