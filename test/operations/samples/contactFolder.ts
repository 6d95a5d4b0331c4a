import type { Simulator } from '../../../simulator/simulator';
import { contactFolders } from '../../../simulator/graph/routes/contacts';
import { newEntity } from '../entities';
import { sampleUser, type Samples } from '../samples';

let made = 0;
const newName = () => `Sample ${(made += 1)}`;

/** A contact folder of its own. */
export const newContactFolder = (simulator: Simulator, more: object = {}) =>
	newEntity(simulator, contactFolders, [sampleUser], { displayName: newName(), ...more });

const withSubfolder = (simulator: Simulator) => {
	const parentFolderId = newContactFolder(simulator);
	newContactFolder(simulator, { parentFolderId });
	return { parentFolderId };
};

export const samples: Samples = {
	fields: {
		contactFolderId: (simulator) => newContactFolder(simulator),
		displayName: newName,
		parentFolderId: (simulator) => newContactFolder(simulator),
	},
	operations: { getAll: withSubfolder },
};
