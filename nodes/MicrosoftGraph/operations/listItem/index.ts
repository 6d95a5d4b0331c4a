export { create } from './create';
export { deleteItem } from './delete';
export { get } from './get';
export { getAll } from './getAll';
export { getChanges } from './getChanges';
export { update } from './update';
