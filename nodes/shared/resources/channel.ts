import type { Guard } from '../../graph/errors/explain';
import { locatorField, textField } from '../fields/build';

/** The most useful properties of a channel, for "Simplify". */
export const simpleChannel: readonly string[] = [
	'displayName',
	'description',
	'membershipType',
	'webUrl',
	'email',
	'createdDateTime',
	'id',
];

/** Which channel of the team an operation is about. */
export const channelId = locatorField(
	'channelId',
	'Channel',
	{
		list: { method: 'searchChannels', placeholder: 'Select a channel…' },
		example: 'e.g. 19:4b6bed8d24574f6a9e436813cb2617d8@thread.tacv2',
	},
	{ description: 'ID of a channel of the team' },
);

/** Which message of the channel an operation is about. */
export const channelMessageId = textField('channelMessageId', 'Message ID', {
	required: true,
	placeholder: 'e.g. 1614618259349',
	description: 'The "id" of a message that started a thread, as Get Messages returns it',
});

/** What Graph doesn't do with channels. */
export const channelGuards: readonly Guard[] = [
	{
		when: { message: /NameAlreadyExists|already exist|already in use/i },
		fix: 'The team has, or had within the last 30 days, a channel with this name: choose another name.',
	},
	{
		when: { status: 400, message: /general/i },
		fix: "A team's General channel can't be deleted or renamed with Graph.",
	},
];

/** Who belongs to a channel: only private and shared ones have their own members. */
export const membersGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /membershipType|private|shared|standard/i },
		fix: 'Only private and shared channels have their own members. A standard channel has those of its team: use "Team: Add Member" or "Team: Remove Member".',
	},
	{
		when: { status: 400, message: /last owner/i },
		fix: "A channel's last owner can't be removed: add another owner first.",
	},
];

/** The properties of the simple output of a message in Teams; Graph doesn't select properties of messages. */
export const simpleTeamsMessage: readonly string[] = [
	'createdDateTime',
	'from',
	'subject',
	'body',
	'attachments',
	'importance',
	'webUrl',
	'deletedDateTime',
	'id',
];
