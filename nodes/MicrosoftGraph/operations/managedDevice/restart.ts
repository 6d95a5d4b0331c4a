import { remoteAction } from './fields';

/** Source: "rebootNow action". */
export const restart = remoteAction('rebootNow', {
	name: 'Restart',
	value: 'restart',
	action: 'Restart managed device',
	description: 'Restart a device; people may lose unsaved work',
});
