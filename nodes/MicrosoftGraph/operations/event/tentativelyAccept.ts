import { answer } from './answers';

/** Source: "event: tentativelyAccept". */
export const tentativelyAccept = answer('tentativelyAccept', {
	name: 'Accept Tentatively',
	action: 'Accept an event tentatively',
	description: 'Accept an invitation with reservation for the mailbox that got it',
});
