import type { IDataObject } from 'n8n-workflow';

import { isGuid } from '../../../../credentials/auth/core/guid';
import type { Guard } from '../../../graph/errors/explain';
import { requestError } from '../../../graph/errors/requestError';
import {
	choiceField,
	locatorField,
	longTextField,
	numberField,
	textField,
	textsField,
	timeField,
} from '../../../shared/fields/build';
import { readAs } from '../../../shared/parameters/values/reading';
import { listed } from '../../../shared/parameters/values/text';

export { planGroupId, planId } from '../../../shared/fields/locators/plan';

/** In which bucket of the plan a task is. */
export const bucketId = locatorField(
	'bucketId',
	'Bucket',
	{
		list: { method: 'searchBuckets', placeholder: 'No bucket' },
		example: 'e.g. hsOf2dhOJkqyYYZEtdzDe2QAIUCR',
	},
	{ required: false, description: 'ID of a bucket of the plan; leave empty for none' },
);

/** The task of an operation. */
export const plannerTaskId = textField('plannerTaskId', 'Task ID', {
	required: true,
	placeholder: 'e.g. 01gzSlKkIUSUl6DF_EilrmQAKDhh',
	description: 'The "id" of a task, as Get Many returns it',
});

/**
 * The ETag that an update requires.
 * @param what is updated
 */
export const etagField = (what: string) =>
	readAs(
		textField('etag', 'ETag', {
			placeholder: 'e.g. {{ $json["@odata.etag"] }}',
			description: `The "@odata.etag" of the ${what} as you read it: the update fails if someone has changed the ${what} since. Leave empty to update the current ${what} in any case.`,
		}),
		{ whenEmpty: 'mayBeBlank' },
	);

/** The ETag of a task. */
export const etag = etagField('task');

const readAgainFor = (what: string) =>
	`Someone has changed the ${what}: get it again and use its new "@odata.etag", or leave "ETag" empty.`;

/** What to do if a task has changed since it was read. */
export const readAgain = readAgainFor('task');

/** What Graph says of an object that has changed, and of plans that are full. */
export const guardsFor = (what: string): readonly Guard[] => [
	...[409, 412].map((status) => ({
		when: { status },
		fix: readAgainFor(what),
	})),
	{
		when: { status: 403, message: /maximum/i },
		fix: 'A Planner limit is reached, such as the tasks of a plan or a person: see Microsoft\'s "Planner limits".',
	},
];

/** The guards for tasks. */
export const plannerGuards = guardsFor('task');

/** The title of a task. */
export const plannerTitle = textField('title', 'Title', { placeholder: 'e.g. Update the client list' });

/** The notes of a task, which are a separate object in Planner. */
export const description = longTextField('description', 'Description', {
	placeholder: 'e.g. Ask the region for its numbers',
	description: 'Notes of the task, set with a second request',
});

/** To whom a task is assigned. */
export const assignTo = textsField('assignTo', 'Assign To', {
	placeholder: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
	description: 'Object IDs of users, separated by commas; current assignees keep the task',
});

/** From whom a task is taken. */
export const unassign = textsField('unassign', 'Unassign', {
	placeholder: 'e.g. 6a1b2c3d-44d7-43e1-9a83-5f2406dee5bd',
	description: 'Object IDs of users, separated by commas',
});

/** Further properties of a task, new or updated. */
export const plannerFields = [
	assignTo,
	description,
	timeField('dueDateTime', 'Due', { placeholder: 'e.g. 2030-03-08T17:00:00Z' }),
	choiceField('percentComplete', 'Progress', { 0: 'Not Started', 50: 'In Progress', 100: 'Completed' }),
	numberField('priority', 'Priority', {
		typeOptions: { minValue: 0, maxValue: 10 },
		default: 5,
		description: 'From 0 to 10: Planner shows 1 as urgent, 3 as important, 5 as medium, 9 as low',
	}),
	timeField('startDateTime', 'Start', { placeholder: 'e.g. 2030-03-04T09:00:00Z' }),
];

/**
 * The properties of a task in Graph's format, from the node's fields.
 * @throws RequestError for an assignee that isn't an object ID
 */
export function plannerBody({
	assignTo: added,
	unassign: removed,
	percentComplete,
	...rest
}: IDataObject): IDataObject {
	const assignment = { '@odata.type': '#microsoft.graph.plannerAssignment', orderHint: ' !' };
	const assignments = Object.fromEntries([
		...people(removed, 'Unassign').map((id): [string, IDataObject | null] => [id, null]),
		...people(added, 'Assign To').map((id): [string, IDataObject | null] => [id, assignment]),
	]) as IDataObject;
	return {
		...rest,
		...(Object.keys(assignments).length > 0 && { assignments }),
		...(percentComplete !== undefined && {
			percentComplete: percentComplete === null ? null : Number(percentComplete),
		}),
	};
}

function people(value: unknown, label: string): string[] {
	const ids = listed(value);
	const other = ids.find((id) => !isGuid(id));
	if (other === undefined) return ids;
	throw requestError({
		what: `"${label}": Planner needs object IDs, and "${other}" isn't one.`,
		fix: 'Get the user with "User: Get" and use its "id".',
	});
}
