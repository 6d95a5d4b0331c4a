import { fact } from '../../reality/facts';
import type { Simulator } from '../../../simulator/simulator';
import { createClient, type ClientAnswer, type SimulatorClient } from '../../../simulator/client';
import { messageTraceApp } from '../../../simulator/graph/routes/mailboxes';
import type { Cloud } from '../../../simulator/settings';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
const mailbox = 'adelev@contoso.example';
const adele = `/users/${mailbox}`;
const inbox = `${adele}/mailFolders/inbox/messages/delta`;

type Row = Record<string, unknown> & { id: string };
const rowsOf = ({ body }: ClientAnswer) => (body as { value: Row[] }).value;
const refusal = ({ status, body }: ClientAnswer) => [
	status,
	(body as { error: { code: string } }).error.code,
];
const to = (address: string) => [{ emailAddress: { address } }];
const lastMessage = async () => rowsOf(await client.get(`${adele}/messages?$top=1`))[0] as Row;
const contentOf = (value: unknown) => (value as { body: { content: string } }).body.content;
const quoting = `Hello`;

withClient((given) => ({ simulator, client } = given));

describe('the draft of an answer', () => {
	const draftOf = async (action: string, body: object) => {
		const { id } = await lastMessage();
		return contentOf((await client.post(`${adele}/messages/${id}/${action}`, body)).body);
	};

	it.each(['createReply', 'createReplyAll', 'createForward'])(
		fact(1, 'simulator', 'a comment becomes part of the draft, or does not, as it is set: %s'),
		async (action) => {
			const comment = '<p>See above</p>';
			expect(await draftOf(action, { comment })).not.toContain('See above');
			simulator.set({ outlook: { draftComment: 'taken' } });
			expect(await draftOf(action, { comment })).toMatch(/<p>See above<\/p>.*Hello/s);
		},
	);

	it(fact(2, 'simulator', 'a body in the message replaces what is quoted'), async () => {
		const body = { contentType: 'text', content: 'Mine alone' };
		expect(await draftOf('createReply', {})).toContain(quoting);
		expect(await draftOf('createReply', { message: { body } })).toBe('Mine alone');
	});
});

it(fact(2, 'simulator', 'a comment is taken as HTML: lines run together, and tags are tags'), async () => {
	const { id } = await lastMessage();
	await client.post(`${adele}/messages/${id}/reply`, { comment: 'One\nTwo <b>three</b>' });
	const [sent] = simulator.graph.mailbox(mailbox).messagesIn('sentitems');
	expect(sent?.properties.body).toMatchObject({
		contentType: 'html',
		content: expect.stringContaining('One\nTwo <b>three</b>'),
	});
});

it.each(['reply', 'replyAll', 'forward', 'createReply', 'createReplyAll', 'createForward'])(
	fact(3, 'simulator', 'the quoted time is in UTC unless a time zone is preferred: %s'),
	async (action) => {
		const message = simulator.events.deliverMessage(mailbox, { sentDateTime: '2026-01-15T20:00:00Z' });
		const made = async (headers: Record<string, string>) => {
			const body = action.startsWith('create') ? {} : { toRecipients: to('x@y.example') };
			const answer = await client.post(`${adele}/messages/${message.id}/${action}`, body, headers);
			if (action.startsWith('create')) return contentOf(answer.body);
			return String(
				simulator.graph.mailbox(mailbox).messagesIn('sentitems').at(-1)?.properties.body?.content,
			);
		};
		expect(await made({})).toContain('1/15/2026, 8:00:00');
		expect(await made({ prefer: 'outlook.timezone="Asia/Tokyo"' })).toContain('1/16/2026, 5:00:00');
	},
);

describe('a delta of messages', () => {
	const filtered = `${inbox}?$filter=${encodeURIComponent('receivedDateTime ge 2020-01-01T00:00:00Z')}`;
	const round = async (path: string): Promise<{ rows: Row[]; link: string }> => {
		const rows: Row[] = [];
		for (let next = path; ;) {
			const { body } = await client.get(next, { prefer: 'odata.maxpagesize=3' });
			const page = body as Record<string, string> & { value: Row[] };
			rows.push(...page.value);
			if (page['@odata.deltaLink']) return { rows, link: page['@odata.deltaLink'] };
			next = String(page['@odata.nextLink']);
		}
	};

	it(
		fact(5, 'simulator', 'a filtered one gives so many messages at most, in a round or over its life'),
		async () => {
			expect(simulator.settings.delta.mostFiltered).toBe(5000);
			simulator.set({ delta: { mostFiltered: 5 } });
			const start = await round(filtered);
			expect(start.rows).toHaveLength(5);
			expect((await round(inbox)).rows).toHaveLength(12);
			simulator.events.deliverMessage(mailbox);
			expect((await round(start.link)).rows).toHaveLength(1);

			simulator.reset();
			client = await createClient(simulator);
			simulator.set({ delta: { mostFiltered: 13, filteredOver: 'link' } });
			const again = await round(filtered);
			expect(again.rows).toHaveLength(12);
			simulator.events.deliverMessage(mailbox);
			const later = await round(again.link);
			expect(later.rows).toHaveLength(1);
			simulator.events.deliverMessage(mailbox);
			expect((await round(later.link)).rows).toEqual([]);
		},
	);

	it(fact(51, 'simulator', 'it ignores $top, heeds odata.maxpagesize, and says so'), async () => {
		const ten = await client.get(`${inbox}?$top=3`);
		expect([rowsOf(ten).length, ten.headers['preference-applied']]).toEqual([10, undefined]);
		const prefer = 'IdType="ImmutableId", odata.maxpagesize=3';
		const three = await client.get(inbox, { prefer });
		expect([rowsOf(three).length, three.headers['preference-applied']]).toEqual([3, prefer]);
		const link = (three.body as Record<string, string>)['@odata.nextLink'];
		expect(link).toContain(`/users('${mailbox}')/mailFolders('inbox')/messages/delta?$skiptoken=`);
		expect(rowsOf(await client.get(link ?? '', { prefer }))).toHaveLength(3);
	});
});

