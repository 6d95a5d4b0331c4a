import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../../../graph/client';
import { newObject } from '../../../shared/fields/body';
import { additionalFields, flagField, textField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { asItem, inputField } from '../../../shared/fields/outputs';
import { selectOf } from '../../../shared/fields/simplified';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { attach, fileToAttach } from './attach';
import { eventNote, holderFields, holderOf, simpleAttachment } from './fields';

/** Source: "Add attachment", "Attach large files to Outlook messages". */
export const add: Operation = {
	name: 'Add',
	value: 'add',
	action: 'Add attachment',
	description: 'Add a file of up to 150 MB to a draft, another message, or an event',
	permissions: ['Mail.ReadWrite'],
	permissionNote: eventNote(true),
	fields: [
		mailbox,
		...holderFields,
		inputField,
		additionalFields([
			textField('contentId', 'Content ID', {
				placeholder: 'e.g. logo',
				description: 'ID with which the HTML body shows the file, as in &lt;img src="cid:logo"&gt;',
			}),
			flagField('isInline', 'Is Inline', {
				description: "Whether the file is part of the body and isn't listed as an attachment",
			}),
			textField('name', 'File Name', {
				placeholder: 'e.g. report.pdf',
				description: "Leave empty for the binary file's name",
			}),
		]),
	],
	steps: async (run) => {
		const { item } = run;
		const { path, needs } = holderOf(item, true);
		const send: Send = async (request) => await run.send({ ...request, needs });
		const own = { ...run, send };
		const given = newObject(item.collection('additionalFields'));
		const one = await fileToAttach(item, item.text('binaryPropertyName'), given);
		const { body, headers } = await attach(path, one, own);
		const added = isObject(body) ? body : await uploaded([...path, 'attachments'], headers.location, own);
		// The content is left out: the item already has it.
		const known = Object.entries(added ?? { ...one.head, size: one.file?.size });
		return [asItem(Object.fromEntries(known.filter(([name]) => name !== 'contentBytes')))];
	},
};

const isObject = (body: unknown): body is IDataObject =>
	typeof body === 'object' && body !== null && 'id' in body;

/** The attachment of an upload: its response has only its location, as `…/Attachments('id')`. */
async function uploaded(
	attachments: readonly string[],
	location: unknown,
	{ send }: ItemRun,
): Promise<IDataObject | undefined> {
	const id = /attachments\('([^']+)'\)/i.exec(String(location))?.[1];
	if (id === undefined) return undefined;
	const query = { $select: selectOf(simpleAttachment) };
	const path = [...attachments, decodeURIComponent(id)];
	try {
		const { body } = await send({ method: 'GET', path, query, headers: mailHeaders() });
		return body as IDataObject;
	} catch {
		// The file is attached even so.
		return undefined;
	}
}
