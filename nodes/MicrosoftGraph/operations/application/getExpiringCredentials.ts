import type { Application } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { readList } from '../../../graph/lists/page';
import { choiceField, flagField, numberField } from '../../../shared/fields/build';
import { listFields, listLimits } from '../../../shared/fields/lists';
import type { ItemRun } from '../../../shared/itemRun';
import type { Operation } from '../../operation';
import { credentialLists, credentialsOf } from './credentials';

/** Sources: "List applications", "List servicePrincipals". */
export const getExpiringCredentials: Operation = {
	name: 'Get Expiring Credentials',
	value: 'getExpiringCredentials',
	action: 'Get expiring credentials of applications',
	description:
		'List the secrets and certificates of all app registrations and service principals that expire soon, one item each, the next to expire first',
	permissions: ['Application.Read.All'],
	fields: [
		numberField('expiresWithin', 'Expires Within (Days)', { default: 30, typeOptions: { minValue: 0 } }),
		flagField('leaveOutExpired', 'Exclude Expired', {
			description: 'Whether to exclude secrets and certificates that have already expired',
		}),
		choiceField('credentialsOf', 'Of', {
			both: 'Applications and Service Principals',
			applications: 'Applications',
			servicePrincipals: 'Service Principals',
		}),
		...listFields,
	],
	steps: async (run) => await expiring(run),
};

/** Graph's largest page of directory objects. */
const pageSize = 999;

async function expiring({ item, send }: ItemRun): Promise<IDataObject[]> {
	const chosen = item.text('credentialsOf');
	const collections = chosen === 'both' ? ['applications', 'servicePrincipals'] : [chosen];
	const $select = ['id', 'appId', 'displayName', ...credentialLists].join(',');
	// Graph can't filter by a secret's expiry, so all objects are read.
	const read = async (collection: string) => {
		const request = { method: 'GET', path: [collection], query: { $select } } as const;
		return { collection, objects: await readList(request, { limit: Infinity, pageSize }, send) };
	};
	const lists = await Promise.all(collections.map(read));
	const now = Date.now();
	const most = item.number('expiresWithin');
	const least = item.flag('leaveOutExpired') ? 0 : -Infinity;
	const found = lists.flatMap(({ collection, objects }) =>
		objects.flatMap((object) => {
			const { id, appId, displayName, ...lists } = object as Application;
			const owner = { type: collection.slice(0, -1), id, appId, displayName };
			return credentialsOf(lists, now).map((credential) => ({ ...credential, application: owner }));
		}),
	);
	return found
		.filter(({ daysLeft }) => daysLeft !== null && daysLeft <= most && daysLeft >= least)
		.sort((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0))
		.slice(0, listLimits(item).limit) as unknown as IDataObject[];
}
