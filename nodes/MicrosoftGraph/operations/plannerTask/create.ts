import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields } from '../../../shared/fields/build';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { describeTask } from './change';
import {
	bucketId,
	plannerBody,
	plannerFields,
	plannerGuards,
	plannerTitle,
	planGroupId,
	planId,
} from './fields';

/** Source: "Create plannerTask". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create planner task',
	description: 'Create a task in a Planner plan, and assign it',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [
		planGroupId,
		planId,
		bucketId,
		{ ...plannerTitle, required: true },
		additionalFields([...plannerFields, moreProperties]),
	],
	guards: plannerGuards,
	steps: createTask,
};

async function createTask(run: ItemRun): Promise<IDataObject[]> {
	const { item, send } = run;
	const { description, ...fields } = item.collection('additionalFields');
	const own = { planId: item.id('planId'), bucketId: item.id('bucketId'), title: item.text('title') };
	const body = newObject(own, plannerBody(fields));
	const task = objectOf(await send({ method: 'POST', path: ['planner', 'tasks'], body }));
	if (description === undefined) return [task];
	const failure = await describeTask(run, String(task.id), description).then(
		() => undefined,
		(error: Error) => error,
	);
	if (failure === undefined) return [{ ...task, hasDescription: true }];
	throw requestError({
		what: `The task ${String(task.id)} was created, but its description wasn't set: ${failure.message}`,
		fix: 'Don\'t create it again: set the description with "Planner Task: Update".',
	});
}
