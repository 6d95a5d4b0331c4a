import { numberField, textField } from '../../../shared/fields/build';

/** Which subscription an operation is about. */
export const subscriptionId = textField('subscriptionId', 'Subscription ID', {
	required: true,
	placeholder: 'e.g. 0fc0d6db-0073-42e5-a186-853da75fb308',
	description: 'The "id" of a subscription, as Create or Get Many returns it',
});

/** How long a subscription is to live from now on. */
export const lifeTime = numberField('lifeTime', 'Expires in (Minutes)', {
	default: 4230,
	// What Graph allows for anything; it refuses more.
	typeOptions: { minValue: 1, maxValue: 43_200 },
	description:
		'How long it lives from now on; renew it before. How long it may live depends on what is watched: Outlook up to 7 days, Teams up to 3, drives, lists and alerts up to 29, users and groups up to 29, presence an hour.',
});

/** What such an operation needs beside no permission of its own. */
export const permissionOfWatched =
	'The app needs the read permission of what is watched, such as Mail.Read for messages; for drives Files.ReadWrite.All, for lists Sites.ReadWrite.All.';
