/** The node's listSearch methods: what "From List" shows. */
export { searchApplications, searchServicePrincipals } from './applications';
export { searchAuthenticationMethods } from './authenticationMethods';
export { searchCalendars } from './calendars';
export { searchContactFolders } from './contactFolders';
export { searchDeletedApplications, searchDeletedGroups } from './deletedObjects';
export { searchDeletedUsers } from './deletedUsers';
export { searchDevices } from './devices';
export { searchFileFolders, searchFiles, searchLibraries } from './files';
export { searchGroupMembers, searchGroupOwners } from './groupMembers';
export { searchGroups } from './groups';
export { searchLicenses } from './licenses';
export { searchCategories, searchInboxRules } from './mailboxLists';
export { searchMailFolders } from './mailFolders';
export { searchBuckets, searchPlans } from './plans';
export { searchTaskLists } from './taskLists';
export { searchChannels, searchTeams } from './teams';
export { searchLists, searchSites } from './sites';
export { searchUsers } from './users';
