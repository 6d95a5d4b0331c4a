import { numberField, textField } from '../../../shared/fields/build';

/** The subscription of an operation. */
export const subscriptionId = textField('subscriptionId', 'Subscription ID', {
	required: true,
	placeholder: 'e.g. 0fc0d6db-0073-42e5-a186-853da75fb308',
	description: 'The "id" of a subscription, as Create or Get Many returns it',
});

/** The lifetime of a subscription from now on. */
export const lifeTime = numberField('lifeTime', 'Expires In (Minutes)', {
	default: 4230,
	// The most that Graph allows for any resource.
	typeOptions: { minValue: 1, maxValue: 43_200 },
	description:
		'Lifetime from now on; renew it before it expires. The maximum depends on the resource: 7 days for Outlook, 3 for Teams, 29 for drives, lists, alerts, users, and groups, and an hour for presence.',
});

/** The note for operations that need only the permission of the watched resource. */
export const permissionOfWatched =
	'The app needs the read permission of the watched resource, such as Mail.Read for messages; Files.ReadWrite.All for drives, and Sites.ReadWrite.All for lists.';

/** The most useful properties of a subscription, for "Simplify". */
export const simpleSubscription: readonly string[] = [
	'resource',
	'changeType',
	'expirationDateTime',
	'notificationUrl',
	'lifecycleNotificationUrl',
	'includeResourceData',
	'applicationId',
	'id',
];
