import { moreProperties, updateBody } from '../../../shared/fields/body';
import { updateFields } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { updateAt } from '../plannerTask/change';
import { guardsFor } from '../plannerTask/fields';
import { bucketEtag, bucketFields, bucketName } from './fields';

/** Source: "Update plannerBucket". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update planner bucket',
	description: 'Rename a bucket of a Planner plan',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [...bucketFields, bucketEtag, updateFields([bucketName, moreProperties])],
	guards: guardsFor('bucket'),
	steps: async (run) => {
		const { item } = run;
		const path = ['planner', 'buckets', item.id('bucketId')];
		return [await updateAt(run, path, updateBody(item.collection('updateFields')), item.text('etag'))];
	},
};
