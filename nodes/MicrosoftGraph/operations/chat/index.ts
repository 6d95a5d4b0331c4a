export { get } from './get';
export { getAll } from './getAll';
export { getMembers } from './getMembers';
export { getMessage } from './getMessage';
export { getMessages } from './getMessages';
