import type { GraphRequest } from '../../../graph/graphRequest';
import { flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { Operation } from '../../operation';
import { downloadEach, downloadField } from './artifacts';
import { meetingGuards, meetingId, meetingsPath, organizerId } from './fields';

const recordings = (item: ItemParameters): GraphRequest => ({
	method: 'GET',
	path: [...meetingsPath(item), item.text('meetingId'), 'recordings'],
});

/** Sources: "List recordings", "Get callRecording". */
export const getRecordings: Operation = {
	name: 'Get Recordings',
	value: 'getRecordings',
	action: 'Get recordings of online meeting',
	description:
		'List the recordings of an online meeting, optionally with the videos; a meeting without a calendar event has none',
	permissions: ['OnlineMeetingRecording.Read.All'],
	fields: [
		organizerId,
		meetingId,
		...listFields,
		flagField('download', 'Download', {
			description: 'Whether to get each recording as an MP4 file, which can be several gigabytes',
		}),
		downloadField,
	],
	guards: meetingGuards,
	list: { pageSize: () => undefined },
	request: recordings,
	steps: (run) =>
		run.item.flag('download')
			? downloadEach(run, recordings(run.item), {
					named: 'recording',
					extension: 'mp4',
					mimeType: 'video/mp4',
				})
			: undefined,
};
