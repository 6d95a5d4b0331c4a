import { locatorField, textField } from '../../../shared/fields/build';

/** Where Graph keeps access reviews. */
export const definitions = ['identityGovernance', 'accessReviews', 'definitions'];

/** The access review of an operation. */
export const accessReviewId = locatorField(
	'accessReviewId',
	'Access Review',
	{
		list: { method: 'searchAccessReviews', placeholder: 'Select an access review…' },
		example: 'e.g. 860d96f1-7e50-4a4b-8f22-4d7c6b3a1d55',
	},
	{ description: 'ID of the definition of the access review' },
);

/** One of its instances. */
export const instanceId = textField('instanceId', 'Instance ID', {
	required: true,
	placeholder: 'e.g. 61a617dd-238f-4037-8fa5-d800e515f5bc',
	description: 'The "id" of the instance, as Get Instances returns it',
});

/** Graph's largest page of access reviews. Source: "List definitions". */
export const pageSize = 100;
