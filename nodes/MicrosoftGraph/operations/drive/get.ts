import { driveAt, driveFields } from '../../../shared/fields/locators/drive';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import { fileGuards } from '../../../shared/resources/file';
import type { Operation } from '../../operation';
import { driveNote, simpleDrive } from './fields';

/** Source: "Get Drive". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get drive',
	description: 'Get a OneDrive or document library, with its quota',
	permissions: ['Files.Read.All'],
	permissionNote: driveNote,
	fields: driveFields,
	options: [selectLike('name,quota')],
	simple: simpleDrive,
	guards: fileGuards,
	request: async (item, send) => ({
		method: 'GET',
		path: await driveAt(item, send),
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
