import { requestError } from '../../../graph/errors/requestError';
import { additionalFields, collectionField, flagField, numberField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { ruleFolderId } from '../../../shared/fields/locators/mailFolder';
import type { Operation } from '../../operation';
import { jsonObject } from '../../../shared/parameters/values/json';
import {
	actionFields,
	actionsOf,
	conditionFields,
	conditionsOf,
	exceptionsField,
	ruleGuards,
	ruleName,
} from './fields';
import { rulesOf } from './path';

/** Source: "Create rule". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create inbox rule',
	description: "Create a rule that moves, forwards, or marks messages that arrive in a mailbox's inbox",
	permissions: ['MailboxSettings.ReadWrite'],
	fields: [
		mailbox,
		{ ...ruleName, required: true },
		collectionField('conditions', 'Conditions', conditionFields, {
			placeholder: 'Add Condition',
			description: 'All of them must match; a rule without conditions applies to every message',
		}),
		ruleFolderId,
		collectionField('actions', 'Actions', actionFields, { placeholder: 'Add Action' }),
		additionalFields([
			flagField('isEnabled', 'Is Enabled', { default: true, description: 'Whether the rule is turned on' }),
			exceptionsField,
			numberField('sequence', 'Sequence', {
				default: 1,
				description: 'Position among the rules, which are applied in this order',
			}),
		]),
	],
	guards: ruleGuards,
	request: (item) => {
		const { exceptions, isEnabled = true, sequence = 1 } = item.collection('additionalFields');
		const [conditions, actions, excepted] = [
			conditionsOf(item.collection('conditions')),
			actionsOf(item.collection('actions'), item.id('moveToFolderId')),
			jsonObject(exceptions, exceptionsField.displayName),
		];
		if (Object.keys(actions).length === 0) {
			throw requestError({
				what: 'The rule has no action, so it would do nothing.',
				fix: 'Choose a folder under "Move to Folder", or add something under "Actions".',
			});
		}
		return {
			method: 'POST',
			path: rulesOf(item),
			body: {
				displayName: item.text('displayName'),
				sequence,
				isEnabled,
				...(Object.keys(conditions).length > 0 && { conditions }),
				...(Object.keys(excepted).length > 0 && { exceptions: excepted }),
				actions,
			},
		};
	},
};
