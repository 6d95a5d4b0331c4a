export { create } from './create';
export { deleteContact } from './delete';
export { get } from './get';
export { getAll } from './getAll';
export { update } from './update';
