import type { Simulator } from '../../../simulator/simulator';
import { createClient } from '../../../simulator/client';
import type { ClientAnswer, SimulatorClient } from '../../../simulator/client';
import { fact } from '../../reality/facts';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
const adele = '/users/adelev@contoso.example';

interface Item {
	id: string;
	[name: string]: unknown;
}
const codeOf = ({ body }: ClientAnswer) => (body as { error: { code: string } }).error.code;
const itemsOf = ({ body }: ClientAnswer) => (body as { value: Item[] }).value;
const nextOf = ({ body }: ClientAnswer) => (body as { '@odata.nextLink'?: string })['@odata.nextLink'];
const refusal = (answer: ClientAnswer) => [answer.status, codeOf(answer)];

withClient((given) => ({ simulator, client } = given));

describe('a slash in a path', () => {
	it(fact(6, 'simulator', '%2F separates segments, and %252F is part of a key'), async () => {
		const [inEws] = simulator.graph
			.mailbox('adelev@contoso.example')
			.messagesIn('inbox')
			.map(({ id }) => id.replace(/-/g, '/').replace(/_/g, '+'))
			.filter((id) => id.includes('/'));
		const path = (slash: string) =>
			`${adele}/messages/${inEws.replace(/\+/g, '%2B').replace(/\//g, slash)}?$select=subject`;
		const split = await client.get(path('%2F'));
		expect(refusal(split)).toEqual([400, 'BadRequest']);
		const unknown = decodeURIComponent(inEws.split('/')[1]);
		expect(JSON.stringify(split.body)).toContain(`Resource not found for the segment '${unknown}'`);
		expect((await client.get(path('%252F'))).body).toHaveProperty('subject');
		const part = async (slash: string) =>
			(await client.batch([{ id: '1', method: 'GET', url: path(slash) }])).get('1')?.status;
		expect([await part('%2F'), await part('%252F')]).toEqual([400, 200]);
	});
});

describe('folders', () => {
	it(
		fact(7, 'simulator', 'folders come ten a page, and are found by well-known names without case'),
		async () => {
			const folders = itemsOf(await client.get(`${adele}/mailFolders?$select=displayName`));
			expect(folders.map(({ displayName }) => displayName)).toContain('Sent Items');
			const inbox = (await client.get(`${adele}/mailFolders/Inbox`)).body as Item;
			expect(inbox).toMatchObject({ displayName: 'Inbox', childFolderCount: 2, totalItemCount: 12 });
			expect((await client.get(`${adele}/mailFolders/${inbox.id}`)).body).toMatchObject({
				displayName: 'Inbox',
			});
			const children = itemsOf(await client.get(`${adele}/mailFolders/inbox/childFolders`));
			expect(children.map(({ displayName }) => displayName)).toEqual(['Projects', 'Invoices']);
			expect(itemsOf(await client.get(`${adele}/mailFolders/${children[0].id}/messages`))).toHaveLength(3);
		},
	);

	it(
		fact(7, 'simulator', 'ten children of each folder are expanded, with a link to the others'),
		async () => {
			const mailbox = simulator.graph.mailbox('adelev@contoso.example');
			for (let n = 0; n < 11; n++) mailbox.createFolder(`Project ${n}`, mailbox.folder('inbox')?.id ?? '');
			const expanded = await client.get(
				`${adele}/mailFolders?$top=100&$expand=childFolders($select=displayName)`,
			);
			const [inbox] = itemsOf(expanded).filter(({ displayName }) => displayName === 'Inbox');
			expect(inbox.childFolders).toHaveLength(10);
			const rest = await client.get(String(inbox['childFolders@odata.nextLink']));
			expect(itemsOf(rest).map(({ displayName }) => displayName)).toEqual([
				'Project 8',
				'Project 9',
				'Project 10',
			]);
		},
	);

	it('makes a folder once', async () => {
		const made = await client.post(`${adele}/mailFolders`, { displayName: 'Orders' });
		expect(made.status).toBe(201);
		expect(refusal(await client.post(`${adele}/mailFolders`, { displayName: 'orders' }))).toEqual([
			409,
			'ErrorFolderExists',
		]);
		expect((await client.get(`${adele}/mailFolders/${(made.body as Item).id}`)).status).toBe(200);
	});

	it('tells an id that is not there from one that cannot be', async () => {
		const gone = `AAMkAD${'x'.repeat(89)}=`;
		expect(refusal(await client.get(`${adele}/mailFolders/${gone}`))).toEqual([404, 'ErrorItemNotFound']);
		expect(refusal(await client.get(`${adele}/messages/${gone}`))).toEqual([404, 'ErrorItemNotFound']);
		expect(refusal(await client.get(`${adele}/messages/7`))).toEqual([400, 'ErrorInvalidIdMalformed']);
	});
});

