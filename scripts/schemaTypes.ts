/**
 * The type of what an operation returns, by resource and operation, as @microsoft/microsoft-graph-types names it. An
 * operation that isn't here has no schema: its output is a file, a change, or depends on its fields.
 */
export const schemaTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	application: { getAll: 'Application', getAppRoleAssignments: 'AppRoleAssignment' },
	attachment: { getAll: 'Attachment' },
	auditLog: { getDirectoryAudits: 'DirectoryAudit', getSignIns: 'SignIn' },
	calendar: named('Calendar', ['create', 'getAll', 'update']),
	category: named('OutlookCategory', ['create', 'getAll']),
	channel: {
		...named('Channel', ['create', 'get', 'getAll']),
		...named('ChatMessage', ['getMessages', 'getReplies']),
	},
	contact: named('Contact', ['create', 'get', 'getAll', 'update']),
	device: named('Device', ['get', 'getAll']),
	event: named('Event', ['create', 'get', 'getAll', 'getInstances', 'update']),
	file: {
		...named('DriveItem', ['createFolder', 'get', 'getChildren', 'move', 'rename', 'search', 'upload']),
		...named('Permission', ['createLink', 'getPermissions']),
		getVersions: 'DriveItemVersion',
	},
	group: { ...named('Group', ['create', 'get', 'getAll']), ...named('User', ['getMembers', 'getOwners']) },
	inboxRule: named('MessageRule', ['create', 'getAll', 'update']),
	list: named('List', ['create', 'get', 'getAll']),
	listItem: named('ListItem', ['create', 'get', 'getAll']),
	mailFolder: named('MailFolder', ['create', 'get', 'getAll', 'update']),
	mailboxSettings: { get: 'MailboxSettings' },
	message: named('Message', [
		'copy',
		'createDraft',
		'get',
		'getAll',
		'getThread',
		'move',
		'update',
		'updateDraft',
	]),
	onlineMeeting: named('OnlineMeeting', ['create', 'get', 'update']),
	organization: { get: 'Organization', getDomains: 'Domain', getSubscribedSkus: 'SubscribedSku' },
	plannerTask: named('PlannerTask', ['create', 'get', 'getAll']),
	security: {
		...named('SecurityNamespace.Alert', ['getAlert', 'getAlerts', 'updateAlert']),
		...named('SecurityNamespace.Incident', ['getIncident', 'getIncidents', 'updateIncident']),
	},
	site: {
		...named('Site', ['get', 'getAll', 'search']),
		...named('Permission', ['getPermissions', 'grantPermission']),
	},
	subscription: named('Subscription', ['create', 'get', 'getAll', 'renew']),
	task: named('TodoTask', ['create', 'get', 'getAll', 'update']),
	taskList: named('TodoTaskList', ['create', 'getAll', 'update']),
	team: { ...named('Team', ['get', 'getAll']), getMembers: 'AadUserConversationMember' },
	user: {
		...named('User', ['create', 'get', 'getAll', 'getDeleted', 'getDirectReports', 'getManager']),
		getGroups: 'Group',
		getLicenses: 'LicenseDetails',
		inviteGuest: 'Invitation',
	},
};

function named(type: string, operations: readonly string[]): Record<string, string> {
	return Object.fromEntries(operations.map((operation) => [operation, type]));
}
