import type { IDataObject } from 'n8n-workflow';

import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { entraDeviceId } from './fields';

/** Source: "Get deviceLocalCredentialInfo", which requires a User-Agent: a part of a batch has none. */
export const getLocalAdminPassword: Operation = {
	name: 'Get Local Admin Password',
	value: 'getLocalAdminPassword',
	action: 'Get local admin password of device',
	description:
		"Get the passwords that Windows LAPS backed up for a device, as plain text: n8n stores them with the execution's data unless the workflow saves none. Entra's audit log records the access.",
	permissions: ['DeviceLocalCredential.Read.All'],
	fields: [entraDeviceId],
	guards: [
		{
			when: { status: 404 },
			fix: 'Entra has no password of this device: check the "deviceId", and that a LAPS policy backs it up to Entra.',
		},
	],
	request: (item) => ({
		method: 'GET',
		path: ['directory', 'deviceLocalCredentials', item.id('entraDeviceId')],
		query: { $select: 'id,deviceName,lastBackupDateTime,refreshDateTime,credentials' },
		batchable: false,
	}),
	output: (response) => {
		const { credentials, ...device } = objectOf(response);
		const all = Array.isArray(credentials) ? (credentials as IDataObject[]) : [];
		return [{ ...device, credentials: all.map(withPassword) }];
	},
};

/** Windows stores some passwords as UTF-16, others as UTF-8. */
function withPassword({ passwordBase64, ...rest }: IDataObject): IDataObject {
	const bytes = Buffer.from(String(passwordBase64 ?? ''), 'base64');
	const isWide =
		bytes.length > 1 && bytes.length % 2 === 0 && bytes.some((byte, at) => at % 2 === 1 && byte === 0);
	return { ...rest, password: bytes.toString(isWide ? 'utf16le' : 'utf8') };
}
