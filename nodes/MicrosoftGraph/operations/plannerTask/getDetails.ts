import type { Operation } from '../../operation';
import { plannerTaskId } from './fields';

/** Source: "Get plannerTaskDetails". */
export const getDetails: Operation = {
	name: 'Get Details',
	value: 'getDetails',
	action: 'Get details of planner task',
	description: 'Get the description, checklist, and references of a Planner task',
	permissions: ['Tasks.Read.All'],
	fields: [plannerTaskId],
	request: (item) => ({ method: 'GET', path: ['planner', 'tasks', item.text('plannerTaskId'), 'details'] }),
};
