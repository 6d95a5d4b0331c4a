import type { Operation, Resource } from '../operation';
import { checkPermissions } from './access/checkPermissions';
import { getAdminConsentUrl } from './access/getAdminConsentUrl';
import { readAdminConsentResponse } from './access/readAdminConsentResponse';
import * as accessReview from './accessReview';
import * as administrativeUnit from './administrativeUnit';
import * as api from './api';
import * as application from './application';
import * as attachment from './attachment';
import * as auditLog from './auditLog';
import * as authenticationMethod from './authenticationMethod';
import * as calendar from './calendar';
import * as category from './category';
import * as channel from './channel';
import * as chat from './chat';
import * as conditionalAccess from './conditionalAccess';
import * as contact from './contact';
import * as contactFolder from './contactFolder';
import * as device from './device';
import * as directoryRole from './directoryRole';
import * as drive from './drive';
import * as event from './event';
import * as file from './file';
import * as group from './group';
import * as inboxRule from './inboxRule';
import * as list from './list';
import * as listItem from './listItem';
import * as mailboxSettings from './mailboxSettings';
import * as mailFolder from './mailFolder';
import * as managedDevice from './managedDevice';
import * as message from './message';
import * as messageTrace from './messageTrace';
import * as onlineMeeting from './onlineMeeting';
import * as organization from './organization';
import * as place from './place';
import * as plannerBucket from './plannerBucket';
import * as plannerPlan from './plannerPlan';
import * as plannerTask from './plannerTask';
import * as report from './report';
import * as riskyUser from './riskyUser';
import * as search from './search';
import * as security from './security';
import * as serviceHealth from './serviceHealth';
import * as servicePrincipal from './servicePrincipal';
import * as site from './site';
import * as sitePage from './sitePage';
import * as subscription from './subscription';
import * as task from './task';
import * as taskList from './taskList';
import * as team from './team';
import * as user from './user';
import * as webinar from './webinar';
import * as workbook from './workbook';

const graphResources: readonly Resource[] = [
	resource('Access Review', 'accessReview', accessReview, 'Entra ID'),
	resource('Administrative Unit', 'administrativeUnit', administrativeUnit, 'Entra ID'),
	resource('API', 'api', api),
	resource('Application', 'application', application, 'Entra ID'),
	resource('Attachment', 'attachment', attachment, 'Outlook'),
	resource('Audit Log', 'auditLog', auditLog, 'Entra ID'),
	resource('Authentication Method', 'authenticationMethod', authenticationMethod, 'Entra ID'),
	resource('Calendar', 'calendar', calendar, 'Outlook'),
	resource('Category', 'category', category, 'Outlook'),
	resource('Channel', 'channel', channel, 'Teams'),
	resource('Chat', 'chat', chat, 'Teams'),
	resource('Conditional Access', 'conditionalAccess', conditionalAccess, 'Entra ID'),
	resource('Contact', 'contact', contact, 'Outlook'),
	resource('Contact Folder', 'contactFolder', contactFolder, 'Outlook'),
	resource('Device', 'device', device, 'Entra ID'),
	resource('Directory Role', 'directoryRole', directoryRole, 'Entra ID'),
	resource('Drive', 'drive', drive, 'OneDrive, SharePoint'),
	resource('Event', 'event', event, 'Outlook Calendar'),
	resource('File', 'file', file, 'OneDrive, SharePoint'),
	resource('Group', 'group', group, 'Entra ID'),
	resource('Inbox Rule', 'inboxRule', inboxRule, 'Outlook'),
	resource('List', 'list', list, 'SharePoint'),
	resource('List Item', 'listItem', listItem, 'SharePoint'),
	resource('Mail Folder', 'mailFolder', mailFolder, 'Outlook'),
	resource('Mailbox Settings', 'mailboxSettings', mailboxSettings, 'Outlook'),
	resource('Managed Device', 'managedDevice', managedDevice, 'Intune'),
	resource('Message', 'message', message, 'Outlook Email'),
	resource('Message Trace', 'messageTrace', messageTrace, 'Exchange'),
	resource('Online Meeting', 'onlineMeeting', onlineMeeting, 'Teams'),
	resource('Organization', 'organization', organization, 'Entra ID'),
	resource('Place', 'place', place, 'Outlook Rooms'),
	resource('Planner Bucket', 'plannerBucket', plannerBucket),
	resource('Planner Plan', 'plannerPlan', plannerPlan),
	resource('Planner Task', 'plannerTask', plannerTask),
	resource('Report', 'report', report, 'Microsoft 365 Usage'),
	resource('Risky User', 'riskyUser', riskyUser, 'Entra ID'),
	resource('Search', 'search', search, 'Microsoft Search'),
	resource('Security', 'security', security, 'Defender'),
	resource('Service Health', 'serviceHealth', serviceHealth),
	resource('Service Principal', 'servicePrincipal', servicePrincipal, 'Entra ID'),
	resource('Site', 'site', site, 'SharePoint'),
	resource('Site Page', 'sitePage', sitePage, 'SharePoint'),
	resource('Subscription', 'subscription', subscription, 'Change Notifications'),
	resource('Task', 'task', task, 'To Do'),
	resource('Task List', 'taskList', taskList, 'To Do'),
	resource('Team', 'team', team, 'Teams'),
	resource('User', 'user', user, 'Entra ID'),
	resource('Webinar', 'webinar', webinar, 'Teams'),
	resource('Workbook', 'workbook', workbook, 'Excel'),
];

const access: Resource = {
	name: 'Access',
	value: 'access',
	operations: [checkPermissions(graphResources), getAdminConsentUrl, readAdminConsentResponse],
};

/** All resources of the node with their operations, in the editor's order. */
export const resources: readonly Resource[] = [access, ...graphResources];

/**
 * @param operations what the index of the resource's folder exports
 * @param product where people know the resource from, if its name doesn't say so
 */
function resource(
	name: string,
	value: string,
	operations: Readonly<Record<string, Operation>>,
	product?: string,
): Resource {
	return {
		name,
		value,
		...(product !== undefined && { product }),
		operations: Object.values(operations).sort((a, b) => a.name.localeCompare(b.name)),
	};
}
