import { setTimeout as wait } from 'node:timers/promises';
import { startSimulator } from '../../../simulator';
import type { Simulator } from '../../../simulator/simulator';
import { createClient } from '../../../simulator/client';
import type { ClientAnswer, SimulatorClient } from '../../../simulator/client';

let simulator: Simulator;
let client: SimulatorClient;
const alex = '/users/alexw@contoso.example';
const key = 'String {00020329-0000-0000-c000-000000000046} Name SendKey';

interface Item {
	id: string;
	isDraft: boolean;
	parentFolderId: string;
	subject: string;
}
const codeOf = ({ body }: ClientAnswer) => (body as { error: { code: string } }).error.code;
const itemsOf = ({ body }: ClientAnswer) => (body as { value: Item[] }).value;
const to = (...addresses: string[]) => addresses.map((address) => ({ emailAddress: { address } }));
const mail = (subject: string) => ({ subject, toRecipients: to('someone@elsewhere.example') });
const keyed = (value: string) => ({ ...mail('Order'), singleValueExtendedProperties: [{ id: key, value }] });
const sent = () => simulator.graph.mailbox('alexw@contoso.example').messagesIn('sentitems');
const draft = async (value: string) =>
	((await client.post(`${alex}/messages`, keyed(value))).body as Item).id;
const send = (id: string) => client.post(`${alex}/messages/${id}/send`);
const find = async (value: string) => {
	const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${key}' and ep/value eq '${value}')`;
	return itemsOf(await client.get(`${alex}/messages?$filter=${encodeURIComponent(filter)}`));
};

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(async () => {
	simulator.reset();
	client = await createClient(simulator);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await client.close();
});
afterAll(() => simulator.close());

