export { addMember } from './addMember';
export { archive } from './archive';
export { create } from './create';
export { get } from './get';
export { getAll } from './getAll';
export { getMembers } from './getMembers';
