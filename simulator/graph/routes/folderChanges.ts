import { deltaAnswer, readRound } from '../delta';
import { mailboxOf } from '../outlook';
import { permissions } from '../permissions';
import { route, selected } from '../rest';
import type { Route } from '../router';
import { folderView } from './folders';

/**
 * Changes of a mailbox's folders, at all levels, hidden ones too: a folder counts as changed when its number of messages
 * changes, too. Reports don't say whether Graph does either, so a caller has to be right on both.
 * Source: "mailFolder: delta".
 */
const foldersDelta: Route['handle'] = (world, context) => {
	const { call } = context;
	const location = `${call.base}${call.path}`;
	const round = readRound(world, call, 'directory', { code: 'syncStateNotFound', location, latest: false });
	const mailbox = mailboxOf(world, context);
	const now = new Map(
		mailbox.folders
			.filter(({ wellKnownName }) => wellKnownName !== 'msgfolderroot')
			.map((folder) => [folder.id, { id: folder.id, ...folderView(mailbox, folder) }]),
	);
	return deltaAnswer(world, round, 'directory', {
		context: 'Collection(mailFolder)',
		pageSize: 10,
		outlook: true,
		list: () => [...now].map(([key, one]) => ({ key, mark: JSON.stringify(one) })),
		show: ({ key }) => {
			const found = now.get(key);
			if (!found) return { id: key, '@removed': { reason: 'deleted' } };
			const view = { '@odata.type': '#microsoft.graph.mailFolder', ...found };
			return selected(view, round.call.query.get('$select'));
		},
	});
};

export const folderChangeRoutes: readonly Route[] = [
	route('GET', '/users/{id}/mailFolders/delta', 'mail', permissions.readMailBasic, foldersDelta),
];
