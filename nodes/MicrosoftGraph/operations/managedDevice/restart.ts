import { remoteAction } from './fields';

/** Source: "rebootNow action". Never retried: it could restart the device twice. */
export const restart = remoteAction(
	{
		name: 'Restart',
		value: 'restart',
		action: 'Restart managed device',
		description: 'Restart a device; people may lose unsaved work',
	},
	{ segment: 'rebootNow', idempotent: false },
);
