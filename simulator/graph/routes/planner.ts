import { randomUUID } from 'node:crypto';
import { guidOf } from '../../random';
import type { GraphCall } from '../call';
import { badRequest, GraphError } from '../errors';
import { readObject } from '../messageBody';
import { entityAnswer } from '../paging';
import { entitiesAt, entityAt, listEntities, route } from '../rest';
import { type Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';

const service = 'teams';
/** Who may read plans, buckets, and tasks. */
export const read = ['Tasks.Read.All', 'Tasks.ReadWrite.All'];
/** Who may change them. */
export const write = ['Tasks.ReadWrite.All'];

export const samplePlan = 'xqQg5FS2LkCp935s-FIFm2QAFkHM';
export const sampleBucket = 'hsOf2dhOJkqyYYZEtdzDe2QAIUCR';

/** An ETag of Planner. */
export const etagOf = (version: unknown) => `W/"JzEtVGFzayAgQEBAQEBAQEBAQEBAQEBAQ${String(version)}Jw=="`;

const newTask = (properties: Record<string, unknown>): Entity => ({
	'@odata.etag': etagOf(1),
	id: `01gz${randomUUID().replace(/-/g, '').slice(0, 20)}QAKD`,
	planId: samplePlan,
	bucketId: sampleBucket,
	title: '',
	orderHint: '8585',
	percentComplete: 0,
	priority: 5,
	startDateTime: null,
	dueDateTime: null,
	createdDateTime: '2025-02-01T09:00:00Z',
	completedDateTime: null,
	hasDescription: false,
	previewType: 'automatic',
	referenceCount: 0,
	checklistItemCount: 0,
	activeChecklistItemCount: 0,
	assignments: {},
	appliedCategories: {},
	...properties,
});

const seeded = (title: string) => newTask({ id: `task-${guidOf(title)}`, title });

/** All tasks of all plans. */
export const plannerTasks = {
	path: '/planner/tasks',
	service,
	seed: () => [seeded('Update the client list'), seeded('Prepare the fair')],
} as const;
const plannerDetails = { path: '/planner/details', service, seed: (): Entity[] => [] } as const;

/** @throws GraphError 412 for an ETag other than the current one, 400 without any */
export function checkState({ headers }: GraphCall, entity: Entity): void {
	const state = headers['if-match'];
	if (!state) throw badRequest('The If-Match header must be specified for this type of request.');
	if (state === entity['@odata.etag']) return;
	throw new GraphError(412, '', 'The If-Match header contains a value which does not match the entity.');
}

/** Properties that are merged by key; null removes an entry. */
const merged = [
	'appliedCategories',
	'assignments',
	'categoryDescriptions',
	'checklist',
	'references',
	'sharedWith',
];

/** An entry keeps the properties that a change leaves out. */
const mergedWith = (before: object | undefined, given: object) =>
	typeof given === 'object' ? { ...before, ...given } : given;

/** Changes an object: it gets a new ETag. */
export function change(entity: Entity, body: Record<string, unknown>): void {
	const version = Number(/(?<!\d)(\d+)Jw/.exec(String(entity['@odata.etag']))?.[1] ?? 0) + 1;
	const joined = Object.entries(body).map(([name, value]) => {
		if (!merged.includes(name)) return [name, value] as const;
		const before = (entity[name] ?? {}) as Record<string, object>;
		const given = Object.entries((value ?? {}) as Record<string, object | null>).map(
			([key, one]) => [key, one === null ? null : mergedWith(before[key], one)] as const,
		);
		const all = Object.entries({ ...before, ...Object.fromEntries(given) });
		return [name, Object.fromEntries(all.filter(([, one]) => one !== null))] as const;
	});
	Object.assign(entity, Object.fromEntries(joined), { '@odata.etag': etagOf(version) });
}

const taskAt = (world: GraphWorld, id: string) => entityAt(world, plannerTasks, [], id);

function detailsAt(world: GraphWorld, id: string): Entity {
	taskAt(world, id);
	const all = entitiesAt(world, plannerDetails, []);
	const known = all.get(id) ?? {
		'@odata.etag': etagOf(1),
		id,
		description: '',
		previewType: 'automatic',
		checklist: {},
		references: {},
	};
	all.set(id, known);
	return known;
}

/** Tasks, which Planner changes only with their ETag. */
export const plannerRoutes: readonly Route[] = [
	route('GET', '/planner/plans/{id}/tasks', service, read, (world, { call, params: [planId] }) => {
		const all = [...entitiesAt(world, plannerTasks, []).values()];
		return listEntities(
			call,
			'tasks',
			all.filter((task) => task.planId === planId),
			service,
		);
	}),
	route('POST', '/planner/tasks', service, write, (world, { call }) => {
		const body = readObject(call.body, 'task');
		if (!body.planId || !body.title) throw badRequest('planId and title are required.');
		const task = newTask({ createdDateTime: new Date(Date.now()).toISOString(), ...body });
		entitiesAt(world, plannerTasks, []).set(task.id, task);
		return entityAnswer(call, 'planner/tasks', task, 201);
	}),
	route('GET', '/planner/tasks/{id}', service, read, (world, { call, params: [id] }) => {
		const expanded = call.query.get('$expand') === 'details';
		const task = { ...taskAt(world, id), ...(expanded && { details: detailsAt(world, id) }) };
		return entityAnswer(call, 'planner/tasks', task);
	}),
	route('PATCH', '/planner/tasks/{id}', service, write, (world, { call, params: [id] }) => {
		const task = taskAt(world, id);
		checkState(call, task);
		change(task, readObject(call.body, 'task'));
		const whole = call.headers.prefer?.includes('return=representation');
		return whole ? entityAnswer(call, 'planner/tasks', task) : { status: 204 };
	}),
	route('DELETE', '/planner/tasks/{id}', service, write, (world, { call, params: [id] }) => {
		checkState(call, taskAt(world, id));
		entitiesAt(world, plannerTasks, []).delete(id);
		return { status: 204 };
	}),
	route('GET', '/planner/tasks/{id}/details', service, read, (world, { call, params: [id] }) =>
		entityAnswer(call, 'planner/tasks/details', detailsAt(world, id)),
	),
	route('PATCH', '/planner/tasks/{id}/details', service, write, (world, { call, params: [id] }) => {
		const details = detailsAt(world, id);
		checkState(call, details);
		change(details, readObject(call.body, 'details'));
		taskAt(world, id).hasDescription = details.description !== '';
		const whole = call.headers.prefer?.includes('return=representation');
		return whole ? entityAnswer(call, 'planner/tasks/details', details) : { status: 204 };
	}),
];
