import type { IDataObject } from 'n8n-workflow';

import { isGuid } from '../../../credentials/auth/core/guid';
import { requestError } from '../../graph/errors/requestError';
import type { Needs } from '../../graph/graphRequest';
import { readList } from '../../graph/lists/page';
import { locatorField } from '../fields/build';
import { quoted } from '../fields/filters';
import { objectIdOf } from '../fields/references';
import type { ItemRun } from '../itemRun';

/**
 * A member of a team or channel, as a field: the ID of a membership, or the user.
 * @param list the listSearch method for "From List"
 */
export const memberIdField = (list: string) =>
	locatorField(
		'memberId',
		'Member',
		{
			list: { method: list, placeholder: 'Select a member…' },
			example: 'e.g. ZWUwZjVhZTItOGJjNi00YWU1LTg0NjYtN2RhZWViYmZhMDYyIyM3Mzc2MWYwNg==',
		},
		{
			description:
				'The "id" of a member, as Get Members returns it, or the object ID or user principal name of the user, which is looked up among the members',
		},
	);

/**
 * The ID of the membership that the item names.
 * @param path of the members
 * @param needs what a lookup of a user's membership needs in addition
 * @param filtered whether Graph filters these members
 * @throws RequestError if the user isn't a member
 */
export async function membershipOf(
	{ item, send }: Pick<ItemRun, 'item' | 'send'>,
	path: readonly string[],
	needs?: Needs,
	filtered = true,
): Promise<string> {
	const who = item.id('memberId');
	if (!isGuid(who) && !who.includes('@')) return who;
	const userId = await objectIdOf({ send }, who);
	const $filter = `(microsoft.graph.aadUserConversationMember/userId eq ${quoted(userId)})`;
	const query = filtered ? { $filter } : {};
	const request = { method: 'GET', path, query, needs } as const;
	const found = await readList(request, { limit: Infinity }, send);
	const member = found.find(
		(one: IDataObject) => String(one.userId).toLowerCase() === userId.toLowerCase() || one.id === who,
	);
	if (member !== undefined) return String(member.id);
	throw requestError({
		what: `The user "${who}" isn't a member.`,
		fix: 'Check the user, or choose the member from the list.',
	});
}
