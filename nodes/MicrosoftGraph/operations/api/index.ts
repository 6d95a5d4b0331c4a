export { batch } from './batch';
export { request } from './request';
