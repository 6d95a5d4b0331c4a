import { answering } from './delivery/answers';

/** Source: "message: replyAll". */
export const replyAll = answering('replyAll', {
	name: 'Reply All',
	action: 'Reply to all recipients of message',
	description: 'Reply to the sender and all recipients of a message',
});