describe('a deferred mail', () => {
	const later = '2099-01-01T00:00:00Z';
	const alone = [{ id: 'SystemTime 0x3FEF', value: later }];
	const both = [...alone, { id: 'SystemTime 0x000F', value: later }];
	const mail = (singleValueExtendedProperties: object[]) => ({
		subject: 'Later',
		toRecipients: to('someone@elsewhere.example'),
		singleValueExtendedProperties,
	});
	const folders = () =>
		['drafts', 'sentitems'].map((folder) => simulator.graph.mailbox(mailbox).messagesIn(folder).length);
	const sendDraft = async (properties: object[]) => {
		const { id } = (await client.post(`${adele}/messages`, mail(properties))).body as Row;
		return (await client.post(`${adele}/messages/${id}/send`)).status;
	};

	it(fact(8, 'simulator', 'by 0x3FEF alone it goes at once, or is held, as it is set'), async () => {
		await client.post(`${adele}/sendMail`, { message: mail(alone) });
		expect(folders()).toEqual([0, 1]);
		expect(await sendDraft(alone)).toBe(202);
		expect(folders()).toEqual([0, 2]);
		simulator.set({ outlook: { deferredAlone: 'held' } });
		await client.post(`${adele}/sendMail`, { message: mail(alone) });
		await sendDraft(alone);
		expect(folders()).toEqual([2, 2]);
	});

	it(
		fact(8, 'simulator', 'a draft with 0x3FEF and 0x000F is held, a mail without a draft is not'),
		async () => {
			expect(await sendDraft(both)).toBe(202);
			expect(folders()).toEqual([1, 0]);
			await client.post(`${adele}/sendMail`, { message: mail(both) });
			expect(folders()).toEqual([1, 1]);
		},
	);
});

it(fact(9, 'simulator', 'a search of contacts gives empty addresses where they are selected'), async () => {
	const search = async (select: string) =>
		rowsOf(await client.get(`${adele}/contacts?$search="pavel"${select}`)).map(
			({ emailAddresses }) => (emailAddresses as unknown[] | undefined)?.length,
		);
	expect(await search('&$select=displayName,emailAddresses')).toEqual([0]);
	expect(await search('&$select=displayName')).toEqual([undefined]);
	expect(await search('')).toEqual([1]);
	const all = rowsOf(await client.get(`${adele}/contacts?$select=emailAddresses`));
	expect(all.map(({ emailAddresses }) => (emailAddresses as unknown[]).length)).toEqual([1, 1]);
});

describe('a message trace', () => {
	const path = '/admin/exchange/tracing/messageTraces';

	it(fact(10, 'simulator', 'it answers 401 until the service principal exists'), async () => {
		simulator.set({ outlook: { messageTracePrincipal: false } });
		expect((await client.get(path)).status).toBe(401);
		expect((await client.post('/servicePrincipals', { appId: messageTraceApp })).status).toBe(201);
		expect((await client.get(path)).status).toBe(200);
	});

	it.each([
		["senderAddress eq 'alexw@contoso.example' or senderAddress eq 'meganb@contoso.example'", ['alexw']],
		["(senderAddress eq 'alexw@contoso.example' or status eq 'quarantined')", []],
		["senderAddress eq 'meganb@contoso.example' and status eq 'delivered'", ['meganb']],
		["contains(subject,'lunch or') or contains(subject,'lunch')", []],
	])(
		fact(10, 'simulator', '`or` counts for nothing, and one value of each property: %s'),
		async (filter, found) => {
			const answer = await client.get(`${path}?$filter=${encodeURIComponent(filter)}`);
			expect(rowsOf(answer).map(({ senderAddress }) => String(senderAddress).split('@')[0])).toEqual(found);
		},
	);
});

