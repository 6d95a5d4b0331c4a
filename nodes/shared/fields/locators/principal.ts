import { locatorField } from '../build';

/** A user, group, or other directory object that gets or has something. */
export const principalId = locatorField(
	'principalId',
	'User, Group, or Other Object',
	{
		list: { method: 'searchUsers', placeholder: 'Select a user…' },
		example: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
	},
	{
		description:
			'Object ID of any kind of object, or user principal name of a user; to look that up, the app also needs User.ReadBasic.All',
	},
);
