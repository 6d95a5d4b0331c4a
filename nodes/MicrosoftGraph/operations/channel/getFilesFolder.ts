import { teamId } from '../../../shared/fields/locators/team';
import { channelId } from '../../../shared/resources/channel';
import { channelPath } from '../../../shared/resources/channelPath';
import type { Operation } from '../../operation';

/** Source: "Get filesFolder". */
export const getFilesFolder: Operation = {
	name: 'Get Files Folder',
	value: 'getFilesFolder',
	action: 'Get files folder of channel',
	description:
		'Get the folder with the files of a channel: the File operations need its ID, and "parentReference.driveId"',
	permissions: ['Files.Read.All'],
	fields: [teamId, channelId],
	guards: [
		{
			when: { status: 404, message: /not ready/i },
			fix: 'Teams creates the folder some time after the channel, for a private channel when someone opens its files: try again later.',
		},
	],
	request: (item) => ({ method: 'GET', path: channelPath(item, 'filesFolder') }),
};
