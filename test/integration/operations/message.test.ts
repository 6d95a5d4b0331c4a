import type { INodeParameters } from 'n8n-workflow';
import { binaryField } from '../harness';
import { byId, fromList, itemsOf, jsonOf, sources, useProduct } from '../harness/product';

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
const mailboxOf = (user = adele) => product.simulator.graph.mailbox(user);
const sentBy = (user = adele) => mailboxOf(user).messagesIn('sentitems');
const addresses = (
	list: Array<{ emailAddress?: { name?: string | null; address?: string | null } | null }> = [],
) => list.map(({ emailAddress }) => `${emailAddress?.name} <${emailAddress?.address}>`);
const preferences = () => product.graphCalls().map(({ headers }) => headers.prefer ?? '');

describe('get many messages', () => {
	test('of all folders, the newest first', async () => {
		const run = await product.run(
			message('getAll', { limit: 3, options: { select: 'subject,receivedDateTime' } }),
		);
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items).map(({ subject }) => subject)).toEqual([
			'Quarterly figures (1)',
			'Team lunch on Friday (2)',
			'Contract for review (3)',
		]);
		expect(sources(run.items)).toEqual([0, 0, 0]);
		expect(product.graphPaths()).toEqual([`GET /v1.0/users/${adele}/messages`]);
		expect(product.graphCalls()[0].query.$top).toBe('3');
	});

	test('of one folder, by its well-known name or picked from the list', async () => {
		const projects = mailboxOf().folders.find(({ displayName }) => displayName === 'Projects');
		const byName = await product.run(message('getAll', { folderId: byId('inbox'), returnAll: true }));
		expect(byName.items).toHaveLength(27);
		const picked = await product.run(message('getAll', { folderId: fromList(projects?.id ?? '') }));
		expect(picked.items).toHaveLength(3);
	});

	test('of a mailbox for each item', async () => {
		const run = await product.run(
			{
				...message('getAll', { limit: 2, options: { select: 'toRecipients' } }),
				mailbox: byId('={{ $json.box }}'),
			},
			{ input: itemsOf({ box: adele }, { box: alex }) },
		);
		const owners = jsonOf(run.items).map(({ toRecipients }) => addresses(toRecipients as never)[0]);
		expect(owners).toEqual([
			`Adele Vance <${adele}>`,
			`Adele Vance <${adele}>`,
			`Alex Wilber <${alex}>`,
			`Alex Wilber <${alex}>`,
		]);
		expect(sources(run.items)).toEqual([0, 0, 1, 1]);
	});

	test('by a filter, with an order that fits it', async () => {
		const run = await product.run(
			message('getAll', {
				options: { filter: 'receivedDateTime ge 2026-01-15T05:00:00Z', orderBy: 'receivedDateTime asc' },
			}),
		);
		expect(run.error).toBeUndefined();
		const times = jsonOf(run.items).map(({ receivedDateTime }) => String(receivedDateTime));
		expect(times).toEqual([...times].sort());
		expect(times).toHaveLength(4);
	});

	test.each(['lunch', 'subject:lunch', '"lunch"'])('by a search: %s', async (search) => {
		const run = await product.run(message('getAll', { options: { search, select: 'subject' } }));
		expect(run.error).toBeUndefined();
		expect(run.items.length).toBeGreaterThan(0);
		for (const { json } of run.items) expect(json.subject).toMatch(/lunch/);
	});

	test('with bodies as they are, or as text', async () => {
		const html = await product.run(message('getAll', { limit: 1, simplify: false }));
		expect(html.items[0].json.body).toMatchObject({
			contentType: 'html',
			content: expect.stringContaining('<p>'),
		});
		const text = await product.run(message('getAll', { limit: 1, options: { bodyAsText: true } }));
		expect(text.items[0].json.body).toMatch(/^Hello Adele Vance,/);
	});

	test('with ids that stay when a message is moved', async () => {
		const run = await product.run(message('getAll', { limit: 1 }));
		const id = String(run.items[0].json.id);
		const stored = mailboxOf().find(id);
		expect(stored?.immutableId).toBe(id);
		if (stored) mailboxOf().move(stored, mailboxOf().folder('archive')?.id ?? '');
		const again = await product.run(message('get', { messageId: id }));
		expect(again.items[0].json).toMatchObject({ id, subject: 'Quarterly figures (1)' });
		for (const prefer of preferences()) expect(prefer).toContain('IdType="ImmutableId"');
	});

	test('names both permissions when there is none', async () => {
		product.app.roles = ['User.Read.All'];
		const { error } = await product.run(message('getAll'));
		expect(error).toMatchObject({
			message: 'Missing application permission: Mail.ReadBasic.All.',
			description: expect.stringMatching(/Mail\.ReadBasic\.All.*application access policy.*Access is denied/),
		});
	});

	test.each([
		['nobody@contoso.example', /Check the mailbox/],
		['brianj@contoso.example', /no Exchange Online mailbox/],
	])('says what is wrong with a mailbox: %s', async (user, cure) => {
		const { error } = await product.run({ ...message('getAll'), mailbox: byId(user) });
		expect(error).toMatchObject({ httpCode: '404', description: expect.stringMatching(cure) });
	});
});

