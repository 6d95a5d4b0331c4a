import { confirmed, readDevices } from './confirm';
import { remoteAction } from './fields';

/** Source: "retire action". */
export const retire = confirmed(
	remoteAction(
		{
			name: 'Retire',
			value: 'retire',
			action: 'Retire managed device',
			description:
				"Remove a device from Intune with the organization's apps and data, which can't be undone; personal data stays",
		},
		{ segment: 'retire' },
	),
	'retired',
	readDevices,
);