describe('messages', () => {
	it('come newest first, ten a page, through $skip', async () => {
		const first = await client.get(`${adele}/messages?$select=receivedDateTime`);
		expect(itemsOf(first)).toHaveLength(10);
		expect(nextOf(first)).toContain('skip=10');
		const all = (await client.all(`${adele}/messages?$select=receivedDateTime`)) as Item[];
		const times = all.map(({ receivedDateTime }) => String(receivedDateTime));
		expect(times).toEqual([...times].sort().reverse());
		expect(new Set(all.map(({ id }) => id)).size).toBe(15);
	});

	it('take $top up to 1000', async () => {
		expect(itemsOf(await client.get(`${adele}/messages?$top=1000`))).toHaveLength(15);
		expect((await client.get(`${adele}/messages?$top=1001`)).status).toBe(400);
	});

	it.each([
		['isRead eq false', 5],
		['receivedDateTime ge 2026-01-15T06:00:00Z', 3],
		['receivedDateTime le 2026-01-14T20:00:00Z and isRead eq true', 2],
		["from/emailAddress/address eq 'alexw@contoso.example'", 1],
		["contains(subject,'contract')", 2],
		["startswith(subject,'Weekly')", 1],
		['hasAttachments eq true', 3],
		["importance eq 'high'", 3],
	])('filters by %s', async (filter, count) => {
		const answer = await client.get(
			`${adele}/messages?$top=50&$count=true&$filter=${encodeURIComponent(filter)}`,
		);
		expect(itemsOf(answer)).toHaveLength(count);
		expect(answer.body).toMatchObject({ '@odata.count': count });
	});

	it('wants sorted properties first in the filter', async () => {
		const bad = `${adele}/messages?$filter=isRead eq false&$orderby=receivedDateTime`;
		expect(refusal(await client.get(bad))).toEqual([400, 'InefficientFilter']);
		const good = `${adele}/messages?$filter=receivedDateTime ge 2026-01-01T00:00:00Z and isRead eq false&$orderby=receivedDateTime`;
		const times = itemsOf(await client.get(good)).map(({ receivedDateTime }) => String(receivedDateTime));
		expect(times).toHaveLength(5);
		expect(times).toEqual([...times].sort());
	});

	it(fact([24, 51], 'simulator', 'links of Outlook have keys in parentheses, and %24 for $'), async () => {
		const link = nextOf(await client.get(`${adele}/mailFolders/inbox/messages?$top=2`));
		expect(link).toBe(
			`${simulator.graphUrl}/v1.0/users('adelev@contoso.example')/mailFolders('inbox')/messages?%24top=2&%24skip=2`,
		);
		expect(itemsOf(await client.get(link ?? ''))).toHaveLength(2);
		const contacts = await client.get(`${adele}/contacts?$top=1`);
		expect(nextOf(contacts)).toContain("/users('adelev@contoso.example')/contacts?%24top=1&%24skiptoken=");
		expect(itemsOf(await client.get(nextOf(contacts) ?? ''))).toHaveLength(1);
	});

	it(fact(4, 'simulator', 'a search is one quoted string, with inner quotes escaped'), async () => {
		const search = async (text: string) =>
			await client.get(`${adele}/messages?$search=${encodeURIComponent(text)}&$top=50&$select=subject`);
		for (const text of [
			'"quarterly figures" AND from:alexw',
			'subject:"quarterly figures"',
			'from:alexw@contoso.example',
			'"subject:"quarterly figures""',
			'"quarterly',
			'"figures \\"',
			'"',
			'""',
		]) {
			const answer = await search(text);
			expect([text, ...refusal(answer)]).toEqual([text, 400, 'BadRequest']);
			expect(JSON.stringify(answer.body)).toContain('Syntax error');
		}
		const subjects = async (text: string) =>
			itemsOf(await search(text)).map(({ subject }) => String(subject));
		const found = await subjects('"subject:\\"Quarterly figures\\""');
		expect(found).toHaveLength(2);
		expect(found.join()).toMatch(/^Quarterly figures/);
		expect(await subjects('"subject:\\"figures quarterly\\""')).toEqual([]);
		expect((await subjects('"figures quarterly"')).length).toBe(2);
		expect((await subjects('"subject:quarterly OR subject:lunch"')).length).toBeGreaterThan(2);
		expect(await subjects('"quarterly NOT figures"')).toEqual([]);
	});

	it(
		fact(4, 'simulator', 'a search gives 1,000 messages at most, and nothing with Mail.ReadBasic'),
		async () => {
			const mailbox = simulator.graph.mailbox('adelev@contoso.example');
			const inbox = mailbox.folder('inbox')?.id ?? '';
			for (let n = 0; n < 1_010; n++) mailbox.create(inbox, { properties: { subject: 'Many' } });
			const path = `${adele}/messages?$search="subject:many"&$top=500&$select=subject`;
			expect(await client.all(path)).toHaveLength(1_000);
			const basic = await createClient(simulator, ['Mail.ReadBasic.All']);
			expect(refusal(await basic.get(path))).toEqual([403, 'ErrorAccessDenied']);
			expect((await basic.get(`${adele}/messages?$select=subject`)).status).toBe(200);
			await basic.close();
		},
	);

	it('are searched by words and by property, alone', async () => {
		expect(itemsOf(await client.get(`${adele}/messages?$search="quarterly"`))).toHaveLength(2);
		expect(itemsOf(await client.get(`${adele}/messages?$search="from:wilber"`))).toHaveLength(1);
		const page = await client.get(`${adele}/messages?$search="hello"&$top=10`);
		expect(nextOf(page)).toContain('%24skiptoken=');
		expect(itemsOf(await client.get(nextOf(page) ?? ''))).toHaveLength(5);
		for (const other of ['$filter=isRead eq true', '$orderby=subject', '$skip=5', '$count=true']) {
			const answer = await client.get(`${adele}/messages?$search="hello"&${other}`);
			expect(answer.status).toBe(400);
			expect(codeOf(answer)).toMatch(/^SearchWith/);
		}
	});

	it('always show id and etag, and what was selected', async () => {
		const [message] = itemsOf(await client.get(`${adele}/messages?$select=subject`));
		expect(Object.keys(message)).toEqual(['@odata.etag', 'id', 'subject']);
		expect(codeOf(await client.get(`${adele}/messages?$select=nope`))).toBe('BadRequest');
	});

	it('give the body as text when asked, and say so', async () => {
		const [{ id, body }] = itemsOf(await client.get(`${adele}/messages?$top=1`));
		expect(body).toMatchObject({ contentType: 'html' });
		const prefer = { Prefer: 'IdType="ImmutableId", outlook.body-content-type="text"' };
		const text = await client.get(`${adele}/messages/${id}`, prefer);
		expect(text.headers['preference-applied']).toBe('IdType="ImmutableId", outlook.body-content-type="text"');
		expect(text.body).toMatchObject({ body: { contentType: 'text' } });
		expect((text.body as { body: { content: string } }).body.content).toContain('look & tell');
	});

	it('keep the immutable id over a move, not the ordinary one', async () => {
		const prefer = { Prefer: 'IdType="ImmutableId"' };
		const [{ id }] = itemsOf(await client.get(`${adele}/messages?$top=1`));
		const immutable = ((await client.get(`${adele}/messages/${id}`, prefer)).body as Item).id;
		expect(immutable).not.toBe(id);
		const moved = await client.post(`${adele}/messages/${id}/move`, { destinationId: 'archive' });
		expect(moved.status).toBe(201);
		expect((moved.body as Item).id).not.toBe(id);
		expect((await client.get(`${adele}/messages/${id}`)).status).toBe(404);
		expect((await client.get(`${adele}/messages/${immutable}`, prefer)).body).toMatchObject({
			id: immutable,
		});
		expect(itemsOf(await client.get(`${adele}/mailFolders/archive/messages`))).toHaveLength(1);
	});

	it('hide bodies, attachments and extended properties from Mail.ReadBasic.All', async () => {
		const basic = await createClient(simulator, ['Mail.ReadBasic.All']);
		const [message] = itemsOf(await basic.get(`${adele}/messages?$top=1`));
		expect(message).toHaveProperty('subject');
		expect(message).not.toHaveProperty('body');
		expect(message).not.toHaveProperty('bodyPreview');
		for (const query of [
			'$expand=attachments',
			"$filter=contains(bodyPreview,'x')",
			"$filter=singleValueExtendedProperties/any(ep: ep/id eq 'x' and ep/value eq 'y')",
		]) {
			expect(refusal(await basic.get(`${adele}/messages?${query}`))).toEqual([403, 'ErrorAccessDenied']);
		}
		await basic.close();
	});

	it('come with their attachments and extended properties on demand', async () => {
		const filter = encodeURIComponent('hasAttachments eq true');
		const [message] = itemsOf(
			await client.get(`${adele}/messages?$filter=${filter}&$top=1&$expand=attachments`),
		);
		expect(message.attachments).toMatchObject([
			{ '@odata.type': '#microsoft.graph.fileAttachment', name: 'notes-3.txt' },
		]);
		const property = { id: 'String {00020329-0000-0000-c000-000000000046} Name Key', value: 'a' };
		const draft = await client.post(`${adele}/messages`, {
			subject: 'x',
			singleValueExtendedProperties: [property],
		});
		const id = (draft.body as Item).id;
		expect(draft.body).not.toHaveProperty('singleValueExtendedProperties');
		const expand = `$expand=singleValueExtendedProperties($filter=id eq '${property.id}')`;
		expect((await client.get(`${adele}/messages/${id}?${encodeURI(expand)}`)).body).toMatchObject({
			singleValueExtendedProperties: [property],
		});
		expect((await client.get(`${adele}/messages/${id}?$expand=singleValueExtendedProperties`)).status).toBe(
			400,
		);
	});

	it('are not there for people without a mailbox', async () => {
		expect(refusal(await client.get('/users/nobody@contoso.example/messages'))).toEqual([
			404,
			'ErrorInvalidUser',
		]);
		expect(refusal(await client.get('/users/brianj@contoso.example/messages'))).toEqual([
			404,
			'MailboxNotEnabledForRESTAPI',
		]);
	});
});

