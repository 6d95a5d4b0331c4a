import type { IDataObject } from 'n8n-workflow';

import { readList } from '../../graph/lists/page';
import { choicesField, textField, textsField } from '../../shared/fields/build';
import { userId } from '../../shared/fields/locators';
import { taskListId } from '../../shared/fields/locators/taskList';
import { digest } from '../digest';
import { contains, isOneOf } from './shared/filterText';
import type { Feed, Watch } from './watch';

const list = {
	...taskListId,
	required: false,
	description: "ID of a To Do list of the user; leave empty for all of the user's lists, also those to come",
};

/** Sources: "todoTask: delta", "List lists", "Create subscription". */
export const task: Watch = {
	name: 'To Do Task',
	value: 'task',
	action: 'On new To Do task',
	description: 'To Do tasks of a user, in one list or every list',
	events: { created: 'Created', updated: 'Updated', deleted: 'Deleted' },
	fields: [userId, list],
	filters: [
		textsField('categories', 'Categories', {
			placeholder: 'e.g. Red category, Urgent',
			description: 'Has at least one of these; separate several with commas',
		}),
		choicesField('importance', 'Importance', { high: 'High', low: 'Low', normal: 'Normal' }),
		choicesField('status', 'Status', {
			completed: 'Completed',
			deferred: 'Deferred',
			inProgress: 'In Progress',
			notStarted: 'Not Started',
			waitingOnOthers: 'Waiting on Others',
		}),
		textField('title', 'Title Contains', { placeholder: 'e.g. flight', description: 'Case-insensitive' }),
	],
	passes,
	permissions: ['Tasks.Read.All'],
	pollsOnly: "Graph doesn't notify apps of To Do tasks: polls find the changes, at the Poll Times.",
	changeFields: { created: 'createdDateTime', modified: 'lastModifiedDateTime' },
	source: ({ parameters, send }) => {
		const lists = ['users', parameters.id('userId'), 'todo', 'lists'];
		const one = parameters.id('taskListId');
		const feed = (id: string, key: string): Feed => ({
			key,
			all: () => ({
				method: 'GET',
				path: [...lists, id, 'tasks', 'delta'],
				headers: { Prefer: 'odata.maxpagesize=100' },
			}),
		});
		if (one !== '') {
			const path = [...lists, one, 'tasks'];
			return { feeds: [feed(one, 'tasks')], latest: { method: 'GET', path, query: { $top: 1 } } };
		}
		const readLists = async () =>
			await readList({ method: 'GET', path: lists }, { limit: Infinity, pageSize: 100 }, send);
		return {
			feeds: [],
			containers: {
				watched: lists,
				noun: 'To Do lists',
				fix: 'Choose one list.',
				find: async () => ({ ids: (await readLists()).map(({ id }) => String(id)) }),
				feed: (id) => feed(id, `tasks ${digest([id])}`),
			},
			latest: async () => {
				const all = await readLists();
				const main = all.find(({ wellknownListName }) => wellknownListName === 'defaultList') ?? all[0];
				return { method: 'GET', path: [...lists, String(main?.id), 'tasks'], query: { $top: 1 } };
			},
		};
	},
};

function passes(entry: IDataObject, { title, status, importance, categories }: IDataObject): boolean {
	return (
		contains(entry.title, title) &&
		isOneOf([entry.status], status) &&
		isOneOf([entry.importance], importance) &&
		isOneOf((entry.categories ?? []) as string[], categories)
	);
}
