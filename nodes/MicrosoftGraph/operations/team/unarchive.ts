import type { IDataObject } from 'n8n-workflow';

import { teamId } from '../../../shared/fields/locators/team';
import type { ItemRun } from '../../../shared/itemRun';
import type { Operation } from '../../operation';
import { waitSeconds } from './fields';
import { changeTeam } from './operation';

/** Source: "Unarchive team". Unarchiving it again is harmless. */
export const unarchive: Operation = {
	name: 'Unarchive',
	value: 'unarchive',
	action: 'Unarchive team',
	description: 'Make an archived team editable again, and wait until Teams finishes',
	permissions: ['TeamSettings.ReadWrite.All'],
	fields: [teamId],
	options: [waitSeconds],
	steps: async (run: ItemRun): Promise<IDataObject[]> => [
		await changeTeam(run, 'unarchive', { failed: "The team wasn't unarchived" }),
	],
};