describe('changes', () => {
	it('need the etag that is current, where one is given', async () => {
		const [{ id, '@odata.etag': etag }] = itemsOf(await client.get(`${adele}/messages?$top=1`));
		const change = (isRead: boolean, match: unknown) =>
			client.call('PATCH', `${adele}/messages/${id}`, {
				body: { isRead },
				headers: { 'If-Match': String(match) },
			});
		expect((await change(true, etag)).body).toMatchObject({ isRead: true });
		expect((await change(false, etag)).status).toBe(412);
		expect((await change(false, '*')).body).toMatchObject({ isRead: false });
	});

	it('leave what was received as it was written', async () => {
		const [{ id }] = itemsOf(await client.get(`${adele}/messages?$top=1`));
		const patch = (body: object) => client.call('PATCH', `${adele}/messages/${id}`, { body });
		expect(refusal(await patch({ subject: 'other' }))).toEqual([400, 'ErrorInvalidPropertySet']);
		expect(refusal(await patch({ isread: true }))).toEqual([400, 'RequestBodyRead']);
		expect((await patch({ categories: ['Red'], importance: 'low' })).body).toMatchObject({
			importance: 'low',
		});
	});

	it('delete into Deleted Items, and from there for good', async () => {
		const [{ id }] = itemsOf(await client.get(`${adele}/messages?$top=1`));
		expect((await client.call('DELETE', `${adele}/messages/${id}`)).status).toBe(204);
		expect((await client.get(`${adele}/messages/${id}`)).status).toBe(404);
		const [deleted] = itemsOf(await client.get(`${adele}/mailFolders/deleteditems/messages`));
		await client.call('DELETE', `${adele}/mailFolders/deleteditems/messages/${deleted.id}`);
		expect((await client.all(`${adele}/messages?$top=50`)).length).toBe(14);
	});

	it('copy, and answer in a draft', async () => {
		const [{ id, subject, from }] = itemsOf(await client.get(`${adele}/messages?$top=1`));
		expect((await client.post(`${adele}/messages/${id}/copy`, { destinationId: 'archive' })).status).toBe(
			201,
		);
		expect((await client.get(`${adele}/messages/${id}`)).status).toBe(200);
		expect((await client.post(`${adele}/messages/${id}/copy`, {})).status).toBe(400);
		const reply = await client.post(`${adele}/messages/${id}/createReply`, { comment: 'Yes' });
		expect(reply.status).toBe(201);
		expect(reply.body).toMatchObject({
			isDraft: true,
			subject: `Re: ${String(subject)}`,
			toRecipients: [from],
		});
	});
});

