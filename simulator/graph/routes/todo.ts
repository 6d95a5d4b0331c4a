import { randomUUID } from 'node:crypto';
import { badRequest, GraphError } from '../errors';
import { collectionRoutes, entityAt, type Collection } from '../rest';
import { type Entity } from '../entity';
import type { Route } from '../router';
import { exchangeId } from '../state/ids';

const access = {
	service: 'mail',
	read: ['Tasks.Read.All', 'Tasks.ReadWrite.All'],
	write: ['Tasks.ReadWrite.All'],
} as const;

function checkOwn({ wellknownListName }: Entity): void {
	if (wellknownListName === 'none') return;
	throw new GraphError(400, 'invalidRequest', 'Well-known lists cannot be changed.');
}

/** The To Do lists of a user. */
export const taskLists: Collection = {
	...access,
	path: '/users/{id}/todo/lists',
	seed: (_, [user]) => [
		{
			id: exchangeId(`todo ${user} Tasks`),
			displayName: 'Tasks',
			isOwner: true,
			isShared: false,
			wellknownListName: 'defaultList',
		},
		{
			id: exchangeId(`todo ${user} Travel`),
			displayName: 'Travel',
			isOwner: true,
			isShared: false,
			wellknownListName: 'none',
		},
	],
	create: ({ displayName }) => {
		if (!displayName) throw badRequest('displayName is required.');
		const id = exchangeId(`todo ${randomUUID()}`);
		return { id, displayName, isOwner: true, isShared: false, wellknownListName: 'none' };
	},
	change: checkOwn,
};

/** To Do's times are of tenths of microseconds. */
const preciseTime = () => new Date(Date.now()).toISOString().replace('Z', '0000Z');

const newTask = (properties: Record<string, unknown>) => ({
	id: exchangeId(`task ${String(properties.title)} ${randomUUID()}`),
	importance: 'normal',
	isReminderOn: false,
	status: 'notStarted',
	createdDateTime: '2025-02-01T09:00:00Z',
	lastModifiedDateTime: '2025-02-01T09:00:00Z',
	hasAttachments: false,
	categories: [],
	body: { content: '', contentType: 'text' },
	...properties,
});

/** The tasks of a To Do list. */
export const tasks: Collection = {
	...access,
	path: '/users/{id}/todo/lists/{id}/tasks',
	seed: () => [newTask({ title: 'Book the flight' }), newTask({ title: 'Pack', status: 'completed' })],
	create: (body) => {
		if (!body.title) throw badRequest('title is required.');
		const now = preciseTime();
		return newTask({ createdDateTime: now, lastModifiedDateTime: now, ...body });
	},
	change: (task) => {
		task.lastModifiedDateTime = preciseTime();
	},
};

/** What a task is linked to in other apps. */
export const linkedResources: Collection = {
	...access,
	path: '/users/{id}/todo/lists/{id}/tasks/{id}/linkedResources',
	create: ({ webUrl = '', applicationName = '', displayName = '', externalId = '' }) => ({
		id: randomUUID(),
		webUrl,
		applicationName,
		displayName,
		externalId,
	}),
};

/** The steps of a task. */
export const checklistItems: Collection = {
	...access,
	path: '/users/{id}/todo/lists/{id}/tasks/{id}/checklistItems',
	create: ({ displayName, isChecked = false }) => {
		if (!displayName) throw badRequest('displayName is required.');
		const now = preciseTime();
		return {
			displayName,
			createdDateTime: now,
			...(isChecked === true && { checkedDateTime: now }),
			isChecked,
			id: randomUUID(),
		};
	},
	change: (item, { isChecked }) => {
		if (isChecked === true) item.checkedDateTime = preciseTime();
		if (isChecked === false) delete item.checkedDateTime;
	},
};

/** The routes of what is below a task. */
const inTask = (collection: Collection) =>
	collectionRoutes(collection).map((one): Route => ({
		...one,
		handle: (world, context) => {
			const [user = '', list = '', task = ''] = context.params;
			entityAt(world, tasks, [user, list], task);
			return one.handle(world, context);
		},
	}));

const routesOfLists = collectionRoutes(taskLists).map((one): Route => ({
	...one,
	handle: (world, context) => {
		const { params } = context;
		if (one.method === 'DELETE') checkOwn(entityAt(world, taskLists, params.slice(0, 1), params[1] ?? ''));
		return one.handle(world, context);
	},
}));

export const todoRoutes: readonly Route[] = [
	...routesOfLists,
	...collectionRoutes(tasks),
	...inTask(linkedResources),
	...inTask(checklistItems),
];
