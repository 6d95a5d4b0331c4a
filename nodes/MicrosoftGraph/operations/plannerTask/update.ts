import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { updateBody, moreProperties } from '../../../shared/fields/body';
import { updateFields } from '../../../shared/fields/build';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { describeTask, stateOf, updateAt } from './change';
import {
	etag,
	plannerBody,
	plannerFields,
	plannerGuards,
	plannerTaskId,
	plannerTitle,
	readAgain,
	unassign,
} from './fields';

/** Sources: "Update plannerTask", "Update plannerTaskDetails". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update planner task',
	description: 'Update, complete, or assign a Planner task',
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
	const given = item.text('etag');
	if (description === undefined || Object.keys(fields).length > 0) {
		const task = await updateAt(run, path, updateBody(plannerBody(fields)), given);
		if (description === undefined) return [task];
	} else if (given !== '' && given !== (await stateOf(run, path))) {
		// The notes have their own ETag, which the person doesn't have.
		throw requestError({ what: 'The task has changed since it was read.', fix: readAgain });
	}
	if (description !== undefined) await describeTask(run, id, description);
	return [objectOf(await send({ method: 'GET', path }))];
}
