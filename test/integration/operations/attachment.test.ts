import type { INodeParameters } from 'n8n-workflow';
import { makeAttachment } from '../../../simulator/graph/state/attachments';
import type { StoredAttachment } from '../../../simulator/graph/state/messages';
import { addEvent } from '../../../simulator/graph/state/events';
import { binaryContent, binaryField } from '../harness';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const attachment = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'attachment',
	operation,
	mailbox: byId(adele),
	...parameters,
});
const mailbox = () => product.simulator.graph.mailbox(adele);

/** A message with an attachment of the given type. */
function messageWith(
	type: StoredAttachment['type'],
	name: string,
	content: string,
	contentType: string | null,
) {
	const message = mailbox().messagesIn('inbox')[0];
	const held = makeAttachment({
		type: `${type}`,
		name,
		contentType,
		isInline: false,
		contentId: null,
		content: Buffer.from(content),
	});
	message.attachments.push(held);
	return { messageId: message.immutableId, attachmentId: held.id };
}

test('attachments are listed without their content, unless it is wanted', async () => {
	const { messageId } = messageWith('#microsoft.graph.fileAttachment', 'a.txt', 'a', 'text/plain');
	const { items } = await product.run(attachment('getAll', { messageId }));
	expect(jsonOf(items)).toMatchObject([{ name: 'a.txt', contentType: 'text/plain', isInline: false }]);
	expect(items[0].json).not.toHaveProperty('contentBytes');
	expect(product.graphCalls()[0].query.$top).toBeUndefined();
	const raw = await product.run(attachment('getAll', { messageId, simplify: false }));
	expect(raw.items[0].json.contentBytes).toBe(Buffer.from('a').toString('base64'));
});

describe('an attachment', () => {
	test.each([
		['#microsoft.graph.fileAttachment', 'a.pdf', 'application/pdf', 'a.pdf', 'application/pdf'],
		['#microsoft.graph.itemAttachment', 'Older mail', 'text/plain', 'Older mail.eml', 'message/rfc822'],
		['#microsoft.graph.itemAttachment', 'Meeting', 'text/calendar', 'Meeting.ics', 'text/calendar'],
	] as const)('of type %s (%s) is a file', async (type, name, contentType, fileName, mimeType) => {
		const ids = messageWith(type, name, 'what is in it', contentType);
		const run = await product.run(attachment('get', ids));
		expect(run.error).toBeUndefined();
		expect(run.items[0].json).toMatchObject({ id: ids.attachmentId, name, fileName });
		expect(run.items[0].binary?.data).toMatchObject({ fileName, mimeType });
		expect((await binaryContent(run.items[0], 'data')).toString()).toBe('what is in it');
	});

	test('that is a link has no file', async () => {
		const ids = messageWith('#microsoft.graph.referenceAttachment', 'Plan', '', null);
		const { items } = await product.run(attachment('get', ids));
		expect(items[0].json).toMatchObject({
			name: 'Plan',
			'@odata.type': '#microsoft.graph.referenceAttachment',
		});
		expect(items[0].binary).toBeUndefined();
		expect(product.graphPaths()).toHaveLength(1);
	});
});

describe('adding a file', () => {
	const add = async (content: Buffer | string, additionalFields: INodeParameters = {}) => {
		const data = await binaryField({ content, fileName: 'logo.png', mimeType: 'image/png' });
		const messageId = mailbox().messagesIn('inbox')[0].immutableId;
		return await product.run(attachment('add', { messageId, additionalFields }), {
			input: [{ json: {}, binary: { data } }],
		});
	};

	test('puts it into the message', async () => {
		const run = await add('the logo', { name: 'own.png', isInline: true, contentId: 'logo' });
		expect(run.error).toBeUndefined();
		expect(run.items[0].json).toMatchObject({ name: 'own.png', isInline: true, contentId: 'logo' });
		expect(run.items[0].json).not.toHaveProperty('contentBytes');
		expect(mailbox().messagesIn('inbox')[0].attachments).toMatchObject([
			{ name: 'own.png', contentType: 'image/png', content: Buffer.from('the logo') },
		]);
	});

	test('takes its own name without another', async () => {
		const { items } = await add('the logo');
		expect(items[0].json).toMatchObject({ name: 'logo.png', isInline: false });
	});
});

describe('of an event', () => {
	const event = () =>
		addEvent(mailbox(), {
			subject: 'Review',
			start: { dateTime: '2030-03-05T10:00:00', timeZone: 'UTC' },
			end: { dateTime: '2030-03-05T11:00:00', timeZone: 'UTC' },
		});
	const of = (id: string, more: INodeParameters = {}) => ({ attachedTo: 'event', eventId: id, ...more });
	const mib = 1024 * 1024;

	test('a file is added, listed, downloaded, and deleted', async () => {
		const { id } = event();
		const held = () => mailbox().events.find((one) => one.id === id);
		const content = Buffer.from('agenda');
		const input = [{ json: {}, binary: { data: await binaryField({ content, fileName: 'agenda.txt' }) } }];
		const added = await product.run(attachment('add', of(id)), { input });
		expect(added.items[0]?.json).toMatchObject({ name: 'agenda.txt', id: expect.any(String) });
		expect(held()?.properties.hasAttachments).toBe(true);
		const listed = await product.run(attachment('getAll', of(id)));
		expect(jsonOf(listed.items)).toMatchObject([{ name: 'agenda.txt' }]);
		const attachmentId = String(listed.items[0]?.json.id);
		const got = await product.run(attachment('get', of(id, { attachmentId })));
		expect((await binaryContent(got.items[0], 'data')).toString()).toBe('agenda');
		const gone = await product.run(attachment('delete', of(id, { attachmentId })));
		expect(jsonOf(gone.items)).toEqual([{ deleted: true }]);
		expect(held()?.attachments).toEqual([]);
		expect(product.graphPaths().every((path) => path.includes(`/events/${id}/attachments`))).toBe(true);
	});

	test('a large file goes through an upload session', async () => {
		const { id } = event();
		const content = Buffer.alloc(5 * mib, 'x');
		const input = [{ json: {}, binary: { data: await binaryField({ content, fileName: 'plan.bin' }) } }];
		const run = await product.run(attachment('add', of(id)), { input });
		expect(run.error).toBeUndefined();
		expect(product.graphPaths()[0]).toBe(
			`POST /v1.0/users/${adele}/events/${id}/attachments/createUploadSession`,
		);
		const [held] = mailbox().events.find((one) => one.id === id)?.attachments ?? [];
		expect(held?.content.equals(content)).toBe(true);
		expect(run.items[0]?.json).toMatchObject({ name: 'plan.bin' });
	});

	test.each([
		['getAll', 'Calendars.Read'],
		['delete', 'Calendars.ReadWrite'],
	])('%s without permission names that of calendars', async (operation, permission) => {
		const { id } = event();
		product.app.roles = ['Mail.ReadWrite'];
		const run = await product.run(attachment(operation, of(id, { attachmentId: 'AAA' })));
		expect(run.error?.description).toContain(permission);
	});
});
