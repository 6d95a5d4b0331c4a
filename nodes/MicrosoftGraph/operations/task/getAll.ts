import { choiceField, textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import { filterLike, odataQuery, orderByLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { tasksPath } from './fields';

const filters: readonly Filter[] = [
	{
		field: choiceField('status', 'Status', {
			notStarted: 'Not Started',
			inProgress: 'In Progress',
			completed: 'Completed',
			waitingOnOthers: 'Waiting on Others',
			deferred: 'Deferred',
		}),
		condition: (value) => `status eq ${value}`,
	},
	{
		field: textField('title', 'Title Starts With', { placeholder: 'e.g. Book' }),
		condition: (value) => `startswith(title,${value})`,
	},
];

/** Source: "List tasks". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many tasks',
	description: 'List the tasks in a To Do list of a user',
	permissions: ['Tasks.Read.All'],
	fields: [userId, taskListId, ...listFields, filtersField(filters)],
	options: [filterLike("status ne 'completed'"), orderByLike('createdDateTime desc')],
	list: { pageSize: () => 100 },
	request: (item) => ({
		method: 'GET',
		path: tasksPath(item),
		query: odataQuery({ ...item.collection('options'), filter: filterOf(item, filters) }),
	}),
};
