import type { IDataObject } from 'n8n-workflow';

import { groupId } from '../../../shared/fields/locators/group';
import { objectOf } from '../../../shared/fields/outputs';
import { objectUrl } from '../../../shared/fields/references';
import type { ItemRun } from '../../../shared/itemRun';
import type { Operation } from '../../operation';
import { guardsFor } from '../plannerTask/fields';
import { planTitle } from './fields';

/** Source: "Create plannerPlan". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create planner plan',
	description: 'Create a basic plan in Planner for a Microsoft 365 group',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [groupId, { ...planTitle, required: true }],
	guards: guardsFor('plan'),
	steps: createPlan,
};

async function createPlan(run: ItemRun): Promise<IDataObject[]> {
	const { item, send } = run;
	const url = objectUrl(run, ['groups'], item.id('groupId'));
	const body = { container: { url }, title: item.text('title') };
	return [objectOf(await send({ method: 'POST', path: ['planner', 'plans'], body }))];
}