describe('sendMail', () => {
	it('accepts, keeps a copy in Sent Items, and delivers inside the tenant', async () => {
		const message = {
			...mail('Hello'),
			body: { contentType: 'HTML', content: '<b>Hi</b>' },
			ccRecipients: to('meganb@contoso.example'),
		};
		const answer = await client.post(`${alex}/sendMail`, { message, saveToSentItems: true });
		expect(answer).toMatchObject({ status: 202, body: undefined });
		expect(answer.headers['content-length']).toBe('0');
		expect(sent()).toMatchObject([
			{ properties: { subject: 'Hello', isDraft: false, body: { contentType: 'html' } } },
		]);
		const inbox = simulator.graph.mailbox('meganb@contoso.example').messagesIn('inbox');
		expect(inbox.find(({ properties }) => properties.subject === 'Hello')?.properties).toMatchObject({
			isRead: false,
			from: { emailAddress: { address: 'alexw@contoso.example' } },
		});
		expect(simulator.graph.submissions).toMatchObject([
			{
				mailbox: 'alexw@contoso.example',
				via: 'sendMail',
				key: 'Hello',
				to: ['someone@elsewhere.example', 'meganb@contoso.example'],
			},
		]);
	});

	it('keeps nothing when told so', async () => {
		await client.post(`${alex}/sendMail`, { message: mail('Gone'), saveToSentItems: false });
		expect(sent()).toEqual([]);
		expect(simulator.graph.submissionCounts('alexw@contoso.example')).toEqual(new Map([['Gone', 1]]));
	});

	it.each([
		['no message', {}, 'ErrorInvalidParameter'],
		['no recipient', { message: { subject: 'x' } }, 'ErrorInvalidRecipients'],
		['an empty address', { message: { toRecipients: to('') } }, 'ErrorInvalidRecipients'],
		['an address that is none', { message: { toRecipients: to('nobody') } }, 'ErrorInvalidRecipients'],
		['an unknown property', { message: { ...mail('x'), subjekt: 'x' } }, 'RequestBodyRead'],
		[
			'an unknown body type',
			{ message: { ...mail('x'), body: { contentType: 'rtf', content: '' } } },
			'RequestBodyRead',
		],
		['an unknown parameter', { message: mail('x'), save: true }, 'BadRequest'],
		[
			'a header of the server’s',
			{ message: { ...mail('x'), internetMessageHeaders: [{ name: 'Date', value: 'x' }] } },
			'InvalidInternetMessageHeader',
		],
	])('refuses %s', async (_what, body, code) => {
		const answer = await client.post(`${alex}/sendMail`, body);
		expect([answer.status, codeOf(answer)]).toEqual([400, code]);
		expect(simulator.graph.submissions).toEqual([]);
	});

	it('refuses what is no JSON and what is larger than 4 MB', async () => {
		const json = { 'content-type': 'application/json' };
		expect(
			(await client.call('POST', `${alex}/sendMail`, { body: '{"message":', headers: json })).status,
		).toBe(400);
		const large = { ...mail('Large'), body: { contentType: 'text', content: 'x'.repeat(4 * 1024 * 1024) } };
		expect((await client.post(`${alex}/sendMail`, { message: large })).status).toBe(413);
		expect(simulator.graph.submissions).toEqual([]);
	});

	it('takes MIME', async () => {
		const mime = Buffer.from('To: someone@elsewhere.example\r\nSubject: Raw\r\n\r\nHello').toString('base64');
		const answer = await client.call('POST', `${alex}/sendMail`, {
			body: mime,
			headers: { 'content-type': 'text/plain' },
		});
		expect(answer.status).toBe(202);
		expect(sent()).toMatchObject([{ properties: { subject: 'Raw' } }]);
	});

	it('needs Mail.Send, and nothing more', async () => {
		const reader = await createClient(simulator, ['Mail.ReadWrite']);
		expect((await reader.post(`${alex}/sendMail`, { message: mail('x') })).status).toBe(403);
		const sender = await createClient(simulator, ['Mail.Send']);
		expect((await sender.post(`${alex}/sendMail`, { message: mail('x') })).status).toBe(202);
		expect((await sender.post(`${alex}/messages`, mail('x'))).status).toBe(403);
		await Promise.all([reader.close(), sender.close()]);
	});

	it('may carry Retry-After beside the 202', async () => {
		simulator.set({ send: { acceptedRetryAfter: 7 } });
		const answer = await client.post(`${alex}/sendMail`, { message: mail('x') });
		expect([answer.status, answer.headers['retry-after']]).toEqual([202, '7']);
	});
});

