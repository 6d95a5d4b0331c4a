export { create } from './create';
export { deletePlannerTask } from './delete';
export { get } from './get';
export { getAll } from './getAll';
export { getDetails } from './getDetails';
export { update } from './update';
export { updateDetails } from './updateDetails';
