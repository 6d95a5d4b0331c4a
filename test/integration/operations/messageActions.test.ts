import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { fact } from '../../reality/facts';
import { binaryContent, binaryField } from '../harness';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct({ seed: { messages: 30 } });

const adele = 'adelev@contoso.example';
const alex = 'alexw@contoso.example';
const megan = 'meganb@contoso.example';

const message = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation,
	mailbox: byId(adele),
	...parameters,
});
const mailbox = () => product.simulator.graph.mailbox(adele);
const received = (index = 0) => mailbox().messagesIn('inbox')[index];
const sent = () => mailbox().messagesIn('sentitems');
const lastBody = () => product.graphCalls().at(-1)?.body as IDataObject;
const draft = (properties = {}) =>
	mailbox().create(mailbox().folder('drafts')?.id ?? '', {
		properties: { subject: 'Draft', toRecipients: [{ emailAddress: { address: alex } }], ...properties },
	});
const to = (list: Array<{ emailAddress?: { address?: string | null } | null }> = []) =>
	list.map(({ emailAddress }) => emailAddress?.address);

describe('get many messages', () => {
	test('simplified, and raw when it is turned off', async () => {
		const simple = await product.run(message('getAll', { limit: 1 }));
		expect(
			Object.keys(simple.items[0].json)
				.filter((name) => !name.startsWith('@'))
				.sort(),
		).toEqual([
			'bodyPreview',
			'conversationId',
			'from',
			'hasAttachments',
			'id',
			'importance',
			'isRead',
			'parentFolderId',
			'receivedDateTime',
			'subject',
			'toRecipients',
		]);
		const raw = await product.run(message('getAll', { limit: 1, simplify: false }));
		expect(raw.items[0].json).toHaveProperty('internetMessageId');
		expect(raw.items[0].json).toHaveProperty('body');
	});

	test('with bodies as text though the output is simplified', async () => {
		const run = await product.run(message('getAll', { limit: 1, options: { bodyAsText: true } }));
		expect(run.items[0].json.body).toMatch(/^Hello Adele Vance,/);
		expect(product.graphCalls()[0].query.$top).toBe('1');
	});

	test('by filters, with the time that they are ordered by first', async () => {
		const run = await product.run(
			message('getAll', {
				filters: { from: "miriam.o'neill@contoso.example", readStatus: 'unread', subject: 'report' },
				options: { orderBy: 'receivedDateTime asc', filter: 'isDraft eq false' },
			}),
		);
		expect(run.error).toBeUndefined();
		expect(product.graphCalls()[0].query.$filter).toBe(
			"receivedDateTime ge 1900-01-01T00:00:00Z and (from/emailAddress/address eq 'miriam.o''neill@contoso.example' and contains(subject,'report') and isRead eq false and (isDraft eq false))",
		);
	});

	test('by when they came', async () => {
		const run = await product.run(
			message('getAll', {
				returnAll: true,
				filters: { receivedAfter: '2026-01-15T05:00:00Z', receivedBefore: '2026-01-15T07:00:00Z' },
			}),
		);
		expect(jsonOf(run.items).map(({ receivedDateTime }) => receivedDateTime)).toEqual([
			'2026-01-15T06:00:00Z',
			'2026-01-15T05:00:00Z',
		]);
	});

	test('says how to order what Graph cannot', async () => {
		const options = { filter: "subject eq 'x'", orderBy: 'importance' };
		const { error } = await product.run(message('getAll', { options }));
		expect(error).toMatchObject({ description: expect.stringMatching(/leave "Order By" empty/) });
	});

	test('says that a search takes no filter', async () => {
		const run = await product.run(
			message('getAll', { filters: { readStatus: 'read' }, options: { search: 'lunch' } }),
		);
		expect(run.error).toMatchObject({ description: expect.stringMatching(/a search or a filter, not both/) });
	});
});

