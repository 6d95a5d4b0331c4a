import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { signInId } from '../../../credentials/auth/token/session';
import { loginUrlOf, readFields } from '../../../credentials/auth/core/settings';
import { requestError } from '../../graph/errors/requestError';
import { changeOf, type Change } from '../changes/change';
import { decryptContent, type EncryptedContent } from './encryptedContent';
import { asWanted } from '../changes/collectItems';
import { tell } from '../state/triggerState';
import type { Call, Notification } from './parseNotification';
import { notificationCertificate, type NotificationCertificate } from './notificationCertificate';
import { signingKeys } from './signingKeys';
import { tenantGuid } from './tenantId';
import { itemOf, passes, type Trigger } from '../openTrigger';
import { verifyValidationTokens } from './validationTokens';
import type { ChangeEvent } from '../watches/watch';

/** The certificates of the credentials in use, by sign-in: to read one takes a while. */
const certificates = new Map<string, NotificationCertificate | undefined>();

/**
 * The certificate that Graph is to encrypt the changed objects for, where the person wants them in the notifications.
 * @throws RequestError when the app signs in without a certificate
 */
export function certificateFor({
	watch,
	options,
	credentials,
}: Trigger): NotificationCertificate | undefined {
	if (watch.withData !== true || options.includeResourceData !== true) return undefined;
	const key = signInId(credentials);
	const certificate = certificates.get(key) ?? notificationCertificate(credentials);
	certificates.set(key, certificate);
	if (certificate !== undefined) return certificate;
	throw requestError({
		what: '"Include Resource Data" needs a certificate, and the credential has none.',
		why: 'Graph puts the changed object into a notification only encrypted, for a certificate whose private key is here.',
		fix: 'Choose a credential that signs in with a certificate, or switch the option off: the changes are read then.',
	});
}

/**
 * The changes that notifications carry, as items; those that were told are left out.
 * @returns `undefined` where they carry none, so that the changes have to be read
 * @throws RequestError when the notifications are not Graph's, or cannot be opened
 */
export async function itemsFromData(
	trigger: Trigger,
	{ notifications, validationTokens }: Call,
): Promise<INodeExecutionData[] | undefined> {
	const certificate = certificateFor(trigger);
	const contents = notifications.map(({ encryptedContent }) => encryptedContent);
	if (certificate === undefined || !contents.every((content) => content !== undefined)) return undefined;
	await verifyCall(trigger, validationTokens);

	const changes: Change[] = [];
	for (const notification of notifications) {
		const content = notification.encryptedContent as unknown as EncryptedContent;
		changes.push(
			...(await changesOf(trigger, notification, decryptContent(content, certificate.privateKey))),
		);
	}
	const { memory, events } = trigger;
	const fresh: Change[] = [];
	for (const change of changes.map((one) => asWanted(trigger, one))) {
		// One call may bring the same notification twice.
		if (!events.includes(change.event) || memory.told.has(change.id) || !passes(trigger, change)) continue;
		tell(memory, change);
		fresh.push(change);
	}
	return fresh.map((change) => itemOf(change));
}

async function verifyCall({ context, credentials }: Trigger, tokens: readonly string[]): Promise<void> {
	const fields = readFields(credentials);
	const loginUrl = loginUrlOf(fields);
	const tenantId = await tenantGuid(context, { loginUrl, tenant: fields.tenantId });
	const keys = signingKeys(context, { loginUrl, tenant: tenantId });
	await verifyValidationTokens(tokens, { clientId: fields.clientId, tenantId, loginUrl, keys });
}

async function changesOf(
	{ source, watch }: Trigger,
	{ changeType }: Notification,
	data: IDataObject,
): Promise<Change[]> {
	const feed = source.feeds.find(({ event }) => event === undefined || event === changeType);
	if (feed === undefined || (await feed.concerns?.(data)) === false) return [];
	const told = feed.split?.(data) ?? [{ event: changeType as ChangeEvent, entry: data }];
	return told.map(({ event, entry }) => changeOf(event, entry, watch.tellBy, ''));
}
