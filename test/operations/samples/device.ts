import { guidOf } from '../../../simulator/random';
import type { Samples } from '../samples';

export const samples: Samples = {
	fields: { deviceObjectId: () => guidOf('device DESKTOP-ADELE') },
};
