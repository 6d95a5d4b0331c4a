import { locatorField, textField } from '../../../shared/fields/build';
import { etagField, planGroupId, planId } from '../plannerTask/fields';

/** The name of a bucket. */
export const bucketName = textField('name', 'Name', { placeholder: 'e.g. In review' });

/** The bucket of an operation, with its plan, which isn't needed for a bucket ID. */
export const bucketFields = [
	planGroupId,
	{
		...planId,
		name: 'listedPlanId',
		required: false,
		description: 'Plan whose buckets are listed below; not needed if you enter the bucket by ID',
	},
	locatorField(
		'bucketId',
		'Bucket',
		{
			list: { method: 'searchBucketsOfPlan', placeholder: 'Select a bucket…' },
			example: 'e.g. hsOf2dhOJkqyYYZEtdzDe2QAIUCR',
		},
		{ description: 'ID of the bucket, as Get Many returns it' },
	),
];

/** The ETag of a bucket. */
export const bucketEtag = etagField('bucket');
