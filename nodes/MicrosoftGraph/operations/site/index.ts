export { get } from './get';
export { getAll } from './getAll';
export { getPermissions } from './getPermissions';
export { grantPermission } from './grantPermission';
export { revokePermission } from './revokePermission';
export { search } from './search';
