export { create } from './create';
export { deleteCalendar } from './delete';
export { getAll } from './getAll';
export { getSchedule } from './getSchedule';
export { update } from './update';
