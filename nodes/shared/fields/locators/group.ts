import { locatorField } from '../build';

/** The group of an operation. */
export const groupId = locatorField(
	'groupId',
	'Group',
	{
		list: { method: 'searchGroups', placeholder: 'Select a group…' },
		example: 'e.g. 02bd9fd6-8f93-4758-87c3-1fb73740a315',
	},
	{ description: 'Object ID of the group' },
);
