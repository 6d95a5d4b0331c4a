import { managedDevices } from '../../../simulator/graph/routes/managedDevices';
import { newEntity } from '../entities';
import type { Samples } from '../samples';

export const samples: Samples = {
	fields: {
		managedDeviceId: (simulator) =>
			newEntity(simulator, managedDevices, [], { deviceName: 'SAMPLE', operatingSystem: 'Windows' }),
		confirmName: () => 'SAMPLE',
	},
};
