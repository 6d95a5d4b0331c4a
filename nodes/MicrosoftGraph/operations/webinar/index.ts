export { get } from './get';
export { getAll } from './getAll';
export { getRegistrations } from './getRegistrations';
export { getSessions } from './getSessions';
