import { answer } from './answers';

/** Source: "event: tentativelyAccept". */
export const tentativelyAccept = answer('tentativelyAccept', {
	name: 'Tentatively Accept',
	action: 'Tentatively accept event',
	description: 'Tentatively accept an invitation for the mailbox that received it',
});
