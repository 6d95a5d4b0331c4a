import { GraphError } from '../errors';
import { badRequest } from '../errors';
import { readObject } from '../messageBody';
import { collectionRoutes, entityAt, route, type Collection } from '../rest';
import type { CallContext } from '../call';
import type { Entity } from '../entity';
import { entityAnswer, listAnswer } from '../paging';
import { defaultTenantId } from '../../entra';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import { alerts } from './security';

const service = 'security';

const scores: Collection = {
	path: '/security/secureScores',
	service,
	read: ['SecurityEvents.Read.All', 'SecurityEvents.ReadWrite.All'],
	seed: () =>
		[20, 19].map((day) => ({
			id: `${defaultTenantId}_2026-01-${day}`,
			azureTenantId: defaultTenantId,
			activeUserCount: 25,
			averageComparativeScores: [{ basis: 'AllTenants', averageScore: 41.2 }],
			controlScores: [
				{ controlCategory: 'Identity', controlName: 'MFARegistrationV2', description: 'MFA', score: 9 },
			],
			createdDateTime: `2026-01-${day}T00:00:00Z`,
			currentScore: 120 + day,
			enabledServices: ['HasExchange'],
			licensedUserCount: 25,
			maxScore: 300,
			vendorInformation: {
				provider: 'SecureScore',
				providerVersion: null,
				subProvider: null,
				vendor: 'Microsoft',
			},
		})),
};

const controlStates = ['Default', 'Ignored', 'ThirdParty', 'Reviewed'];

const control = (id: string, own: Partial<Entity>): Entity => ({
	id,
	azureTenantId: defaultTenantId,
	actionType: 'Config',
	actionUrl: 'https://entra.microsoft.com/',
	controlCategory: 'Identity',
	title: id,
	deprecated: false,
	implementationCost: 'Low',
	lastModifiedDateTime: null,
	maxScore: 10,
	rank: 1,
	remediation: '<p>Turn it on.</p>',
	remediationImpact: 'None.',
	service: 'AzureAD',
	threats: ['accountBreach'],
	tier: 'Core',
	userImpact: 'Low',
	complianceInformation: [],
	controlStateUpdates: [],
	vendorInformation: {
		provider: 'SecureScore',
		providerVersion: null,
		subProvider: null,
		vendor: 'Microsoft',
	},
	...own,
});

/** The controls of the secure score. Source: "secureScoreControlProfile resource type". */
export const controlProfiles: Collection = {
	path: '/security/secureScoreControlProfiles',
	service,
	read: ['SecurityEvents.Read.All', 'SecurityEvents.ReadWrite.All'],
	seed: () => [
		control('MFARegistrationV2', { title: 'Ensure all users can complete multifactor authentication' }),
		control('NonOwnerAccess', {
			title: 'Review mailbox access',
			service: 'EXO',
			controlCategory: 'Data',
			rank: 25,
		}),
	],
};

/** Source: "Update secureScoreControlProfile": a change becomes an entry of `controlStateUpdates`. */
function changeControl(world: GraphWorld, { call, params: [id = ''] }: CallContext) {
	const found = entityAt(world, controlProfiles, [], id);
	const {
		vendorInformation,
		assignedTo = '',
		comment = '',
		state,
		...others
	} = readObject(call.body, 'control');
	const { provider, vendor } = (vendorInformation ?? {}) as Record<string, unknown>;
	if (!provider || !vendor) throw badRequest('vendorInformation must have a provider and a vendor.');
	if (Object.keys(others).length > 0) throw badRequest('Only assignedTo, comment, and state can be changed.');
	if (state !== undefined && !controlStates.includes(String(state))) throw badRequest('Invalid state.');
	const update = {
		assignedTo,
		comment,
		state: state ?? 'Default',
		updatedBy: '',
		updatedDateTime: new Date().toISOString(),
	};
	(found.controlStateUpdates as object[]).unshift(update);
	return /return=representation/i.test(call.headers.prefer ?? '')
		? entityAnswer(call, 'security/secureScoreControlProfiles', found)
		: { status: 204 };
}

const table = [
	{ Timestamp: '2026-01-20T08:00:00Z', FileName: 'powershell.exe', DeviceName: 'desktop-adele' },
	{ Timestamp: '2026-01-19T08:00:00Z', FileName: 'cmd.exe', DeviceName: 'laptop-alex' },
	{ Timestamp: '2026-01-18T08:00:00Z', FileName: 'powershell.exe', DeviceName: 'laptop-alex' },
];

/** Advanced hunting, of which only a table's name, `where FileName == "…"` and `limit` are understood; secure scores; comments. */
export const huntingRoutes: readonly Route[] = [
	...collectionRoutes(scores),
	...collectionRoutes(controlProfiles),
	route('PATCH', `${controlProfiles.path}/{id}`, service, ['SecurityEvents.ReadWrite.All'], changeControl),
	route('POST', '/security/runHuntingQuery', service, ['ThreatHunting.Read.All'], (_, { call }) => {
		const body = readObject(call.body, 'query');
		const query = String(body.Query ?? body.query ?? '');
		const [name = '', ...steps] = query.split('|').map((part) => part.trim());
		if (name !== 'DeviceProcessEvents')
			throw new GraphError(
				400,
				'BadRequest',
				`'where' operator: Failed to resolve table or column expression named '${name}'`,
			);
		const span = body.Timespan ?? body.timespan;
		if (span !== undefined && !/^(P|\d{4}-)/.test(String(span))) throw badRequest('Invalid timespan.');
		let rows = table;
		for (const step of steps) {
			const file = /^where FileName == "(.*)"$/.exec(step)?.[1];
			if (file !== undefined) rows = rows.filter(({ FileName }) => FileName === file);
			else if (/^limit \d+$/.test(step)) rows = rows.slice(0, Number(step.slice(6)));
			else throw new GraphError(400, 'BadRequest', `Syntax error in '${step}'.`);
		}
		return {
			status: 200,
			body: {
				'@odata.context': `${call.base}/v1.0/$metadata#microsoft.graph.security.huntingQueryResults`,
				schema: Object.keys(table[0] ?? {}).map((column) => ({
					name: column,
					type: column === 'Timestamp' ? 'DateTime' : 'String',
				})),
				results: rows,
			},
		};
	}),
	route(
		'POST',
		`${alerts.path}/{id}/comments`,
		service,
		['SecurityAlert.ReadWrite.All'],
		(world, { call, params }) => {
			const alert = entityAt(world, alerts, [], params[0] ?? '');
			const body = readObject(call.body, 'comment');
			if (!/^#?microsoft\.graph\.security\.alertComment$/.test(String(body['@odata.type'])) || !body.comment)
				throw badRequest('A comment needs its type and text.');
			const made = {
				'@odata.type': '#microsoft.graph.security.alertComment',
				comment: body.comment,
				createdByDisplayName: 'API-App',
				createdDateTime: new Date().toISOString(),
			};
			alert.comments = [...(alert.comments as object[]), made];
			return listAnswer(call, `security/alerts_v2('${alert.id}')/comments`, {
				items: alert.comments as object[],
			});
		},
	),
];
