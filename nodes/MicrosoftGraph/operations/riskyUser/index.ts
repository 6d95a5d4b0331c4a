export { confirmCompromised } from './confirmCompromised';
export { dismiss } from './dismiss';
export { get } from './get';
export { getAll } from './getAll';
export { getDetections } from './getDetections';
export { getHistory } from './getHistory';
