import type { Simulator } from '../../../simulator/simulator';
import { sampleUser, type Samples } from '../samples';

const mailbox = ({ graph }: Simulator) => graph.mailbox(sampleUser);

let made = 0;

/** A draft of its own, for what uses drafts up. */
export function newDraft(simulator: Simulator, withRecipient = true) {
	made += 1;
	const toRecipients = withRecipient ? [{ emailAddress: { address: 'alexw@contoso.example' } }] : [];
	const drafts = mailbox(simulator).folder('drafts')?.id ?? '';
	return mailbox(simulator).create(drafts, { properties: { subject: `Sample ${made}`, toRecipients } });
}

/** A received message of its own, for what uses messages up. */
function newMessage(simulator: Simulator) {
	const inbox = mailbox(simulator).folder('inbox')?.id ?? '';
	return mailbox(simulator).copy(mailbox(simulator).messagesIn('inbox')[0], inbox);
}

const ownMessage = (simulator: Simulator) => ({ messageId: newMessage(simulator).immutableId });
const ownDraft = (simulator: Simulator) => ({ messageId: newDraft(simulator).immutableId });

export const samples: Samples = {
	fields: {
		conversationId: (simulator) => mailbox(simulator).messagesIn('inbox')[0].properties.conversationId,
		destinationFolderId: () => 'archive',
		inputIds: (simulator) => mailbox(simulator).messagesIn('inbox')[0].id,
	},
	operations: {
		delete: ownMessage,
		move: ownMessage,
		sendAndWait: () => ({ formFields: { field: [{ fieldLabel: 'Comment' }] } }),
		sendDraft: ownDraft,
		updateDraft: ownDraft,
	},
};
