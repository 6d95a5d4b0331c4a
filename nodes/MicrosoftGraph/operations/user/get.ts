import { userId } from '../../../shared/fields/locators';
import { objectIdOf } from '../../../shared/fields/references';
import { odataQuery, select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import {
	asksForSignIns,
	signInsNeed,
	signInsNeedPremium,
	signInsNote,
	simpleUser,
} from '../../../shared/resources/user';

/** Source: "Get a user". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get user',
	description: 'Get a user by user principal name or object ID',
	permissions: ['User.ReadBasic.All'],
	permissionNote: `Properties other than names and addresses need User.Read.All. ${signInsNote}`,
	fields: [userId],
	options: [select, waitForReplication],
	simple: simpleUser,
	guards: [signInsNeedPremium],
	request: async (item, send) => {
		const { $select } = odataQuery(item.collection('options'));
		const user = item.id('userId');
		const request = { method: 'GET', query: { $select } } as const;
		if (!asksForSignIns($select)) return { ...request, path: ['users', user] };
		// The last sign-in is read by object ID only. Source: "user resource type", signInActivity.
		return { ...request, path: ['users', await objectIdOf({ send }, user)], needs: signInsNeed };
	},
};
