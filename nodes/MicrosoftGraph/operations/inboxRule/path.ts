import type { ItemParameters } from '../../../shared/parameters/itemParameters';

/** Where the rules of the mailbox are that the item names. */
export const rulesOf = (item: ItemParameters): string[] => [
	'users',
	item.id('mailbox'),
	'mailFolders',
	'inbox',
	'messageRules',
];
