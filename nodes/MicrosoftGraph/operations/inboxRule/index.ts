export { create } from './create';
export { deleteRule } from './delete';
export { getAll } from './getAll';
export { update } from './update';
