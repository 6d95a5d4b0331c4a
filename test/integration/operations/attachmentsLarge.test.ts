import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Fault, FaultAction } from '../../../simulator';
import { makeAttachment } from '../../../simulator/graph/state/attachments';
import type { StoredAttachment } from '../../../simulator/graph/state/messages';
import { binaryContent, binaryField } from '../harness';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const mib = 1024 * 1024;
const mailbox = () => product.simulator.graph.mailbox(adele);
const received = () => mailbox().messagesIn('inbox')[0];
const drafts = () => mailbox().messagesIn('drafts');
const storage = () => product.simulator.requests.filter(({ host }) => host === 'storage');
const strike = (host: Fault['host'], path: RegExp, action: FaultAction, more: Partial<Fault> = {}) =>
	product.simulator.faults.add({ host, path, action, ...more });
const callsTo = (path: RegExp) => product.graphCalls().filter((call) => path.test(call.path));
const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** Bytes that differ from place to place. */
function bytes(size: number, seed = 1): Buffer {
	const content = Buffer.alloc(size);
	for (let at = 0; at + 4 <= size; at += 4096) content.writeUInt32LE((at * 31 + seed) >>> 0, at);
	return content;
}

const item = async (files: Record<string, Buffer>): Promise<INodeExecutionData> => ({
	json: {},
	binary: Object.fromEntries(
		await Promise.all(
			Object.entries(files).map(async ([name, content]) => [
				name,
				await binaryField({ content, fileName: `${name}.bin` }),
			]),
		),
	),
});
const message = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation,
	mailbox: byId(adele),
	...parameters,
});
const send = (attachments: string, options: INodeParameters = {}, more: INodeParameters = {}) =>
	message('send', {
		toRecipients: 'someone@elsewhere.example',
		subject: 'large',
		bodyContent: 'x',
		attachments,
		additionalFields: more,
		options,
	});
const sent = () =>
	mailbox()
		.messagesIn('sentitems')
		.filter(({ properties }) => properties.subject === 'large');
const shown = ({ attachments }: { attachments: StoredAttachment[] }) =>
	attachments.map(({ name, content }) => [name, hashOf(content)]).sort();
const wanted = (files: Record<string, Buffer>) =>
	Object.entries(files)
		.map(([name, content]) => [`${name}.bin`, hashOf(content)])
		.sort();

/** That exactly one message went out, with these files, and nothing is left. */
function expectSentOnce(files: Record<string, Buffer>, draftsBefore: number): void {
	expect(product.simulator.graph.submissions).toHaveLength(1);
	expect(sent().map(shown)).toEqual([wanted(files)]);
	expect(drafts()).toHaveLength(draftsBefore);
}

