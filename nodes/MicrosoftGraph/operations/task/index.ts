export { create } from './create';
export { createLinkedResource } from './createLinkedResource';
export { deleteTask } from './delete';
export { deleteLinkedResource } from './deleteLinkedResource';
export { get } from './get';
export { getAll } from './getAll';
export { getLinkedResources } from './getLinkedResources';
export { update } from './update';
