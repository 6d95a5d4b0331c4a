import { simpleWith } from '../../shared/fields/simplified';
import { simpleColleague } from '../../shared/resources/user';
import { directoryNotify } from './shared/directory';
import type { Watch } from './watch';

/** The properties to request when all are wanted: the delta function gives no time of creation by itself. */
const whole: readonly string[] = [
	...simpleColleague,
	'accountEnabled',
	'businessPhones',
	'city',
	'companyName',
	'country',
	'createdDateTime',
	'employeeId',
	'employeeType',
	'mailNickname',
	'onPremisesSyncEnabled',
	'otherMails',
	'postalCode',
	'preferredLanguage',
	'proxyAddresses',
	'state',
	'streetAddress',
	'usageLocation',
	'userType',
];

/** Sources: "user: delta", "user resource type", "Set up notifications for changes in resource data". */
export const user: Watch = {
	name: 'User',
	value: 'user',
	action: 'On new user',
	description: 'Users of the tenant, guests included',
	events: { created: 'Created', updated: 'Updated', deleted: 'Deleted' },
	fields: [],
	permissions: ['User.Read.All'],
	simple: simpleWith(simpleColleague, 'accountEnabled'),
	changeFields: { created: 'createdDateTime' },
	source: ({ events, select }) => {
		const $select = select || whole.join(',');
		const path = ['users', 'delta'];
		return {
			feeds: [
				{
					key: 'users',
					all: () => ({ method: 'GET', path, query: { $select } }),
					latest: { method: 'GET', path, query: { $select, $deltatoken: 'latest' } },
					mayRepeat: true,
				},
			],
			latest: {
				method: 'GET',
				path: ['users'],
				// Only the index knows the order. Source: "Advanced query capabilities on Microsoft Entra ID objects".
				query: { $select, $orderby: 'createdDateTime desc', $top: 1, $count: true },
				headers: { ConsistencyLevel: 'eventual' },
			},
			notify: directoryNotify('users', events),
		};
	},
};
