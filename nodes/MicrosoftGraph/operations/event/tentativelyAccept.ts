import { answer } from './answers';

/** Source: "event: tentativelyAccept". */
export const tentativelyAccept = answer('tentativelyAccept', {
	name: 'Accept Tentatively',
	action: 'Tentatively accept event',
	description: 'Accept an invitation with reservation for the mailbox that got it',
});
