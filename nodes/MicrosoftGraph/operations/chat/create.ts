import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, choiceField, textsField } from '../../../shared/fields/build';
import { objectOf } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import { checkedTopic, chatMemberGuards, chatTopic } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';
import { memberWithRoles } from '../team/fields';

const people = {
	placeholder: 'e.g. adele@contoso.com, 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
};

/** Source: "Create chat". An existing one-on-one chat is returned, so creating it again is harmless. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create chat',
	description:
		"Create a group chat, or get the one-on-one chat of two users, which is created if it doesn't exist",
	permissions: ['Chat.Create'],
	fields: [
		choiceField('chatType', 'Type', { group: 'Group', oneOnOne: 'One-on-One' }),
		textsField('memberIds', 'Members', {
			required: true,
			...people,
			description:
				"Object IDs or user principal names, separated by commas, of all who take part: the app itself can't",
		}),
		additionalFields([
			textsField('guestIds', 'Guests', {
				...people,
				description: 'Further members who are guests in the organization, whom Teams needs to know as such',
			}),
			moreProperties,
			chatTopic,
		]),
	],
	guards: chatMemberGuards,
	steps: createChat,
};

async function createChat(run: ItemRun): Promise<IDataObject[]> {
	const { item, send } = run;
	const chatType = item.text('chatType');
	const { guestIds, topic = '', ...more } = item.collection('additionalFields');
	const guests = Array.isArray(guestIds) ? guestIds.map(String) : [];
	const owners = item.list('memberIds').filter((who) => !guests.includes(who));
	checkCount(chatType, owners.length + guests.length);
	if (chatType === 'oneOnOne' && topic !== '') {
		throw requestError({
			what: 'A one-on-one chat has no topic.',
			fix: 'Remove "Topic", or choose the type "Group".',
		});
	}
	const members = [
		...owners.map((who) => memberWithRoles(run, who, ['owner'])),
		...guests.map((who) => memberWithRoles(run, who, ['guest'])),
	];
	const answer = await send({
		method: 'POST',
		path: ['chats'],
		body: newObject({ chatType, topic: checkedTopic(String(topic)), members }, more),
		expectedResponse: 'createdOrFound',
		idempotent: chatType === 'oneOnOne',
	});
	return [objectOf(answer)];
}

function checkCount(chatType: string, count: number): void {
	if (chatType === 'oneOnOne' ? count === 2 : count > 0) return;
	throw requestError({
		what:
			count === 0
				? '"Members" names no one.'
				: `A one-on-one chat has two members, but "Members" and "Guests" name ${count}.`,
		fix: 'Name each user who takes part by object ID or user principal name.',
	});
}
