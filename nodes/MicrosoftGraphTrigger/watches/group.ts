import { simpleGroup } from '../../shared/resources/group';
import { directoryNotify } from './shared/directory';
import type { Watch } from './watch';

/** The properties to request when all are wanted: without `$select` each member that comes or goes would be a change. */
const whole: readonly string[] = [
	...simpleGroup,
	'classification',
	'expirationDateTime',
	'membershipRule',
	'membershipRuleProcessingState',
	'onPremisesSyncEnabled',
	'proxyAddresses',
	'renewedDateTime',
	'resourceProvisioningOptions',
	'securityIdentifier',
];

/** Sources: "group: delta", "group resource type", "Create subscription". */
export const group: Watch = {
	name: 'Group',
	value: 'group',
	action: 'On new group',
	description: 'Groups and teams of the tenant, without their members',
	events: { created: 'Created', updated: 'Updated', deleted: 'Deleted' },
	fields: [],
	permissions: ['GroupMember.Read.All'],
	subscriptionPermissions: ['Group.Read.All'],
	simple: simpleGroup,
	changeFields: { created: 'createdDateTime' },
	source: ({ events, select }) => {
		const $select = select || whole.join(',');
		const path = ['groups', 'delta'];
		return {
			feeds: [
				{
					key: 'groups',
					all: () => ({ method: 'GET', path, query: { $select } }),
					latest: { method: 'GET', path, query: { $select, $deltatoken: 'latest' } },
					mayRepeat: true,
				},
			],
			// Groups cannot be put in the order of their creation.
			latest: { method: 'GET', path: ['groups'], query: { $select, $top: 1 } },
			notify: directoryNotify('groups', events),
		};
	},
};
