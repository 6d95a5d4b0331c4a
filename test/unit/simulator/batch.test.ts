import { startSimulator } from '../../../simulator';
import type { Simulator } from '../../../simulator/simulator';
import { createClient } from '../../../simulator/client';
import type { ClientAnswer, SimulatorClient } from '../../../simulator/client';

let simulator: Simulator;
let client: SimulatorClient;
const codeOf = ({ body }: ClientAnswer) => (body as { error: { code: string } }).error.code;
const json = { 'Content-Type': 'application/json' };
const adele = '/users/adelev@contoso.example';
const message = (subject: string) => ({
	message: { subject, toRecipients: [{ emailAddress: { address: 'a@b.example' } }] },
});
const get = (id: string, url: string) => ({ id, method: 'GET', url });
const statuses = (answers: Map<string, ClientAnswer>) =>
	Object.fromEntries([...answers].map(([id, { status }]) => [id, status]));
const alone = (requests: unknown) => client.post('/$batch', { requests });
const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
	const start = performance.now();
	return [await work(), performance.now() - start];
};

beforeAll(async () => {
	simulator = await startSimulator({ seed: { users: 40 } });
});
beforeEach(async () => {
	simulator.reset();
	client = await createClient(simulator);
});
afterEach(() => client.close());
afterAll(() => simulator.close());

it('answers each part by its id, in another order, with its own status and headers', async () => {
	const requests = [
		get('a', `${adele}?$select=displayName`),
		get('b', '/users/nobody'),
		get('c', 'organization'),
		{ id: 'd', method: 'POST', url: `${adele}/sendMail`, headers: json, body: message('x') },
		...Array.from({ length: 6 }, (_, index) => get(String(index), adele)),
	];
	const answer = await alone(requests);
	const { responses } = answer.body as { responses: Array<ClientAnswer & { id: string }> };
	expect(answer.status).toBe(200);
	expect(responses.map(({ id }) => id)).not.toEqual(requests.map(({ id }) => id));
	expect(responses.map(({ id }) => id).sort()).toEqual(requests.map(({ id }) => id).sort());
	const byId = new Map(responses.map((one) => [one.id, one]));
	expect(byId.get('a')).toMatchObject({ status: 200, body: { displayName: 'Adele Vance' } });
	expect(byId.get('b')).toMatchObject({ status: 404, body: { error: { code: 'Request_ResourceNotFound' } } });
	expect(byId.get('c')?.status).toBe(200);
	expect(byId.get('d')?.status).toBe(202);
	expect(byId.get('d')).not.toHaveProperty('body');
	expect(byId.get('a')?.headers['Content-Type']).toContain('application/json');
});

it('records the parts apart from the request around them', async () => {
	await client.batch([get('1', adele), get('2', adele)]);
	const [outer] = simulator.requests.filter(({ path }) => path === '/v1.0/$batch');
	expect(simulator.parts).toHaveLength(2);
	expect(simulator.parts[0]).toMatchObject({ path: `/v1.0${adele}`, batchPartOf: outer.id, status: 200 });
});

it('gives absolute links to the next page', async () => {
	const answers = await client.batch([get('1', `${adele}/messages?$top=2`)]);
	const { '@odata.nextLink': next } = answers.get('1')?.body as Record<string, string>;
	expect(next).toBe(
		`${simulator.graphUrl}/v1.0/users('${adele.split('/').at(-1)}')/messages?%24top=2&%24skip=2`,
	);
	expect((await client.get(next)).status).toBe(200);
});

it('takes ConsistencyLevel from the part, not from the request around it', async () => {
	const url = "/users?$filter=userType ne 'Guest'&$count=true";
	const outer = { ConsistencyLevel: 'eventual' };
	const { body } = await client.post('/$batch', { requests: [get('1', url)] }, outer);
	expect(body).toMatchObject({ responses: [{ status: 400 }] });
	const answers = await client.batch([{ ...get('2', url), headers: outer }]);
	expect(answers.get('2')?.status).toBe(200);
});

it.each([
	['21 parts', Array.from({ length: 21 }, (_, index) => get(String(index), adele))],
	['an id twice', [get('1', adele), get('1', adele)]],
	['no id', [{ method: 'GET', url: adele }]],
	['no method', [{ id: '1', url: adele }]],
	['no url', [{ id: '1', method: 'GET' }]],
	['an unknown dependency', [{ ...get('1', adele), dependsOn: ['9'] }]],
	[
		'dependencies of no known form',
		[
			get('1', adele),
			{ ...get('2', adele), dependsOn: ['1'] },
			{ ...get('3', adele), dependsOn: ['2'] },
			get('4', adele),
		],
	],
	['no collection', {}],
])('is refused as a whole with %s', async (_what, requests) => {
	expect((await alone(requests)).status).toBe(400);
	expect(simulator.parts).toEqual([]);
});

it('is refused as a whole above 4 MB, and without a bearer', async () => {
	const large = {
		id: '1',
		method: 'POST',
		url: `${adele}/sendMail`,
		headers: json,
		body: { x: 'x'.repeat(4 * 1024 * 1024) },
	};
	expect((await alone([large])).status).toBe(413);
	expect((await client.call('POST', '/$batch', { token: null, body: { requests: [] } })).status).toBe(401);
});

