import { teamId } from '../../../shared/fields/locators/team';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleTeam } from './fields';

/** Source: "Get team". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get team',
	description: 'Get a team with its settings',
	permissions: ['Team.ReadBasic.All'],
	permissionNote: 'Settings need TeamSettings.Read.All.',
	fields: [teamId],
	options: [selectLike('displayName,visibility')],
	simple: simpleTeam,
	request: (item) => ({
		method: 'GET',
		path: ['teams', item.id('teamId')],
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
