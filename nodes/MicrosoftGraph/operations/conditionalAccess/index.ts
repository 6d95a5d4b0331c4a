export { getNamedLocations } from './getNamedLocations';
export { getPolicies } from './getPolicies';
export { getPolicy } from './getPolicy';
