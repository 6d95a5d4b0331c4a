export { get } from './get';
export { getAll } from './getAll';
export { send } from './send';
export { update } from './update';
