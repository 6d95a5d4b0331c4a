export { addMember } from './addMember';
export { create } from './create';
export { deleteUnit } from './delete';
export { get } from './get';
export { getAll } from './getAll';
export { getMembers } from './getMembers';
export { removeMember } from './removeMember';
export { update } from './update';
