import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { loginUrlOf, readFields } from '../../../credentials/auth/core/settings';
import { changeOf, type Change } from '../changes/change';
import { itemOf, wantedChanges } from '../changes/items';
import type { Trigger } from '../openTrigger';
import type { ChangeEvent } from '../watches/watch';
import { decryptContent, type EncryptedContent } from './encryptedContent';
import { certificateFor } from './notificationCertificate';
import type { Call, Notification } from './parseNotification';
import { signingKeys } from './signingKeys';
import { tenantGuid } from './tenantId';
import { verifyValidationTokens } from './validationTokens';

/**
 * The changes that notifications carry, as items; those that were emitted are dropped.
 * @param call each notification in it has encrypted content
 * @returns `undefined` where the option isn't set, so that the changes have to be read
 * @throws RequestError when the notifications aren't Graph's, or can't be opened
 */
export async function itemsFromData(
	trigger: Trigger,
	{ notifications, validationTokens }: Call,
): Promise<INodeExecutionData[] | undefined> {
	const certificate = certificateFor(trigger);
	if (certificate === undefined) return undefined;
	await verifyCall(trigger, validationTokens);

	const changes: Change[] = [];
	for (const notification of notifications) {
		const content = notification.encryptedContent as unknown as EncryptedContent;
		changes.push(
			...(await changesOf(trigger, notification, decryptContent(content, certificate.privateKey))),
		);
	}
	// One call may bring the same notification twice.
	const fresh = trigger.state.markEmitted(wantedChanges(trigger, changes));
	return fresh.map((change) => itemOf(trigger, change));
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
	const changes = feed.split?.(data) ?? [{ event: changeType as ChangeEvent, entry: data }];
	return changes.map(({ event, entry }) => changeOf(event, entry, watch.changeFields, ''));
}
