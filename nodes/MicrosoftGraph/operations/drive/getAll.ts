import { listFields } from '../../../shared/fields/lists';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import { fileGuards } from '../../../shared/resources/file';
import type { Operation } from '../../operation';
import { driveNote, drivesAt, ownerFields, simpleDrive } from './fields';

/** Source: "List available drives". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many drives',
	description: 'List the drives of a user or group, or the document libraries of a site, with their quotas',
	permissions: ['Files.Read.All'],
	permissionNote: driveNote,
	fields: [...ownerFields, ...listFields],
	options: [selectLike('name,quota')],
	simple: simpleDrive,
	guards: fileGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({
		method: 'GET',
		path: await drivesAt(item, send),
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
