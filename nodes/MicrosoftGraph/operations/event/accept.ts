import { answer } from './answers';

/** Source: "event: accept". */
export const accept = answer('accept', {
	name: 'Accept',
	action: 'Accept event',
	description: 'Accept an invitation for the mailbox that received it',
});