test(fact(6, 'node', 'a message by its ID as Exchange Web Services write it, with slashes'), async () => {
	const ids = mailbox()
		.messagesIn('inbox')
		.map(({ id }) => id);
	const id = ids.find((one) => one.includes('-')) ?? '';
	const messageId = id.replace(/-/g, '/').replace(/_/g, '+');
	const run = await product.run(message('get', { messageId }));
	expect(run.error).toBeUndefined();
	expect(run.items[0].json.subject).toBe(mailbox().find(id)?.properties.subject);
});

describe('a thread', () => {
	test('comes from all folders, the oldest first', async () => {
		const first = received(5);
		const { conversationId } = first.properties;
		const archive = mailbox().folder('archive')?.id ?? '';
		for (const [receivedDateTime, folder] of [
			['2026-02-03T00:00:00Z', archive],
			['2026-02-01T00:00:00Z', first.folderId],
		])
			mailbox().create(folder, { properties: { conversationId, receivedDateTime, subject: 'Later' } });
		const options = { select: 'subject' };
		const run = await product.run(message('getThread', { conversationId: conversationId ?? '', options }));
		expect(jsonOf(run.items).map(({ receivedDateTime }) => receivedDateTime)).toEqual([
			first.properties.receivedDateTime,
			'2026-02-01T00:00:00Z',
			'2026-02-03T00:00:00Z',
		]);
		expect(product.graphCalls()[0].query.$filter).toBe(`conversationId eq '${conversationId}'`);
	});
});

