export { create } from './create';
export { deleteMeeting } from './delete';
export { get } from './get';
export { getAttendanceReports } from './getAttendanceReports';
export { getRecordings } from './getRecordings';
export { getTranscripts } from './getTranscripts';
export { update } from './update';
