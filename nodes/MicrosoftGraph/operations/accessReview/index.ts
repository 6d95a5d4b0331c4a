export { getAll } from './getAll';
export { getDecisions } from './getDecisions';
export { getInstances } from './getInstances';
