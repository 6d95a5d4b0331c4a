import { entitiesAt } from '../../../simulator/graph/rest';
import { alerts } from '../../../simulator/graph/routes/security';
import type { GraphWorld } from '../../../simulator/graph/world';
import type { Samples } from '../samples';

export const samples: Samples = {
	fields: {
		alertId: ({ graph }) => [...entitiesAt({ state: graph } as GraphWorld, alerts, []).keys()][0],
		controlProfileId: () => 'MFARegistrationV2',
		incidentId: () => '28282',
		query: () => 'DeviceProcessEvents | limit 2',
	},
};
