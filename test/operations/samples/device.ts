import { guidOf } from '../../../simulator/random';
import { devices } from '../../../simulator/graph/routes/devices';
import { newEntity } from '../entities';
import type { Samples } from '../samples';

export const samples: Samples = {
	fields: {
		deviceObjectId: () => guidOf('device DESKTOP-ADELE'),
		entraDeviceId: () => guidOf('device ID DESKTOP-ADELE'),
	},
	operations: {
		delete: (simulator) => ({
			deviceObjectId: newEntity(simulator, devices, [], { displayName: 'SAMPLE' }),
		}),
	},
};
