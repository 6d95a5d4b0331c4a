import type { Guard } from '../../../graph/errors/explain';
import { textField } from '../../../shared/fields/build';

/** The name of a To Do list. */
export const listName = textField('displayName', 'Name', {
	required: true,
	placeholder: 'e.g. Travel items',
});

/** Graph's errors for To Do's own lists. */
export const listGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /well-?known|default|flagged/i },
		fix: "To Do's own lists (Tasks, Flagged emails) can't be renamed or deleted.",
	},
];
