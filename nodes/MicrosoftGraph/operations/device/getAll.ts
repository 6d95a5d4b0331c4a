import { flagField, textField, timeField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { directoryQuery, filterLike, orderBy, search, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleDevice } from './fields';

const filters: readonly Filter[] = [
	{
		field: flagField('accountEnabled', 'Account Enabled', {
			default: true,
			description: 'Whether to return only enabled devices; off for only disabled ones',
		}),
		condition: (value) => `accountEnabled eq ${value}`,
	},
	{
		field: flagField('isCompliant', 'Is Compliant', {
			description: 'Whether to return only compliant devices; off for only noncompliant ones',
		}),
		condition: (value) => `isCompliant eq ${value}`,
	},
	{
		field: textField('displayName', 'Name Starts With', { placeholder: 'e.g. DESKTOP' }),
		condition: (value) => `startsWith(displayName,${value})`,
	},
	{
		field: timeField('notSignedInSince', 'Not Signed In Since', {
			placeholder: 'e.g. 2030-01-01T00:00:00Z',
			description: 'Only devices whose last sign-in is before this time',
		}),
		condition: (value) => `approximateLastSignInDateTime le ${value}`,
	},
	{
		field: textField('operatingSystem', 'Operating System', { placeholder: 'e.g. Windows' }),
		condition: (value) => `operatingSystem eq ${value}`,
	},
];

/** Source: "List devices". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many devices',
	description: 'List the devices that are registered with or joined to the tenant',
	permissions: ['Device.Read.All'],
	fields: [...listFields, filtersField(filters)],
	options: [
		filterLike("operatingSystem eq 'Windows'"),
		orderBy,
		search,
		selectLike('displayName,operatingSystem'),
	],
	simple: simpleDevice,
	list: { pageSize: () => 999 },
	request: (item) => ({
		method: 'GET',
		path: ['devices'],
		...directoryQuery({ ...item.collection('options'), filter: filterOf(item, filters) }, { type: 'device' }),
	}),
};
