import type { Resource } from '../operation';
import { get as getMessage } from './message/get';
import { getAll as getAllMessages } from './message/getAll';
import { send } from './message/send';
import { get as getUser } from './user/get';
import { getAll as getAllUsers } from './user/getAll';

/** Every resource of the node and its operations, in the order in which the editor shows them. */
export const resources: readonly Resource[] = [
	{ name: 'Message', value: 'message', operations: [getMessage, getAllMessages, send] },
	{ name: 'User', value: 'user', operations: [getUser, getAllUsers] },
];
