import type { INodeProperties } from 'n8n-workflow';

import type { Send } from '../../../graph/client';
import { choiceField } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { groupId } from '../../../shared/fields/locators/group';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';

/** The note about permissions for drives. */
export const driveNote =
	'A site by its URL needs Sites.Read.All. For individual sites, Sites.Selected is enough, with a grant for each.';

/** The most useful properties of a drive, for "Simplify". */
export const simpleDrive = [
	'name',
	'driveType',
	'owner',
	'webUrl',
	'description',
	'quota',
	'createdDateTime',
	'lastModifiedDateTime',
	'id',
];

const shownFor = (field: INodeProperties, owner: string): INodeProperties => ({
	...field,
	displayOptions: { show: { drivesOf: [owner] } },
});

/** Whose drives are listed. */
export const ownerFields: readonly INodeProperties[] = [
	choiceField(
		'drivesOf',
		'Drives Of',
		{ user: 'User', group: 'Group', site: 'Site' },
		{ default: 'site', description: 'Whose drives to list: a site has one for each document library' },
	),
	shownFor(userId, 'user'),
	shownFor(groupId, 'group'),
	shownFor(siteId, 'site'),
];

/** The path of an item's owner's drives. */
export async function drivesAt(item: ItemParameters, send: Send): Promise<string[]> {
	switch (item.text('drivesOf')) {
		case 'user':
			return ['users', item.id('userId'), 'drives'];
		case 'group':
			return ['groups', item.id('groupId'), 'drives'];
		default:
			return await siteAt(item, send, 'drives');
	}
}
