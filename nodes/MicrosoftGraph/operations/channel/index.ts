export { create } from './create';
export { deleteChannel } from './delete';
export { get } from './get';
export { getAll } from './getAll';
export { getMessages } from './getMessages';
export { getReplies } from './getReplies';
export { update } from './update';
