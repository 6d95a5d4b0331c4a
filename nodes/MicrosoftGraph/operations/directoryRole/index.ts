export { assign } from './assign';
export { assignEligibility } from './assignEligibility';
export { getAll } from './getAll';
export { getAssignments } from './getAssignments';
export { getEligibleAssignments } from './getEligibleAssignments';
export { getMembers } from './getMembers';
export { removeAssignment } from './removeAssignment';
export { removeEligibility } from './removeEligibility';
