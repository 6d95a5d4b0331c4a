import type { IDataObject } from 'n8n-workflow';

import { changes, moreProperties } from '../../fields/body';
import { updateFields } from '../../fields/build';
import { objectOf } from '../../fields/outputs';
import type { ItemRun, Operation } from '../../operation';
import { changeAt, describeTask } from './change';
import {
	etag,
	plannerBody,
	plannerFields,
	plannerGuards,
	plannerTaskId,
	plannerTitle,
	unassign,
} from './fields';

/** Sources: "Update plannerTask", "Update plannerTaskDetails". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update a planner task',
	description: 'Change, complete or assign a task of Planner',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [plannerTaskId, etag, updateFields([plannerTitle, ...plannerFields, unassign, moreProperties])],
	guards: plannerGuards,
	steps: updateTask,
};

async function updateTask(run: ItemRun): Promise<IDataObject[]> {
	const { item, send } = run;
	const id = item.text('plannerTaskId');
	const path = ['planner', 'tasks', id];
	const { description, ...fields } = item.collection('updateFields');
	if (description === undefined || Object.keys(fields).length > 0) {
		const answer = await changeAt(
			run,
			{
				method: 'PATCH',
				path,
				headers: { Prefer: 'return=representation' },
				body: changes(plannerBody(fields)),
				idempotent: true,
			},
			item.text('etag'),
		);
		if (description === undefined && answer.status === 200) return [objectOf(answer)];
	}
	if (description !== undefined) await describeTask(run, id, description);
	return [objectOf(await send({ method: 'GET', path }))];
}
