import { guidOf } from '../../random';
import type { GraphCall } from '../call';
import { badRequest, GraphError } from '../errors';
import { collectionRoutes } from '../rest';
import type { Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';

const read = ['AuditLog.Read.All'];

const signIn = (n: number, user: string, app: string, errorCode: number): Entity => ({
	id: guidOf(`sign-in ${n}`),
	createdDateTime: `2026-01-${String(20 - n).padStart(2, '0')}T10:00:00Z`,
	userDisplayName: user,
	userPrincipalName: `${user}@contoso.example`,
	userId: guidOf(user),
	appId: guidOf(app),
	appDisplayName: app,
	ipAddress: `203.0.113.${n}`,
	clientAppUsed: 'Browser',
	correlationId: guidOf(`correlation ${n}`),
	conditionalAccessStatus: 'notApplied',
	isInteractive: true,
	riskDetail: 'none',
	riskLevelAggregated: 'none',
	riskLevelDuringSignIn: 'none',
	riskState: 'none',
	riskEventTypes: [],
	riskEventTypes_v2: [],
	resourceDisplayName: 'Microsoft Graph',
	resourceId: '00000003-0000-0000-c000-000000000000',
	status: {
		errorCode,
		failureReason: errorCode === 0 ? 'Other.' : 'Wrong password.',
		additionalDetails: null,
	},
	appliedConditionalAccessPolicies: [],
});

const audit = (n: number, activityDisplayName: string, category: string, own: Partial<Entity>): Entity => ({
	id: `Directory_${guidOf(`audit ${n}`)}`,
	activityDateTime: `2026-01-${String(20 - n).padStart(2, '0')}T11:00:00Z`,
	activityDisplayName,
	category,
	correlationId: guidOf(`audit correlation ${n}`),
	initiatedBy: { user: null, app: null },
	loggedByService: 'Core Directory',
	operationType: 'Update',
	result: 'success',
	resultReason: '',
	targetResources: [],
	additionalDetails: [],
	...own,
});

const byUser = (name: string) => ({
	user: {
		id: guidOf(name),
		displayName: name,
		userPrincipalName: `${name}@contoso.example`,
		ipAddress: '203.0.113.9',
	},
	app: null,
});

const signIns: Collection = {
	path: '/auditLogs/signIns',
	service: 'security',
	read,
	seed: () => [
		signIn(1, 'adelev', 'Graph Explorer', 0),
		signIn(2, 'alexw', 'Graph Explorer', 50126),
		signIn(3, 'adelev', 'Office 365 Exchange Online', 0),
	],
};

const directoryAudits: Collection = {
	path: '/auditLogs/directoryAudits',
	service: 'security',
	read,
	seed: () => [
		audit(1, 'Add member to group', 'GroupManagement', { initiatedBy: byUser('adelev') }),
		audit(2, 'Update user', 'UserManagement', { initiatedBy: byUser('alexw'), result: 'failure' }),
		audit(3, 'Add member to group', 'GroupManagement', {
			initiatedBy: {
				user: null,
				app: {
					appId: guidOf('n8n'),
					displayName: 'n8n workflows',
					servicePrincipalId: null,
					servicePrincipalName: null,
				},
			},
		}),
	],
};

/** Graph accepts these in no batch, and returns them only where the tenant has the license. */
const guarded = (routes: Route[]): Route[] =>
	routes.map((route) => ({
		...route,
		handle: async (world, context) => {
			if (context.call.batch !== undefined) throw badRequest('This request cannot be part of a batch.');
			checkPremium(world);
			return await route.handle(world, context);
		},
	}));

/** @throws GraphError 403 where the tenant has no license for sign-ins */
export function checkPremium({ state }: Pick<GraphWorld, 'state'>): void {
	if (premium(state.collections.get(licence))) return;
	throw new GraphError(
		403,
		'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
		'Neither tenant is B2C or tenant doesn’t have premium license',
	);
}

/** Where tests say that the tenant has no license: an entry "none" there. */
export const licence = 'licence of Entra ID';
const premium = (held: Map<string, Entity> | undefined) => !held?.has('none');

/** Sign-ins hold principal names in lower case and compare them by case: any other text matches no one. */
function byCase(call: GraphCall): GraphCall {
	const filter = call.query.get('$filter');
	if (filter === undefined) return call;
	const compared =
		/(userPrincipalName\s+(?:eq|ne)\s+|startswith\(\s*userPrincipalName\s*,\s*)'((?:[^']|'')*)'/gi;
	const exact = filter.replace(compared, (whole, head: string, name: string) =>
		name === name.toLowerCase() ? whole : `${head}'\u0000'`,
	);
	return { ...call, query: new Map([...call.query, ['$filter', exact]]) };
}

export const auditLogRoutes: readonly Route[] = [
	...guarded(collectionRoutes(signIns)).map((route): Route => ({
		...route,
		handle: (world, { call, ...context }) => route.handle(world, { ...context, call: byCase(call) }),
	})),
	...guarded(collectionRoutes(directoryAudits)),
];
