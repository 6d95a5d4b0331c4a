import type { Samples } from '../samples';
import { sampleDrive } from './file';

export const samples: Samples = {
	fields: {
		driveId: (simulator) => sampleDrive(simulator).id,
		libraryId: (simulator) => sampleDrive(simulator).id,
		siteId: () => 'root',
	},
};
