import { guidOf } from '../../random';
import { badRequest } from '../errors';
import { defaultTenantId } from '../../entra';
import { collectionRoutes, entitiesAt, entityAt, listEntities, route } from '../rest';
import type { Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';

const alert = (n: number, own: Partial<Entity>): Entity => ({
	id: `da${guidOf(`alert ${n}`).replace(/\D/g, '').slice(0, 18)}_${n}`,
	'@odata.type': '#microsoft.graph.security.alert',
	providerAlertId: `provider-${n}`,
	incidentId: '28282',
	status: 'new',
	severity: 'low',
	classification: 'unknown',
	determination: 'unknown',
	serviceSource: 'microsoftDefenderForEndpoint',
	detectionSource: 'antivirus',
	detectorId: guidOf(`detector ${n}`),
	tenantId: defaultTenantId,
	title: `Suspicious file ${n}`,
	description: 'A hidden file was started.',
	category: 'DefenseEvasion',
	assignedTo: null,
	alertWebUrl: `https://security.microsoft.com/alerts/${n}`,
	incidentWebUrl: 'https://security.microsoft.com/incidents/28282',
	mitreTechniques: ['T1564.001'],
	createdDateTime: `2026-01-1${n}T09:00:00Z`,
	lastUpdateDateTime: `2026-01-1${n}T10:00:00Z`,
	resolvedDateTime: null,
	comments: [],
	evidence: [],
	systemTags: [],
	...own,
});

const incident = (id: string, own: Partial<Entity>): Entity => ({
	id,
	tenantId: defaultTenantId,
	displayName: `Incident ${id}`,
	incidentWebUrl: `https://security.microsoft.com/incidents/${id}`,
	redirectIncidentId: null,
	createdDateTime: '2026-01-10T09:00:00Z',
	lastUpdateDateTime: '2026-01-12T09:00:00Z',
	assignedTo: null,
	classification: 'unknown',
	determination: 'unknown',
	status: 'active',
	severity: 'medium',
	customTags: [],
	comments: [],
	systemTags: [],
	description: null,
	summary: null,
	resolvingComment: null,
	...own,
});

/** Only properties that can be changed are accepted. */
const onlyChanges = (names: readonly string[]) => (entity: Entity, body: Record<string, unknown>) => {
	const other = Object.keys(body).find((name) => !names.includes(name));
	if (other !== undefined) throw badRequest(`The property '${other}' cannot be changed.`);
	entity.lastUpdateDateTime = new Date().toISOString();
};

const assessment = ['assignedTo', 'classification', 'determination', 'status'];

export const alerts: Collection = {
	path: '/security/alerts_v2',
	service: 'security',
	read: ['SecurityAlert.Read.All', 'SecurityAlert.ReadWrite.All'],
	write: ['SecurityAlert.ReadWrite.All'],
	without: ['POST', 'DELETE'],
	seed: () => [
		alert(1, {}),
		alert(2, { severity: 'high', assignedTo: 'adelev@contoso.example', status: 'inProgress' }),
		alert(3, { severity: 'high', serviceSource: 'microsoftSentinel' }),
	],
	change: onlyChanges([...assessment, 'customDetails']),
};

let raised = 3;

/** When an alert starts to be found, ms since the epoch. */
const indexedAt = new WeakMap<Entity, number>();
/** Whether an alert can be found by now. */
export const isIndexed = (entity: Entity) => (indexedAt.get(entity) ?? 0) <= Date.now();

/** Creates an alert. */
export function raiseAlert(world: GraphWorld, own: Partial<Entity> = {}): Entity {
	const now = new Date().toISOString();
	raised += 1;
	const made = alert(raised, { createdDateTime: now, lastUpdateDateTime: now, ...own });
	indexedAt.set(made, Date.now() + world.settings.alertLag);
	entitiesAt(world, alerts, []).set(made.id, made);
	return made;
}

/** Changes an alert, as when it's investigated or escalated. @throws GraphError 404 */
export function changeAlert(world: GraphWorld, id: string, own: Partial<Entity>): Entity {
	const found = entityAt(world, alerts, [], id);
	return Object.assign(found, { lastUpdateDateTime: new Date().toISOString() }, own);
}

export const incidents: Collection = {
	path: '/security/incidents',
	service: 'security',
	read: ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All'],
	write: ['SecurityIncident.ReadWrite.All'],
	without: ['POST', 'DELETE'],
	seed: () => [incident('28282', {}), incident('28283', { severity: 'high', status: 'resolved' })],
	change: onlyChanges([
		...assessment,
		'customTags',
		'description',
		'displayName',
		'resolvingComment',
		'severity',
		'summary',
	]),
};

export const securityRoutes: readonly Route[] = [
	route('GET', alerts.path, 'security', alerts.read, (world, { call }) => {
		const found = [...entitiesAt(world, alerts, []).values()].filter(isIndexed);
		return listEntities(call, 'security/alerts_v2', found, 'security');
	}),
	...collectionRoutes(alerts),
	...collectionRoutes(incidents),
];
