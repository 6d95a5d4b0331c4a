import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { fact } from '../../reality/facts';
import type { Cloud } from '../../../simulator/settings';
import { messageTraceApp } from '../../../simulator/graph/routes/mailboxes';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const alex = 'alexw@contoso.example';
const megan = 'meganb@contoso.example';

const run = async (
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	settings: Parameters<typeof product.run>[1] = {},
) => await product.run({ resource, operation, mailbox: byId(adele), ...parameters }, settings);
const message = async (operation: string, parameters: INodeParameters = {}) =>
	await run('message', operation, parameters);
const mailbox = () => product.simulator.graph.mailbox(adele);
const received = () => mailbox().messagesIn('inbox')[0];
const many = (count: number) => {
	const inbox = mailbox().folder('inbox')?.id ?? '';
	for (let n = 0; n < count; n++) mailbox().create(inbox, { properties: { subject: 'Many' } });
};
const contentOf = (value: unknown) => String((value as { body: { content: string } }).body.content);
const textOf = (error: unknown) => {
	const { message: what = '', description = '' } = (error ?? {}) as Record<string, string>;
	return `${what} ${description}`;
};

describe('a search of messages', () => {
	const search = async (words: string, more: INodeParameters = {}) =>
		await message('getAll', { returnAll: true, options: { search: words, select: 'subject' }, ...more });

	test.each([
		['lunch', '"lunch"', /lunch/],
		['figures quarterly', '"figures quarterly"', /Quarterly figures/],
		['"Quarterly figures"', '"Quarterly figures"', /Quarterly figures/],
		['from:alexw subject:"Quarterly figures"', '"from:alexw subject:\\"Quarterly figures\\""', /Quarterly/],
		['"Quarterly figures" AND from:alexw', '"\\"Quarterly figures\\" AND from:alexw"', /Quarterly/],
		['from:alexw AND "Quarterly figures"', '"from:alexw AND \\"Quarterly figures\\""', /Quarterly/],
		[
			'"from:alexw" AND "subject:Quarterly figures"',
			'"from:\\"alexw\\" AND subject:\\"Quarterly figures\\""',
			/Q/,
		],
		['"from:alexw subject:quarterly"', '"from:alexw subject:quarterly"', /Quarterly/],
		['"subject:\\"Quarterly figures\\""', '"subject:\\"Quarterly figures\\""', /Quarterly/],
		['subject:\\"Quarterly figures\\"', '"subject:\\"Quarterly figures\\""', /Quarterly/],
		['subject:“Quarterly figures”', '"subject:\\"Quarterly figures\\""', /Quarterly/],
		['lunch"', '"lunch"', /lunch/],
		['quarterly\n  figures', '"quarterly figures"', /Quarterly/],
		['lunch OR "Quarterly figures"', '"lunch OR \\"Quarterly figures\\""', /lunch|Quarterly/],
	])(fact(4, 'node', 'whatever is entered leaves as one quoted string: %s'), async (words, sent, subject) => {
		const { items, error } = await search(words);
		expect(error).toBeUndefined();
		expect(product.graphCalls()[0]?.query.$search).toBe(sent);
		expect(items.length).toBeGreaterThan(0);
		for (const { json } of items) expect(json.subject).toMatch(subject);
	});

	test.each(['a\\b', 'CONTOSO\\alexw "x', '\\', 'x\\"y'])(
		fact(4, 'node', 'a backslash ends no string: %s'),
		async (words) => {
			const { error } = await search(words);
			expect(error).toBeUndefined();
		},
	);

	test.each(['"', '""', ' " " '])(
		fact(4, 'node', 'quotes without words are refused, since they would return everything: %j'),
		async (words) => {
			expect(textOf((await search(words)).error)).toMatch(/"Search" contains no words/);
			expect(product.graphPaths()).toEqual([]);
		},
	);

	test(fact(4, 'node', 'where 1,000 messages were found, a hint says that there may be more'), async () => {
		many(1_005);
		const all = await search('subject:many');
		expect(all.items).toHaveLength(1_000);
		expect(all.hints).toMatchObject([
			{ message: expect.stringMatching(/up to 1000 messages.*may be more/s) },
		]);
		const some = await search('subject:many', { returnAll: false, limit: 1_000 });
		expect([some.items.length, some.hints]).toEqual([1_000, []]);
		expect((await search('lunch')).hints).toEqual([]);
		const listed = await message('getAll', { returnAll: true });
		expect([listed.items.length > 1_000, listed.hints]).toEqual([true, []]);
	});

	test(fact(4, 'node', 'a hint for several items is told once'), async () => {
		many(1_005);
		const options = { search: 'subject:{{ $json.word }}'.replace(/^/, '='), select: 'subject' };
		const twice = await run(
			'message',
			'getAll',
			{ returnAll: true, options },
			{ input: itemsOf({ word: 'many' }, { word: 'many' }) },
		);
		expect([twice.items.length, twice.hints.length]).toEqual([2_000, 1]);
	});

	test(fact(4, 'node', 'Mail.ReadBasic.All is named as what does not allow a search'), async () => {
		product.app.roles = ['Mail.ReadBasic.All'];
		expect((await message('getAll')).error).toBeUndefined();
		expect(textOf((await search('lunch')).error)).toMatch(
			/Mail\.ReadBasic\.All doesn't allow it.*at least the application permission Mail\.Read\b.*token doesn't have Mail\.Read\b/s,
		);
	});
});

