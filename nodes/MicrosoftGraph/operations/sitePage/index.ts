export { create } from './create';
export { deletePage } from './delete';
export { get } from './get';
export { getAll } from './getAll';
export { publish } from './publish';
export { update } from './update';
