export { create } from './create';
export { deleteMeeting } from './delete';
export { get } from './get';
export { getTranscripts } from './getTranscripts';
export { update } from './update';