describe('changes of messages', () => {
	const changes = async (more: INodeParameters = {}) =>
		await message('getChanges', { folderId: byId('inbox'), ...more });
	const receivedAfter = '2020-01-01T00:00:00Z';

	test(fact(5, 'node', 'the output and a hint say that a time returned no more than 5,000'), async () => {
		many(5_010);
		const limited = await changes({ options: { receivedAfter } });
		expect(limited.error).toBeUndefined();
		const [first] = jsonOf(limited.items);
		expect((first?.changes as IDataObject[]).length).toBe(5_000);
		expect(first).toMatchObject({ limitReached: true, deltaLink: expect.any(String) });
		expect(limited.hints).toMatchObject([
			{ message: expect.stringMatching(/5000 messages.*may be missing/s) },
		]);
		const next = await changes({ deltaLink: String(first?.deltaLink), options: { receivedAfter } });
		expect([jsonOf(next.items)[0]?.limitReached, next.hints]).toEqual([undefined, []]);
		const whole = await changes();
		const [all] = jsonOf(whole.items);
		expect((all?.changes as IDataObject[]).length).toBeGreaterThan(5_000);
		expect([all?.limitReached, whole.hints]).toEqual([undefined, []]);
	});

	test(fact(51, 'node', 'pages are asked for by odata.maxpagesize, and no $top'), async () => {
		many(300);
		const { items, error } = await changes({ options: { select: 'subject' } });
		expect(error).toBeUndefined();
		expect((jsonOf(items)[0]?.changes as IDataObject[]).length).toBeGreaterThan(300);
		const [call, ...more] = product.graphCalls();
		expect(more).toEqual([]);
		expect(call?.query).not.toHaveProperty('$top');
		expect(call?.headers.prefer).toContain('odata.maxpagesize=1000');
	});

	test(fact([24, 51], 'node', 'links of Outlook are followed as they are'), async () => {
		const first = await changes();
		expect(String(jsonOf(first.items)[0]?.deltaLink)).toContain(`/users('${adele}')/mailFolders('inbox')/`);
		many(1);
		const second = await changes({ deltaLink: String(jsonOf(first.items)[0]?.deltaLink) });
		expect(second.error).toBeUndefined();
		expect(jsonOf(second.items)[0]?.changes).toMatchObject([{ subject: 'Many' }]);
		expect(product.graphCalls().at(-1)?.path).toBe(
			`/v1.0/users('${adele}')/mailFolders('inbox')/messages/delta`,
		);
	});
});

test(
	fact(24, 'node', 'the next link of a list that spells $ as %24 is followed, from an item too'),
	async () => {
		many(1_100);
		const all = await message('getAll', { returnAll: true, options: { select: 'subject' } });
		expect(all.error).toBeUndefined();
		expect(all.items.length).toBeGreaterThan(1_100);
		const page = await message('getAll', { limit: 2, options: { singlePage: true } });
		const [{ nextLink }] = jsonOf(page.items) as [IDataObject];
		expect(nextLink).toContain(`/users('${adele}')/messages?%24`);
		const next = await message('getAll', {
			limit: 2,
			options: { singlePage: true, pageLink: String(nextLink) },
		});
		expect(next.error).toBeUndefined();
		expect(jsonOf(next.items)[0]?.entries).toHaveLength(2);
	},
);

