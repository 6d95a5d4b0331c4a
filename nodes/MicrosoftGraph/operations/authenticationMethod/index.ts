export { createTemporaryAccessPass } from './createTemporaryAccessPass';
export { deleteMethod } from './delete';
export { getAll } from './getAll';
export { getRegistrationDetails } from './getRegistrationDetails';
