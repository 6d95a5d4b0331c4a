import type { Operation } from '../../operation';
import { guardsFor, planGroupId, planId } from '../plannerTask/fields';
import { bucketName } from './fields';

/** Source: "Create plannerBucket". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create planner bucket',
	description: 'Create a bucket at the start of a Planner plan',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [planGroupId, planId, { ...bucketName, required: true }],
	guards: guardsFor('bucket'),
	request: (item) => ({
		method: 'POST',
		path: ['planner', 'buckets'],
		body: { name: item.text('name'), planId: item.id('planId'), orderHint: ' !' },
	}),
};
