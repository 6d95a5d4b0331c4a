import { choiceField, textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { directoryQuery, filterLike, orderBy, search, select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleGroup } from '../../../shared/resources/group';

/** The kinds of groups, by the condition that finds them. */
const kinds: Readonly<Record<string, string>> = {
	microsoft365: "groupTypes/any(kind:kind eq 'Unified')",
	security: 'securityEnabled eq true and mailEnabled eq false',
	mailSecurity: 'securityEnabled eq true and mailEnabled eq true',
	dynamic: "groupTypes/any(kind:kind eq 'DynamicMembership')",
	team: "resourceProvisioningOptions/any(kind:kind eq 'Team')",
};

const filters: readonly Filter[] = [
	{
		field: choiceField('groupKind', 'Kind', {
			microsoft365: 'Microsoft 365',
			security: 'Security',
			mailSecurity: 'Mail-Enabled Security',
			dynamic: 'With a Membership Rule',
			team: 'With a Team',
		}),
		condition: (value) => kinds[value.replace(/'/g, '')] ?? '',
	},
	{
		field: textField('mail', 'Email', { placeholder: 'e.g. sales@contoso.com' }),
		condition: (value) => `mail eq ${value}`,
	},
	{
		field: textField('displayName', 'Name Starts With', { placeholder: 'e.g. Sales' }),
		condition: (value) => `startsWith(displayName,${value})`,
	},
];

/** Source: "List groups". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many groups',
	description: 'List or search groups',
	permissions: ['GroupMember.Read.All'],
	fields: [...listFields, filtersField(filters)],
	options: [filterLike("startsWith(displayName,'A')"), orderBy, search, select],
	simple: simpleGroup,
	list: { pageSize: () => 999 },
	request: (item) => ({
		method: 'GET',
		path: ['groups'],
		...directoryQuery({ ...item.collection('options'), filter: filterOf(item, filters) }, { type: 'group' }),
	}),
};
