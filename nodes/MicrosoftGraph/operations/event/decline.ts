import { answer } from './answers';

/** Source: "event: decline". */
export const decline = answer('decline', {
	name: 'Decline',
	action: 'Decline event',
	description: 'Decline an invitation for the mailbox that received it',
});
