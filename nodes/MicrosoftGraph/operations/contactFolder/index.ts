export { create } from './create';
export { deleteFolder } from './delete';
export { getAll } from './getAll';
export { update } from './update';
