import type { INodeParameters } from 'n8n-workflow';
import { riskyUsers } from '../../../simulator/graph/routes/riskyUsers';
import { entitiesAt } from '../../../simulator/graph/rest';
import type { GraphWorld } from '../../../simulator/graph/world';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const run = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource, operation, ...parameters });
const atRisk = () => entitiesAt({ state: product.simulator.graph } as GraphWorld, riskyUsers, []);
const queries = () => product.graphCalls().map(({ query }) => query);

describe('hunting', () => {
	const hunt = async (query: string, options: INodeParameters = {}) =>
		await run('security', 'runHuntingQuery', { query, options });
	const query = 'DeviceProcessEvents | where FileName == "powershell.exe"';

	test('gives each row as an item', async () => {
		const { items, error } = await hunt(query, { timespan: 'P7D' });
		expect(error).toBeUndefined();
		expect(jsonOf(items).map(({ DeviceName }) => DeviceName)).toEqual(['desktop-adele', 'laptop-alex']);
		expect(product.graphCalls()).toMatchObject([
			{ path: '/v1.0/security/runHuntingQuery', body: { Query: query, Timespan: 'P7D' } },
		]);
		await hunt('DeviceProcessEvents | limit 1');
		expect(product.graphCalls()[1].body).toEqual({ Query: 'DeviceProcessEvents | limit 1' });
	});

	test('with a query that Defender does not know', async () => {
		const { error } = await hunt('Nothing | limit 1');
		expect(error).toMatchObject({
			message: expect.stringMatching(/Failed to resolve table.*'Nothing'/),
			description: expect.stringMatching(/Advanced hunting page/),
		});
	});

	test('is tried again after an answer that never came: it changes nothing', async () => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
		expect((await hunt(query)).items).toHaveLength(2);
		expect(product.graphPaths()).toHaveLength(2);
	});
});

test('a comment is added to an alert, once', async () => {
	const [{ id }] = jsonOf((await run('security', 'getAlerts', { limit: 1 })).items);
	const add = async (comment: string) =>
		await run('security', 'addAlertComment', { alertId: String(id), comment });
	await add('First');
	const { items, error } = await add('Second');
	expect(error).toBeUndefined();
	expect(jsonOf(items).map(({ comment }) => comment)).toEqual(['First', 'Second']);
	product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
	expect((await add('Third')).error?.message).toMatch(/outcome is unknown/);
	expect(product.graphCalls().filter(({ method }) => method === 'POST')).toHaveLength(3);
});

test('secure scores are simple unless asked for in full', async () => {
	const simple = await run('security', 'getSecureScores', { limit: 1 });
	expect(simple.error).toBeUndefined();
	expect(jsonOf(simple.items)).toMatchObject([{ currentScore: 140, maxScore: 300 }]);
	expect(simple.items[0].json).not.toHaveProperty('controlScores');
	const whole = await run('security', 'getSecureScores', { limit: 1, simplify: false });
	expect(whole.items[0].json).toHaveProperty('controlScores');
});

describe('users at risk', () => {
	const first = () => [...product.simulator.graph.users.values()][0];

	test.each([
		['getAll', { riskLevel: 'high' }, "riskLevel eq 'high'"],
		[
			'getDetections',
			{ riskState: 'atRisk', detectedSince: '2026-01-11T00:00:00Z' },
			"riskState eq 'atRisk' and detectedDateTime ge 2026-01-11T00:00:00.000Z",
		],
	])('%s by %j', async (operation, filters, $filter) => {
		const { items, error } = await run('riskyUser', operation, { filters });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(queries()[0]).toMatchObject({ $filter, $top: '50' });
	});

	test.each([
		['confirmCompromised', { riskState: 'confirmedCompromised', riskLevel: 'high' }],
		['dismiss', { riskState: 'dismissed' }],
	])('%s, by name or ID', async (operation, expected) => {
		const { id, userPrincipalName } = first();
		for (const who of [id, userPrincipalName]) {
			const { items, error } = await run('riskyUser', operation, { riskyUserId: byId(who) });
			expect(error).toBeUndefined();
			expect(jsonOf(items)).toEqual([{ success: true }]);
			expect(product.graphCalls().at(-1)?.body).toEqual({ userIds: [id] });
			expect(atRisk().get(id)).toMatchObject(expected);
		}
		const found = await run('riskyUser', 'get', { riskyUserId: byId(id) });
		expect(found.items[0].json).toMatchObject(expected);
		const history = await run('riskyUser', 'getHistory', { riskyUserId: byId(id) });
		expect(jsonOf(history.items)).toMatchObject([{ userId: id }]);
	});

	test('of whom nothing is known', async () => {
		const id = [...product.simulator.graph.users.keys()].at(-1) ?? '';
		const { error } = await run('riskyUser', 'get', { riskyUserId: byId(id) });
		expect(error).toMatchObject({
			description: expect.stringMatching(/Check the user.*only users who are or were at risk/),
		});
	});

	test('without the license', async () => {
		const message = 'Your tenant is not licensed for this feature.';
		product.simulator.faults.add({
			...{ host: 'graph', path: /riskyUsers/, times: Infinity },
			action: { status: 403, body: { error: { code: 'Forbidden', message } } },
		});
		const { error } = await run('riskyUser', 'getAll');
		expect(error).toMatchObject({ description: expect.stringMatching(/Entra ID P2.*add such a license/) });
	});
});
