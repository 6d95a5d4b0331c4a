import type { INodeParameters } from 'n8n-workflow';
import { addEvent } from '../../../simulator/graph/state/events';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const adele = 'adelev@contoso.example';
const run = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource, operation, mailbox: byId(adele), ...parameters });

describe('who has access to a calendar', () => {
	test('is added, listed, updated, and removed', async () => {
		const added = await run('calendar', 'addPermission', {
			recipient: 'Alex <alexw@contoso.example>',
			role: 'read',
		});
		expect(added.items[0]?.json).toMatchObject({
			role: 'read',
			emailAddress: { name: 'Alex', address: 'alexw@contoso.example' },
		});
		const permissionId = String(added.items[0]?.json.id);
		const updated = await run('calendar', 'updatePermission', { permissionId, role: 'write' });
		expect(updated.items[0]?.json).toMatchObject({ id: permissionId, role: 'write' });
		const listed = await run('calendar', 'getPermissions', { returnAll: true });
		expect(jsonOf(listed.items)).toMatchObject([{ role: 'freeBusyRead' }, { role: 'write' }]);
		const removed = await run('calendar', 'removePermission', { permissionId });
		expect(jsonOf(removed.items)).toEqual([{ deleted: true }]);
		const path = `/v1.0/users/${adele}/calendar/calendarPermissions`;
		expect(product.graphCalls().every((call) => call.path.startsWith(path))).toBe(true);
	});

	test('is that of another calendar, if one is chosen', async () => {
		await run('calendar', 'getPermissions', { eventCalendarId: byId('AAMkAGI2TGuLAAA=') });
		expect(product.graphPaths()).toEqual([
			`GET /v1.0/users/${adele}/calendars/AAMkAGI2TGuLAAA=/calendarPermissions`,
		]);
	});

	test('what everyone in the organization sees stays', async () => {
		const { error } = await run('calendar', 'removePermission', { permissionId: 'RGVmYXVsdA==' });
		expect(error?.description).toContain('can only be updated');
	});

	test('someone who has access already is named', async () => {
		const recipient = { recipient: 'alexw@contoso.example', role: 'read' };
		await run('calendar', 'addPermission', recipient);
		const { error } = await run('calendar', 'addPermission', recipient);
		expect(error?.description).toContain('already has access');
	});
});

describe.each(['decline', 'tentativelyAccept'])('%s with another time', (operation) => {
	const invited = (allowNewTimeProposals = true) => {
		const { id, properties } = addEvent(product.simulator.graph.mailbox(adele), {
			subject: 'Review',
			allowNewTimeProposals,
			start: { dateTime: '2030-03-05T10:00:00', timeZone: 'UTC' },
			end: { dateTime: '2030-03-05T11:00:00', timeZone: 'UTC' },
		});
		properties.isOrganizer = false;
		return id;
	};
	const times = { proposedStart: '2030-03-06T09:00:00', proposedEnd: '2030-03-06T10:00:00Z' };
	const answer = async (eventId: string, additionalFields: INodeParameters, sendResponse = true) =>
		await product.run(
			{ resource: 'event', operation, mailbox: byId(adele), eventId, sendResponse, additionalFields },
			{ workflowSettings: { timezone: 'Europe/Berlin' } },
		);

	test('proposes it', async () => {
		const { error } = await answer(invited(), times);
		expect(error).toBeUndefined();
		expect(product.graphCalls()[0]?.body).toEqual({
			sendResponse: true,
			proposedNewTime: {
				start: { dateTime: '2030-03-06T09:00:00', timeZone: 'Europe/Berlin' },
				end: { dateTime: '2030-03-06T10:00:00', timeZone: 'UTC' },
			},
		});
	});

	test.each([
		['half of a time', { proposedStart: times.proposedStart }, true, 'needs its start and end'],
		['no response to the organizer', times, false, "can't be proposed"],
		['an end before the start', { ...times, proposedEnd: '2030-03-06T07:00:00Z' }, true, 'The proposed time'],
	])('%s is refused: nothing is sent', async (_, fields, sends, text) => {
		const { error } = await answer(invited(), fields, sends);
		expect(error?.message).toContain(text);
		expect(product.graphPaths()).toEqual([]);
	});

	test('an organizer who allows no proposals is explained', async () => {
		const { error } = await answer(invited(false), times);
		expect(error?.description).toContain('allows no proposals');
	});
});
