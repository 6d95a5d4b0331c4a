import { requestError } from '../../../graph/errors/requestError';
import { moreProperties, newObject } from '../../../shared/fields/body';
import {
	additionalFields,
	choiceField,
	choicesField,
	flagField,
	longTextField,
	secretField,
	textField,
} from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { optionalText } from '../../../shared/parameters/values/text';
import { lifeTime, permissionOfWatched } from './fields';
import { expirationOf } from '../../../shared/resources/subscriptionLifetime';
import { quotaGuard } from '../../../shared/resources/subscriptionQuota';

const fields = [
	textField('watchedResource', 'Resource to Watch', {
		required: true,
		placeholder: 'e.g. users/adele@contoso.com/messages',
		description:
			'Path of the resource to watch, without host and version. There is no "me", because no user is signed in. Watch a drive at its root, drives/{ID}/root.',
	}),
	choicesField(
		'changeTypes',
		'Changes',
		{ created: 'Created', deleted: 'Deleted', updated: 'Updated' },
		{
			default: ['updated'],
			required: true,
			description: 'Drives and lists support only updates; new users and groups arrive as updates too',
		},
	),
	textField('notificationUrl', 'Notification URL', {
		required: true,
		placeholder: 'e.g. https://n8n.contoso.com/webhook/graph',
		description:
			'Where Graph posts its notifications. It must respond immediately with the validation token that Graph sends first.',
	}),
	lifeTime,
	additionalFields([
		secretField('clientState', 'Client State', {
			placeholder: 'e.g. a-long-random-text',
			description:
				'A secret of up to 128 characters that Graph sends with each notification, so that you can verify it',
		}),
		longTextField('encryptionCertificate', 'Encryption Certificate', {
			placeholder: 'e.g. MIIDBTCCAe2gAwIBAgIQ',
			description: 'Base64 certificate with which Graph encrypts resource data',
		}),
		textField('encryptionCertificateId', 'Encryption Certificate ID', {
			placeholder: 'e.g. certificate-2026',
			description: 'A custom name that identifies the key for decryption',
		}),
		flagField('includeResourceData', 'Include Resource Data', {
			description:
				'Whether notifications include the changed object, encrypted. Needs the certificate and its ID, and for mail, a list of properties ("$select") in the resource',
		}),
		choiceField('latestSupportedTlsVersion', 'Latest Supported TLS Version', {
			v1_2: 'TLS 1.2',
			v1_3: 'TLS 1.3',
		}),
		textField('lifecycleNotificationUrl', 'Lifecycle Notification URL', {
			placeholder: 'e.g. https://n8n.contoso.com/webhook/graph-lifecycle',
			description:
				'Where Graph reports missed notifications or that the subscription must be renewed; Graph validates it in the same way',
		}),
		moreProperties,
	]),
];

/** Source: "Create subscription". Graph refuses a second one for the same resource and changes, except for lists. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create subscription',
	description: 'Have Graph post a notification to your URL whenever something changes',
	permissions: [],
	permissionNote: permissionOfWatched,
	fields,
	guards: [
		{
			when: { status: 409 },
			fix: 'The app already has a subscription for this resource and these changes: renew that one, or delete it first. Get Many lists them.',
		},
		{
			when: { status: 400, message: /validat/i },
			fix: "Graph posted to the notification URL and didn't get its validation token back in time. The URL must be reachable from the internet over HTTPS, and respond within 10 seconds with status 200 and the token as plain text.",
		},
		{
			when: { status: 400, message: /lifecycleNotificationUrl/i },
			fix: 'Teams subscriptions of more than an hour need "Lifecycle Notification URL" under "Additional Fields". It can be the same URL.',
		},
		{
			when: { status: 400, message: /not supported for subscriptions/i },
			fix: 'Graph doesn\'t support notifications for this path. Specify a drive by its ID, drives/{ID}/root, not by its group or site. If a resource can\'t be watched, read it with "Get Changes" or "Get Many".',
		},
		quotaGuard,
		{
			when: { status: 403 },
			fix: 'The app needs the read permission of the watched resource.',
		},
	],
	request: (item) => {
		const resource = item.text('watchedResource');
		const changeType = item.list('changeTypes').join(',');
		if (/^\/?me\b/i.test(resource)) {
			throw requestError({
				what: '"me" can\'t be watched, because the app has no user.',
				fix: 'Specify the user, such as users/adele@contoso.com/messages.',
			});
		}
		const { encryptionCertificate, ...more } = item.collection('additionalFields');
		const withData = more.includeResourceData === true;
		return {
			method: 'POST',
			path: ['subscriptions'],
			body: newObject(
				{
					changeType,
					resource,
					notificationUrl: item.text('notificationUrl'),
					expirationDateTime: expirationOf(item.number('lifeTime'), resource, withData),
					encryptionCertificate: withoutFrame(optionalText(encryptionCertificate)),
				},
				more,
			),
		};
	},
};

/** Removes PEM's header, footer, and line breaks, which Graph doesn't accept. */
function withoutFrame(certificate: string): string {
	return certificate.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '');
}
