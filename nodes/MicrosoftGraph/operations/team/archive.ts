import type { IDataObject } from 'n8n-workflow';

import { flagField } from '../../../shared/fields/build';
import { teamId } from '../../../shared/fields/locators/team';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { waitSeconds } from './fields';
import { changeTeam } from './operation';

/** Source: "Archive team". Archiving it again is harmless. */
export const archive: Operation = {
	name: 'Archive',
	value: 'archive',
	action: 'Archive team',
	description: 'Archive a team, which makes it read-only, and wait until Teams finishes',
	permissions: ['TeamSettings.ReadWrite.All'],
	fields: [
		teamId,
		flagField('shouldSetSpoSiteReadOnlyForMembers', 'Files Read-Only', {
			description: "Whether to also make the team's SharePoint site read-only for members",
		}),
	],
	options: [waitSeconds],
	steps: async (run: ItemRun): Promise<IDataObject[]> => {
		const shouldSetSpoSiteReadOnlyForMembers = run.item.flag('shouldSetSpoSiteReadOnlyForMembers');
		const failed = "The team wasn't archived";
		return [await changeTeam(run, 'archive', { failed, body: { shouldSetSpoSiteReadOnlyForMembers } })];
	},
};
