import type { Message } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { updateBody, moreProperties } from '../../../shared/fields/body';
import { choiceField, longTextField, updateFields } from '../../../shared/fields/build';
import { mailbox, messageId } from '../../../shared/fields/locators';
import { importance, mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { optionalText } from '../../../shared/parameters/values/text';
import { bccRecipients, categories, ccRecipients, replyTo, subject, toRecipients } from './fields';

/** Source: "Update message", on drafts. Setting the same values again is harmless. */
export const updateDraft: Operation = {
	name: 'Update Draft',
	value: 'updateDraft',
	action: 'Update draft',
	description: 'Update the recipients, subject, or body of a draft',
	permissions: ['Mail.ReadWrite'],
	fields: [
		mailbox,
		messageId,
		updateFields([
			bccRecipients,
			longTextField('body', 'Body', {
				placeholder: 'e.g. <p>The report is ready.</p>',
				description: 'Replaces the whole body, including quoted text',
			}),
			choiceField('bodyType', 'Body Type', { html: 'HTML', text: 'Text' }),
			categories,
			ccRecipients,
			importance,
			moreProperties,
			replyTo,
			subject,
			toRecipients,
		]),
	],
	guards: [
		{
			when: { code: 'ErrorInvalidPropertySet' },
			fix: 'This can be changed only in a draft, and this message was sent or received. Use "Update" for its categories, flag, importance, and read state.',
		},
	],
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId')],
		headers: mailHeaders(),
		body: updateBody(changedDraft(item.collection('updateFields'))),
		idempotent: true,
	}),
};

function changedDraft({ body, bodyType, ...given }: IDataObject): IDataObject {
	if (bodyType !== undefined && body === undefined) {
		throw requestError({
			what: '"Body Type" is set, but "Body" isn\'t.',
			fix: 'Add "Body" under "Update Fields", or remove "Body Type".',
		});
	}
	const message: Message = {
		...(body !== undefined && {
			body: { contentType: bodyType === 'text' ? 'text' : 'html', content: optionalText(body) },
		}),
	};
	return { ...given, ...(message as IDataObject) };
}
