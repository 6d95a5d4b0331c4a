import { additionalFields, flagField, textField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { confirmed, readDevices } from './confirm';
import { remoteAction } from './fields';

const action = remoteAction(
	{
		name: 'Wipe',
		value: 'wipe',
		action: 'Wipe managed device',
		description: "Reset a device to its factory settings, which erases its data and can't be undone",
	},
	{
		segment: 'wipe',
		body: (item) => {
			const { macOsUnlockCode, ...rest } = item.collection('additionalFields');
			return { ...rest, ...(macOsUnlockCode !== undefined && macOsUnlockCode !== '' && { macOsUnlockCode }) };
		},
	},
);

/** Source: "wipe action". */
export const wipe: Operation = confirmed(
	{
		...action,
		fields: [
			...action.fields,
			additionalFields([
				flagField('keepEnrollmentData', 'Keep Enrollment', {
					default: true,
					description: 'Whether a Windows device stays enrolled in Intune',
				}),
				flagField('keepUserData', 'Keep User Data', {
					default: true,
					description: "Whether a Windows device keeps its users' data",
				}),
				textField('macOsUnlockCode', 'macOS Unlock Code', {
					placeholder: 'e.g. 123456',
					description: 'Six digits to unlock the Mac afterward',
				}),
			]),
		],
	},
	'wiped',
	readDevices,
);
