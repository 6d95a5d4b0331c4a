import { remoteAction } from './fields';

/** Source: "remoteLock action". */
export const remoteLock = remoteAction(
	{
		name: 'Lock',
		value: 'remoteLock',
		action: 'Lock managed device',
		description: 'Lock a mobile device or Mac, which then needs its passcode',
	},
	{ segment: 'remoteLock' },
);
