import { mailbox } from '../../../shared/fields/locators';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { ruleId } from './fields';
import { rulesOf } from './path';

/** Source: "Delete rule". */
export const deleteRule: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete inbox rule',
	description: 'Delete an inbox rule of a mailbox',
	permissions: ['MailboxSettings.ReadWrite'],
	fields: [mailbox, ruleId],
	request: (item) => ({ method: 'DELETE', path: [...rulesOf(item), item.id('ruleId')] }),
	output: deleted,
};
