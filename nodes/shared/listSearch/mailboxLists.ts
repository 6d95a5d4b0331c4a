import { listSearch } from './listSearch';

/** The categories of the mailbox that is chosen in the node, by name. Source: "List Outlook categories". */
export const searchCategories = listSearch(['MailboxSettings.Read'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['users', chosen('mailbox', 'mailbox'), 'outlook', 'masterCategories'],
		query: { $top: 100 },
	},
	searchHere: true,
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));

/** The inbox rules of the mailbox that is chosen in the node, by name. Source: "List rules". */
export const searchInboxRules = listSearch(['MailboxSettings.Read'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['users', chosen('mailbox', 'mailbox'), 'mailFolders', 'inbox', 'messageRules'],
	},
	searchHere: true,
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));
