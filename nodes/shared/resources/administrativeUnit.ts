import type { Guard } from '../../graph/errors/explain';
import { choiceField, locatorField, textField } from '../fields/build';

/** The administrative unit of an operation. */
export const administrativeUnitId = locatorField(
	'administrativeUnitId',
	'Administrative Unit',
	{
		list: { method: 'searchAdministrativeUnits', placeholder: 'Select an administrative unit…' },
		example: 'e.g. 4d7ea995-bc0f-45c0-8c3e-132e93bf95f8',
	},
	{ description: 'Object ID of the administrative unit' },
);

/** The path of the unit's members. */
export const unitMembers = (id: string): string[] => ['directory', 'administrativeUnits', id, 'members'];

/** What it's for. */
export const unitDescription = textField('description', 'Description', {
	placeholder: 'e.g. Users in Seattle',
});

/** The rule of a dynamic unit. */
export const unitRule = textField('membershipRule', 'Membership Rule', {
	placeholder: 'e.g. user.country -eq "Germany"',
	description: 'Rule that decides who is in the unit; needs Microsoft Entra ID P1',
});

/** Whether the rule is applied. */
export const unitRuleProcessing = choiceField('membershipRuleProcessingState', 'Membership Rule Processing', {
	On: 'On',
	Paused: 'Paused',
});

/** Graph's errors for the members of a unit. */
export const unitGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /already exist/i },
		fix: "It's already a member of the administrative unit.",
	},
	{
		when: { status: 400, message: /dynamic/i },
		fix: 'A rule decides who is in this unit: change its membership rule ("Update"), or the property that the rule checks.',
	},
];
