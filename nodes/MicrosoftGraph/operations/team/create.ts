import type { IDataObject } from 'n8n-workflow';

import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, choiceField, textField } from '../../../shared/fields/build';
import { objectUrl } from '../../../shared/fields/references';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { waitForReplication } from '../../replication';
import { conversationMember, newTeamsName, ownerUserId, teamsDescription, waitSeconds } from './fields';
import { idOfNew, outcomeOf } from './operation';

/** Source: "Create team". Graph responds before Teams has created it. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create team',
	description: 'Create a team with an owner, and wait until Teams finishes',
	permissions: ['Team.Create'],
	fields: [
		newTeamsName,
		ownerUserId,
		additionalFields([
			teamsDescription,
			textField('template', 'Template', {
				default: 'standard',
				placeholder: 'e.g. standard',
				description: 'ID of a team template: standard, educationClass, retailStore, or a custom one',
			}),
			choiceField('visibility', 'Visibility', { private: 'Private', public: 'Public' }),
			moreProperties,
		]),
	],
	options: [waitSeconds, waitForReplication],
	guards: [
		{
			when: { status: 404, message: /user|member/i },
			fix: 'Check the owner: it must be the object ID or user principal name of a user in this organization with a Teams license.',
		},
	],
	steps: createTeam,
};

async function createTeam(run: ItemRun): Promise<IDataObject[]> {
	const { item, send } = run;
	const { template, ...more } = item.collection('additionalFields');
	const templateId = String(template ?? '').trim() || 'standard';
	const displayName = item.text('displayName');
	const team = {
		'template@odata.bind': objectUrl(run, ['teamsTemplates'], templateId, 'key'),
		displayName,
		members: [conversationMember(run, item.id('ownerUserId'), true)],
	};
	const answer = await send({
		method: 'POST',
		expectedResponse: 'accepted',
		path: ['teams'],
		body: newObject(team, more),
	});
	const { waitSeconds: seconds = waitSeconds.default } = item.collection('options');
	const outcome = await outcomeOf(run, answer, {
		failed: `The team "${displayName}" wasn't created`,
		seconds: Number(seconds),
	});
	return [{ id: idOfNew(answer, 'teams'), displayName, ...outcome }];
}
