import { readFileSync } from 'node:fs';
import { filterClauses } from '../../../nodes/graph/lists/filterClauses';
import { fieldsOf } from '../../../nodes/MicrosoftGraph/description';
import { resources } from '../../../nodes/MicrosoftGraph/operations';

/** The types of Graph's v1.0 objects, as Microsoft publishes them. */
const published = readFileSync(
	require.resolve('@microsoft/microsoft-graph-types/microsoft-graph.d.ts'),
	'utf8',
);

/** The type of what an operation lists. */
const listed: Readonly<Record<string, string>> = {
	'accessReview: getAll': 'AccessReviewScheduleDefinition',
	'accessReview: getDecisions': 'AccessReviewInstanceDecisionItem',
	'accessReview: getInstances': 'AccessReviewInstance',
	'administrativeUnit: getAll': 'AdministrativeUnit',
	'administrativeUnit: getMembers': 'User',
	'application: getAll': 'Application',
	'application: getDeleted': 'Application',
	'application: getOwners': 'User',
	'auditLog: getDirectoryAudits': 'DirectoryAudit',
	'auditLog: getSignIns': 'SignIn',
	'authenticationMethod: getRegistrationDetails': 'UserRegistrationDetails',
	'calendar: getAll': 'Calendar',
	'channel: getAll': 'Channel',
	'chat: getAll': 'Chat',
	'conditionalAccess: getNamedLocations': 'NamedLocation',
	'conditionalAccess: getPolicies': 'ConditionalAccessPolicy',
	'contact: getAll': 'Contact',
	'device: getAll': 'Device',
	'directoryRole: getAll': 'UnifiedRoleDefinition',
	'directoryRole: getAssignments': 'UnifiedRoleAssignment',
	'directoryRole: getEligibleAssignments': 'UnifiedRoleEligibilitySchedule',
	'event: getAll': 'Event',
	'file: getChildren': 'DriveItem',
	'group: getAll': 'Group',
	'group: getDeleted': 'Group',
	'group: getMembers': 'User',
	'group: getOwners': 'User',
	'listItem: getAll': 'ListItem',
	'managedDevice: getAll': 'ManagedDevice',
	'message: getAll': 'Message',
	'messageTrace: getAll': 'ExchangeMessageTrace',
	'place: getAll': 'Room',
	'riskyUser: getAll': 'RiskyUser',
	'riskyUser: getDetections': 'RiskDetection',
	'security: getAlerts': 'Alert',
	'security: getIncidents': 'Incident',
	'security: getSecureScoreControlProfiles': 'SecureScoreControlProfile',
	'security: getSecureScores': 'SecureScore',
	'serviceHealth: getIssues': 'ServiceHealthIssue',
	'serviceHealth: getMessages': 'ServiceUpdateMessage',
	'servicePrincipal: getAll': 'ServicePrincipal',
	'servicePrincipal: getPermissionGrants': 'OAuth2PermissionGrant',
	'sitePage: getAll': 'SitePage',
	'task: getAll': 'TodoTask',
	'taskList: getAll': 'TodoTaskList',
	'team: getAll': 'Team',
	'team: getMembers': 'ConversationMember',
	'user: getAll': 'User',
	'user: getDeleted': 'User',
	'user: getDirectReports': 'User',
	'user: getGroups': 'Group',
	'user: getMemberships': 'Group',
};

/** Types that the package lacks. Source: "exchangeMessageTrace resource type". */
const beyond: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	ExchangeMessageTrace: {
		senderAddress: 'string',
		recipientAddress: 'string',
		receivedDateTime: 'string',
		subject: 'string',
	},
};

/** The properties of a type with their types, inherited ones included; nothing for an unknown type. */
function propertiesOf(type: string): Record<string, string> {
	// The SDK has several types of some names, those of namespaces indented.
	const found = [
		...published.matchAll(
			new RegExp(
				`^\\s*(?:export )?interface ${type}(?: extends (?:\\w+\\.)?(\\w+))? \\{$([\\s\\S]*?)^\\s*\\}$`,
				'gm',
			),
		),
	];
	return Object.assign(
		{},
		beyond[type],
		...found.map(([, parent, body]) => ({
			...(parent ? propertiesOf(parent) : {}),
			...Object.fromEntries(
				[...body.matchAll(/^\s*"?([\w.@]+)"?\?: (.+);$/gm)].map(([, name, ofType]) => [name, ofType]),
			),
		})),
	) as Record<string, string>;
}

/** Why a path isn't one of a type's properties. */
function missingIn(type: string, path: string): string | undefined {
	const [first, ...rest] = path.split('/');
	const properties = propertiesOf(type);
	if (!(first in properties)) return `${type} has no ${first}`;
	// The columns of a list are its own.
	if (rest.length === 0 || properties[first].includes('FieldValueSet')) return undefined;
	const inner = /(\w+)(?:\[\])?>?$/.exec(properties[first])?.[1] ?? '';
	return missingIn(inner, rest.join('/'));
}

const examplesOf = (name: string) =>
	resources.flatMap((resource) =>
		resource.operations.flatMap((operation) => {
			const options = fieldsOf(operation).get('options')?.options ?? [];
			return options
				.filter((option) => option.name === name && 'placeholder' in option)
				.map((option): [string, string] => [
					`${resource.value}: ${operation.value}`,
					String('placeholder' in option && option.placeholder).replace(/^e\.g\. /, ''),
				]);
		}),
	);
const filters = examplesOf('filter');
const orders = examplesOf('orderBy').filter(([operation]) => operation in listed);

test.each(filters)('%s shows a filter on what it lists: %s', (operation, example) => {
	const type = listed[operation];
	expect(type).toBeDefined();
	const paths = filterClauses(example).map(({ property }) => property);
	expect(paths.length).toBeGreaterThan(0);
	expect(paths.map((path) => missingIn(type, path)).filter(Boolean)).toEqual([]);
});

test.each(orders)('%s shows an order of what it lists: %s', (operation, example) => {
	expect(missingIn(listed[operation], example.replace(/ desc$/, ''))).toBeUndefined();
});

test('every type in the table is listed by an operation', () => {
	const used = filters.map(([operation]) => operation);
	expect(Object.keys(listed).filter((operation) => !used.includes(operation))).toEqual([]);
});

test('a property of another type would be found missing', () => {
	expect(missingIn('Message', 'displayName')).toBe('Message has no displayName');
	expect(missingIn('Message', 'flag/state')).toBe('FollowupFlag has no state');
});
