import type { Application } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import type { GraphRequest } from '../../../graph/graphRequest';
import { readList } from '../../../graph/lists/page';
import {
	choiceField,
	collectionField,
	flagField,
	numberField,
	textField,
} from '../../../shared/fields/build';
import { filterOf, type Filter } from '../../../shared/fields/filters';
import { listFields, listLimits } from '../../../shared/fields/lists';
import { directoryQuery, filterLike, orderBy, search, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { ItemRun } from '../../../shared/itemRun';
import { optionalText } from '../../../shared/parameters/values/text';
import { credentialLists, credentialsOf, type Credential } from './credentials';

/** Graph's largest page of directory objects. */
const pageSize = 999;
const simple = ['displayName', 'appId', 'createdDateTime', 'signInAudience', 'id'];

const filters: Filter[] = [
	{
		field: textField('displayName', 'Name Starts With', { placeholder: 'e.g. n8n' }),
		condition: (name) => `startsWith(displayName,${name})`,
	},
];

/** Source: "List applications". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many applications',
	description: 'List app registrations with their secrets and certificates, and the days until each expires',
	permissions: ['Application.Read.All'],
	fields: [
		choiceField(
			'output',
			'Output',
			{ applications: 'One Item per Application', credentials: 'One Item per Secret or Certificate' },
			{ default: 'applications' },
		),
		...listFields,
		collectionField(
			'filters',
			'Filters',
			[
				numberField('expiresWithin', 'Expires Within (Days)', {
					default: 30,
					typeOptions: { minValue: 0 },
					description:
						'Only secrets and certificates that expire within this many days, and only applications that have one',
				}),
				flagField('leaveOutExpired', 'Exclude Expired', {
					description: 'Whether to exclude secrets and certificates that have already expired',
				}),
				...filters.map(({ field }) => field),
			],
			{ placeholder: 'Add Filter' },
		),
	],
	simple,
	options: [filterLike("startsWith(displayName,'A')"), orderBy, search, selectLike('displayName,appId')],
	steps: async ({ item, send }) => await applications(item, send),
};

async function applications(item: ItemParameters, send: ItemRun['send']): Promise<IDataObject[]> {
	const { limit } = listLimits(item, pageSize);
	const { expiresWithin, leaveOutExpired } = item.collection('filters');
	const perCredential = item.text('output') === 'credentials';
	const most = (expiresWithin ?? Infinity) as number;
	const least = leaveOutExpired === true ? 0 : -Infinity;
	const narrowed = most !== Infinity || least === 0;
	const wanted = ({ daysLeft }: Credential) =>
		daysLeft === null ? most === Infinity : daysLeft <= most && daysLeft >= least;

	// Graph can't filter by a secret's expiry, so this filter and the list of secrets need all applications.
	const limits = { limit: narrowed || perCredential ? Infinity : limit, pageSize };
	const now = Date.now();
	const items = (await readList(requestOf(item), limits, send)).flatMap((object): object[] => {
		const { passwordCredentials, keyCredentials, ...application } = object as Application;
		const credentials = credentialsOf({ passwordCredentials, keyCredentials }, now).filter(wanted);
		if (perCredential) {
			const { id, appId, displayName } = application;
			return credentials.map((credential) => ({
				...credential,
				application: { id, appId, displayName },
			}));
		}
		return narrowed && credentials.length === 0 ? [] : [{ ...application, credentials }];
	});
	return items.slice(0, limit) as IDataObject[];
}

function requestOf(item: ItemParameters): GraphRequest {
	const options = item.collection('options');
	const chosen = optionalText(options.select) || (item.flag('simplify') ? simple.join(',') : '');
	const $select = chosen === '' ? '' : [chosen, ...credentialLists].join(',');
	const filter = filterOf(item, filters);
	const query = directoryQuery({ ...options, select: $select, filter }, { type: 'application' });
	return { method: 'GET', path: ['applications'], ...query };
}
