export { create } from './create';
export { deletePlan } from './delete';
export { get } from './get';
export { getAll } from './getAll';
export { update } from './update';
