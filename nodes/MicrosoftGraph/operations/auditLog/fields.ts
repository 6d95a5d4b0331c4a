import type { Guard } from '../../../graph/errors/explain';
import { timeField } from '../../../shared/fields/build';
import type { Filter } from '../../../shared/fields/filters';

/** Entries of a log from one time on, and up to another. */
export const between = (property: string): Filter[] => [
	{
		field: timeField('since', 'Since', { description: 'Only entries from this time on' }),
		condition: (time) => `${property} ge ${time}`,
	},
	{
		field: timeField('until', 'Until', { description: 'Only entries up to this time' }),
		condition: (time) => `${property} le ${time}`,
	},
];

/** The logs need a license. */
export const needsPremium: Guard = {
	when: { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' },
	fix: 'These logs need Microsoft Entra ID P1 or P2: add such a license to the tenant. It can take some hours to take effect.',
};
