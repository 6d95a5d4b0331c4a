import { listSearch } from './listSearch';

/** The calendars of the mailbox that is chosen in the node, by name. Source: "List calendars". */
export const searchCalendars = listSearch(['Calendars.ReadBasic.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['users', chosen('mailbox', 'mailbox'), 'calendars'],
		query: { $top: 100, $select: 'id,name,owner' },
		headers: { Prefer: 'IdType="ImmutableId"' },
	},
	searchHere: true,
	entry: ({ id, name }) => ({ name: String(name), value: String(id) }),
}));
