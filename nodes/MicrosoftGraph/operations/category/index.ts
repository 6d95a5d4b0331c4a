export { create } from './create';
export { deleteCategory } from './delete';
export { getAll } from './getAll';
