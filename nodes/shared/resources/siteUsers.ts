import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import type { Send } from '../../graph/client';
import { isNotFound } from '../../graph/errors/graphError';
import { readList } from '../../graph/lists/page';
import { requestError } from '../../graph/errors/requestError';
import { shown } from '../../graph/errors/shown';
import { quoted } from '../fields/filters';
import { notIndexedToo } from './listItemPrefer';

/** The title of the list of a site's users in English. */
const englishTitle = 'User Information List';
/** Its address, which is the same in all languages. */
const address = /\/_catalogs\/users(\/|$)/i;

/** Finds the numbers that a site has for its users, which person columns need. */
export interface SiteUsers {
	/**
	 * @param who email address or user principal name; a number stays unchanged
	 * @throws RequestError for someone who isn't a user of the site; what `send` throws
	 */
	idOf(who: string): Promise<number>;
}

/**
 * The users of a site.
 * @param lists returns the path of its lists
 */
export function siteUsers(lists: () => Promise<string[]>, send: Send): SiteUsers {
	let list: Promise<string[]> | undefined;
	const itemsBy = async (path: readonly string[], column: string, who: string) => {
		const query = {
			$filter: `fields/${column} eq ${quoted(who)}`,
			$expand: 'fields($select=EMail,UserName)',
		};
		const request = { method: 'GET' as const, path: [...path, 'items'], query, headers: notIndexedToo };
		return await readList({ ...request, mayNeverSucceed: true }, { limit: 1, pageSize: 1 }, send);
	};
	const find = async (who: string): Promise<IDataObject | undefined> => {
		list ??= lists().then(async (path) => await usersList(path, send));
		const path = await list;
		const [found] = await itemsBy(path, 'EMail', who);
		return found ?? (await itemsBy(path, 'UserName', who))[0];
	};
	return {
		idOf: async (who) => {
			if (/^\d+$/.test(who)) return Number(who);
			const found = await find(who);
			if (found !== undefined) return Number(found.id);
			throw requestError({
				what: `${shown(who)} isn't a user of the site.`,
				why: 'A person column refers to users of the site by the number that the site has for them.',
				fix: 'Check the email address. People become users of a site when they open it or when something in it is shared with them.',
			});
		},
	};
}

async function usersList(lists: readonly string[], send: Send): Promise<string[]> {
	try {
		const { body } = await send({ method: 'GET', path: [...lists, englishTitle], query: { $select: 'id' } });
		return [...lists, String((body as IDataObject).id)];
	} catch (error) {
		if (!isNotFound(error)) throw caught(error);
	}
	// System lists are included only if `system` is selected.
	const request = { method: 'GET' as const, path: [...lists], query: { $select: 'id,webUrl,system' } };
	const all = await readList(request, { limit: Infinity }, send);
	const found = all.find(({ webUrl }) => address.test(String(webUrl)));
	if (found !== undefined) return [...lists, String(found.id)];
	throw requestError({
		what: "The site's user list, which is needed to look up a person, wasn't found.",
		fix: 'Enter the number that the site has for the person. In a subsite, use the number of the parent site.',
	});
}
