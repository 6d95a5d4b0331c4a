import { choiceField, flagField, textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { directoryQuery, filterLike, orderBy, search, select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { optionalText } from '../../../shared/parameters/values/text';
import {
	asksForSignIns,
	checkInactiveAlone,
	inactiveFor,
	inactiveSelect,
	maxWithSignIns,
	signInsNeed,
	signInsNeedPremium,
	signInsNote,
	simpleUser,
} from '../../../shared/resources/user';

const filters: readonly Filter[] = [
	inactiveFor,
	{
		field: flagField('accountEnabled', 'Account Enabled', {
			default: true,
			description: "Whether to return only users who can sign in; off for only those who can't",
		}),
		condition: (value) => `accountEnabled eq ${value}`,
	},
	{
		field: textField('department', 'Department', { placeholder: 'e.g. Sales' }),
		condition: (value) => `department eq ${value}`,
	},
	{
		field: textField('displayName', 'Name Starts With', { placeholder: 'e.g. Ad' }),
		condition: (value) => `startsWith(displayName,${value})`,
	},
	{
		field: choiceField('userType', 'User Type', { Member: 'Member', Guest: 'Guest' }),
		condition: (value) => `userType eq ${value}`,
	},
];

/** Whether the last sign-in of each user is selected or filtered by. */
function withSignIns(item: ItemParameters): boolean {
	const { select: names, filter: condition } = item.collection('options');
	const isInactive = item.collection('filters')[inactiveFor.field.name] !== undefined;
	return isInactive || asksForSignIns(optionalText(names)) || asksForSignIns(optionalText(condition));
}

/** Source: "List users". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many users',
	description: 'List or search users',
	permissions: ['User.ReadBasic.All'],
	permissionNote: `Properties other than names and addresses, including in filters, need User.Read.All. ${signInsNote}`,
	fields: [...listFields, filtersField(filters)],
	options: [filterLike("startsWith(displayName,'A')"), orderBy, search, select],
	simple: simpleUser,
	guards: [
		signInsNeedPremium,
		{
			when: { status: 403 },
			fix: 'To filter or order by more than names and addresses, the app needs User.Read.All.',
		},
	],
	list: { pageSize: (item) => (withSignIns(item) ? maxWithSignIns : 999) },
	request: (item) => {
		checkInactiveAlone(item);
		const options = item.collection('options');
		const properties = inactiveSelect(item) ?? options.select;
		return {
			method: 'GET',
			path: ['users'],
			...(withSignIns(item) && { needs: signInsNeed }),
			...directoryQuery(
				{ ...options, select: properties, filter: filterOf(item, filters) },
				{ type: 'user' },
			),
		};
	},
};
