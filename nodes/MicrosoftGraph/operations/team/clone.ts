import type { IDataObject } from 'n8n-workflow';

import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, choiceField, choicesField } from '../../../shared/fields/build';
import { teamId } from '../../../shared/fields/locators/team';
import type { ItemRun } from '../../../shared/itemRun';
import type { Operation } from '../../operation';
import { newTeamsName, teamsDescription, waitSeconds } from './fields';
import { outcomeOf } from './operation';

const parts = {
	apps: 'Apps',
	channels: 'Channels',
	members: 'Members',
	settings: 'Settings',
	tabs: 'Tabs',
};

/** Source: "team: clone". Graph responds before Teams has created the copy. */
export const clone: Operation = {
	name: 'Clone',
	value: 'clone',
	action: 'Clone team',
	description: 'Create a copy of a team, without its messages and files, and wait until Teams finishes',
	permissions: ['Team.Create'],
	fields: [
		teamId,
		newTeamsName,
		choicesField('partsToClone', 'Parts', parts, {
			required: true,
			default: ['apps', 'channels', 'settings', 'tabs'],
			description: 'What to copy. Without members, add an owner afterward: a team needs one.',
		}),
		additionalFields([
			teamsDescription,
			choiceField('visibility', 'Visibility', { private: 'Private', public: 'Public' }),
			moreProperties,
		]),
	],
	options: [waitSeconds],
	steps: cloneTeam,
};

async function cloneTeam(run: ItemRun): Promise<IDataObject[]> {
	const { item, send } = run;
	const displayName = item.text('displayName');
	// Graph documents the alias as required, and ignores it.
	const own = { displayName, mailNickname: displayName.replace(/[^\w-]/g, '').slice(0, 64) || 'team' };
	const answer = await send({
		method: 'POST',
		expectedResponse: 'accepted',
		path: ['teams', item.id('teamId'), 'clone'],
		body: newObject(
			{ ...own, partsToClone: item.list('partsToClone').join(',') },
			item.collection('additionalFields'),
		),
	});
	const { waitSeconds: seconds = waitSeconds.default } = item.collection('options');
	const failed = `The team "${displayName}" wasn't created`;
	const { targetResourceId, ...outcome } = await outcomeOf(run, answer, { failed, seconds: Number(seconds) });
	return [{ ...(targetResourceId !== undefined && { id: targetResourceId }), displayName, ...outcome }];
}