describe('a draft', () => {
	it('is found by its key, is sent once, and gets another id', async () => {
		const id = await draft('order-1');
		const [found] = await find('ORDER-1');
		expect(found).toMatchObject({ id, isDraft: true });
		expect((await send(id)).status).toBe(202);
		const [after, ...others] = await find('order-1');
		expect(others).toEqual([]);
		expect(after.isDraft).toBe(false);
		expect(after.id).not.toBe(id);
		expect((await send(id)).status).toBe(404);
		expect((await send(after.id)).status).toBe(400);
		expect(simulator.graph.submissionCounts()).toEqual(new Map([['order-1', 1]]));
	});

	it('keeps its immutable id on sending, unless told otherwise', async () => {
		const prefer = { Prefer: 'IdType="ImmutableId"' };
		const make = async (value: string) =>
			((await client.post(`${alex}/messages`, keyed(value), prefer)).body as Item).id;
		const kept = await make('a');
		await send(kept);
		expect((await client.get(`${alex}/messages/${kept}`, prefer)).body).toMatchObject({ isDraft: false });
		simulator.set({ send: { changesImmutableId: true } });
		const lost = await make('b');
		await send(lost);
		expect((await client.get(`${alex}/messages/${lost}`, prefer)).status).toBe(404);
		expect(await find('b')).toHaveLength(1);
	});

	it('may linger in Drafts after the 202', async () => {
		const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
		simulator.set({ send: { lingerMs: 150 } });
		const id = await draft('slow');
		await send(id);
		expect(await find('slow')).toMatchObject([{ id, isDraft: true }]);
		clock.mockReturnValue(Date.now() + 150);
		expect(await find('slow')).toMatchObject([{ isDraft: false }]);
		expect(simulator.graph.submissions).toHaveLength(1);
	});

	it('may be found nowhere for a while', async () => {
		const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
		simulator.set({ send: { hiddenMs: 150 } });
		const id = await draft('hidden');
		await send(id);
		expect(await find('hidden')).toEqual([]);
		expect((await client.get(`${alex}/messages/${id}`)).status).toBe(404);
		clock.mockReturnValue(Date.now() + 150);
		expect(await find('hidden')).toMatchObject([{ isDraft: false }]);
	});

	it('that lingers goes out twice when it is sent twice, or is refused', async () => {
		simulator.set({ send: { lingerMs: 10_000 } });
		const id = await draft('twice');
		await send(id);
		expect((await send(id)).status).toBe(202);
		expect(simulator.graph.submissionCounts().get('twice')).toBe(2);
		simulator.set({ send: { resubmit: 'refused' } });
		expect((await send(id)).status).toBe(400);
		expect(simulator.graph.submissionCounts().get('twice')).toBe(2);
	});

	it('may go out after, or long after, the request failed', async () => {
		const first = await draft('after');
		simulator.faults.add({ method: 'POST', path: /\/send$/, after: true, action: { status: 504 } });
		expect((await send(first)).status).toBe(504);
		expect(await find('after')).toMatchObject([{ isDraft: false }]);

		const second = await draft('late');
		simulator.faults.add({ method: 'POST', path: /\/send$/, late: 400, action: { status: 504 } });
		expect((await send(second)).status).toBe(504);
		expect(await find('late')).toMatchObject([{ isDraft: true }]);
		await wait(500);
		expect(await find('late')).toMatchObject([{ isDraft: false }]);
		expect(simulator.graph.submissionCounts()).toEqual(
			new Map([
				['after', 1],
				['late', 1],
			]),
		);
	});

	it('that was sent again meanwhile does not go out late as well', async () => {
		const id = await draft('again');
		simulator.faults.add({ method: 'POST', path: /\/send$/, late: 400, action: { status: 504 } });
		await send(id);
		expect((await send(id)).status).toBe(202);
		await wait(500);
		expect(simulator.graph.submissionCounts().get('again')).toBe(1);
	});

	it('needs recipients, and keeps its place without them', async () => {
		const { id } = (await client.post(`${alex}/messages`, { subject: 'Nobody' })).body as Item;
		expect(codeOf(await send(id))).toBe('ErrorInvalidRecipients');
		expect((await client.get(`${alex}/messages/${id}`)).body).toMatchObject({ isDraft: true });
		const patched = await client.call('PATCH', `${alex}/messages/${id}`, {
			body: { toRecipients: to('a@b.example') },
		});
		expect(patched.status).toBe(200);
		expect((await send(id)).status).toBe(202);
	});
});

it('replies, replies to all and forwards', async () => {
	const [{ id }] = itemsOf(await client.get(`${alex}/mailFolders/inbox/messages?$top=1`));
	expect((await client.post(`${alex}/messages/${id}/reply`, { comment: 'Yes' })).status).toBe(202);
	expect((await client.post(`${alex}/messages/${id}/replyAll`, { comment: 'All' })).status).toBe(202);
	expect((await client.post(`${alex}/messages/${id}/forward`, { comment: 'See' })).status).toBe(400);
	const forward = { comment: 'See', toRecipients: to('x@y.example') };
	expect((await client.post(`${alex}/messages/${id}/forward`, forward)).status).toBe(202);
	expect(simulator.graph.submissions.map(({ via }) => via)).toEqual(['reply', 'replyAll', 'forward']);
	expect(simulator.graph.mailbox('alexw@contoso.example').messagesIn('drafts')).toEqual([]);
});
