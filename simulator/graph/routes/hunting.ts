import { GraphError } from '../errors';
import { badRequest } from '../errors';
import { readObject } from '../messageBody';
import { collectionRoutes, entityAt, route, type Collection } from '../rest';
import { listAnswer } from '../paging';
import { defaultTenantId } from '../../entra';
import type { Route } from '../router';
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

const table = [
	{ Timestamp: '2026-01-20T08:00:00Z', FileName: 'powershell.exe', DeviceName: 'desktop-adele' },
	{ Timestamp: '2026-01-19T08:00:00Z', FileName: 'cmd.exe', DeviceName: 'laptop-alex' },
	{ Timestamp: '2026-01-18T08:00:00Z', FileName: 'powershell.exe', DeviceName: 'laptop-alex' },
];

/** Advanced hunting, of which only a table's name, `where FileName == "…"` and `limit` are understood; secure scores; comments. */
export const huntingRoutes: readonly Route[] = [
	...collectionRoutes(scores),
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
