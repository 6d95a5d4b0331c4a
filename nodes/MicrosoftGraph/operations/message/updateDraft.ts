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

/** Source: "Update message", on drafts. Setting the same values again does no harm. */
export const updateDraft: Operation = {
	name: 'Update Draft',
	value: 'updateDraft',
	action: 'Update draft',
	description: 'Change the recipients, the subject or the body of a draft',
	permissions: ['Mail.ReadWrite'],
	fields: [
		mailbox,
		messageId,
		updateFields([
			bccRecipients,
			longTextField('body', 'Body', {
				placeholder: 'e.g. <p>The report is ready.</p>',
				description: 'In place of the whole body, with what it quotes',
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
			fix: 'Only a draft lets this be changed, and this message was sent or received: use "Update" for its categories, flag, importance and read state.',
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
			what: 'There is a body type without a body.',
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
