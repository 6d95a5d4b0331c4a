import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { meetingGuards, meetingId, meetingsPath, organizerId } from './fields';

/** Source: "Delete onlineMeeting". */
export const deleteMeeting: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete online meeting',
	description: 'Delete an online meeting',
	permissions: ['OnlineMeetings.ReadWrite.All'],
	fields: [organizerId, meetingId],
	guards: meetingGuards,
	request: (item) => ({ method: 'DELETE', path: [...meetingsPath(item), item.text('meetingId')] }),
	output: deleted,
};
