import type { IDataObject } from 'n8n-workflow';

import { textField } from '../../shared/fields/build';
import { teamId } from '../../shared/fields/locators/team';
import { textIn } from '../../shared/fields/outputs';
import { channelId } from '../../shared/resources/channel';
import { optionalText } from '../../shared/parameters/values/text';
import type { Watch } from './watch';

/** How late a message may be found, in ms: one with an older change comes because of a reply. */
const maxDelayMs = 15 * 60_000;

/** Sources: "chatMessage: delta", "List channel messages", "Change notifications for messages in Teams". */
export const channelMessage: Watch = {
	name: 'Channel Message',
	value: 'channelMessage',
	action: 'On new channel message',
	description: 'Messages that start a thread in a channel of a team, without replies',
	events: { created: 'Created', updated: 'Updated', deleted: 'Deleted' },
	fields: [teamId, channelId],
	filters: [
		textField('from', 'From', {
			placeholder: 'e.g. Adele Vance',
			description: 'Name of the user or app, case-insensitive, or its object ID',
		}),
		textField('body', 'Text Contains', {
			placeholder: 'e.g. invoice',
			description: 'Case-insensitive; formatting is ignored',
		}),
	],
	passes,
	permissions: ['ChannelMessage.Read.All'],
	changeFields: { created: 'createdDateTime', modified: 'lastModifiedDateTime', version: 'etag' },
	withData: true,
	source: ({ parameters, events }) => {
		const messages = ['teams', parameters.id('teamId'), 'channels', parameters.id('channelId'), 'messages'];
		const path = [...messages, 'delta'];
		/** The most that Graph gives at a time. */
		const query = { $top: 50 };
		return {
			feeds: [
				{
					key: 'messages',
					all: () => ({ method: 'GET', path, query }),
					since: (time) => ({
						method: 'GET',
						path,
						query: { ...query, $filter: `lastModifiedDateTime gt ${time}` },
					}),
					maxDelayMs,
					concerns: begins,
					split: (entry) => (isDeleted(entry) ? [{ event: 'deleted', entry }] : undefined),
				},
			],
			latest: { method: 'GET', path: messages, query: { $top: 1 } },
			notify: {
				resource: messages.join('/'),
				changes: events,
				possible: ['created', 'updated', 'deleted'],
			},
		};
	},
};

/** Whether it was written, not noted by Teams itself such as "Adele joined", and isn't a reply. */
const begins = ({ messageType = 'message', replyToId }: IDataObject): boolean =>
	messageType === 'message' && (replyToId ?? '') === '';

/** What is deleted stays in the list, without its text. */
const isDeleted = ({ deletedDateTime }: IDataObject): boolean => (deletedDateTime ?? '') !== '';

function passes(entry: IDataObject, filters: IDataObject): boolean {
	const wanted = optionalText(filters.from).toLowerCase();
	const words = optionalText(filters.body).toLowerCase();
	const senders = Object.values(Object(entry.from) as Record<string, IDataObject | string | null>);
	const isFrom = senders.some((sender) => {
		const { id, displayName } = Object(sender) as IDataObject;
		return [id, displayName].some((name) => textIn(name).toLowerCase() === wanted);
	});
	return (wanted === '' || isFrom) && (words === '' || plainText(entry).includes(words));
}

function plainText({ subject, body }: IDataObject): string {
	const { content, contentType } = Object(body) as IDataObject;
	const shown = contentType === 'html' ? String(content).replace(/<[^<>]*>/g, '') : String(content ?? '');
	const named: Record<string, string> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', amp: '&' };
	const plain = shown.replace(/&(\w+);/g, (entity, name: string) => named[name] ?? entity);
	return `${textIn(subject)}\n${plain}`.toLowerCase();
}
