import { teamId } from '../../../shared/fields/locators/team';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { channelGuards, channelId } from '../../../shared/resources/channel';

/** Source: "Delete channel". */
export const deleteChannel: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete channel',
	description: 'Delete a channel; its name stays reserved for 30 days',
	permissions: ['Channel.Delete.All'],
	fields: [teamId, channelId],
	guards: channelGuards,
	request: (item) => ({
		method: 'DELETE',
		path: ['teams', item.id('teamId'), 'channels', item.id('channelId')],
	}),
	output: deleted,
};
