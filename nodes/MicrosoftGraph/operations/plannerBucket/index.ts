export { create } from './create';
export { deleteBucket } from './delete';
export { getAll } from './getAll';
export { update } from './update';
