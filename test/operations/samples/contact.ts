import { contacts } from '../../../simulator/graph/routes/contacts';
import { newEntity } from '../entities';
import { newContactFolder } from './contactFolder';
import { sampleUser, type Samples } from '../samples';

export const samples: Samples = {
	fields: {
		contactFolderId: (simulator) => newContactFolder(simulator),
		contactId: (simulator) => newEntity(simulator, contacts, [sampleUser], { displayName: 'Sample' }),
	},
	// In the default folder, which isn't empty.
	operations: { getAll: () => ({ contactFolderId: '' }) },
};