it(fact(11, 'simulator', 'a 200 may hold JSON that is cut off, or a list with an error in it'), async () => {
	const listed = [{ id: 'a' }, { error: { code: 'ErrorInternalServerError', message: '' } }];
	simulator.faults.add({ path: /messages$/, action: { status: 200, body: '{"value":[{"id":"AAMk' } });
	simulator.faults.add({ path: /messages$/, action: { status: 200, body: { value: listed } } });
	const cut = await client.get(`${adele}/messages`);
	expect([cut.status, typeof cut.body]).toEqual([200, 'string']);
	expect(rowsOf(await client.get(`${adele}/messages`))).toEqual(listed);
});

describe('what is not in every cloud', () => {
	const missing: Array<[Cloud, string[]]> = [
		['global', []],
		['usGovernmentL4', ['permanentDelete', 'permanentDelete', 'messageTraces']],
		['usGovernmentL5', ['permanentDelete', 'permanentDelete', 'messageTraces']],
		['china', ['delta', 'permanentDelete', 'permanentDelete', 'messageTraces']],
	];
	it.each(missing)(
		fact(12, 'simulator', 'the delta of messages (China) and permanent deletion are no words of Graph: %s'),
		async (cloud, words) => {
			simulator.set({ cloud });
			const { id } = await lastMessage();
			const folder = (await client.post(`${adele}/mailFolders`, { displayName: 'Old' })).body as Row;
			const answers = [
				await client.get(inbox),
				await client.post(`${adele}/messages/${id}/permanentDelete`),
				await client.post(`${adele}/mailFolders/${folder.id}/permanentDelete`),
				await client.get('/admin/exchange/tracing/messageTraces'),
			];
			const refused = answers.filter(({ status }) => status >= 400);
			expect(refused.map((answer) => refusal(answer))).toEqual(words.map(() => [400, 'BadRequest']));
			expect(refused.map(({ body }) => /segment '(.*)'/.exec(JSON.stringify(body))?.[1])).toEqual(words);
		},
	);
});

describe('a calendar', () => {
	const at = (day: string) => ({ dateTime: `2030-01-${day}T10:00:00`, timeZone: 'UTC' });
	const event = (day: string, more: object = {}) => ({ subject: day, start: at(day), end: at(day), ...more });
	const window = 'startDateTime=2030-01-01T00:00:00Z&endDateTime=2030-02-01T00:00:00Z';

	it(fact(14, 'simulator', 'a view has no order unless one is asked for, or as it is set'), async () => {
		for (const day of ['05', '20', '10']) await client.post(`${adele}/events`, event(day));
		const days = async (more = '') =>
			rowsOf(await client.get(`${adele}/calendarView?${window}${more}`)).map(({ subject }) => subject);
		const sorted = ['05', '10', '20'];
		expect(await days()).not.toEqual(sorted);
		expect(await days('&$orderby=start/dateTime')).toEqual(sorted);
		simulator.set({ outlook: { calendarViewOrder: 'byStart' } });
		expect(await days()).toEqual(sorted);
	});

	it(
		fact(15, 'simulator', 'an update of attendees replaces all; times of an online meeting go together'),
		async () => {
			const attendees = ['a@contoso.example', 'b@contoso.example'].map((address) => ({
				emailAddress: { address },
				type: 'required',
			}));
			const online = event('05', {
				attendees,
				isOnlineMeeting: true,
				onlineMeetingProvider: 'teamsForBusiness',
			});
			const { id } = (await client.post(`${adele}/events`, online)).body as Row;
			const change = async (body: object) => await client.call('PATCH', `${adele}/events/${id}`, { body });
			expect((await change({ attendees: attendees.slice(1) })).body).toMatchObject({
				attendees: attendees.slice(1),
			});
			expect((await change({ start: at('04') })).status).toBe(400);
			expect((await change({ end: at('06') })).status).toBe(400);
			expect((await change({ start: at('04'), end: at('06') })).status).toBe(200);
			const plain = (await client.post(`${adele}/events`, event('07'))).body as Row;
			const moved = await client.call('PATCH', `${adele}/events/${plain.id}`, { body: { start: at('06') } });
			expect(moved.status).toBe(200);
		},
	);

	it(fact(15, 'simulator', 'a meeting without an event moves whole, and has no transcripts'), async () => {
		const { id: organizer } = (await client.get(adele)).body as Row;
		const path = `/users/${organizer}/onlineMeetings`;
		const times = { startDateTime: '2030-01-05T10:00:00Z', endDateTime: '2030-01-05T11:00:00Z' };
		const { id } = (await client.post(path, { subject: 'x', ...times })).body as Row;
		const change = async (body: object) => await client.call('PATCH', `${path}/${id}`, { body });
		expect((await change({ startDateTime: times.startDateTime })).status).toBe(400);
		expect((await change(times)).status).toBe(200);
		expect(rowsOf(await client.get(`${path}/${id}/transcripts`))).toEqual([]);
	});
});
