import { readFileSync } from 'node:fs';
import { filterClauses } from '../../../nodes/graph/lists/filterClauses';
import { fieldsOf } from '../../../nodes/MicrosoftGraph/description';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import { propertiesOf as triggerPropertiesOf } from '../../../nodes/MicrosoftGraphTrigger/description';
import { watches } from '../../../nodes/MicrosoftGraphTrigger/watches';

/** The types of Graph's v1.0 objects, as Microsoft publishes them. */
const published = readFileSync(
	require.resolve('@microsoft/microsoft-graph-types/microsoft-graph.d.ts'),
	'utf8',
);

/** The type of what an operation returns. */
const typeOf: Readonly<Record<string, string>> = {
	'accessReview: getAll': 'AccessReviewScheduleDefinition',
	'accessReview: getDecisions': 'AccessReviewInstanceDecisionItem',
	'accessReview: getInstances': 'AccessReviewInstance',
	'administrativeUnit: get': 'AdministrativeUnit',
	'administrativeUnit: getAll': 'AdministrativeUnit',
	'administrativeUnit: getMembers': 'User',
	'application: get': 'Application',
	'application: getAll': 'Application',
	'application: getChanges': 'Application',
	'application: getDeleted': 'Application',
	'application: getOwners': 'User',
	'auditLog: getDirectoryAudits': 'DirectoryAudit',
	'auditLog: getSignIns': 'SignIn',
	'authenticationMethod: getRegistrationDetails': 'UserRegistrationDetails',
	'calendar: getAll': 'Calendar',
	'channel: get': 'Channel',
	'channel: getAll': 'Channel',
	'chat: getAll': 'Chat',
	'conditionalAccess: getNamedLocations': 'NamedLocation',
	'conditionalAccess: getPolicies': 'ConditionalAccessPolicy',
	'contact: get': 'Contact',
	'contact: getAll': 'Contact',
	'device: get': 'Device',
	'device: getAll': 'Device',
	'directoryRole: getAll': 'UnifiedRoleDefinition',
	'directoryRole: getAssignments': 'UnifiedRoleAssignment',
	'directoryRole: getEligibleAssignments': 'UnifiedRoleEligibilitySchedule',
	'directoryRole: getMembers': 'User',
	'drive: get': 'Drive',
	'drive: getAll': 'Drive',
	'event: get': 'Event',
	'event: getAll': 'Event',
	'event: getInstances': 'Event',
	'file: get': 'DriveItem',
	'file: getChanges': 'DriveItem',
	'file: getChildren': 'DriveItem',
	'file: search': 'DriveItem',
	'group: get': 'Group',
	'group: getAll': 'Group',
	'group: getChanges': 'Group',
	'group: getDeleted': 'Group',
	'group: getMembers': 'User',
	'group: getOwners': 'User',
	'list: get': 'List',
	'list: getAll': 'List',
	'list: getColumns': 'ColumnDefinition',
	'list: getContentTypes': 'ContentType',
	'listItem: get': 'ListItem',
	'listItem: getAll': 'ListItem',
	'listItem: getChanges': 'ListItem',
	'managedDevice: get': 'ManagedDevice',
	'managedDevice: getAll': 'ManagedDevice',
	'message: get': 'Message',
	'message: getAll': 'Message',
	'message: getChanges': 'Message',
	'message: getThread': 'Message',
	'messageTrace: getAll': 'ExchangeMessageTrace',
	'organization: get': 'Organization',
	'place: getAll': 'Room',
	'riskyUser: getAll': 'RiskyUser',
	'riskyUser: getDetections': 'RiskDetection',
	'security: getAlerts': 'Alert',
	'security: getIncidents': 'Incident',
	'security: getSecureScoreControlProfile': 'SecureScoreControlProfile',
	'security: getSecureScoreControlProfiles': 'SecureScoreControlProfile',
	'security: getSecureScores': 'SecureScore',
	'serviceHealth: getIssues': 'ServiceHealthIssue',
	'serviceHealth: getMessages': 'ServiceUpdateMessage',
	'servicePrincipal: get': 'ServicePrincipal',
	'servicePrincipal: getAll': 'ServicePrincipal',
	'servicePrincipal: getChanges': 'ServicePrincipal',
	'servicePrincipal: getPermissionGrants': 'OAuth2PermissionGrant',
	'site: get': 'Site',
	'site: getAll': 'Site',
	'site: getColumns': 'ColumnDefinition',
	'site: getContentType': 'ContentType',
	'site: getContentTypes': 'ContentType',
	'site: search': 'Site',
	'sitePage: get': 'SitePage',
	'sitePage: getAll': 'SitePage',
	'task: getAll': 'TodoTask',
	'taskList: getAll': 'TodoTaskList',
	'team: get': 'Team',
	'team: getAll': 'Team',
	'team: getMembers': 'ConversationMember',
	'user: get': 'User',
	'user: getAll': 'User',
	'user: getChanges': 'User',
	'user: getDeleted': 'User',
	'user: getDirectReports': 'User',
	'user: getGroups': 'Group',
	'user: getManager': 'User',
	'user: getMemberships': 'Group',
	'workbook: getTables': 'WorkbookTable',
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

const plainExample = (option: object) =>
	String('placeholder' in option && option.placeholder).replace(/^e\.g\. /, '');

const examplesOf = (name: string) =>
	resources.flatMap((resource) =>
		resource.operations.flatMap((operation) => {
			const options = fieldsOf(operation).get('options')?.options ?? [];
			return options
				.filter((option) => option.name === name && 'placeholder' in option)
				.map((option): [string, string] => [`${resource.value}: ${operation.value}`, plainExample(option)]);
		}),
	);
const filters = examplesOf('filter');
const selections = examplesOf('select');
const orders = examplesOf('orderBy').filter(([operation]) => operation in typeOf);

test.each(filters)('%s shows a filter on what it lists: %s', (operation, example) => {
	const type = typeOf[operation];
	expect(type).toBeDefined();
	const paths = filterClauses(example).map(({ property }) => property);
	expect(paths.length).toBeGreaterThan(0);
	expect(paths.map((path) => missingIn(type, path)).filter(Boolean)).toEqual([]);
});

test.each(orders)('%s shows an order of what it lists: %s', (operation, example) => {
	expect(missingIn(typeOf[operation], example.replace(/ desc$/, ''))).toBeUndefined();
});

test.each(selections)('%s shows properties of what it returns to select: %s', (operation, example) => {
	const type = typeOf[operation];
	expect(type).toBeDefined();
	expect(example.split(',').length).toBeGreaterThan(1);
	expect(
		example
			.split(',')
			.map((path) => missingIn(type, path))
			.filter(Boolean),
	).toEqual([]);
});

/** The type of what a watch of the trigger emits. */
const watchTypes: Readonly<Record<string, string>> = {
	contact: 'Contact',
	file: 'DriveItem',
	group: 'Group',
	listItem: 'ListItem',
	message: 'Message',
	user: 'User',
};

test('the trigger shows properties of what it emits to select', () => {
	const shown = triggerPropertiesOf(watches).flatMap(({ displayOptions, name, options = [] }) =>
		name === 'options'
			? options.map((option) => ({ option, watch: displayOptions?.show?.resource?.[0] }))
			: [],
	);
	const examples = shown.flatMap(({ option, watch }) =>
		option.name === 'select' && 'placeholder' in option
			? [[String(watch), plainExample(option)] as const]
			: [],
	);
	expect(examples.map(([watch]) => watch).sort()).toEqual(Object.keys(watchTypes));
	const missing = examples.flatMap(([watch, example]) =>
		example.split(',').map((path) => missingIn(watchTypes[watch], path)),
	);
	expect(missing.filter(Boolean)).toEqual([]);
});

test('every type in the table is returned by an operation', () => {
	const used = [...filters, ...selections].map(([operation]) => operation);
	expect(Object.keys(typeOf).filter((operation) => !used.includes(operation))).toEqual([]);
});

test('a property of another type would be found missing', () => {
	expect(missingIn('Message', 'displayName')).toBe('Message has no displayName');
	expect(missingIn('Message', 'flag/state')).toBe('FollowupFlag has no state');
});
