export { create } from './create';
export { createOrUpdate } from './createOrUpdate';
export { deleteItem } from './delete';
export { get } from './get';
export { getAll } from './getAll';
export { getChanges } from './getChanges';
export { getVersions } from './getVersions';
export { update } from './update';
