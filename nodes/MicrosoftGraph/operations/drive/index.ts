export { get } from './get';
export { getAll } from './getAll';
