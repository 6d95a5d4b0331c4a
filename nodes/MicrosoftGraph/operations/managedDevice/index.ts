export { deleteManagedDevice } from './delete';
export { get } from './get';
export { getAll } from './getAll';
export { remoteLock } from './remoteLock';
export { restart } from './restart';
export { retire } from './retire';
export { sync } from './sync';
export { wipe } from './wipe';