describe('events', () => {
	const event = {
		subject: 'Review',
		transactionId: 'once-1',
		start: { dateTime: '2026-02-01T09:00:00', timeZone: 'UTC' },
		end: { dateTime: '2026-02-01T10:00:00', timeZone: 'UTC' },
	};

	it('are made once for one transactionId', async () => {
		const first = await client.post(`${adele}/events`, event);
		const second = await client.post(`${adele}/events`, event);
		expect([first.status, second.status]).toEqual([201, 201]);
		expect((second.body as Item).id).toBe((first.body as Item).id);
		await client.post(`${adele}/events`, { ...event, transactionId: 'once-2' });
		expect(itemsOf(await client.get(`${adele}/events?$select=subject`))).toHaveLength(2);
	});

	it('need two times, and can be changed and deleted', async () => {
		expect((await client.post(`${adele}/events`, { subject: 'x', start: event.start })).status).toBe(400);
		const { id } = (await client.post(`${adele}/events`, event)).body as Item;
		const changed = await client.call('PATCH', `${adele}/events/${id}`, { body: { subject: 'Other' } });
		expect(changed.body).toMatchObject({ subject: 'Other', start: { timeZone: 'UTC' } });
		expect((await client.call('DELETE', `${adele}/events/${id}`)).status).toBe(204);
		expect((await client.get(`${adele}/events/${id}`)).status).toBe(404);
	});
});

