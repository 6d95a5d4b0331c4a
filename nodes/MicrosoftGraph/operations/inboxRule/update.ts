import type { IDataObject } from 'n8n-workflow';

import { updateBody, moreProperties } from '../../../shared/fields/body';
import { flagField, jsonField, numberField, updateFields } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import type { Operation } from '../../operation';
import { jsonObject } from '../../../shared/parameters/values/json';
import { exceptionsField, ruleGuards, ruleId, ruleName } from './fields';
import { rulesOf } from './path';

const actions = jsonField('actions', 'Actions (JSON)', {
	placeholder: 'e.g. {"markAsRead": true, "stopProcessingRules": true}',
	description: "Replace the current ones; with Graph's names",
});
const conditions = jsonField('conditions', 'Conditions (JSON)', {
	placeholder: 'e.g. {"subjectContains": ["invoice"]}',
	description: "Replace the current ones; with Graph's names",
});

/** Source: "Update rule". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update inbox rule',
	description: 'Turn an inbox rule on or off, rename it, or change what it does',
	permissions: ['MailboxSettings.ReadWrite'],
	fields: [
		mailbox,
		ruleId,
		updateFields([
			actions,
			conditions,
			exceptionsField,
			flagField('isEnabled', 'Is Enabled', { default: true, description: 'Whether the rule is turned on' }),
			moreProperties,
			ruleName,
			numberField('sequence', 'Sequence', {
				default: 1,
				description: 'Position among the rules, which are applied in this order',
			}),
		]),
	],
	guards: ruleGuards,
	request: (item) => {
		const given = item.collection('updateFields');
		const parts = [actions, conditions, exceptionsField]
			.filter(({ name }) => given[name] !== undefined)
			.map(({ name, displayName }): [string, IDataObject] => [name, jsonObject(given[name], displayName)]);
		return {
			method: 'PATCH',
			path: [...rulesOf(item), item.id('ruleId')],
			body: updateBody(given, Object.fromEntries(parts)),
			idempotent: true,
		};
	},
};