describe('send a message', () => {
	const send = (additionalFields: INodeParameters, options: INodeParameters = {}) =>
		message('send', {
			toRecipients: alex,
			subject: 'Hello',
			bodyContent: 'Hello',
			additionalFields,
			options,
		});
	const property = { id: 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name OrderId', value: '4711' };

	test('with headers, extended properties, categories, and from another address', async () => {
		const run = await product.run(
			send({
				internetMessageHeaders: { header: [{ name: 'x-order-id', value: '4711' }] },
				extendedProperties: { property: [property] },
				categories: 'Red category, Customers',
				from: 'Info <info@contoso.example>',
				sender: adele,
				moreProperties: '{"isReadReceiptRequested": true}',
			}),
		);
		expect(run.error).toBeUndefined();
		expect(sent()[0].properties).toMatchObject({
			internetMessageHeaders: [{ name: 'x-order-id', value: '4711' }],
			categories: ['Red category', 'Customers'],
			from: { emailAddress: { name: 'Info', address: 'info@contoso.example' } },
			sender: { emailAddress: { address: adele } },
			isReadReceiptRequested: true,
		});
		expect(sent()[0].extended).toEqual([property]);
	});

	test.each([
		['2030-03-04T09:00:00+01:00', '', '2030-03-04T08:00:00.000Z'],
		['2030-03-04T09:00:00', 'America/New_York', '2030-03-04T14:00:00.000Z'],
		['2030-03-04T09:00:00', '', '2030-03-04T14:00:00.000Z'],
	])('later: at %s %s', async (sendAt, sendAtTimeZone, value) => {
		await product.run(send({ sendAt, sendAtTimeZone }));
		const [, ...times] = mailbox().messagesIn('drafts')[0].extended;
		expect(times).toEqual(['SystemTime 0x3FEF', 'SystemTime 0x000F'].map((id) => ({ id, value })));
	});

	test('verified, with extended properties beside the key', async () => {
		const run = await product.run(
			send({ extendedProperties: { property: [property] } }, { delivery: 'verified' }),
		);
		expect(run.error).toBeUndefined();
		expect(sent()[0].extended).toHaveLength(2);
		expect(sent()[0].extended[1]).toEqual(property);
	});

	const headers = (...names: string[]) => ({
		internetMessageHeaders: { header: names.map((name) => ({ name, value: '1' })) },
	});
	test.each<[string, INodeParameters, RegExp]>([
		['another header', headers('Reply-By'), /"Reply-By" can't be a custom header/],
		['six headers', headers('x-a', 'x-b', 'x-c', 'x-d', 'x-e', 'x-f'), /6 custom headers.*up to 5/],
		['two senders', { from: `${adele}, ${alex}` }, /"From" contains 2 addresses/],
		['a time that is none', { sendAt: 'tomorrow' }, /"Send At" isn't a time/],
	])('refuses %s before anything is sent', async (_, fields, says) => {
		const { error } = await product.run(send(fields));
		expect(error?.message).toMatch(says);
		expect(product.graphPaths()).toEqual([]);
	});

	test('later cannot be verified', async () => {
		const { error } = await product.run(send({ sendAt: '2030-03-04T09:00:00Z' }, { delivery: 'verified' }));
		expect(error?.message).toMatch(/"Send At" can't be verified/);
		expect(product.graphPaths()).toEqual([]);
	});
});

describe('send in MIME format', () => {
	const mime = `To: ${alex}\nSubject: From MIME\n\nHello`;
	test('from a text, with the line ends of mail', async () => {
		const run = await product.run(message('sendMime', { mimeText: mime }));
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items)).toEqual([{ success: true }]);
		const [call] = product.graphCalls();
		expect(call).toMatchObject({ method: 'POST', path: `/v1.0/users/${adele}/sendMail` });
		expect(call.headers['content-type']).toBe('text/plain');
		expect(sent()[0].properties).toMatchObject({
			subject: 'From MIME',
			toRecipients: [{ emailAddress: { address: alex } }],
		});
		expect(sent()[0].properties.body?.content).toBe('Hello');
	});

	test('from a binary field, to the byte', async () => {
		const data = await binaryField({ content: mime.replace(/\n/g, '\r\n'), fileName: 'mail.eml' });
		const run = await product.run(message('sendMime', { mimeSource: 'binary', binaryPropertyName: 'data' }), {
			input: [{ json: {}, binary: { data } }],
		});
		expect(run.error).toBeUndefined();
		expect(sent()[0].properties.subject).toBe('From MIME');
	});

	test('refuses what is no MIME, base64 of it too', async () => {
		const mimeText = Buffer.from(mime).toString('base64');
		const { error } = await product.run(message('sendMime', { mimeText }));
		expect(error).toMatchObject({ message: expect.stringMatching(/isn't a message in MIME format/) });
		expect(product.graphPaths()).toEqual([]);
	});

	test('is not repeated when nobody knows whether it went out', async () => {
		product.simulator.faults.add({ host: 'graph', path: /sendMail$/, after: true, action: { status: 504 } });
		const run = await product.run(message('sendMime', { mimeText: mime }));
		expect(run.error?.message).toMatch(/outcome is unknown/i);
		expect(product.simulator.graph.submissionCounts().get('From MIME')).toBe(1);
	});
});

describe('answer a message', () => {
	test('with a comment above the original', async () => {
		const original = received();
		const run = await product.run(
			message('reply', { messageId: original.immutableId, comment: 'Thank you' }),
		);
		expect(jsonOf(run.items)).toEqual([{ success: true }]);
		expect(lastBody()).toEqual({ comment: 'Thank you' });
		expect(to(sent()[0].properties.toRecipients ?? [])).toEqual(
			to(original.properties.from ? [original.properties.from] : []),
		);
	});

	test('with a comment in HTML above the original, to more people, with a file', async () => {
		const data = await binaryField({ content: 'a report', fileName: 'report.txt' });
		const run = await product.run(
			message('replyAll', {
				messageId: received().immutableId,
				comment: '<b>Thanks</b>',
				commentType: 'html',
				attachments: 'data',
				additionalFields: { bccRecipients: megan },
			}),
			{ input: [{ json: {}, binary: { data } }] },
		);
		expect(run.error).toBeUndefined();
		expect(lastBody()).toMatchObject({ comment: '<b>Thanks</b>' });
		expect(lastBody().message).not.toHaveProperty('body');
		expect(sent()[0].properties.body?.content).toMatch(/<body><b>Thanks<\/b><hr>.*<b>Subject:<\/b>/);
		expect(to(sent()[0].properties.bccRecipients ?? [])).toEqual([megan]);
		expect(sent()[0].attachments.map(({ name }) => name)).toEqual(['report.txt']);
	});

	test.each([
		['reply', {}],
		['replyAll', {}],
		['forward', { toRecipients: megan }],
	])(
		fact([2, 3], 'node', 'with text as it was written, and times in the workflow’s zone: %s'),
		async (operation, more) => {
			const run = await product.run(
				message(operation, { messageId: received().immutableId, comment: 'a < b\n  & "c"', ...more }),
			);
			expect(run.error).toBeUndefined();
			const [{ headers }] = product.graphCalls();
			expect(headers.prefer).toBe('IdType="ImmutableId", outlook.timezone="America/New_York"');
			const text = 'a &lt; b<br>&nbsp; &amp; &quot;c&quot;';
			const at = new Date(received().properties.sentDateTime ?? '').toLocaleString('en-US', {
				timeZone: 'America/New_York',
			});
			expect(sent()[0].properties.body?.content).toContain(`<body>${text}<hr>`);
			expect(sent()[0].properties.body?.content).toContain(`<b>Sent:</b> ${at}<br>`);
		},
	);

	test('by forwarding it, for each item once', async () => {
		const messageId = received(2).immutableId;
		const run = await product.run(message('forward', { messageId, toRecipients: '={{ $json.to }}' }), {
			input: itemsOf({ to: alex }, { to: `${megan}; ${alex}` }),
		});
		expect(run.error).toBeUndefined();
		expect(sent().map(({ properties }) => to(properties.toRecipients ?? []))).toEqual([
			[alex],
			[megan, alex],
		]);
		expect(sent()[0].attachments).toHaveLength(1);
	});

	test('by forwarding it to nobody is refused', async () => {
		const { error } = await product.run(message('forward', { messageId: received().id, toRecipients: '' }));
		expect(error?.message).toMatch(/has no recipients/);
		expect(product.graphPaths()).toEqual([]);
	});

	test('is not repeated when nobody knows whether it went out', async () => {
		product.simulator.faults.add({ host: 'graph', path: /reply$/, after: true, action: { status: 504 } });
		const run = await product.run(message('reply', { messageId: received().immutableId, comment: 'Hi' }));
		expect(run.error?.message).toMatch(/outcome is unknown/i);
		expect(product.simulator.graph.submissions).toHaveLength(1);
	});
});

describe('drafts', () => {
	test('of a new message', async () => {
		const run = await product.run(
			message('createDraft', {
				toRecipients: alex,
				subject: 'Later',
				bodyContentType: 'text',
				bodyContent: 'Hello',
				additionalFields: { categories: 'Red category' },
			}),
		);
		expect(run.items[0].json).toMatchObject({
			isDraft: true,
			subject: 'Later',
			categories: ['Red category'],
		});
		expect(product.graphPaths()).toEqual([`POST /v1.0/users/${adele}/messages`]);
		expect(sent()).toEqual([]);
	});

	test.each([
		['reply', 'createReply'],
		['replyAll', 'createReplyAll'],
		['forward', 'createForward'],
	])(
		fact([1, 3], 'node', 'of an answer, its text above the quote, times in a zone: %s'),
		async (draftType, action) => {
			const messageId = received().immutableId;
			const run = await product.run(
				message('createDraft', { draftType, messageId, toRecipients: megan, comment: 'See below' }),
			);
			expect(run.error).toBeUndefined();
			const messages = `/v1.0/users/${adele}/messages`;
			expect(product.graphPaths()).toEqual([
				`POST ${messages}/${messageId}/${action}`,
				`PATCH ${messages}/${String(run.items[0].json.id)}`,
			]);
			expect(product.graphCalls()[0].body).toEqual({
				message: { toRecipients: [{ emailAddress: { address: megan } }] },
			});
			expect(product.graphCalls()[0].headers.prefer).toMatch(/outlook\.timezone="[A-Z]/);
			expect(run.items[0].json).toMatchObject({ isDraft: true });
			expect((run.items[0].json.body as IDataObject).content).toMatch(
				/<\/head><body><div>See below<\/div><hr>.*<b>Subject:<\/b>/,
			);
		},
	);

	test(fact([1, 2], 'node', 'of an answer with text or HTML, or with neither'), async () => {
		const draftOf = async (parameters: INodeParameters) => {
			const messageId = received().immutableId;
			const run = await product.run(message('createDraft', { draftType: 'reply', messageId, ...parameters }));
			expect(run.error).toBeUndefined();
			return String((run.items[0].json.body as IDataObject).content);
		};
		expect(await draftOf({ comment: 'a < b\nc' })).toContain('<body><div>a &lt; b<br>c</div><hr>');
		expect(await draftOf({ comment: '<b>Hi</b>', commentType: 'html' })).toContain(
			'<div><b>Hi</b></div><hr>',
		);
		expect(await draftOf({})).toContain('<body><hr>');
		expect(product.graphPaths().at(-1)).toMatch(/^POST .*createReply$/);
	});

	test('of an answer without its text is taken away again', async () => {
		const error = { code: 'ErrorInternal', message: 'No.' };
		product.simulator.faults.add({
			host: 'graph',
			method: 'PATCH',
			times: 20,
			action: { status: 400, body: { error } },
		});
		const messageId = received().immutableId;
		const run = await product.run(message('createDraft', { draftType: 'reply', messageId, comment: 'Hi' }));
		expect(run.error).toBeDefined();
		expect(mailbox().messagesIn('drafts')).toEqual([]);
	});

	test('are changed, and then sent once', async () => {
		const { immutableId } = draft();
		const updateFields = { subject: 'Changed', toRecipients: megan, body: '<p>New</p>', ccRecipients: '' };
		const changed = await product.run(message('updateDraft', { messageId: immutableId, updateFields }));
		expect(changed.error).toBeUndefined();
		expect(lastBody()).toEqual({
			subject: 'Changed',
			toRecipients: [{ emailAddress: { address: megan } }],
			ccRecipients: [],
			body: { contentType: 'html', content: '<p>New</p>' },
		});
		const run = await product.run(message('sendDraft', { messageId: immutableId }));
		expect(jsonOf(run.items)).toEqual([{ success: true }]);
		expect(product.simulator.graph.submissionCounts()).toEqual(new Map([['Changed', 1]]));
	});

	test('that were sent are no drafts any more, which is said', async () => {
		const updateFields = { subject: 'Changed' };
		const run = await product.run(message('updateDraft', { messageId: received().id, updateFields }));
		expect(run.error).toMatchObject({ description: expect.stringMatching(/only in a draft/) });
	});

	test('with a body type alone change nothing, which is said', async () => {
		const run = await product.run(
			message('updateDraft', { messageId: draft().id, updateFields: { bodyType: 'text' } }),
		);
		expect(run.error?.message).toMatch(/"Body Type" is set/);
	});
});

describe('where a message is', () => {
	test('is changed by moving it, its ID staying the same', async () => {
		const { immutableId } = received();
		const run = await product.run(
			message('move', { messageId: immutableId, destinationFolderId: byId('archive') }),
		);
		expect(run.items[0].json.id).toBe(immutableId);
		expect(
			mailbox()
				.messagesIn('archive')
				.map((one) => one.immutableId),
		).toEqual([immutableId]);
	});

	test('is not changed by copying it', async () => {
		const { immutableId } = received();
		const run = await product.run(
			message('copy', { messageId: immutableId, destinationFolderId: byId('archive') }),
		);
		expect(run.items[0].json.id).not.toBe(immutableId);
		expect(received().immutableId).toBe(immutableId);
		expect(mailbox().messagesIn('archive')).toHaveLength(1);
	});

	test('is Deleted Items after a delete, unless it is for good', async () => {
		const [first, second] = [received(0), received(1)];
		const run = await product.run(message('delete', { messageId: first.immutableId }));
		expect(jsonOf(run.items)).toEqual([{ deleted: true }]);
		expect(mailbox().messagesIn('deleteditems')).toEqual([first]);
		await product.run(message('delete', { messageId: second.immutableId, deleteHow: 'forGood' }));
		expect(mailbox().find(second.immutableId)).toBeUndefined();
		expect(mailbox().messagesIn('deleteditems')).toHaveLength(1);
	});
});

test('a message as MIME is a file', async () => {
	const { immutableId, properties } = received();
	const run = await product.run(message('getMime', { messageId: immutableId }));
	expect(run.error).toBeUndefined();
	expect(run.items[0].binary?.data).toMatchObject({ fileName: 'message.eml', mimeType: 'message/rfc822' });
	const content = (await binaryContent(run.items[0], 'data')).toString();
	expect(content).toContain(`Subject: ${properties.subject}`);
	expect(run.items[0].json).toMatchObject({ id: immutableId, size: content.length });
});

describe('changes of a folder', () => {
	const getChanges = (deltaLink = '', options: INodeParameters = {}) =>
		product.run(message('getChanges', { folderId: byId('inbox'), deltaLink, options }));
	const resultOf = ({ items }: Awaited<ReturnType<typeof getChanges>>) =>
		items[0].json as { changes: IDataObject[]; deltaLink: string };

	test('are everything at first, and then what came, was changed and went', async () => {
		const first = resultOf(await getChanges());
		expect(first.changes).toHaveLength(27);
		expect(Object.keys(first.changes[0])).not.toContain('body');
		const [call] = product.graphCalls();
		expect(call.path).toBe(`/v1.0/users/${adele}/mailFolders/inbox/messages/delta`);
		expect(call.headers.prefer).toMatch(/IdType="ImmutableId".*odata\.maxpagesize=1000/);

		const [changed, gone] = [received(0), received(1)];
		mailbox().change(changed, { isRead: !changed.properties.isRead });
		mailbox().remove(gone);
		const second = resultOf(await getChanges(first.deltaLink));
		expect(second.changes).toEqual([
			expect.objectContaining({ id: changed.immutableId, subject: changed.properties.subject }),
			{ id: gone.immutableId, '@removed': { reason: expect.any(String) } },
		]);
		expect(resultOf(await getChanges(second.deltaLink)).changes).toEqual([]);
	});

	test('can be of one kind, and since a time', async () => {
		await getChanges('', { changeType: 'created', receivedAfter: '2026-01-15T00:00:00Z' });
		expect(product.graphCalls()[0].query).toMatchObject({
			changeType: 'created',
			$filter: 'receivedDateTime ge 2026-01-15T00:00:00.000Z',
		});
	});

	test('start over when the link is too old', async () => {
		const { deltaLink } = resultOf(await getChanges());
		const { error } = await getChanges(deltaLink.replace(/deltatoken=.*/, 'deltatoken=old'));
		expect(error).toMatchObject({ description: expect.stringMatching(/start over/) });
	});
});

describe('translated IDs', () => {
	test('come one an item, with what went wrong', async () => {
		const { id, immutableId } = received();
		const run = await product.run(message('translateIds', { inputIds: `${id}, nonsense` }));
		expect(jsonOf(run.items)).toMatchObject([
			{ sourceId: id, targetId: immutableId },
			{ sourceId: 'nonsense', errorDetails: { code: 'ErrorInvalidIdMalformed' } },
		]);
		expect(lastBody()).toEqual({
			inputIds: [id, 'nonsense'],
			sourceIdType: 'restId',
			targetIdType: 'restImmutableEntryId',
		});
	});

	test('are no more than 1,000', async () => {
		const inputIds = Array.from({ length: 1001 }, (_, n) => `id${n}`).join();
		const { error } = await product.run(message('translateIds', { inputIds }));
		expect(error?.message).toMatch(/1001 IDs.*1 to 1000/);
		expect(product.graphPaths()).toEqual([]);
	});
});