describe('attachments', () => {
	const size = 5 * 1024 * 1024 + 17;
	const content = Buffer.alloc(size, 'abcdefghij');
	const draft = async () => ((await client.post(`${adele}/messages`, { subject: 'Large' })).body as Item).id;
	const open = async (id: string, bytes = size) =>
		await client.post(`${adele}/messages/${id}/attachments/createUploadSession`, {
			AttachmentItem: { attachmentType: 'file', name: 'large.bin', size: bytes },
		});
	const put = (url: string, start: number, end: number, token: string | null = null) =>
		client.call('PUT', url, {
			token,
			body: content.subarray(start, end + 1),
			headers: {
				'content-type': 'application/octet-stream',
				'content-range': `bytes ${start}-${end}/${size}`,
			},
		});

	it('small ones are posted, read and removed', async () => {
		const id = await draft();
		const file = {
			'@odata.type': '#microsoft.graph.fileAttachment',
			name: 'a.txt',
			contentBytes: 'aGVsbG8=',
		};
		const added = await client.post(`${adele}/messages/${id}/attachments`, file);
		expect(added.status).toBe(201);
		expect((await client.get(`${adele}/messages/${id}`)).body).toMatchObject({ hasAttachments: true });
		const path = `${adele}/messages/${id}/attachments/${(added.body as Item).id}`;
		expect((await client.get(path)).body).toMatchObject({ contentBytes: 'aGVsbG8=' });
		expect((await client.get(`${path}/$value`)).body).toBe('hello');
		expect((await client.call('DELETE', path)).status).toBe(204);
		expect(itemsOf(await client.get(`${adele}/messages/${id}/attachments`))).toEqual([]);
	});

	it.each([
		['no type', { name: 'a', contentBytes: 'aGk=' }],
		['no base64', { '@odata.type': '#microsoft.graph.fileAttachment', name: 'a', contentBytes: 'h?' }],
		['no name', { '@odata.type': '#microsoft.graph.fileAttachment', contentBytes: 'aGk=' }],
		['no content', { '@odata.type': '#microsoft.graph.fileAttachment', name: 'a' }],
	])('are refused with %s', async (_what, file) => {
		expect((await client.post(`${adele}/messages/${await draft()}/attachments`, file)).status).toBe(400);
	});

	it('large ones go up in ranges, in order, without the bearer', async () => {
		const id = await draft();
		const session = await open(id);
		expect(session.status).toBe(201);
		const { uploadUrl } = session.body as { uploadUrl: string };
		expect(uploadUrl.startsWith(simulator.storageUrl)).toBe(true);
		const half = 3 * 1024 * 1024;
		expect((await put(uploadUrl, 0, half - 1, client.token)).status).toBe(401);
		expect((await put(uploadUrl, half, size - 1)).status).toBe(416);
		const first = await put(uploadUrl, 0, half - 1);
		expect(first.body).toMatchObject({ nextExpectedRanges: [`${half}-`] });
		expect((await put(uploadUrl, 0, half - 1)).status).toBe(416);
		expect((await client.call('GET', uploadUrl, { token: null })).body).toMatchObject({
			nextExpectedRanges: [`${half}-`],
		});
		const last = await put(uploadUrl, half, size - 1);
		expect(last.status).toBe(201);
		expect(last.headers.location).toContain('/Attachments(');
		const [attachment] = simulator.graph.mailbox('adelev@contoso.example').find(id)?.attachments ?? [];
		expect(attachment.content.equals(content)).toBe(true);
		expect(simulator.requests.filter(({ host }) => host === 'storage')).toHaveLength(6);
	});

	it('know their limits', async () => {
		const id = await draft();
		expect(codeOf(await open(id, 1000))).toBe('ErrorAttachmentSizeShouldNotBeLessThanMinimumSize');
		expect((await open(id, 151 * 1024 * 1024)).status).toBe(413);
		const { uploadUrl } = (await open(id)).body as { uploadUrl: string };
		expect((await client.call('DELETE', uploadUrl, { token: null })).status).toBe(204);
		expect((await put(uploadUrl, 0, 10)).status).toBe(404);
	});
});
