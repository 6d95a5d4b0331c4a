import { choicesField, textField } from '../../shared/fields/build';
import { planGroupId, planId } from '../../shared/fields/locators/plan';
import { contains, isOneOf } from './shared/filterText';
import type { Watch } from './watch';

/** Planner's own names for `percentComplete`. */
function progressOf(percent: unknown): string {
	if (Number(percent) >= 100) return 'completed';
	return Number(percent) > 0 ? 'inProgress' : 'notStarted';
}

/**
 * Planner has a delta function in beta only, and no notifications. Its tasks have ETags, one for each change.
 * Sources: "List tasks" (plannerPlan), "Planner resource versioning".
 */
export const plannerTask: Watch = {
	name: 'Planner Task',
	value: 'plannerTask',
	action: 'On new Planner task',
	description: 'Tasks of a Planner plan',
	events: { created: 'Created', updated: 'Updated' },
	fields: [planGroupId, planId],
	filters: [
		choicesField('progress', 'Progress', {
			completed: 'Completed',
			inProgress: 'In Progress',
			notStarted: 'Not Started',
		}),
		textField('title', 'Title Contains', { placeholder: 'e.g. fair', description: 'Case-insensitive' }),
	],
	passes: (entry, { title, progress }) =>
		contains(entry.title, title) && isOneOf([progressOf(entry.percentComplete)], progress),
	permissions: ['Tasks.Read.All'],
	pollsOnly: "Graph doesn't notify of Planner tasks: polls compare the tasks of the plan, at the Poll Times.",
	changeFields: { created: 'createdDateTime', version: '@odata.etag' },
	source: ({ parameters }) => {
		const request = { method: 'GET' as const, path: ['planner', 'plans', parameters.id('planId'), 'tasks'] };
		return {
			feeds: [
				{
					key: 'tasks',
					all: () => request,
					overlapMs: 0,
					mayRepeat: true,
					compares: 'Watch a smaller plan, or move completed tasks to another one.',
				},
			],
			latest: request,
		};
	},
};
