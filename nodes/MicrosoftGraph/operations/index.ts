import type { Resource } from '../operation';
import { checkPermissions } from './access/checkPermissions';
import { getAdminConsentUrl } from './access/getAdminConsentUrl';
import { readAdminConsentResponse } from './access/readAdminConsentResponse';
import { get as getMessage } from './message/get';
import { getAll as getAllMessages } from './message/getAll';
import { send } from './message/send';
import { update as updateMessage } from './message/update';
import { get as getUser } from './user/get';
import { getAll as getAllUsers } from './user/getAll';

const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [getMessage, getAllMessages, send, updateMessage],
};

const user: Resource = { name: 'User', value: 'user', operations: [getUser, getAllUsers] };

const access: Resource = {
	name: 'Access',
	value: 'access',
	operations: [checkPermissions([message, user]), getAdminConsentUrl, readAdminConsentResponse],
};

/** Every resource of the node and its operations, in the order in which the editor shows them. */
export const resources: readonly Resource[] = [access, message, user];
