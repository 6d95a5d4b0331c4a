import type { Route } from '../router';
import { accessReviewRoutes } from './accessReviews';
import { administrativeUnitRoutes } from './administrativeUnits';
import { applicationRoutes } from './applications';
import { attachmentRoutes } from './attachments';
import { auditLogRoutes } from './auditLogs';
import { authenticationMethodRoutes } from './authenticationMethods';
import { calendarRoutes } from './calendars';
import { conditionalAccessRoutes } from './conditionalAccess';
import { contactRoutes } from './contacts';
import { deletedObjectRoutes } from './deletedObjects';
import { deletedUserRoutes } from './deletedUsers';
import { deviceRoutes } from './devices';
import { directoryChangeRoutes } from './directoryChanges';
import { directoryRoleRoutes } from './directoryRoles';
import { driveRoutes } from './drives';
import { draftRoutes } from './drafts';
import { eventRoutes } from './events';
import { folderRoutes } from './folders';
import { groupRoutes } from './groups';
import { invitationRoutes } from './invitations';
import { licenseRoutes } from './licenses';
import { mailboxRoutes } from './mailboxes';
import { messageActionRoutes } from './messageActions';
import { messageRoutes } from './messages';
import { onlineMeetingRoutes } from './onlineMeetings';
import { organizationRoutes } from './organization';
import { plannerRoutes } from './planner';
import { removalRoutes } from './removals';
import { reportRoutes } from './reports';
import { searchRoutes } from './search';
import { securityRoutes } from './security';
import { sendMailRoutes } from './sendMail';
import { servicePrincipalRoutes } from './servicePrincipals';
import { siteRoutes } from './sites';
import { subscriptionRoutes } from './subscriptions';
import { teamRoutes } from './teams';
import { todoRoutes } from './todo';
import { userRelationRoutes } from './userRelations';
import { userRoutes } from './users';
import { userWriteRoutes } from './userWrites';
import { workbookRoutes } from './workbooks';

/** All routes of the simulator's Graph. */
export const routes: readonly Route[] = [
	...organizationRoutes,
	...servicePrincipalRoutes,
	// Before the objects whose IDs would match too.
	...directoryChangeRoutes,
	...userRoutes,
	...userWriteRoutes,
	...userRelationRoutes,
	...licenseRoutes,
	...deletedUserRoutes,
	...deletedObjectRoutes,
	...removalRoutes,
	...invitationRoutes,
	...deviceRoutes,
	// Its delta function is where the ID of a message would be.
	...mailboxRoutes,
	...folderRoutes,
	...messageRoutes,
	...sendMailRoutes,
	...draftRoutes,
	...messageActionRoutes,
	...attachmentRoutes,
	...calendarRoutes,
	...eventRoutes,
	...onlineMeetingRoutes,
	...teamRoutes,
	...plannerRoutes,
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
	...workbookRoutes,
	...driveRoutes,
	...siteRoutes,
	...subscriptionRoutes,
];
