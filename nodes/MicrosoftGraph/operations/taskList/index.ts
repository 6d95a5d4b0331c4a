export { create } from './create';
export { deleteTaskList } from './delete';
export { getAll } from './getAll';
export { update } from './update';
