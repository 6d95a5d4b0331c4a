import { textField } from '../../../shared/fields/build';

/** Which attachment of the message an operation is about. */
export const attachmentId = textField('attachmentId', 'Attachment ID', {
	required: true,
	placeholder: 'e.g. AAMkAGI1AAAoZCfHAAABEgAQ=',
	description: 'The "id" of an attachment, as Get Many returns it',
});

/** What all types of attachments have, without their content. */
export const simpleAttachment: readonly string[] = [
	'id',
	'name',
	'contentType',
	'size',
	'isInline',
	'lastModifiedDateTime',
];
