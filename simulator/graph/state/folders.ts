import { exchangeId } from './ids';

export interface Folder {
	id: string;
	displayName: string;
	parentFolderId: string;
	/** The name by which Graph knows it in every language, lower case. */
	wellKnownName?: string;
	isHidden: boolean;
}

/** Graph reference: "mailFolder resource type", well-known folder names that every mailbox has. */
const wellKnown: Array<[string, string]> = [
	['archive', 'Archive'],
	['conversationhistory', 'Conversation History'],
	['deleteditems', 'Deleted Items'],
	['drafts', 'Drafts'],
	['inbox', 'Inbox'],
	['junkemail', 'Junk Email'],
	['outbox', 'Outbox'],
	['sentitems', 'Sent Items'],
];

/**
 * The folders of a fresh mailbox, its root first.
 * @param owner id of the user
 */
export function seedFolders(owner: string): Folder[] {
	const root: Folder = {
		id: exchangeId(`${owner} folder msgfolderroot`),
		displayName: 'Top of Information Store',
		parentFolderId: exchangeId(`${owner} folder root`),
		wellKnownName: 'msgfolderroot',
		isHidden: false,
	};
	return [
		root,
		...wellKnown.map(([wellKnownName, displayName]) => ({
			id: exchangeId(`${owner} folder ${wellKnownName}`),
			displayName,
			parentFolderId: root.id,
			wellKnownName,
			isHidden: false,
		})),
	];
}
