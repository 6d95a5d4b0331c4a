import { updateBody, moreProperties } from '../../../shared/fields/body';
import { updateFields } from '../../../shared/fields/build';
import { teamId } from '../../../shared/fields/locators/team';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { teamsDescription, teamsName } from '../team/fields';
import { channelGuards, channelId } from '../../../shared/resources/channel';

/** Source: "Update channel". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update channel',
	description: 'Change the name or description of a channel',
	permissions: ['ChannelSettings.ReadWrite.All'],
	fields: [teamId, channelId, updateFields([teamsDescription, teamsName, moreProperties])],
	guards: channelGuards,
	request: (item) => ({
		method: 'PATCH',
		path: ['teams', item.id('teamId'), 'channels', item.id('channelId')],
		expectedResponse: 'nothing',
		body: updateBody(item.collection('updateFields')),
		idempotent: true,
	}),
	output: succeeded,
};
