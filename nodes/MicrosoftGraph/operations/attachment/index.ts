export { add } from './add';
export { deleteAttachment } from './delete';
export { get } from './get';
export { getAll } from './getAll';
