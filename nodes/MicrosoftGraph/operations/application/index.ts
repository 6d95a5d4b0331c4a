export { addPassword } from './addPassword';
export { getAll } from './getAll';
export { getAppRoleAssignments } from './getAppRoleAssignments';
export { grantAppRole } from './grantAppRole';
export { removePassword } from './removePassword';
export { revokeAppRole } from './revokeAppRole';
