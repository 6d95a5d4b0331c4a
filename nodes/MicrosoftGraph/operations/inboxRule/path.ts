import type { ItemParameters } from '../../../shared/parameters/itemParameters';

/** The path of the rules of the item's mailbox. */
export const rulesOf = (item: ItemParameters): string[] => [
	'users',
	item.id('mailbox'),
	'mailFolders',
	'inbox',
	'messageRules',
];
