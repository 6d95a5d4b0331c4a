import { mailbox } from '../../../shared/fields/locators';
import type { Operation } from '../../operation';

/** Source: "Get user mailbox settings". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get mailbox settings',
	description: 'Get the automatic replies, working hours, time zone, and language of a mailbox',
	permissions: ['MailboxSettings.Read'],
	fields: [mailbox],
	request: (item) => ({ method: 'GET', path: ['users', item.id('mailbox'), 'mailboxSettings'] }),
};
