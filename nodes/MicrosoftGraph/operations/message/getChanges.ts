import { maxFiltered } from '../../../graph/lists/maxFiltered';
import { choiceField, timeField } from '../../../shared/fields/build';
import { changesGuards, deltaLink, readRound } from '../../../shared/fields/changes';
import { missingInCloud } from '../../../shared/fields/clouds';
import { mailbox } from '../../../shared/fields/locators';
import { mailFolderOrPath } from '../../../shared/fields/locators/mailFolder';
import {
	bodyAsText,
	mailHeaders,
	messagePageSize,
	messageSelect,
	simpleMessage,
} from '../../../shared/fields/mail';
import { selectLike } from '../../../shared/fields/odata';
import { mailFolderOf } from '../../../shared/resources/mailFolder';
import type { Operation } from '../../operation';
import { optionalText } from '../../../shared/parameters/values/text';

/** Source: "message: delta". */
export const getChanges: Operation = {
	name: 'Get Changes',
	value: 'getChanges',
	action: 'Get message changes in folder',
	description:
		'Get the messages of a folder that were received, changed, or removed since the last run, and a new delta link',
	permissions: ['Mail.ReadBasic.All'],
	permissionNote: 'Bodies and attachments need Mail.Read.',
	fields: [mailbox, mailFolderOrPath, deltaLink],
	options: [
		bodyAsText,
		choiceField(
			'changeType',
			'Changes',
			{ '': 'All', created: 'New Messages', updated: 'Changed Messages', deleted: 'Removed Messages' },
			{ description: 'Which changes to return; the delta link keeps it, so it counts only without one' },
		),
		timeField('receivedAfter', 'Received After', {
			description:
				'Excludes messages received earlier. Graph then returns up to 5,000 messages (the item has "limitReached" if it did), possibly over the life of the delta link: leave "Delta Link" empty from time to time to start over. The delta link keeps it, so it counts only without one.',
		}),
		selectLike('subject,from,receivedDateTime'),
	],
	simple: simpleMessage,
	guards: [
		...changesGuards,
		...missingInCloud(
			'delta',
			'Graph doesn\'t have message changes in this cloud (China). Use "Get Many" with "Received After" instead.',
		),
	],
	steps: async (run) => {
		const { item } = run;
		const options = item.collection('options');
		// The delta link has the folder.
		const folder = item.text('deltaLink') === '' ? await mailFolderOf(run, 'folderId') : item.id('folderId');
		const after = optionalText(options.receivedAfter);
		const { Prefer } = mailHeaders(options);
		const {
			changes,
			deltaLink: next,
			count,
		} = await readRound(run, {
			method: 'GET',
			path: ['users', item.id('mailbox'), 'mailFolders', folder, 'messages', 'delta'],
			query: {
				$select: messageSelect(item),
				$filter: after === '' ? '' : `receivedDateTime ge ${after}`,
				changeType: optionalText(options.changeType),
			},
			// Graph's default page has ten messages, and $top doesn't change that.
			headers: { Prefer: `${Prefer}, odata.maxpagesize=${messagePageSize(item)}` },
		});
		const isLimited = after !== '' && item.text('deltaLink') === '' && count >= maxFiltered;
		const round = { changes, deltaLink: next };
		if (!isLimited) return [round];
		run.hint(
			`Graph returned ${maxFiltered} messages, the maximum with "Received After", so some may be missing. Choose a later time, or leave "Received After" empty, which has no such limit.`,
		);
		return [{ ...round, limitReached: true }];
	},
};
