import type { IDataObject } from 'n8n-workflow';

import { flagField } from '../../../shared/fields/build';
import { teamId } from '../../../shared/fields/locators/team';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { waitSeconds } from './fields';
import { outcomeOf } from './operation';

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
	steps: archiveTeam,
};

async function archiveTeam(run: ItemRun): Promise<IDataObject[]> {
	const { item, send } = run;
	const id = item.id('teamId');
	const answer = await send({
		method: 'POST',
		path: ['teams', id, 'archive'],
		body: { shouldSetSpoSiteReadOnlyForMembers: item.flag('shouldSetSpoSiteReadOnlyForMembers') },
		idempotent: true,
	});
	// For an archived team, Graph starts no operation.
	if (answer.status !== 202) return [{ id, status: 'succeeded' }];
	const { waitSeconds: seconds = waitSeconds.default } = item.collection('options');
	const failed = "The team wasn't archived";
	return [{ id, ...(await outcomeOf(run, answer, { failed, seconds: Number(seconds), idempotent: true })) }];
}