describe('get a message', () => {
	test('by its id, an expression for each item', async () => {
		const [first, second] = mailboxOf().visible();
		const run = await product.run(message('get', { messageId: '={{ $json.id }}' }), {
			input: itemsOf({ id: second.immutableId }, { id: first.id }),
		});
		expect(jsonOf(run.items).map(({ subject }) => subject)).toEqual([
			second.properties.subject,
			first.properties.subject,
		]);
		expect(sources(run.items)).toEqual([0, 1]);
	});

	test('as text, and only what was selected', async () => {
		const [{ id }] = mailboxOf().visible();
		const options = { bodyAsText: true, select: 'body' };
		const run = await product.run(message('get', { messageId: id, options }));
		expect(run.items[0].json.body).toMatchObject({ contentType: 'text' });
		expect(run.items[0].json.subject).toBeUndefined();
	});

	test.each([
		['AAMkAGI1AAAoZCfHAAA1234567890abcdef=', /404/, /Check the ID/],
		['not an id', /400/, /Check the ID/],
	])('that is not there: %s', async (messageId, status, cure) => {
		const { error } = await product.run(message('get', { messageId }));
		expect(error).toMatchObject({
			httpCode: expect.stringMatching(status),
			description: expect.stringMatching(cure),
		});
	});
});

