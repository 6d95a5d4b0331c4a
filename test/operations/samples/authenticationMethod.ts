import { phoneIds } from '../../../simulator/graph/routes/authenticationMethods';
import type { Samples } from '../samples';
import { newUser } from './user';

export const samples: Samples = {
	operations: {
		createTemporaryAccessPass: (simulator) => ({ userId: newUser(simulator).id }),
		delete: (simulator) => ({
			userId: newUser(simulator).id,
			methodId: phoneIds.alternateMobile,
		}),
	},
};