describe('a message', () => {
	test('with 40 MB goes out once, whole, in ranges under 4 MB that carry no token', async () => {
		const before = drafts().length;
		const files = { data: bytes(40 * mib + 7) };
		const run = await product.run(send('data'), { input: [await item(files)] });
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items)).toMatchObject([{ sent: true, delivery: 'atMostOnce' }]);
		expectSentOnce(files, before);
		expect(product.graphPaths().map((path) => path.replace(/messages\/[^/]+/, 'messages/{id}'))).toEqual([
			`POST /v1.0/users/${adele}/messages`,
			`POST /v1.0/users/${adele}/messages/{id}/attachments/createUploadSession`,
			`POST /v1.0/users/${adele}/messages/{id}/send`,
		]);
		const ranges = storage();
		expect(ranges).toHaveLength(11);
		for (const { method, headers } of ranges) {
			expect(method).toBe('PUT');
			expect(headers.authorization).toBeUndefined();
			expect(Number(headers['content-length'])).toBeLessThan(4 * mib);
		}
		for (const { headers } of ranges.slice(0, -1)) {
			expect(Number(headers['content-length']) % (320 * 1024)).toBe(0);
		}
	});

	test('with verified delivery goes out once, though the last step has no answer', async () => {
		const before = drafts().length;
		const files = { data: bytes(40 * mib), small: bytes(1000) };
		strike('graph', /\/send$/, { status: 504 }, { after: true });
		const options = { delivery: 'verified', settleTime: 1 };
		const run = await product.run(send('data,small', options), { input: [await item(files)] });
		expect(run.error).toBeUndefined();
		expect(product.simulator.faults.struck).toBe(1);
		expect(jsonOf(run.items)).toMatchObject([{ sent: true, delivery: 'verified' }]);
		expectSentOnce(files, before);
	});

	test('with verified delivery takes up its draft again, and completes it', async () => {
		const before = drafts().length;
		const files = { small: bytes(1000), one: bytes(5 * mib), two: bytes(4 * mib, 2) };
		const input = [await item(files)];
		const parameters = send('small,one,two', {
			delivery: 'verified',
			settleTime: 1,
			idempotencyKey: 'order-1',
		});
		// The draft gets its first file, and cannot be taken away.
		strike('graph', /createUploadSession$/, { status: 413 });
		strike('graph', /permanentDelete$/, { status: 403 });
		const first = await product.run(parameters, { input });
		expect(first.error).toMatchObject({ httpCode: '413' });
		const [left] = drafts().filter(({ properties }) => properties.subject === 'large');
		expect(left.attachments.map(({ name }) => name)).toEqual(['small.bin']);
		const run = await product.run(parameters, { input });
		expect(run.error).toBeUndefined();
		expectSentOnce(files, before);
		expect(sent()[0].immutableId).toBe(left.immutableId);
	});

	test('whose submission has no answer is reported at most once, and not repeated', async () => {
		strike('graph', /\/send$/, { status: 504 }, { after: true });
		const files = { data: bytes(4 * mib) };
		const run = await product.run(send('data'), { input: [await item(files)] });
		expect(run.error?.message).toMatch(/^The outcome is unknown/);
		expect(callsTo(/\/send$/)).toHaveLength(1);
		expect(callsTo(/permanentDelete$/)).toEqual([]);
		expect(sent().map(shown)).toEqual([wanted(files)]);
	});

	test.each<[string, Record<string, Buffer>, boolean]>([
		['one byte less than what fits', { data: bytes(3 * mib - 4096) }, false],
		['exactly 3 MB', { data: bytes(3 * mib) }, true],
		['3 MB and a byte', { data: bytes(3 * mib + 1) }, true],
		['several small ones over 4 MB', { a: bytes(2 * mib), b: bytes(2 * mib, 2), c: bytes(1, 3) }, true],
		['nothing in it', { data: Buffer.alloc(0) }, false],
	])('with %s arrives whole', async (_, files, byDraft) => {
		const before = drafts().length;
		const run = await product.run(send(Object.keys(files).join()), { input: [await item(files)] });
		expect(run.error).toBeUndefined();
		expectSentOnce(files, before);
		expect(callsTo(/sendMail$/)).toHaveLength(byDraft ? 0 : 1);
	});

	test('that may not be a draft names both permissions', async () => {
		product.app.roles = ['Mail.Send'];
		const run = await product.run(send('data'), { input: [await item({ data: bytes(4 * mib) })] });
		expect((run.error as unknown as { description: string }).description).toMatch(
			/more than about 3 MB.*Mail\.ReadWrite and Mail\.Send.*doesn't have Mail\.ReadWrite\./,
		);
		expect(product.simulator.graph.submissions).toEqual([]);
	});

	test('that may not be sent leaves no draft', async () => {
		const before = drafts().length;
		product.app.roles = ['Mail.ReadWrite'];
		const run = await product.run(send('data'), { input: [await item({ data: bytes(4 * mib) })] });
		expect((run.error as unknown as { description: string }).description).toMatch(/doesn't have Mail\.Send/);
		expect(drafts()).toHaveLength(before);
	});

	test.each(['atMostOnce', 'verified'])(
		'leaves no draft when the execution is cancelled (%s)',
		async (delivery) => {
			const before = drafts().length;
			strike('storage', /./, { delay: 200 }, { times: 100 });
			const input = [await item({ data: bytes(40 * mib) })];
			await product.run(send('data', { delivery }), { input, timeout: 1_000 });
			expect(callsTo(/createUploadSession$/)).toHaveLength(1);
			// What was begun is taken away after the execution has ended.
			for (let n = 0; n < 30 && drafts().length > before; n++)
				await new Promise((resolve) => setTimeout(resolve, 100));
			expect(callsTo(/permanentDelete$/)).toHaveLength(1);
			expect(drafts()).toHaveLength(before);
			expect(product.simulator.graph.submissions).toHaveLength(0);
		},
	);

	test.each([429, 401])('that went out and was answered %i is not told as failed', async (status) => {
		const before = drafts().length;
		strike('graph', /\/send$/, { status, headers: { 'retry-after': '0.1' } }, { after: true });
		const run = await product.run(send('data'), { input: [await item({ data: bytes(4 * mib) })] });
		expect(run.error).toBeUndefined();
		expect(product.simulator.graph.submissions).toHaveLength(1);
		expect(drafts()).toHaveLength(before);
	});

	test('names the draft when its outcome is unknown', async () => {
		strike('graph', /\/send$/, { status: 504 });
		const { error } = await product.run(send('data'), { input: [await item({ data: bytes(4 * mib) })] });
		expect(error?.message).toMatch(/^The outcome is unknown/);
		expect(error?.description).toContain(`ID ${drafts().at(-1)?.immutableId}`);
	});

	test.each(['atMostOnce', 'verified'])(
		'says where a draft is that it cannot take away (%s)',
		async (delivery) => {
			const before = drafts().length;
			strike('storage', /./, { status: 403 });
			strike('graph', /permanentDelete$/, { status: 403 });
			const input = [await item({ data: bytes(5 * mib) })];
			const { error } = await product.run(send('data', { delivery }), { input });
			expect(error?.message).toMatch(/^Something other than Graph responded|^Graph denied access/);
			expect(error?.description).toMatch(/mailbox's Drafts folder, unsent: delete it there/);
			expect(drafts()).toHaveLength(before + 1);
		},
	);

	test('over 150 MB, or without a copy, is refused before anything is sent', async () => {
		const huge = await product.run(send('data'), {
			input: [await item({ data: Buffer.alloc(150 * mib + 1) })],
		});
		expect(huge.error?.message).toMatch(/up to 150 MB/);
		const input = [await item({ data: bytes(4 * mib) })];
		const unsaved = await product.run(send('data', {}, { saveToSentItems: false }), { input });
		expect(unsaved.error?.message).toMatch(/without a copy in Sent Items/);
		expect(product.graphPaths()).toEqual([]);
	});

	test.each<[string, Fault['host'], RegExp, FaultAction, Partial<Fault>]>([
		['a small file', 'graph', /\/attachments$/, { status: 504 }, { method: 'POST', after: true }],
		['a small file, not carried out', 'graph', /\/attachments$/, { status: 504 }, { method: 'POST' }],
		[
			'a small file, carried out late',
			'graph',
			/\/attachments$/,
			{ status: 504 },
			{ method: 'POST', late: 600 },
		],
		['the last range', 'storage', /\/upload\//, { status: 504 }, { method: 'PUT', after: true }],
		['the last range, cut', 'storage', /\/upload\//, { reset: true }, { method: 'PUT', after: true }],
		['the draft', 'graph', /\/messages$/, { status: 504 }, { method: 'POST', after: true }],
	])('has each file once, when there is no answer to %s', async (_, host, path, action, more) => {
		const before = drafts().length;
		const files = { large: bytes(3.5 * mib), small: bytes(1000) };
		strike(host, path, action, more);
		const run = await product.run(send('large,small'), { input: [await item(files)] });
		expect(run.error).toBeUndefined();
		expect(product.simulator.faults.struck).toBe(1);
		expectSentOnce(files, before);
	});

	test('shows images in its body, and carries items', async () => {
		const run = await product.run(
			send(
				'',
				{},
				{
					inlineImages: 'data, logo=image',
					attachedItems: '[{"@odata.type": "#microsoft.graph.message", "subject": "Older"}]',
				},
			),
			{ input: [await item({ data: bytes(4 * mib), image: bytes(10) })] },
		);
		expect(run.error).toBeUndefined();
		const attachments = sent()[0].attachments.map(({ type, name, isInline, contentId }) => ({
			type: type.split('.').at(-1),
			name,
			isInline,
			contentId,
		}));
		expect(attachments).toEqual([
			{ type: 'fileAttachment', name: 'data.bin', isInline: true, contentId: 'data' },
			{ type: 'fileAttachment', name: 'image.bin', isInline: true, contentId: 'logo' },
			{ type: 'itemAttachment', name: 'Older', isInline: false, contentId: null },
		]);
	});
});

describe('an answer', () => {
	test.each(['reply', 'replyAll', 'forward'])('by %s carries a large file', async (action) => {
		const before = drafts().length;
		const files = { data: bytes(4 * mib) };
		received().attachments.push(fileOf('data.bin', Buffer.alloc(4 * mib), false));
		const run = await product.run(
			message(action, {
				messageId: received().immutableId,
				comment: 'See this',
				toRecipients: 'alexw@contoso.example',
				attachments: 'data',
			}),
			{ input: [await item(files)] },
		);
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items)).toEqual([{ success: true }]);
		const [{ attachments, properties }, ...others] = mailbox()
			.messagesIn('sentitems')
			.filter((one) => one.properties.body?.content?.includes('See this'));
		expect(others).toEqual([]);
		expect(properties.subject).toMatch(action === 'forward' ? /^Fw: / : /^Re: /);
		expect(attachments.map(({ content }) => hashOf(content)).at(-1)).toBe(hashOf(files.data));
		// A forward brings what the message had, even where it looks the same.
		expect(attachments).toHaveLength(action === 'forward' ? 2 : 1);
		expect(drafts()).toHaveLength(before);
	});

	test('has its text where the answer to its draft was lost', async () => {
		product.simulator.faults.add({
			host: 'graph',
			path: /createReply$/,
			after: true,
			action: { status: 504 },
		});
		const run = await product.run(
			message('reply', {
				messageId: received().immutableId,
				comment: 'See this',
				attachments: 'data',
			}),
			{ input: [await item({ data: bytes(4 * mib) })] },
		);
		expect(run.error).toBeUndefined();
		const bodies = mailbox()
			.messagesIn('sentitems')
			.map(({ properties }) => properties.body?.content ?? '');
		expect(bodies.filter((body) => body.includes('<body><div>See this</div><hr>'))).toHaveLength(1);
	});

	test('as a draft is shown with what is attached; one that cannot be filled is taken away', async () => {
		const before = drafts().length;
		const input = [await item({ data: bytes(4 * mib) })];
		const create = message('createDraft', {
			draftType: 'reply',
			messageId: received().immutableId,
			attachments: 'data',
		});
		const run = await product.run(create, { input });
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items)).toMatchObject([{ isDraft: true, hasAttachments: true }]);
		expect(drafts()).toHaveLength(before + 1);
		strike('graph', /createUploadSession$/, { status: 413 });
		const failed = await product.run(create, { input });
		expect(failed.error).toMatchObject({ httpCode: '413' });
		expect(drafts()).toHaveLength(before + 1);
	});
});