describe('send a message', () => {
	const send = (parameters: INodeParameters = {}) =>
		message('send', {
			toRecipients: alex,
			subject: 'Hello',
			bodyContent: '<p>Hello <b>Alex</b></p>',
			...parameters,
		});

	test('says what was sent, and keeps it in Sent Items', async () => {
		const run = await product.run(send());
		expect(run.error).toBeUndefined();
		expect(run.items[0].json).toMatchObject({ subject: 'Hello', toRecipients: [alex] });
		expect(sources(run.items)).toEqual([0]);
		const [sent] = sentBy();
		expect(sent.properties).toMatchObject({
			subject: 'Hello',
			body: { contentType: 'html', content: '<p>Hello <b>Alex</b></p>' },
			importance: 'normal',
		});
		expect(product.simulator.graph.submissionCounts()).toEqual(new Map([['Hello', 1]]));
	});

	test('as text', async () => {
		await product.run(send({ bodyContentType: 'text', bodyContent: 'Hello <Alex>\nBye' }));
		expect(sentBy()[0].properties.body).toEqual({ contentType: 'text', content: 'Hello <Alex>\nBye' });
	});

	const people: Array<[string, string[]]> = [
		[alex, [`${alex} <${alex}>`]],
		[`${alex},${megan}`, [`${alex} <${alex}>`, `${megan} <${megan}>`]],
		[` ${alex} ; ${megan}; `, [`${alex} <${alex}>`, `${megan} <${megan}>`]],
		[`Alex Wilber <${alex}>`, [`Alex Wilber <${alex}>`]],
		[`"Wilber, Alex" <${alex}>; Megan <${megan}>`, [`Wilber, Alex <${alex}>`, `Megan <${megan}>`]],
		[`<${alex}>`, [`${alex} <${alex}>`]],
		["Miriam O'Neill <miriam.o'neill@contoso.example>", ["Miriam O'Neill <miriam.o'neill@contoso.example>"]],
		['Müller, Henriettam@contoso.example', []],
		['Åsa Lindström <asal@contoso.example>', ['Åsa Lindström <asal@contoso.example>']],
	];
	test.each(people)('to %s', async (toRecipients, expected) => {
		const run = await product.run(send({ toRecipients }));
		if (expected.length === 0) {
			expect(run.error).toMatchObject({
				message: expect.stringMatching(/"Müller", which isn't an email address/),
			});
			expect(sentBy()).toEqual([]);
			return;
		}
		expect(run.error).toBeUndefined();
		expect(addresses(sentBy()[0].properties.toRecipients ?? [])).toEqual(expected);
	});

	test('to CC and BCC, with a reply address and importance', async () => {
		const run = await product.run(
			send({
				additionalFields: {
					ccRecipients: `Megan <${megan}>`,
					bccRecipients: 'debrab@contoso.example; leeg@contoso.example',
					replyTo: 'answers@contoso.example',
					importance: 'high',
				},
			}),
		);
		expect(run.error).toBeUndefined();
		const { properties } = sentBy()[0];
		expect(addresses(properties.ccRecipients ?? [])).toEqual([`Megan <${megan}>`]);
		expect(addresses(properties.bccRecipients ?? [])).toEqual([
			'debrab@contoso.example <debrab@contoso.example>',
			'leeg@contoso.example <leeg@contoso.example>',
		]);
		expect(addresses(properties.replyTo ?? [])).toEqual([
			'answers@contoso.example <answers@contoso.example>',
		]);
		expect(properties.importance).toBe('high');
	});

	test('without a copy in Sent Items', async () => {
		const run = await product.run(send({ additionalFields: { saveToSentItems: false } }));
		expect(run.error).toBeUndefined();
		expect(sentBy()).toEqual([]);
		expect(product.simulator.graph.submissionCounts().get('Hello')).toBe(1);
	});

	test('for each item, once and from its mailbox', async () => {
		const input = itemsOf(
			...Array.from({ length: 30 }, (_, n) => ({ n, from: n % 2 ? alex : adele, to: n % 2 ? adele : alex })),
		);
		const run = await product.run(
			{
				...send({ subject: '=Number {{ $json.n }}', toRecipients: '={{ $json.to }}' }),
				mailbox: byId('={{ $json.from }}'),
			},
			{ input },
		);
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items).map(({ subject }) => subject)).toEqual(
			input.map(({ json }) => `Number ${json.n}`),
		);
		expect(sources(run.items)).toEqual(input.map((_, index) => index));
		const counts = product.simulator.graph.submissionCounts();
		expect([...counts.values()]).toEqual(Array(30).fill(1));
		expect(sentBy(adele)).toHaveLength(15);
		expect(product.simulator.graph.throttled).toBe(0);
	});

	test.each([
		['nobody', ' ', /no recipient/],
		['what is no address', 'alex', /"alex", which isn't an email address/],
		['an address without an end', `Alex <${alex}`, /isn't an email address/],
	])('to %s sends nothing and says so', async (_, toRecipients, says) => {
		const run = await product.run(send({ toRecipients: `={{ ${JSON.stringify(toRecipients)} }}` }));
		expect(run.error).toMatchObject({ message: expect.stringMatching(says), context: { itemIndex: 0 } });
		expect(product.graphPaths()).toEqual([]);
	});

	test('of one item that fails leaves the others to go', async () => {
		const run = await product.run(send({ toRecipients: '={{ $json.to }}', subject: '={{ $json.to }}' }), {
			input: itemsOf({ to: alex }, { to: 'alex' }, { to: megan }),
			continueOnFail: 'continueErrorOutput',
		});
		expect(jsonOf(run.items).map(({ subject }) => subject)).toEqual([alex, megan]);
		expect(jsonOf(run.errorItems)).toMatchObject([{ to: 'alex', error: expect.stringMatching(/"alex"/) }]);
		expect(sources(run.errorItems)).toEqual([1]);
	});

	test('names the permission that is missing, and what else narrows it', async () => {
		product.app.roles = ['Mail.ReadWrite'];
		const { error } = await product.run(send());
		expect(error).toMatchObject({
			description: expect.stringMatching(/Mail\.Send.*doesn't have Mail\.Send.*RBAC for Applications/),
		});
		expect(product.simulator.graph.submissions).toEqual([]);
	});

	test('is not repeated when nobody knows whether it went out', async () => {
		product.simulator.faults.add({ host: 'graph', path: /sendMail$/, after: true, action: { status: 504 } });
		const run = await product.run(send());
		expect(run.error?.message).toMatch(/outcome is unknown/i);
		expect(product.simulator.graph.submissionCounts().get('Hello')).toBe(1);
	});

	test('is not repeated after a 202 that asks for a pause', async () => {
		product.simulator.set({ send: { acceptedRetryAfter: 1 } });
		const run = await product.run(send());
		expect(run.error).toBeUndefined();
		expect(product.simulator.graph.submissionCounts().get('Hello')).toBe(1);
	});

	test('that was refused for now goes out once, after the pause that Graph asked for', async () => {
		const action = { status: 429, headers: { 'retry-after': '1' } };
		product.simulator.faults.add({ host: 'graph', path: /sendMail$/, action });
		const run = await product.run(send());
		expect(run.error).toBeUndefined();
		expect(product.simulator.graph.submissionCounts().get('Hello')).toBe(1);
	});

	test('goes out once though Retry On Fail runs the whole node again', async () => {
		const action = { status: 400 };
		product.simulator.faults.add({ host: 'graph', path: /meganb.*sendMail$/, action });
		const run = await product.run(
			{ ...send({ subject: '={{ $json.from }}' }), mailbox: byId('={{ $json.from }}') },
			{
				input: itemsOf({ from: adele }, { from: megan }, { from: alex }),
				retryOnFail: { maxTries: 3, waitBetweenTries: 1 },
			},
		);
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(3);
		const counts = product.simulator.graph.submissionCounts();
		expect(counts).toEqual(
			new Map([
				[adele, 1],
				[alex, 1],
				[megan, 1],
			]),
		);
	});

	test('goes out once though Retry On Fail and "Continue" run the whole node again', async () => {
		const run = await product.run(send({ toRecipients: '={{ $json.to }}', subject: '={{ $json.to }}' }), {
			// n8n looks at the first item alone to see whether a node that continues has failed.
			input: itemsOf({ to: 'nobody' }, { to: alex }, { to: megan }),
			retryOnFail: { maxTries: 3, waitBetweenTries: 1 },
			continueOnFail: 'continueRegularOutput',
		});
		expect(jsonOf(run.items)).toMatchObject([
			{ error: expect.stringMatching(/"nobody"/) },
			{ subject: alex },
			{ subject: megan },
		]);
		const counts = product.simulator.graph.submissionCounts();
		expect([counts.get(alex), counts.get(megan)]).toEqual([1, 1]);
	});

	describe('with attachments', () => {
		const attached = () =>
			sentBy()[0].attachments.map(({ name, contentType, content }) => ({ name, contentType, content }));

		test.each(['filesystem', 'default'] as const)('from binary fields (%s mode)', async (binaryDataMode) => {
			const report = await binaryField(
				{ content: 'the report', fileName: 'report.txt', mimeType: 'text/plain' },
				binaryDataMode,
			);
			const image = await binaryField(
				{ content: Buffer.from([0, 255, 128, 10]), mimeType: 'image/png' },
				binaryDataMode,
			);
			const run = await product.run(send({ attachments: 'report, image' }), {
				input: [{ json: {}, binary: { report, image } }],
				binaryDataMode,
			});
			expect(run.error).toBeUndefined();
			expect(attached()).toEqual([
				{ name: 'report.txt', contentType: 'text/plain', content: Buffer.from('the report') },
				{ name: 'image', contentType: 'image/png', content: Buffer.from([0, 255, 128, 10]) },
			]);
		});

		test('that stand in the item’s JSON, as in workflows with combined binary data', async () => {
			const report = await binaryField({
				content: 'the report',
				fileName: 'report.txt',
				mimeType: 'text/plain',
			});
			const run = await product.run(send({ attachments: '_files.report' }), {
				input: [{ json: { _files: { report: { ...report } } } }],
				workflowSettings: { binaryMode: 'combined' },
			});
			expect(run.error).toBeUndefined();
			expect(attached()).toMatchObject([{ name: 'report.txt', content: Buffer.from('the report') }]);
		});

		test('of its own for each item', async () => {
			const input = await Promise.all(
				['a', 'b'].map(async (letter) => ({
					json: { letter },
					binary: { data: await binaryField({ content: letter, fileName: `${letter}.txt` }) },
				})),
			);
			await product.run(send({ subject: '={{ $json.letter }}', attachments: 'data' }), {
				input,
			});
			const found = sentBy().map(({ properties, attachments }) => [
				properties.subject,
				attachments.map(({ content }) => content.toString()),
			]);
			expect(found.sort()).toEqual([
				['a', ['a']],
				['b', ['b']],
			]);
		});

		test('of just 3 MB in all', async () => {
			const half = await binaryField({ content: Buffer.alloc(1.5 * 1024 * 1024, 7), fileName: 'half.bin' });
			const run = await product.run(send({ attachments: 'one,two' }), {
				input: [{ json: {}, binary: { one: half, two: half } }],
			});
			expect(run.error).toBeUndefined();
			expect(attached()).toHaveLength(2);
		});

		test('that the item does not have sends nothing and names the field', async () => {
			const other = await binaryField({ content: 'x' });
			const run = await product.run(send({ attachments: 'missing' }), {
				input: [{ json: {}, binary: { other } }],
			});
			expect(run.error?.message).toMatch(/missing/);
			expect(run.error).toMatchObject({ context: { itemIndex: 0 } });
			expect(product.graphPaths()).toEqual([]);
		});

		test('that are none at all are left out', async () => {
			const run = await product.run(send({ attachments: ' , ' }));
			expect(run.error).toBeUndefined();
			expect(attached()).toEqual([]);
		});
	});
});

describe('the list of folders to pick from', () => {
	test('shows the folders of the mailbox that is chosen', async () => {
		const { results } = await product.list('searchMailFolders', { parameters: { ...message('getAll') } });
		const inbox = mailboxOf().folder('inbox');
		expect(results.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['Inbox', 'Sent Items', 'Drafts']),
		);
		// The value works where a folder is asked for.
		const value = String(results.find(({ name }) => name === 'Inbox')?.value);
		const run = await product.run(message('getAll', { folderId: fromList(value), limit: 1 }));
		expect(run.error).toBeUndefined();
		expect(run.items[0].json.parentFolderId).toBe(inbox?.id);
	});

	test('is searched by what was typed', async () => {
		const { results } = await product.list('searchMailFolders', {
			parameters: message('getAll'),
			filter: 'sent',
		});
		expect(results.map(({ name }) => name)).toEqual(['Sent Items']);
	});

	test('comes page by page', async () => {
		for (let n = 0; n < 150; n++)
			mailboxOf().createFolder(`Folder ${n}`, mailboxOf().folder('msgfolderroot')?.id ?? '');
		const names: string[] = [];
		let paginationToken: string | undefined;
		do {
			const page = await product.list('searchMailFolders', {
				parameters: message('getAll'),
				paginationToken,
			});
			names.push(...page.results.map(({ name }) => name));
			paginationToken = page.paginationToken as string | undefined;
		} while (paginationToken !== undefined);
		expect(names.filter((name) => name.startsWith('Folder'))).toHaveLength(150);
		expect(new Set(names).size).toBe(names.length);
	});

	test('asks for the mailbox first', async () => {
		const refused = product.list('searchMailFolders', {
			parameters: { ...message('getAll'), mailbox: byId('') },
		});
		await expect(refused).rejects.toThrow(/mailbox/i);
		expect(product.graphPaths()).toEqual([]);
	});
});
