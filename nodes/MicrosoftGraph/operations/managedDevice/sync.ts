import { remoteAction } from './fields';

/** Source: "syncDevice action". */
export const sync = remoteAction(
	{
		name: 'Sync',
		value: 'sync',
		action: 'Sync managed device',
		description: 'Ask a device to check in with Intune now, and get its policies and apps',
	},
	{ segment: 'syncDevice' },
);
