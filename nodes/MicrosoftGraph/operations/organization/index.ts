export { get } from './get';
export { getDomains } from './getDomains';
export { getSubscribedSkus } from './getSubscribedSkus';
export { update } from './update';
