import { listFields } from '../../../shared/fields/lists';
import { directoryQuery, filterLike, orderBy, search, select } from '../../../shared/fields/odata';
import { memberNote, simpleMember } from '../../../shared/resources/group';
import type { Operation } from '../../operation';
import { applicationId, appPath } from './fields';

/** Source: "List owners of an application". */
export const getOwners: Operation = {
	name: 'Get Owners',
	value: 'getOwners',
	action: 'Get owners of application',
	description: 'List the users and apps that own an app registration',
	permissions: ['Application.Read.All'],
	permissionNote: memberNote,
	fields: [applicationId, ...listFields],
	options: [filterLike("startsWith(displayName,'A')"), orderBy, search, select],
	simple: simpleMember,
	list: { pageSize: () => 999 },
	request: (item) => ({
		method: 'GET',
		path: [...appPath('applications', item.id('applicationId')), 'owners'],
		...directoryQuery(item.collection('options'), { type: 'directoryObject', relationship: true }),
	}),
};
