import type { IDataObject } from 'n8n-workflow';

import { readList } from '../../../graph/lists/page';
import { flagField } from '../../../shared/fields/build';
import { groupId } from '../../../shared/fields/locators/group';
import { objectOf } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import { memberNote } from '../../../shared/resources/group';
import type { Operation } from '../../operation';

/** Source: "group resource type": assignedLicenses, licenseProcessingState, membersWithLicenseErrors. */
export const getLicenses: Operation = {
	name: 'Get Licenses',
	value: 'getLicenses',
	action: 'Get licenses of group',
	description:
		'Get the licenses that a group assigns, whether Graph has processed its members, and who got an error',
	permissions: ['GroupMember.Read.All'],
	permissionNote: `Microsoft's pages list no permission for the members with errors: it's that of listing members. ${memberNote}`,
	fields: [
		groupId,
		flagField('membersWithErrors', 'Include Members With Errors', {
			default: true,
			description:
				'Whether to list the members whose license couldn\'t be assigned, as "membersWithLicenseErrors"',
		}),
	],
	steps: async (run) => await read(run),
};

async function read({ item, send }: ItemRun): Promise<IDataObject[]> {
	const path = ['groups', item.id('groupId')];
	const $select = 'id,displayName,assignedLicenses,licenseProcessingState,hasMembersWithLicenseErrors';
	const group = objectOf(await send({ method: 'GET', path, query: { $select } }));
	if (!item.flag('membersWithErrors')) return [group];
	const failing = {
		method: 'GET',
		path: [...path, 'membersWithLicenseErrors'],
		query: { $select: 'id,displayName,userPrincipalName' },
	} as const;
	const membersWithLicenseErrors = await readList(failing, { limit: Infinity, pageSize: 999 }, send);
	return [{ ...group, membersWithLicenseErrors }];
}
