import type { Route } from '../router';
import { accessReviewRoutes } from './accessReviews';
import { activityNotificationRoutes } from './activityNotifications';
import { administrativeUnitRoutes } from './administrativeUnits';
import { applicationRoutes } from './applications';
import { attachmentRoutes } from './attachments';
import { auditLogRoutes } from './auditLogs';
import { authenticationMethodRoutes } from './authenticationMethods';
import { calendarRoutes } from './calendars';
import { channelContentRoutes } from './channelContents';
import { chatContentRoutes } from './chatContents';
import { chatRoutes } from './chats';
import { conditionalAccessRoutes } from './conditionalAccess';
import { contactRoutes } from './contacts';
import { deletedObjectRoutes } from './deletedObjects';
import { deletedUserRoutes } from './deletedUsers';
import { deviceRoutes } from './devices';
import { deviceSecretRoutes } from './deviceSecrets';
import { directoryChangeRoutes } from './directoryChanges';
import { directoryRoleRoutes } from './directoryRoles';
import { driveRoutes } from './drives';
import { draftRoutes } from './drafts';
import { eventRoutes } from './events';
import { folderChangeRoutes } from './folderChanges';
import { folderRoutes } from './folders';
import { groupRoutes } from './groups';
import { huntingRoutes } from './hunting';
import { invitationRoutes } from './invitations';
import { licenseRoutes } from './licenses';
import { mailboxRoutes } from './mailboxes';
import { managedDeviceRoutes } from './managedDevices';
import { meetingArtifactRoutes } from './meetingArtifacts';
import { messageActionRoutes } from './messageActions';
import { messageRoutes } from './messages';
import { onlineMeetingRoutes } from './onlineMeetings';
import { organizationRoutes } from './organization';
import { placeRoutes } from './places';
import { plannerRoutes } from './planner';
import { planRoutes } from './plans';
import { removalRoutes } from './removals';
import { reportRoutes } from './reports';
import { riskyUserRoutes } from './riskyUsers';
import { searchRoutes } from './search';
import { securityRoutes } from './security';
import { sendMailRoutes } from './sendMail';
import { serviceHealthRoutes } from './serviceHealth';
import { servicePrincipalRoutes } from './servicePrincipals';
import { sitePageRoutes } from './sitePages';
import { siteRoutes } from './sites';
import { subscriptionRoutes } from './subscriptions';
import { teamActionRoutes } from './teamActions';
import { teamRoutes } from './teams';
import { todoRoutes } from './todo';
import { todoChangeRoutes } from './todoChanges';
import { userRelationRoutes } from './userRelations';
import { userRoutes } from './users';
import { userWriteRoutes } from './userWrites';
import { webinarRoutes } from './webinars';
import { workbookRoutes } from './workbooks';

/** All routes of the simulator's Graph. */
export const routes: readonly Route[] = [
	...organizationRoutes,
	// Before the objects whose IDs would match too.
	...directoryChangeRoutes,
	...servicePrincipalRoutes,
	...userRoutes,
	...userWriteRoutes,
	...userRelationRoutes,
	...licenseRoutes,
	...deletedUserRoutes,
	...deletedObjectRoutes,
	...removalRoutes,
	...invitationRoutes,
	...deviceRoutes,
	...deviceSecretRoutes,
	...managedDeviceRoutes,
	// Its delta function is where the ID of a message would be.
	...mailboxRoutes,
	...folderChangeRoutes,
	...folderRoutes,
	...messageRoutes,
	...sendMailRoutes,
	...draftRoutes,
	...messageActionRoutes,
	...attachmentRoutes,
	...calendarRoutes,
	...eventRoutes,
	...onlineMeetingRoutes,
	...meetingArtifactRoutes,
	...webinarRoutes,
	...teamRoutes,
	...activityNotificationRoutes,
	...channelContentRoutes,
	...chatRoutes,
	...chatContentRoutes,
	...placeRoutes,
	...teamActionRoutes,
	...plannerRoutes,
	...planRoutes,
	...todoChangeRoutes,
	...todoRoutes,
	...contactRoutes,
	...groupRoutes,
	...accessReviewRoutes,
	...administrativeUnitRoutes,
	...conditionalAccessRoutes,
	...directoryRoleRoutes,
	...applicationRoutes,
	...auditLogRoutes,
	...authenticationMethodRoutes,
	...reportRoutes,
	...searchRoutes,
	...securityRoutes,
	...huntingRoutes,
	...riskyUserRoutes,
	...serviceHealthRoutes,
	...workbookRoutes,
	...driveRoutes,
	...sitePageRoutes,
	...siteRoutes,
	...subscriptionRoutes,
];