test(fact(24, 'node', 'links of Outlook are followed in batches, each for its item'), async () => {
	many(300);
	const inbox = product.simulator.graph.mailbox(alex).folder('inbox')?.id ?? '';
	const other = product.simulator.graph.mailbox(alex);
	for (let n = 0; n < 300; n++) other.create(inbox, { properties: { subject: 'Others' } });
	const both = await run(
		'message',
		'getAll',
		{ mailbox: byId('={{ $json.box }}'), returnAll: true, simplify: false },
		{ input: itemsOf({ box: adele }, { box: alex }) },
	);
	expect(both.error).toBeUndefined();
	const subjects = jsonOf(both.items).map(({ subject }) => String(subject));
	const count = (subject: string) => subjects.filter((one) => one === subject).length;
	expect([count('Many'), count('Others')]).toEqual([300, 300]);
	const linked = product.simulator.parts.filter(({ path }) => path.includes("users('"));
	expect(linked).toHaveLength(2);
	expect(new Set(linked.map(({ path }) => path)).size).toBe(2);
});

describe('an answer carries its text', () => {
	const drafts = ['reply', 'replyAll', 'forward'].flatMap((draftType) =>
		(['ignored', 'taken'] as const).map((draftComment) => [draftType, draftComment] as const),
	);
	test.each(drafts)(
		fact(1, 'node', 'the draft of a %s, once and above the quote, where a comment is %s'),
		async (draftType, draftComment) => {
			product.simulator.set({ outlook: { draftComment } });
			const messageId = received()?.immutableId ?? '';
			const made = await message('createDraft', {
				draftType,
				messageId,
				toRecipients: megan,
				comment: 'See below',
			});
			expect(made.error).toBeUndefined();
			const content = contentOf(made.items[0]?.json);
			expect(content.split('See below')).toHaveLength(2);
			expect(content).toMatch(/See below.*<b>Subject:<\/b>/s);
			expect(mailbox().messagesIn('drafts')[0]?.properties.body?.content).toBe(content);
		},
	);

	test.each(drafts)(
		fact([1, 8], 'node', 'a %s that is sent later, which goes by a draft, where a comment is %s'),
		async (operation, draftComment) => {
			product.simulator.set({ outlook: { draftComment } });
			const answered = await message(operation, {
				messageId: received()?.immutableId ?? '',
				...(operation === 'forward' && { toRecipients: megan }),
				comment: 'a < b\nc',
				additionalFields: { sendAt: '2099-01-01T09:00:00Z' },
			});
			expect(answered.error).toBeUndefined();
			expect(product.graphCalls()[0]?.headers.prefer).toMatch(/outlook\.timezone="[A-Z]/);
			const [draft, ...others] = mailbox().messagesIn('drafts');
			expect(others).toEqual([]);
			expect(draft?.properties.body?.content?.split('a &lt; b<br>c')).toHaveLength(2);
			expect(product.simulator.graph.submissions.map(({ via }) => via)).toEqual(['send']);
		},
	);
});

describe('a mail that is sent later', () => {
	const send = async (more: INodeParameters = {}) =>
		await message('send', {
			toRecipients: alex,
			subject: 'Later',
			bodyContent: 'Hello',
			additionalFields: { sendAt: '2099-01-01T09:00:00Z', ...more },
		});
	const value = '2099-01-01T09:00:00.000Z';
	const times = ['SystemTime 0x3FEF', 'SystemTime 0x000F'].map((id) => ({ id, value }));
	const places = () => [
		...['drafts', 'sentitems'].map((folder) => mailbox().messagesIn(folder).length),
		product.simulator.graph
			.mailbox(alex)
			.messagesIn('inbox')
			.filter(({ properties }) => properties.subject === 'Later').length,
	];

	test.each(['atOnce', 'held'] as const)(
		fact(8, 'node', 'it is a draft with both times, and waits, where the send time alone means: %s'),
		async (deferredAlone) => {
			product.simulator.set({ outlook: { deferredAlone } });
			const sent = await send();
			expect(sent.error).toBeUndefined();
			expect(jsonOf(sent.items)).toMatchObject([{ sent: true, subject: 'Later' }]);
			expect(places()).toEqual([1, 0, 0]);
			expect(mailbox().messagesIn('drafts')[0]?.extended).toEqual(expect.arrayContaining(times));
			expect(product.graphPaths().map((path) => path.split('/').at(-1))).toEqual(['messages', 'send']);
		},
	);

	test.each(['atOnce', 'held'] as const)(
		fact(8, 'node', 'a draft of it waits once Send Draft sends it, where the send time alone means: %s'),
		async (deferredAlone) => {
			product.simulator.set({ outlook: { deferredAlone } });
			const made = await message('createDraft', {
				toRecipients: alex,
				subject: 'Later',
				additionalFields: { sendAt: '2099-01-01T09:00:00Z' },
			});
			const messageId = String(made.items[0]?.json.id);
			expect((await message('sendDraft', { messageId })).error).toBeUndefined();
			expect(product.simulator.graph.submissions).toHaveLength(1);
			expect(places()).toEqual([1, 0, 0]);
		},
	);

	test(fact(8, 'node', 'what the way by a draft needs is said'), async () => {
		product.app.roles = ['Mail.Send'];
		expect(textOf((await send()).error)).toMatch(/"Send At" is sent through a draft.*Mail\.ReadWrite/s);
		expect(textOf((await send({ saveToSentItems: false })).error)).toMatch(
			/"Send At" can't be sent without a copy/,
		);
		expect(product.simulator.graph.submissions).toEqual([]);
	});
});

describe('a search of contacts', () => {
	const search = async (more: INodeParameters = {}, options: INodeParameters = {}) =>
		jsonOf((await run('contact', 'getAll', { options: { search: 'pavel', ...options }, ...more })).items);
	const emailAddresses = [{ name: 'Pavel Bansky', address: 'pavel@fabrikam.example' }];

	test(fact(9, 'node', 'it keeps addresses: simplified, selected, raw, and page by page'), async () => {
		const plain = emailAddresses.map(({ address }) => address);
		const [simple] = await search();
		expect(simple).toMatchObject({ displayName: 'Pavel Bansky', emailAddresses: plain });
		expect(simple).not.toHaveProperty('changeKey');
		const [own] = await search({}, { select: 'surname, emailAddresses' });
		expect(Object.keys(own ?? {}).sort()).toEqual(['emailAddresses', 'id', 'surname']);
		expect(own).toMatchObject({ emailAddresses });
		const [raw] = await search({ simplify: false });
		expect(raw).toMatchObject({ emailAddresses, changeKey: expect.any(String) });
		const [page] = await search({}, { singlePage: true });
		expect(page?.entries).toMatchObject([{ emailAddresses: plain }]);
		expect((page?.entries as IDataObject[])[0]).not.toHaveProperty('changeKey');
		for (const { query } of product.graphCalls()) expect(query).not.toHaveProperty('$select');
	});

	test(fact(9, 'node', 'without a search, Graph selects'), async () => {
		const listed = await run('contact', 'getAll');
		expect(listed.items[1]?.json.emailAddresses).toHaveLength(1);
		expect(product.graphCalls()[0]?.query.$select).toContain('emailAddresses');
	});
});

describe('a message trace', () => {
	const trace = async (filters: INodeParameters, options: INodeParameters = {}, input?: IDataObject[]) =>
		await run('messageTrace', 'getAll', { filters, options }, input && { input: itemsOf(...input) });

	test(fact(10, 'node', 'a 401 says which service principal to create, and how'), async () => {
		product.simulator.set({ outlook: { messageTracePrincipal: false } });
		const { error } = await trace({});
		expect(textOf(error)).toMatch(/service principal/);
		for (const how of ['New-MgServicePrincipal -AppId', 'az ad sp create --id', 'POST /servicePrincipals'])
			expect(textOf(error)).toContain(how);
		expect(textOf(error)).toContain(messageTraceApp);
		const body = JSON.stringify({ appId: messageTraceApp });
		const made = await run('api', 'request', { method: 'POST', path: '/servicePrincipals', body });
		expect(made.error).toBeUndefined();
		expect((await trace({})).items).toHaveLength(3);
	});

	const one = "senderAddress eq 'a@contoso.example'";
	test.each<[string, INodeParameters, INodeParameters]>([
		['or', {}, { filter: `${one} or senderAddress eq 'b@contoso.example'` }],
		['a property twice', {}, { filter: `${one} and senderAddress eq 'b@contoso.example'` }],
		['a field and the filter', { senderAddress: alex }, { filter: one }],
		['a subject twice', { subject: 'a' }, { filter: "contains(subject,'b')" }],
		['two addresses', { senderAddress: `${alex}, ${megan}` }, {}],
		['two recipients', { recipientAddress: `${alex}; ${megan}` }, {}],
	])(fact(10, 'node', 'what Graph would heed in part is refused: %s'), async (_, filters, options) => {
		expect(textOf((await trace(filters, options)).error)).toMatch(
			/(ignores "or"|applies only one|only one address).*one item for each value/s,
		);
		expect(product.graphPaths()).toEqual([]);
	});

	test(fact(10, 'node', 'several values are an item each; "or" inside a text is none'), async () => {
		const found = await trace({ senderAddress: '={{ $json.from }}' }, {}, [{ from: alex }, { from: megan }]);
		expect(jsonOf(found.items).map(({ senderAddress }) => senderAddress)).toEqual([alex, megan]);
		const times = { receivedAfter: '2026-01-10T00:00:00Z', receivedBefore: '2026-01-16T00:00:00Z' };
		expect((await trace({ ...times, subject: "it's this or that" })).error).toBeUndefined();
	});
});

describe('what the cloud does not have', () => {
	test.each<[Cloud, string, string, INodeParameters, RegExp]>([
		['china', 'message', 'getChanges', { folderId: byId('inbox') }, /message changes.*China.*"Get Many"/s],
		['china', 'message', 'delete', { deleteHow: 'forGood' }, /permanent deletion.*"Move to Deleted Items"/s],
		['usGovernmentL4', 'message', 'delete', { deleteHow: 'forGood' }, /only the global cloud does/],
		[
			'usGovernmentL5',
			'mailFolder',
			'delete',
			{ deleteHow: 'forGood', folderId: byId('archive') },
			/only the global/,
		],
		['china', 'messageTrace', 'getAll', {}, /message traces in this cloud/],
	])(
		fact(12, 'node', 'is said, with what to do instead: %s, %s %s'),
		async (cloud, resource, operation, more, says) => {
			product.simulator.set({ cloud });
			const messageId = received()?.immutableId ?? '';
			const { error } = await run(resource, operation, { messageId, ...more });
			expect(textOf(error)).toMatch(says);
		},
	);

	test(fact(12, 'node', 'changes and deletion work where the cloud has them'), async () => {
		product.simulator.set({ cloud: 'usGovernmentL4' });
		expect((await message('getChanges', { folderId: byId('inbox') })).error).toBeUndefined();
		const messageId = received()?.immutableId ?? '';
		expect((await message('delete', { messageId })).error).toBeUndefined();
	});

	test.each<Cloud>(['global', 'usGovernmentL4', 'china'])(
		fact(12, 'node', 'a draft that could not be filled or sent is removed all the same: %s'),
		async (cloud) => {
			product.simulator.set({ cloud });
			const refused = { status: 400, body: { error: { code: 'ErrorInternal', message: 'No.' } } };
			product.simulator.faults.add({ host: 'graph', method: 'PATCH', times: 20, action: refused });
			const messageId = received()?.immutableId ?? '';
			const made = await message('createDraft', { draftType: 'reply', messageId, comment: 'Hi' });
			expect(textOf(made.error)).toMatch(/No\./);
			product.simulator.faults.add({ host: 'graph', path: /send$/, times: 20, action: refused });
			const mail = { toRecipients: alex, subject: 'x', bodyContent: 'x' };
			const sent = await message('send', { ...mail, options: { delivery: 'verified' } });
			expect(textOf(sent.error)).not.toMatch(/left in the mailbox's Drafts/);
			expect(
				mailbox()
					.visible()
					.filter(({ properties }) => properties.isDraft),
			).toEqual([]);
		},
	);
});

describe('a calendar', () => {
	const at = (day: string, hour = '10') => ({ dateTime: `2030-01-${day}T${hour}:00:00`, timeZone: 'UTC' });
	const addEvent = async (subject: string, more: INodeParameters = {}) =>
		await run('event', 'create', {
			subject,
			startDateTime: `2030-01-${subject}T10:00:00`,
			endDateTime: `2030-01-${subject}T11:00:00`,
			timeZone: 'UTC',
			...more,
		});
	const update = async (updateFields: INodeParameters, eventId: string) =>
		await run('event', 'update', { eventId, timeZone: 'UTC', updateFields });

	test.each(['none', 'byStart'] as const)(
		fact(14, 'node', 'Get Many gives a window by start, where the order of Graph is: %s'),
		async (calendarViewOrder) => {
			product.simulator.set({ outlook: { calendarViewOrder } });
			for (const day of ['05', '20', '10']) expect((await addEvent(day)).error).toBeUndefined();
			const window = { startDateTime: '2030-01-01T00:00:00', endDateTime: '2030-02-01T00:00:00' };
			const days = async (more: INodeParameters = {}) =>
				jsonOf((await run('event', 'getAll', { ...window, timeZone: 'UTC', ...more })).items).map(
					({ subject }) => subject,
				);
			expect(await days()).toEqual(['05', '10', '20']);
			expect(await days({ returnAll: false, limit: 2 })).toEqual(['05', '10']);
			expect(await days({ options: { orderBy: 'start/dateTime desc' } })).toEqual(['20', '10', '05']);
			expect(await days({ events: 'all' })).toHaveLength(3);
			expect(product.graphCalls().at(-1)?.query).not.toHaveProperty('$orderby');
		},
	);

	test(fact(15, 'node', 'a new start or end of an online meeting goes with the other time'), async () => {
		const made = await addEvent('05', { additionalFields: { isOnlineMeeting: true } });
		const id = String(made.items[0]?.json.id);
		const moved = await update({ start: '2030-01-05T09:00:00' }, id);
		expect(moved.error).toBeUndefined();
		const times = () => {
			const [event] = mailbox().events;
			return [event?.properties.start, event?.properties.end].map((time) => time?.dateTime);
		};
		expect(times()).toEqual(['2030-01-05T09:00:00.0000000', '2030-01-05T11:00:00.0000000']);
		expect((await update({ end: '2030-01-05T12:30:00' }, id)).error).toBeUndefined();
		expect(times()).toEqual(['2030-01-05T09:00:00.0000000', '2030-01-05T12:30:00.0000000']);
		const late = await update({ start: '2030-01-05T13:00:00' }, id);
		expect(textOf(late.error)).toMatch(/The meeting ends \(2030-01-05T12:30:00\) before it starts/);
		const both = { start: at('06').dateTime, end: at('06', '11').dateTime };
		expect((await update(both, id)).error).toBeUndefined();
		expect(times()[0]).toBe('2030-01-06T10:00:00.0000000');
	});

	test(fact(15, 'node', 'a start that turns an event into an online meeting goes with its end'), async () => {
		const made = await addEvent('05');
		const id = String(made.items[0]?.json.id);
		const changed = await update({ start: '2030-01-05T09:00:00', isOnlineMeeting: true }, id);
		expect(changed.error).toBeUndefined();
		const plain = await update({ subject: 'Other' }, id);
		expect(plain.error).toBeUndefined();
		expect(product.graphPaths().filter((path) => path.startsWith('GET'))).toHaveLength(1);
	});

	test(fact(15, 'node', 'a time of a meeting without an event goes with the other one'), async () => {
		const organizerId = byId(product.simulator.graph.findUser(adele)?.id ?? '');
		const made = await run('onlineMeeting', 'create', {
			organizerId,
			subject: 'x',
			startDateTime: '2030-01-05T10:00:00Z',
			endDateTime: '2030-01-05T11:00:00Z',
		});
		const meetingId = String(made.items[0]?.json.id);
		const change = async (updateFields: INodeParameters) =>
			await run('onlineMeeting', 'update', { organizerId, meetingId, timeZone: 'UTC', updateFields });
		const moved = await change({ startDateTime: '2030-01-05T09:00:00Z' });
		expect(moved.error).toBeUndefined();
		expect(product.graphCalls().at(-1)?.body).toEqual({
			startDateTime: '2030-01-05T09:00:00.000Z',
			endDateTime: '2030-01-05T11:00:00.000Z',
		});
		expect((await change({ subject: 'y' })).error).toBeUndefined();
		expect(textOf((await change({ startDateTime: '2030-01-05T12:00:00Z' })).error)).toMatch(
			/The meeting ends .* before it starts/,
		);
	});
});
