import { groupId } from '../../../shared/fields/locators/group';
import { odataQuery, select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { simpleGroup } from '../../../shared/resources/group';

/** Source: "Get group". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get group',
	description: 'Get a group',
	permissions: ['GroupMember.Read.All'],
	fields: [groupId],
	options: [select, waitForReplication],
	simple: simpleGroup,
	request: (item) => ({
		method: 'GET',
		path: ['groups', item.id('groupId')],
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
