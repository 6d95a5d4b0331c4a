import { flagField } from '../../../shared/fields/build';
import { quoted } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { entraDeviceId } from './fields';

const path = ['informationProtection', 'bitlocker', 'recoveryKeys'];

/** Sources: "List recoveryKeys", "Get bitlockerRecoveryKey", which require a User-Agent: a part of a batch has none. */
export const getBitLockerKeys: Operation = {
	name: 'Get BitLocker Keys',
	value: 'getBitLockerKeys',
	action: 'Get BitLocker keys of device',
	description: 'List the BitLocker recovery keys of a device, with the keys themselves only on request',
	permissions: ['BitlockerKey.ReadBasic.All'],
	permissionNote: 'Keys themselves need BitlockerKey.Read.All.',
	fields: [
		entraDeviceId,
		...listFields,
		flagField('withKeys', 'Include Keys', {
			description:
				"Whether to include each recovery key as plain text: n8n stores it with the execution's data unless the workflow saves none. Entra's audit log records the access",
		}),
	],
	list: {
		pageSize: () => undefined,
		details: async (found, { item, send }) => {
			if (!item.flag('withKeys')) return found;
			const needs = {
				permissions: ['BitlockerKey.Read.All'],
				because: 'A recovery key itself is read with it.',
			};
			return await Promise.all(
				found.map(async (entry) => {
					const request = {
						method: 'GET',
						path: [...path, String(entry.id)],
						query: { $select: 'key' },
					} as const;
					const { key } = objectOf(await send({ ...request, needs, batchable: false }));
					return { ...entry, key };
				}),
			);
		},
	},
	request: (item) => ({
		method: 'GET',
		path,
		query: { $filter: `deviceId eq ${quoted(item.id('entraDeviceId'))}` },
		batchable: false,
	}),
};
