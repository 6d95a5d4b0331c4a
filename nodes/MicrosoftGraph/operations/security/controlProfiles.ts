import { locatorField } from '../../../shared/fields/build';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';

/** The most useful properties of a control, for "Simplify". */
export const simpleControl: readonly string[] = [
	'title',
	'service',
	'controlCategory',
	'maxScore',
	'rank',
	'remediation',
	'actionUrl',
	'controlStateUpdates',
	'deprecated',
	'id',
];

/** The control of an operation. */
export const controlProfileId = locatorField(
	'controlProfileId',
	'Control',
	{
		list: { method: 'searchSecureScoreControls', placeholder: 'Select a control…' },
		example: 'e.g. MFARegistrationV2',
	},
	{ description: 'ID of the control, as Get Secure Score Control Profiles returns it' },
);

/** The path of an item's control. */
export const controlProfilePath = (item: Pick<ItemParameters, 'id'>): string[] => [
	'security',
	'secureScoreControlProfiles',
	item.id('controlProfileId'),
];
