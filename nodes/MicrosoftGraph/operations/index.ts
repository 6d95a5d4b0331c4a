import type { Operation, Resource } from '../operation';
import { checkPermissions } from './access/checkPermissions';
import { getAdminConsentUrl } from './access/getAdminConsentUrl';
import { readAdminConsentResponse } from './access/readAdminConsentResponse';
import * as api from './api';
import * as application from './application';
import * as attachment from './attachment';
import * as auditLog from './auditLog';
import * as calendar from './calendar';
import * as category from './category';
import * as channel from './channel';
import * as contact from './contact';
import * as device from './device';
import * as event from './event';
import * as file from './file';
import * as group from './group';
import * as inboxRule from './inboxRule';
import * as list from './list';
import * as listItem from './listItem';
import * as mailboxSettings from './mailboxSettings';
import * as mailFolder from './mailFolder';
import * as message from './message';
import * as messageTrace from './messageTrace';
import * as onlineMeeting from './onlineMeeting';
import * as organization from './organization';
import * as plannerTask from './plannerTask';
import * as report from './report';
import * as search from './search';
import * as security from './security';
import * as site from './site';
import * as subscription from './subscription';
import * as task from './task';
import * as taskList from './taskList';
import * as team from './team';
import * as user from './user';
import * as workbook from './workbook';

const graphResources: readonly Resource[] = [
	resource('API', 'api', api),
	resource('Application', 'application', application),
	resource('Attachment', 'attachment', attachment),
	resource('Audit Log', 'auditLog', auditLog),
	resource('Calendar', 'calendar', calendar),
	resource('Category', 'category', category),
	resource('Channel', 'channel', channel),
	resource('Contact', 'contact', contact),
	resource('Device', 'device', device),
	resource('Event', 'event', event),
	resource('File', 'file', file),
	resource('Group', 'group', group),
	resource('Inbox Rule', 'inboxRule', inboxRule),
	resource('List', 'list', list),
	resource('List Item', 'listItem', listItem),
	resource('Mail Folder', 'mailFolder', mailFolder),
	resource('Mailbox Settings', 'mailboxSettings', mailboxSettings),
	resource('Message', 'message', message),
	resource('Message Trace', 'messageTrace', messageTrace),
	resource('Online Meeting', 'onlineMeeting', onlineMeeting),
	resource('Organization', 'organization', organization),
	resource('Planner Task', 'plannerTask', plannerTask),
	resource('Report', 'report', report),
	resource('Search', 'search', search),
	resource('Security', 'security', security),
	resource('Site', 'site', site),
	resource('Subscription', 'subscription', subscription),
	resource('Task', 'task', task),
	resource('Task List', 'taskList', taskList),
	resource('Team', 'team', team),
	resource('User', 'user', user),
	resource('Workbook', 'workbook', workbook),
];

const access: Resource = {
	name: 'Access',
	value: 'access',
	operations: [checkPermissions(graphResources), getAdminConsentUrl, readAdminConsentResponse],
};

/** All resources of the node with their operations, in the editor's order. */
export const resources: readonly Resource[] = [access, ...graphResources];

/** @param operations what the index of the resource's folder exports */
function resource(name: string, value: string, operations: Readonly<Record<string, Operation>>): Resource {
	return {
		name,
		value,
		operations: Object.values(operations).sort((a, b) => a.name.localeCompare(b.name)),
	};
}
