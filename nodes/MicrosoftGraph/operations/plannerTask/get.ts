import { flagField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { plannerTaskId } from './fields';

/** Source: "Get plannerTask". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get planner task',
	description: 'Get a Planner task',
	permissions: ['Tasks.Read.All'],
	fields: [plannerTaskId],
	simpleInNode: [
		'title',
		'dueDateTime',
		'percentComplete',
		'priority',
		'assignments',
		'startDateTime',
		'completedDateTime',
		'details',
		'bucketId',
		'planId',
		'id',
		// Update and Delete take it.
		'@odata.etag',
	],
	options: [
		flagField('details', 'Details', {
			description: 'Whether to also get the description, checklist, and references',
		}),
	],
	request: (item) => ({
		method: 'GET',
		path: ['planner', 'tasks', item.text('plannerTaskId')],
		query: { $expand: item.collection('options').details === true ? 'details' : undefined },
	}),
};
