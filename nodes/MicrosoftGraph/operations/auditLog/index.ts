export { getDirectoryAudits } from './getDirectoryAudits';
export { getSignIns } from './getSignIns';
