export { create } from './create';
export { get } from './get';
export { getAll } from './getAll';
export { remove } from './delete';
export { renew } from './renew';
