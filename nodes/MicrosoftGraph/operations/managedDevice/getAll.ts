import { choiceField, textField, timeField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleManagedDevice } from './fields';

const filters: readonly Filter[] = [
	{
		field: choiceField(
			'complianceState',
			'Compliance',
			{
				compliant: 'Compliant',
				inGracePeriod: 'In Grace Period',
				noncompliant: 'Noncompliant',
				unknown: 'Unknown',
			},
			{ default: 'noncompliant' },
		),
		condition: (state) => `complianceState eq ${state}`,
	},
	{
		field: textField('deviceName', 'Name', { placeholder: 'e.g. DESKTOP-ADELE' }),
		condition: (name) => `deviceName eq ${name}`,
	},
	{
		field: timeField('notSyncedSince', 'Not Synced Since', {
			placeholder: 'e.g. 2030-01-01T00:00:00Z',
			description: 'Only devices whose last sync is before this time',
		}),
		condition: (time) => `lastSyncDateTime le ${time}`,
	},
	{
		field: textField('operatingSystem', 'Operating System', { placeholder: 'e.g. Windows' }),
		condition: (name) => `operatingSystem eq ${name}`,
	},
	{
		field: textField('serialNumber', 'Serial Number', { placeholder: 'e.g. 5CD1234XYZ' }),
		condition: (number) => `serialNumber eq ${number}`,
	},
	{
		field: textField('userPrincipalName', 'User Principal Name', { placeholder: 'e.g. adele@contoso.com' }),
		condition: (name) => `userPrincipalName eq ${name}`,
	},
];

/** Source: "List managedDevices". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many managed devices',
	description: 'List the devices that Intune manages',
	permissions: ['DeviceManagementManagedDevices.Read.All'],
	fields: [...listFields, filtersField(filters)],
	options: [filterLike("operatingSystem eq 'iOS'"), selectLike('deviceName,complianceState')],
	simple: simpleManagedDevice,
	list: { pageSize: () => 999 },
	request: (item) => ({
		method: 'GET',
		path: ['deviceManagement', 'managedDevices'],
		query: {
			$select: odataQuery(item.collection('options')).$select,
			$filter: filterOf(item, filters),
		},
	}),
};
