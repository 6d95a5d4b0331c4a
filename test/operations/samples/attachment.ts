import type { Simulator } from '../../../simulator/simulator';
import { makeAttachment } from '../../../simulator/graph/state/attachments';
import type { Samples } from '../samples';
import { newEvent } from './event';
import { newDraft } from './message';

/** A draft with a file of its own. */
function withFile(simulator: Simulator) {
	const draft = newDraft(simulator);
	const attachment = makeAttachment({
		type: '#microsoft.graph.fileAttachment',
		name: 'notes.txt',
		contentType: 'text/plain',
		isInline: false,
		contentId: null,
		content: Buffer.from('notes'),
	});
	draft.attachments.push(attachment);
	return { messageId: draft.immutableId, attachmentId: attachment.id };
}

const withoutId = (simulator: Simulator) => ({ messageId: withFile(simulator).messageId });

export const samples: Samples = {
	fields: { eventId: (simulator) => newEvent(simulator) },
	operations: { add: withoutId, delete: withFile, get: withFile, getAll: withoutId },
};
