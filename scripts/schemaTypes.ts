/**
 * The type of what an operation returns, by resource and operation, as @microsoft/microsoft-graph-types names it. An
 * operation that isn't here has no schema: its output is a file, a change, or depends on its fields.
 */
export const schemaTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	accessReview: {
		getAll: 'AccessReviewScheduleDefinition',
		getDecisions: 'AccessReviewInstanceDecisionItem',
	},
	application: {
		...named('Application', ['get', 'getAll', 'getDeleted']),
		getAppRoleAssignments: 'AppRoleAssignment',
	},
	attachment: { getAll: 'Attachment' },
	auditLog: { getDirectoryAudits: 'DirectoryAudit', getSignIns: 'SignIn' },
	calendar: named('Calendar', ['create', 'getAll', 'update']),
	category: named('OutlookCategory', ['create', 'getAll']),
	channel: {
		...named('Channel', ['create', 'get', 'getAll']),
		...named('ChatMessage', ['getMessage', 'getMessages', 'getReplies']),
		...named('TeamsTab', ['addTab', 'getTabs']),
	},
	chat: {
		...named('Chat', ['create', 'get', 'getAll', 'update']),
		...named('ChatMessage', ['getMessage', 'getMessages']),
		...named('TeamsTab', ['addTab', 'getTabs']),
	},
	contact: named('Contact', ['create', 'get', 'getAll', 'update']),
	device: named('Device', ['get', 'getAll']),
	directoryRole: { getAll: 'UnifiedRoleDefinition' },
	drive: named('Drive', ['get', 'getAll']),
	event: named('Event', ['create', 'get', 'getAll', 'getInstances', 'update']),
	file: {
		...named('DriveItem', ['createFolder', 'get', 'getChildren', 'move', 'rename', 'search', 'upload']),
		...named('Permission', ['createLink', 'getPermissions']),
		getVersions: 'DriveItemVersion',
	},
	group: {
		...named('Group', ['create', 'get', 'getAll', 'getDeleted']),
		...named('User', ['getMembers', 'getOwners']),
	},
	inboxRule: named('MessageRule', ['create', 'getAll', 'update']),
	list: {
		...named('List', ['create', 'get', 'getAll']),
		getColumns: 'ColumnDefinition',
		...named('ContentType', ['addContentType', 'getContentTypes']),
	},
	listItem: named('ListItem', ['create', 'get', 'getAll']),
	mailFolder: named('MailFolder', ['create', 'get', 'getAll', 'update']),
	mailboxSettings: { get: 'MailboxSettings' },
	managedDevice: named('ManagedDevice', ['get', 'getAll']),
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
	place: named('Room', ['get', 'getAll']),
	plannerTask: named('PlannerTask', ['create', 'get', 'getAll']),
	security: {
		...named('SecurityNamespace.Alert', ['getAlert', 'getAlerts', 'updateAlert']),
		...named('SecurityNamespace.Incident', ['getIncident', 'getIncidents', 'updateIncident']),
		...named('SecureScoreControlProfile', ['getSecureScoreControlProfile', 'getSecureScoreControlProfiles']),
		getSecureScores: 'SecureScore',
	},
	serviceHealth: { getIssues: 'ServiceHealthIssue', getMessages: 'ServiceUpdateMessage' },
	servicePrincipal: named('ServicePrincipal', ['get', 'getAll']),
	site: {
		...named('Site', ['get', 'getAll', 'search']),
		...named('Permission', ['getPermissions', 'grantPermission']),
		getColumns: 'ColumnDefinition',
		...named('ContentType', ['createContentType', 'getContentType', 'getContentTypes']),
	},
	sitePage: named('SitePage', ['get', 'getAll']),
	subscription: named('Subscription', ['create', 'get', 'getAll', 'renew']),
	task: {
		...named('TodoTask', ['create', 'get', 'getAll', 'update']),
		...named('ChecklistItem', ['createChecklistItem', 'getChecklistItems', 'updateChecklistItem']),
		getLinkedResources: 'LinkedResource',
	},
	taskList: named('TodoTaskList', ['create', 'getAll', 'update']),
	team: { ...named('Team', ['get', 'getAll', 'getJoined']), getMembers: 'AadUserConversationMember' },
	user: {
		...named('User', ['create', 'get', 'getAll', 'getDeleted', 'getDirectReports', 'getManager']),
		getGroups: 'Group',
		getLicenses: 'LicenseDetails',
		inviteGuest: 'Invitation',
	},
	workbook: { getTables: 'WorkbookTable' },
};

function named(type: string, operations: readonly string[]): Record<string, string> {
	return Object.fromEntries(operations.map((operation) => [operation, type]));
}
