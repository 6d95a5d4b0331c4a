import type { IDataObject } from 'n8n-workflow';

import { updateBody } from '../../../shared/fields/body';
import { textField, textsField, updateFields } from '../../../shared/fields/build';
import { entries, succeeded } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import type { Operation } from '../../operation';

const addresses = { placeholder: 'e.g. it@contoso.com, ops@contoso.com' };

/** Source: "Update organization". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update organization',
	description: 'Change who gets notifications about the tenant, and its privacy profile',
	permissions: ['Organization.ReadWrite.All'],
	fields: [
		updateFields([
			textsField('marketingNotificationEmails', 'Marketing Notification Emails', {
				...addresses,
				description: 'Who gets marketing mails, separated by commas',
			}),
			textsField('securityComplianceNotificationMails', 'Security Notification Emails', {
				...addresses,
				description: 'Who gets mails about security and compliance, separated by commas',
			}),
			textsField('securityComplianceNotificationPhones', 'Security Notification Phones', {
				placeholder: 'e.g. +1 425 555 0100',
				description: 'Who gets calls about security and compliance, separated by commas',
			}),
			textsField('technicalNotificationMails', 'Technical Notification Emails', {
				...addresses,
				description: 'Who gets technical mails, separated by commas',
			}),
			textField('contactEmail', 'Privacy Contact Email', {
				placeholder: 'e.g. privacy@contoso.com',
				description: 'Whom people can ask about privacy',
			}),
			textField('statementUrl', 'Privacy Statement URL', {
				placeholder: 'e.g. https://contoso.com/privacy',
				description: 'Address of the privacy statement',
			}),
		]),
	],
	steps: change,
};

async function change({ item, send }: ItemRun): Promise<IDataObject[]> {
	const { contactEmail, statementUrl, ...more } = item.collection('updateFields');
	const profile = Object.fromEntries(
		Object.entries({ contactEmail, statementUrl }).filter(([, value]) => value !== undefined),
	);
	const isProfile = Object.keys(profile).length > 0;
	const body = updateBody({ privacyProfile: isProfile ? profile : undefined }, more);
	const { id, privacyProfile } = await read(send);
	// Graph may replace the profile as a whole.
	if (isProfile) body.privacyProfile = { ...(privacyProfile as IDataObject | null), ...profile };
	const path = ['organization', String(id)];
	await send({ method: 'PATCH', path, body, expectedResponse: 'nothing', idempotent: true });
	return succeeded();
}

/** The tenant: its ID, which need not be what the credential names it by, and what is to be kept. */
async function read(send: ItemRun['send']): Promise<IDataObject> {
	const [tenant = {}] = entries(
		await send({
			method: 'GET',
			expectedResponse: 'list',
			path: ['organization'],
			query: { $select: 'id,privacyProfile' },
		}),
	);
	return tenant;
}