test('a large file is added to a message, and told of', async () => {
	const data = bytes(5 * mib);
	const run = await product.run(
		{
			resource: 'attachment',
			operation: 'add',
			mailbox: byId(adele),
			messageId: received().immutableId,
			additionalFields: { name: 'own.bin', isInline: true, contentId: 'own' },
		},
		{ input: [await item({ data })] },
	);
	expect(run.error).toBeUndefined();
	const [held] = received().attachments;
	expect(jsonOf(run.items)).toMatchObject([{ id: held.id, name: 'own.bin', isInline: true }]);
	expect([held.contentId, hashOf(held.content)]).toEqual(['own', hashOf(data)]);
});

function fileOf(name: string, content: Buffer, isInline: boolean, type = 'fileAttachment'): StoredAttachment {
	return makeAttachment({
		type: `#microsoft.graph.${type}` as StoredAttachment['type'],
		name,
		contentType: type === 'fileAttachment' ? 'application/pdf' : null,
		isInline,
		contentId: isInline ? name : null,
		content,
	});
}

describe('downloading attachments', () => {
	const attachAll = () => {
		received().properties.hasAttachments = true;
		received().attachments.push(
			fileOf('a.pdf', Buffer.from('a'), false),
			fileOf('logo.png', Buffer.from('logo'), true),
			fileOf('Older', Buffer.from('From: x'), false, 'itemAttachment'),
			fileOf('Plan', Buffer.alloc(0), false, 'referenceAttachment'),
		);
	};
	const get = (options: INodeParameters) =>
		message('get', { messageId: received().immutableId, options: { downloadAttachments: true, ...options } });

	test('puts files, inline ones and items into binary fields, and tells of links', async () => {
		attachAll();
		const { error, items } = await product.run(get({}));
		expect(error).toBeUndefined();
		const [one] = items;
		expect(one.json.attachments).toMatchObject([
			{ name: 'a.pdf', binaryPropertyName: 'attachment_0' },
			{ name: 'logo.png', isInline: true, binaryPropertyName: 'attachment_1' },
			{ name: 'Older', binaryPropertyName: 'attachment_2' },
			{ name: 'Plan' },
		]);
		expect((one.json.attachments as IDataObject[])[3]).not.toHaveProperty('binaryPropertyName');
		expect(one.binary).toMatchObject({
			attachment_0: { fileName: 'a.pdf', mimeType: 'application/pdf' },
			attachment_1: { fileName: 'logo.png' },
			attachment_2: { fileName: 'Older.eml', mimeType: 'message/rfc822' },
		});
		expect(Object.keys(one.binary ?? {})).toHaveLength(3);
		expect((await binaryContent(one, 'attachment_1')).toString()).toBe('logo');
	});

	test('leaves inline ones out where they are not wanted, under another prefix', async () => {
		attachAll();
		const { items } = await product.run(get({ inlineAttachments: false, attachmentsPrefix: 'file' }));
		expect(items[0].binary).toMatchObject({ file0: { fileName: 'a.pdf' }, file1: { fileName: 'Older.eml' } });
		expect(Object.keys(items[0].binary ?? {})).toHaveLength(2);
	});

	test('of many messages asks for each in a batch, hasAttachments or not', async () => {
		received().attachments.push(fileOf('logo.png', Buffer.from('logo'), true));
		expect(received().properties.hasAttachments).toBe(false);
		const list = (options: INodeParameters) =>
			message('getAll', {
				folderId: byId('inbox'),
				returnAll: true,
				options: { downloadAttachments: true, select: 'subject', ...options },
			});
		const { error, items } = await product.run(list({}));
		expect(error).toBeUndefined();
		const withFiles = mailbox()
			.messagesIn('inbox')
			.filter(({ attachments }) => attachments.length > 0)
			.map(({ immutableId }) => immutableId);
		const found = items.filter(({ binary }) => binary !== undefined).map(({ json }) => json.id);
		expect(found).toContain(received().immutableId);
		expect(found.sort()).toEqual(withFiles.sort());
		expect(callsTo(/\/attachments$/)).toHaveLength(items.length);
		expect(product.simulator.parts.length).toBeGreaterThan(1);
		const refused = await product.run(list({ singlePage: true }));
		expect(refused.error?.message).toMatch(/can't be combined/);
	});

	test('needs Mail.Read, and says so', async () => {
		product.app.roles = ['Mail.ReadBasic.All'];
		const { error } = await product.run(get({}));
		expect((error as unknown as { description: string }).description).toMatch(/doesn't have Mail\.Read\./);
	});
});
