import type { GraphRequest } from '../../../graph/graphRequest';
import { flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { Result, ItemRun } from '../../../shared/itemRun';
import { downloadEach, downloadField } from './artifacts';
import { meetingGuards, meetingId, meetingsPath, organizerId } from './fields';

/** Sources: "List transcripts", "Get callTranscript". */
export const getTranscripts: Operation = {
	name: 'Get Transcripts',
	value: 'getTranscripts',
	action: 'Get transcripts of online meeting',
	description:
		'List the transcripts of an online meeting, optionally with their texts; a meeting without a calendar event has none',
	permissions: ['OnlineMeetingTranscript.Read.All'],
	fields: [
		organizerId,
		meetingId,
		...listFields,
		flagField('download', 'Download', {
			description: 'Whether to get the text of each transcript as a WebVTT file',
		}),
		downloadField,
	],
	guards: meetingGuards,
	list: { pageSize: () => undefined },
	request: transcripts,
	steps: (run) => (run.item.flag('download') ? downloads(run) : undefined),
};

function transcripts(item: ItemParameters): GraphRequest {
	return { method: 'GET', path: [...meetingsPath(item), item.text('meetingId'), 'transcripts'] };
}

const downloads = async (run: ItemRun): Promise<Result[]> =>
	await downloadEach(run, transcripts(run.item), {
		named: 'transcript',
		extension: 'vtt',
		mimeType: 'text/vtt',
		headers: { Accept: 'text/vtt' },
		made: true,
	});
