import type { GraphRequest } from '../../../graph/graphRequest';
import { readList } from '../../../graph/lists/page';
import { flagField } from '../../../shared/fields/build';
import { listFields, listLimits } from '../../../shared/fields/lists';
import { fileOutput, outputField } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { Result, ItemRun } from '../../../shared/itemRun';
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
		{ ...outputField, displayOptions: { show: { download: [true] } } },
	],
	guards: meetingGuards,
	list: { pageSize: () => undefined },
	request: transcripts,
	steps: (run) => (run.item.flag('download') ? downloads(run) : undefined),
};

function transcripts(item: ItemParameters): GraphRequest {
	return { method: 'GET', path: [...meetingsPath(item), item.text('meetingId'), 'transcripts'] };
}

async function downloads(run: ItemRun): Promise<Result[]> {
	const { item, send } = run;
	const request = transcripts(item);
	const found = await readList(request, listLimits(item), send);
	const files: Result[] = [];
	for (const transcript of found) {
		const id = String(transcript.id);
		const text: GraphRequest = {
			method: 'GET',
			path: [...request.path, id, 'content'],
			headers: { Accept: 'text/vtt' },
		};
		const fileName = `transcript ${String(transcript.createdDateTime ?? id).replace(/[:/\\]/g, '-')}.vtt`;
		const file = { fileName, mimeType: 'text/vtt' };
		const expects = { mimeType: 'text/vtt', made: true };
		files.push(...(await fileOutput(run, text, () => file, transcript, expects)));
	}
	return files;
}
