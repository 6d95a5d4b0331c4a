import { locatorField } from '../build';

/** The team of an operation. */
export const teamId = locatorField(
	'teamId',
	'Team',
	{
		list: { method: 'searchTeams', placeholder: 'Select a team…' },
		example: 'e.g. 02bd9fd6-8f93-4758-87c3-1fb73740a315',
	},
	{ description: "ID of the team, which is the same as its group's ID" },
);
