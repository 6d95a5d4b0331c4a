import { contacts } from '../../../simulator/graph/routes/contacts';
import { newEntity } from '../entities';
import { sampleUser, type Samples } from '../samples';

export const samples: Samples = {
	fields: {
		contactId: (simulator) => newEntity(simulator, contacts, [sampleUser], { displayName: 'Sample' }),
	},
};
