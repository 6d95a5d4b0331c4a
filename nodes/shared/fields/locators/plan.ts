import { locatorField } from '../build';

/** The group whose plans are listed; not needed for a plan ID. */
export const planGroupId = locatorField(
	'planGroupId',
	'Group',
	{
		list: { method: 'searchGroups', placeholder: 'Select a group…' },
		example: 'e.g. 02bd9fd6-8f93-4758-87c3-1fb73740a315',
	},
	{
		required: false,
		description: 'Group whose plans are listed below; not needed if you enter the plan by ID',
	},
);

/** The plan that an operation or a trigger is about. */
export const planId = locatorField(
	'planId',
	'Plan',
	{
		list: { method: 'searchPlans', placeholder: 'Select a plan…' },
		example: 'e.g. xqQg5FS2LkCp935s-FIFm2QAFkHM',
	},
	{ description: 'ID of the plan, which is also in its address in Planner' },
);
