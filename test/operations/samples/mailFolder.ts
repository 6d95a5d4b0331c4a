import type { Simulator } from '../../../simulator/simulator';
import { sampleUser, type Samples } from '../samples';

let made = 0;
const newName = () => `Sample ${(made += 1)}`;

/** A folder of its own, for what uses folders up. */
const ownFolder = ({ graph }: Simulator) => {
	const mailbox = graph.mailbox(sampleUser);
	return { folderId: mailbox.createFolder(newName(), mailbox.folder('inbox')?.id ?? '').id };
};

export const samples: Samples = {
	fields: { displayName: newName, parentFolderId: () => 'inbox' },
	operations: { delete: ownFolder, update: ownFolder },
};
