import { deleted } from '../../../shared/fields/outputs';
import { chatId, chatMemberGuards, chatOwnerId } from '../../../shared/resources/chat';
import { memberIdField, membershipOf } from '../../../shared/resources/member';
import type { Operation } from '../../operation';

/** Source: "Remove member from chat". Members of a chat can't be filtered: "List members of a chat". */
export const removeMember: Operation = {
	name: 'Remove Member',
	value: 'removeMember',
	action: 'Remove member from chat',
	description: 'Remove a user from a group chat',
	permissions: ['ChatMember.ReadWrite.All'],
	fields: [chatOwnerId, chatId, memberIdField('searchChatMembers')],
	guards: chatMemberGuards,
	steps: async (run) => {
		const path = ['chats', run.item.id('chatId'), 'members'];
		await run.send({ method: 'DELETE', path: [...path, await membershipOf(run, path, undefined, false)] });
		return deleted();
	},
};
