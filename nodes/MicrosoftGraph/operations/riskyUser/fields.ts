import type { Guard } from '../../../graph/errors/explain';
import { choiceField, locatorField, textField } from '../../../shared/fields/build';
import type { Filter } from '../../../shared/fields/filters';
import { objectIdOf } from '../../../shared/fields/references';
import { succeeded } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import type { IDataObject } from 'n8n-workflow';

/** The user of an operation. */
export const riskyUserId = locatorField(
	'riskyUserId',
	'User',
	{
		list: { method: 'searchUsers', placeholder: 'Select a user…' },
		example: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
	},
	{
		description: 'Object ID or user principal name of the user; a name is looked up, with User.ReadBasic.All',
	},
);

/** The path of the user that the item names, at risk or not. */
export const riskyUserPath = async (run: Pick<ItemRun, 'item' | 'send'>): Promise<string[]> => [
	...['identityProtection', 'riskyUsers'],
	await objectIdOf(run, run.item.id('riskyUserId')),
];

/** Risk is shown with a license only. */
export const riskGuards: readonly Guard[] = [
	{
		when: { status: 403, message: /licens|premium/i },
		fix: 'Risk needs Microsoft Entra ID P2 (or Entra Suite), or for service accounts Workload ID Premium: add such a license to the tenant.',
		isPermission: false,
	},
	{
		when: { status: 404 },
		fix: 'Check the user. Entra ID Protection knows only users who are or were at risk.',
	},
];

/**
 * Records an administrator's assessment of the user that the item names.
 * @param action of Entra ID Protection
 */
export async function assess(run: ItemRun, action: 'confirmCompromised' | 'dismiss'): Promise<IDataObject[]> {
	const userId = await objectIdOf(run, run.item.id('riskyUserId'));
	await run.send({
		method: 'POST',
		expectedResponse: 'nothing',
		path: ['identityProtection', 'riskyUsers', action],
		body: { userIds: [userId] },
		idempotent: true,
	});
	return succeeded();
}

/** What users at risk and detections are filtered by. */
export const riskFilters: readonly Filter[] = [
	{
		field: choiceField(
			'riskLevel',
			'Risk Level',
			{ high: 'High', medium: 'Medium', low: 'Low' },
			{ default: 'high' },
		),
		condition: (level) => `riskLevel eq ${level}`,
	},
	{
		field: choiceField(
			'riskState',
			'Risk State',
			{
				atRisk: 'At Risk',
				confirmedCompromised: 'Confirmed Compromised',
				confirmedSafe: 'Confirmed Safe',
				dismissed: 'Dismissed',
				remediated: 'Remediated',
			},
			{ default: 'atRisk' },
		),
		condition: (state) => `riskState eq ${state}`,
	},
	{
		field: textField('userPrincipalName', 'User Principal Name', { placeholder: 'e.g. adele@contoso.com' }),
		condition: (name) => `userPrincipalName eq ${name}`,
	},
];
