import type { INodeParameters } from 'n8n-workflow';
import { jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const security = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'security',
	operation,
	...parameters,
});

test.each([
	['getAlerts', { severity: 'high' }, "severity eq 'high'", 2],
	[
		'getAlerts',
		{ severity: 'high', serviceSource: 'microsoftSentinel' },
		"severity eq 'high' and serviceSource eq 'microsoftSentinel'",
		1,
	],
	[
		'getAlerts',
		{ assignedTo: 'adelev@contoso.example', status: 'inProgress' },
		"assignedTo eq 'adelev@contoso.example' and status eq 'inProgress'",
		1,
	],
	['getAlerts', { createdSince: '2026-01-13T00:00:00Z' }, 'createdDateTime ge 2026-01-13T00:00:00.000Z', 1],
	['getIncidents', { status: 'resolved' }, "status eq 'resolved'", 1],
	[
		'getIncidents',
		{ updatedSince: '2026-01-13T00:00:00Z' },
		'lastUpdateDateTime ge 2026-01-13T00:00:00.000Z',
		0,
	],
])('%s by %j', async (operation, filters, $filter, count) => {
	const run = await product.run(security(operation, { filters }));
	expect(run.error).toBeUndefined();
	expect(run.items).toHaveLength(count);
	expect(product.graphCalls()).toMatchObject([{ query: { $filter, $top: '50' } }]);
});

test.each([
	['getIncidents', {}, '/v1.0/security/incidents'],
	['getIncident', { incidentId: '28282' }, '/v1.0/security/incidents/28282'],
])('%s with its alerts only on request', async (operation, parameters, path) => {
	await product.run(security(operation, parameters));
	await product.run(security(operation, { ...parameters, options: { withAlerts: true } }));
	expect(product.graphCalls().map((call) => [call.path, call.query.$expand])).toEqual([
		[path, undefined],
		[path, 'alerts'],
	]);
});

test('an alert is resolved, and nobody is assigned', async () => {
	const [{ id }] = jsonOf((await product.run(security('getAlerts', { limit: 1 }))).items);
	const updateFields = { status: 'resolved', classification: 'falsePositive', assignedTo: '' };
	const run = await product.run(security('updateAlert', { alertId: String(id), updateFields }));
	expect(run.items[0].json).toMatchObject({ id, status: 'resolved', assignedTo: null });
	expect(product.graphCalls().at(-1)).toMatchObject({
		method: 'PATCH',
		path: `/v1.0/security/alerts_v2/${String(id)}`,
		body: { status: 'resolved', classification: 'falsePositive', assignedTo: null },
	});
});

test('an incident gets tags, and what has no field of its own', async () => {
	const updateFields = { customTags: 'Phishing, Finance', moreProperties: '{"severity": "high"}' };
	const run = await product.run(security('updateIncident', { incidentId: '28282', updateFields }));
	expect(run.items[0].json).toMatchObject({ customTags: ['Phishing', 'Finance'], severity: 'high' });
	expect(product.graphCalls()[0].body).toEqual({ customTags: ['Phishing', 'Finance'], severity: 'high' });
});

test('an update that changes nothing is not sent', async () => {
	const run = await product.run(security('updateIncident', { incidentId: '28282' }));
	expect(run.error?.message).toMatch(/There's nothing to update/);
	expect(product.graphCalls()).toEqual([]);
});
