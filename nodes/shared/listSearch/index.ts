/** The node's listSearch methods: what "From List" shows. */
export { searchAccessReviews } from './accessReviews';
export { searchAdministrativeUnits } from './administrativeUnits';
export { searchApplications, searchServicePrincipals } from './applications';
export { searchAuthenticationMethods } from './authenticationMethods';
export { searchCalendars } from './calendars';
export { searchChats, searchPinnedMessages } from './chats';
export { searchConditionalAccessPolicies } from './conditionalAccess';
export { searchContactFolders } from './contactFolders';
export { searchDeletedApplications, searchDeletedGroups } from './deletedObjects';
export { searchDeletedUsers } from './deletedUsers';
export { searchDeviceIds, searchDevices } from './devices';
export { searchDirectoryRoles } from './directoryRoles';
export { searchFileFolders, searchFiles, searchLibraries } from './files';
export { searchGroupMembers, searchGroupOwners } from './groupMembers';
export { searchGroups } from './groups';
export { searchLicenses } from './licenses';
export { searchCategories, searchInboxRules } from './mailboxLists';
export { searchMailFolders } from './mailFolders';
export { searchBuckets, searchBucketsOfPlan, searchPlans } from './plans';
export { searchChannelMembers, searchChatMembers, searchTeamMembers } from './members';
export { searchManagedDevices } from './managedDevices';
export { searchRoomLists, searchRooms } from './places';
export { searchSecureScoreControls } from './secureScoreControls';
export { searchChatTabs, searchTabs } from './tabs';
export { searchTaskLists } from './taskLists';
export { searchChannels, searchTeams } from './teams';
export {
	searchListColumnNames,
	searchListColumns,
	searchListContentTypes,
	searchLists,
	searchSiteColumns,
	searchSiteContentTypes,
	searchSitePages,
	searchSites,
} from './sites';
export { searchUsers } from './users';
export { searchCharts, searchSheets, searchTables, searchWorkbooks } from './workbooks';
