import { answering } from './delivery/answers';

/** Source: "message: reply". */
export const reply = answering('reply', {
	name: 'Reply',
	action: 'Reply to message',
	description: 'Reply to the sender of a message, or to its reply-to addresses',
});
