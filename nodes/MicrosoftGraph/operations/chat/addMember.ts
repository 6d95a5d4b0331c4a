import type { IDataObject } from 'n8n-workflow';

import { choiceField, timeField } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { objectOf } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import { chatId, chatMemberGuards, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';
import { memberWithRoles } from '../team/fields';
import { idOfNew } from '../team/operation';

/** The start of all history. */
const fromTheStart = '0001-01-01T00:00:00Z';

/** Source: "Add member to a chat". The page shows no body in the response, only where the member is. */
export const addMember: Operation = {
	name: 'Add Member',
	value: 'addMember',
	action: 'Add member to chat',
	description: 'Add a user to a group chat',
	permissions: ['ChatMember.ReadWrite.All'],
	fields: [
		chatOwnerId,
		chatId,
		userId,
		choiceField(
			'memberRole',
			'Role',
			{ owner: 'Member', guest: 'Guest' },
			{
				description: 'Whether the user is a guest in the organization; all others are equal in a chat',
			},
		),
		choiceField(
			'history',
			'History',
			{ none: 'None', all: 'All', since: 'Since a Time' },
			{
				description: 'Which of the earlier messages the user sees',
			},
		),
		timeField('historySince', 'History Since', {
			required: true,
			displayOptions: { show: { history: ['since'] } },
		}),
	],
	guards: chatMemberGuards,
	steps: add,
};

/** From when on the user sees the chat's messages; `undefined` for only new ones. */
function visibleSince(item: ItemRun['item']): string | undefined {
	switch (item.text('history')) {
		case 'all':
			return fromTheStart;
		case 'since':
			return item.text('historySince');
		default:
			return undefined;
	}
}

async function add(run: ItemRun): Promise<IDataObject[]> {
	const { item, send } = run;
	const since = visibleSince(item);
	const body = {
		...memberWithRoles(run, item.id('userId'), [item.text('memberRole')]),
		...(since !== undefined && { visibleHistoryStartDateTime: since }),
	};
	const path = ['chats', item.id('chatId'), 'members'];
	const answer = await send({ method: 'POST', path, body, expectedResponse: 'createdOrLocated' });
	const isObject = typeof answer.body === 'object' && answer.body !== null;
	return [isObject ? objectOf(answer) : { id: idOfNew(answer, 'members') }];
}
