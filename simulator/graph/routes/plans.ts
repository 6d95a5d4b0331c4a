import { randomUUID } from 'node:crypto';
import { badRequest } from '../errors';
import { readObject } from '../messageBody';
import { entityAnswer } from '../paging';
import { entitiesAt, entityAt, listEntities, route } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import { change, checkState, etagOf, read, sampleBucket, samplePlan, write } from './planner';

const service = 'teams';

const newPlan = (properties: Record<string, unknown>): Entity => ({
	'@odata.etag': etagOf(1),
	id: `${randomUUID().replace(/-/g, '').slice(0, 18)}mQAF`,
	createdDateTime: '2025-01-01T09:00:00Z',
	owner: null,
	title: '',
	createdBy: { user: { displayName: null, id: null }, application: { displayName: null, id: null } },
	...properties,
});

const newBucket = (properties: Record<string, unknown>): Entity => ({
	'@odata.etag': etagOf(1),
	id: `${randomUUID().replace(/-/g, '').slice(0, 18)}mQAI`,
	name: '',
	orderHint: '8585',
	...properties,
});

/** All plans; the sample plan belongs to every group. */
export const plans = {
	path: '/planner/plans',
	service,
	seed: (): Entity[] => [newPlan({ id: samplePlan, title: 'Launch' })],
} as const;

/** All buckets of all plans; the sample one is in the sample plan. */
export const buckets = {
	path: '/planner/buckets',
	service,
	seed: (): Entity[] => [newBucket({ id: sampleBucket, name: 'To do', planId: samplePlan })],
} as const;

const containerOf = (groupId: string, base: string) => ({
	containerId: groupId,
	type: 'group',
	url: `${base}/v1.0/groups/${groupId}`,
});

/** What is read by anyone, and changed only with the current ETag. */
const versioned = (collection: typeof plans | typeof buckets): Route[] => {
	const { path } = collection;
	const at = (world: GraphWorld, id = '') => entityAt(world, collection, [], id);
	return [
		route('GET', `${path}/{id}`, service, read, (world, { call, params: [id] }) =>
			entityAnswer(call, path.slice(1), at(world, id)),
		),
		route('PATCH', `${path}/{id}`, service, write, (world, { call, params: [id] }) => {
			const entity = at(world, id);
			checkState(call, entity);
			change(entity, readObject(call.body, 'change'));
			const whole = call.headers.prefer?.includes('return=representation');
			return whole ? entityAnswer(call, path.slice(1), entity) : { status: 204 };
		}),
		route('DELETE', `${path}/{id}`, service, write, (world, { call, params: [id = ''] }) => {
			checkState(call, at(world, id));
			entitiesAt(world, collection, []).delete(id);
			return { status: 204 };
		}),
	];
};

/** Plans and buckets. */
export const planRoutes: readonly Route[] = [
	route('GET', '/groups/{id}/planner/plans', service, read, (world, { call, params: [groupId = ''] }) => {
		const all = [...entitiesAt(world, plans, []).values()]
			.filter(({ owner }) => owner === null || owner === groupId)
			.map((plan) => ({ ...plan, owner: groupId, container: containerOf(groupId, call.base) }));
		return listEntities(call, 'plans', all, service);
	}),
	route('POST', plans.path, service, write, (world, { call }) => {
		const { container, title } = readObject(call.body, 'plan');
		const url = String((container as Record<string, unknown> | undefined)?.url ?? '');
		const groupId = /\/groups\/([^/]+)$/.exec(url)?.[1];
		if (groupId === undefined || !title) throw badRequest('container and title are required.');
		const plan = newPlan({ title, owner: groupId, container: containerOf(groupId, call.base) });
		entitiesAt(world, plans, []).set(plan.id, plan);
		return entityAnswer(call, 'planner/plans', plan, 201);
	}),
	...versioned(plans),
	route('GET', `${plans.path}/{id}/buckets`, service, read, (world, { call, params: [planId = ''] }) => {
		entityAt(world, plans, [], planId);
		const all = [...entitiesAt(world, buckets, []).values()].filter((bucket) => bucket.planId === planId);
		return listEntities(call, 'buckets', all, service);
	}),
	route('POST', buckets.path, service, write, (world, { call }) => {
		const body = readObject(call.body, 'bucket');
		if (!body.name || !body.planId) throw badRequest('name and planId are required.');
		const bucket = newBucket(body);
		entitiesAt(world, buckets, []).set(bucket.id, bucket);
		return entityAnswer(call, 'planner/buckets', bucket, 201);
	}),
	...versioned(buckets),
];
