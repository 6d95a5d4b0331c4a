import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { changeAt } from '../plannerTask/change';
import { guardsFor } from '../plannerTask/fields';
import { bucketEtag, bucketFields } from './fields';

/** Source: "Delete plannerBucket". */
export const deleteBucket: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete planner bucket',
	description: "Delete a bucket with its tasks, which can't be undone",
	permissions: ['Tasks.ReadWrite.All'],
	fields: [...bucketFields, bucketEtag],
	guards: guardsFor('bucket'),
	steps: async (run) => {
		const path = ['planner', 'buckets', run.item.id('bucketId')];
		await changeAt(run, { method: 'DELETE', path }, run.item.text('etag'));
		return deleted();
	},
};