it('refuses single parts for what they lack or what cannot be batched', async () => {
	const answers = await client.batch([
		{ id: 'noBody', method: 'POST', url: `${adele}/messages/AAMk/send` },
		{ id: 'noType', method: 'POST', url: `${adele}/sendMail`, body: message('x') },
		{
			id: 'mime',
			method: 'POST',
			url: `${adele}/sendMail`,
			headers: { 'Content-Type': 'text/plain' },
			body: 'VG86',
		},
		get('absolute', `${simulator.graphUrl}/v1.0${adele}`),
		get('version', `/v1.0${adele}`),
		{ id: 'nested', method: 'POST', url: '/$batch', headers: json, body: { requests: [] } },
		{ ...get('async', adele), headers: { Prefer: 'respond-async' } },
		get('good', adele),
	]);
	const { good, ...others } = statuses(answers);
	expect(good).toBe(200);
	expect(Object.values(others)).toEqual(Object.keys(others).map(() => 400));
	expect(simulator.graph.submissions).toEqual([]);
});

it('sends a draft with an empty body', async () => {
	const draft = await client.post(`${adele}/messages`, message('Draft').message);
	const { id } = draft.body as { id: string };
	const answers = await client.batch([
		{ id: '1', method: 'POST', url: `${adele}/messages/${id}/send`, headers: json, body: {} },
	]);
	expect(answers.get('1')?.status).toBe(202);
	expect(simulator.graph.submissions).toHaveLength(1);
});

it('fails what depends on a failure, and keeps the order of a sequence', async () => {
	const answers = await client.batch([
		get('1', adele),
		{ ...get('2', '/users/nobody'), dependsOn: ['1'] },
		{ ...get('3', adele), dependsOn: ['2'] },
		{ ...get('4', adele), dependsOn: ['3'] },
	]);
	expect(statuses(answers)).toEqual({ 1: 200, 2: 404, 3: 424, 4: 424 });
});

describe('time', () => {
	const users = () =>
		[...simulator.graph.users.values()]
			.filter(({ mail, userType }) => mail && userType === 'Member')
			.slice(0, 20);
	const mails = () =>
		users().map(({ id }, index) => ({
			id: String(index),
			method: 'POST',
			url: `/users/${id}/sendMail`,
			headers: json,
			body: message('x'),
		}));

	it('is spent by mail parts 4 at a time, by others side by side', async () => {
		// One after the other they would take ten seconds.
		simulator.set({ partTime: 500 });
		const [sent, mailTime] = await timed(() => client.batch(mails()));
		expect(new Set([...sent.values()].map(({ status }) => status))).toEqual(new Set([202]));
		expect(mailTime).toBeGreaterThanOrEqual(5 * 500 - 10);
		expect(mailTime).toBeLessThan(8_000);
		const [read, readTime] = await timed(() =>
			client.batch(users().map(({ id }, index) => get(String(index), `/users/${id}`))),
		);
		expect(read.size).toBe(20);
		expect(readTime).toBeGreaterThanOrEqual(495);
		expect(readTime).toBeLessThan(8_000);
	});

	it('counts the latency once', async () => {
		simulator.set({ latency: 300 });
		const [, time] = await timed(() => client.batch(mails()));
		expect(time).toBeGreaterThanOrEqual(295);
		// Once for each part would take six seconds.
		expect(time).toBeLessThan(5_000);
	});

	it('lets one batch into a mailbox at a time', async () => {
		simulator.set({ partTime: 200 });
		const read = () => client.batch(['1', '2', '3', '4'].map((id) => get(id, `${adele}/messages?$top=1`)));
		const answers = (await Promise.all([read(), read()])).map((batch) =>
			[...batch.values()].map(({ status }) => status),
		);
		expect(answers.flat().filter((status) => status === 200)).toHaveLength(4);
		expect(answers.flat().filter((status) => status === 429)).toHaveLength(4);
		expect((await read()).get('1')?.status).toBe(200);
		simulator.set({ oneBatchPerMailbox: false, mailboxConcurrency: 8 });
		const both = (await Promise.all([read(), read()])).flatMap((batch) => [...batch.values()]);
		expect(both.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
	});
});

describe('faults of parts', () => {
	it('throttle one part with its own Retry-After, the others go on', async () => {
		simulator.faults.add({
			part: true,
			path: /alexw/,
			action: { status: 429, headers: { 'retry-after': '3' } },
		});
		const requests = ['adelev', 'alexw', 'meganb'].map((name) => get(name, `/users/${name}@contoso.example`));
		const answers = await client.batch(requests);
		expect(statuses(answers)).toEqual({ adelev: 200, alexw: 429, meganb: 200 });
		expect(answers.get('alexw')?.headers['Retry-After']).toBe('3');
		expect(codeOf(answers.get('alexw') as ClientAnswer)).toBe('TooManyRequests');
		expect(statuses(await client.batch(requests))).toEqual({ adelev: 200, alexw: 200, meganb: 200 });
	});

	it('can carry the part out before they fail it', async () => {
		simulator.faults.add({ part: true, path: /sendMail/, after: true, action: { status: 504 } });
		const answers = await client.batch([
			{ id: '1', method: 'POST', url: `${adele}/sendMail`, headers: json, body: message('x') },
		]);
		expect(answers.get('1')?.status).toBe(504);
		expect(simulator.graph.submissions).toHaveLength(1);
	});

	it('end the whole request where a part leaves no answer, and free its mailboxes', async () => {
		simulator.faults.add({ part: true, path: /messages/, action: { reset: true } });
		await expect(
			client.batch([get('1', `${adele}/messages`), get('2', `${adele}/mailFolders`)]),
		).rejects.toThrow();
		expect((await client.batch([get('1', `${adele}/messages`)])).get('1')?.status).toBe(200);
	});

	it('of the request around them: the parts are done all the same', async () => {
		simulator.faults.add({ path: /batch/, after: true, action: { status: 503 } });
		const answer = await alone([
			{ id: '1', method: 'POST', url: `${adele}/sendMail`, headers: json, body: message('x') },
		]);
		expect(answer.status).toBe(503);
		expect(simulator.graph.submissions).toHaveLength(1);
	});
});
