import type { IDataObject } from 'n8n-workflow';

import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, choiceField } from '../../../shared/fields/build';
import { teamId } from '../../../shared/fields/locators/team';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { conversationMember, newTeamsName, ownerUserId, teamsDescription, waitSeconds } from '../team/fields';
import { idOfNew, outcomeOf } from '../team/operation';
import { channelGuards } from '../../../shared/resources/channel';

/** Source: "Create channel". Graph may respond before Teams has created a shared one. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create channel',
	description: 'Create a standard, private, or shared channel in a team',
	permissions: ['Channel.Create'],
	fields: [
		teamId,
		newTeamsName,
		choiceField('membershipType', 'Type', { standard: 'Standard', private: 'Private', shared: 'Shared' }),
		{ ...ownerUserId, displayOptions: { show: { membershipType: ['private', 'shared'] } } },
		additionalFields([teamsDescription, moreProperties]),
	],
	options: [waitSeconds],
	guards: channelGuards,
	steps: createChannel,
};

async function createChannel(run: ItemRun): Promise<IDataObject[]> {
	const { item, send } = run;
	const displayName = item.text('displayName');
	const membershipType = item.text('membershipType');
	const channel = {
		displayName,
		membershipType,
		...(membershipType !== 'standard' && {
			members: [conversationMember(run, item.id('ownerUserId'), true)],
		}),
	};
	const answer = await send({
		method: 'POST',
		expectedResponse: 'createdOrAccepted',
		path: ['teams', item.id('teamId'), 'channels'],
		body: newObject(channel, item.collection('additionalFields')),
	});
	if (answer.status !== 202) return [objectOf(answer)];
	const { waitSeconds: seconds = waitSeconds.default } = item.collection('options');
	const failed = `The channel "${displayName}" wasn't created`;
	const outcome = await outcomeOf(run, answer, { failed, seconds: Number(seconds) });
	return [{ id: idOfNew(answer, 'channels'), displayName, membershipType, ...outcome }];
}
