import type { INodeParameters } from 'n8n-workflow';
import { newEntity } from '../../operations/entities';
import { onlineMeetings } from '../../../simulator/graph/routes/onlineMeetings';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const organizer = () => product.simulator.graph.findUser(adele)?.id ?? '';
const run = async (operation: string, parameters: INodeParameters = {}, settings = {}) =>
	await product.run(
		{ resource: 'onlineMeeting', operation, organizerId: byId(organizer()), ...parameters },
		settings,
	);
const bodies = () => product.graphCalls().map(({ body }) => body);
const meeting = (more: object = {}) =>
	newEntity(product.simulator, onlineMeetings, [organizer()], { subject: 'Sample', ...more });

describe('create', () => {
	const create = async (parameters: INodeParameters = {}) =>
		await run('create', {
			...{
				subject: 'Review',
				startDateTime: '2030-03-04T09:00:00',
				endDateTime: '2030-03-04T10:00:00+01:00',
			},
			...{ timeZone: 'Europe/Berlin', ...parameters },
		});

	test('sends times in UTC', async () => {
		const { items, error } = await create({
			additionalFields: {
				lobbyBypass: 'invited',
				recordAutomatically: true,
				moreProperties: '{"isEntryExitAnnounced":false}',
			},
		});
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([
			{
				...{
					subject: 'Review',
					startDateTime: '2030-03-04T08:00:00.000Z',
					endDateTime: '2030-03-04T09:00:00.000Z',
				},
				...{
					lobbyBypassSettings: { scope: 'invited' },
					recordAutomatically: true,
					isEntryExitAnnounced: false,
				},
			},
		]);
		expect(product.graphPaths()).toEqual([`POST /v1.0/users/${organizer()}/onlineMeetings`]);
		expect(items[0].json).toMatchObject({ joinWebUrl: expect.stringMatching(/^https:/) });
	});

	test.each([
		[{ endDateTime: '2030-03-04T08:00:00' }, /meeting ends .* before it starts/, /Check Start and End/],
		[{ startDateTime: '={{ "noon" }}' }, /"Start" isn't a time/, /Enter a date/],
		[{ timeZone: 'W. Europe Standard Time' }, /can't be converted from the time zone/, /IANA name/],
	])('is refused before Graph is asked: %j', async (parameters, message, fix) => {
		const { error } = await create(parameters);
		expect(error?.message).toMatch(message);
		expect(error).toMatchObject({ description: expect.stringMatching(fix) });
		expect(product.graphPaths()).toEqual([]);
	});

	test('is not repeated when its outcome is unknown', async () => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
		expect((await create()).error?.message).toMatch(/outcome is unknown/);
		expect(product.graphPaths()).toHaveLength(1);
	});
});

describe('get', () => {
	const joinWebUrl =
		"https://teams.example/l/meetup-join/19%3ameeting_a%40thread.v2/0?context=%7b%22O'N%22%7d&x=1";

	test('by its join URL, to the letter', async () => {
		const id = meeting({ joinWebUrl });
		const { items, error } = await run(
			'get',
			{ findBy: 'joinWebUrl', joinWebUrl: '={{ $json.url }}' },
			{ input: itemsOf({ url: joinWebUrl }) },
		);
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toMatchObject([{ id, joinWebUrl }]);
		expect(product.graphCalls()[0].query).toEqual({
			$filter: `JoinWebUrl eq '${joinWebUrl.replace("'", "''")}'`,
		});
	});

	test('by a join URL of nobody’s', async () => {
		const { error } = await run('get', { findBy: 'joinWebUrl', joinWebUrl });
		expect(error).toMatchObject({
			message: expect.stringMatching(/no online meeting with this join URL/),
			description: expect.stringMatching(/this user organized the meeting/),
		});
	});

	test('by its ID, or says where else it may be', async () => {
		const meetingId = meeting();
		expect((await run('get', { meetingId })).items[0].json).toMatchObject({
			id: meetingId,
			subject: 'Sample',
		});
		const { error } = await run('get', { meetingId: 'another' });
		expect(error).toMatchObject({ description: expect.stringMatching(/use the join URL/) });
	});
});

test('update sends what was added, times in UTC', async () => {
	const meetingId = meeting();
	const { items, error } = await run('update', {
		...{ meetingId, timeZone: 'Europe/Berlin' },
		updateFields: {
			startDateTime: '2030-07-01T09:30:00',
			endDateTime: '2030-07-01T10:00:00',
			allowedPresenters: 'organizer',
			subject: 'New',
		},
	});
	expect(error).toBeUndefined();
	const times = { startDateTime: '2030-07-01T07:30:00.000Z', endDateTime: '2030-07-01T08:00:00.000Z' };
	expect(bodies()).toEqual([{ ...times, allowedPresenters: 'organizer', subject: 'New' }]);
	expect(items[0].json).toMatchObject({ id: meetingId, subject: 'New' });
	const updateFields = { endDateTime: '2030-07-01T10:00:00Z' };
	const unknown = await run('update', { meetingId: meeting(), updateFields });
	expect(unknown.error).toMatchObject({
		message: expect.stringMatching(/updates the start and end of a meeting together/),
		description: expect.stringMatching(/Add both "Start" and "End"/),
	});
	const nothing = await run('update', { meetingId, updateFields: {} });
	expect(nothing.error?.message).toMatch(/There's nothing to update/);
});

describe('the organizer', () => {
	test.each([
		[adele, /only by the organizer's object ID, and "adelev@contoso\.example" isn't one/],
		['={{ $json.nobody }}', /No organizer is chosen/],
	])('is an object ID: %s', async (who, message) => {
		const { error } = await run('get', { organizerId: byId(who), meetingId: 'a' });
		expect(error?.message).toMatch(message);
		expect(error).toMatchObject({ description: expect.stringMatching(/"id" with "User: Get"/) });
		expect(product.graphPaths()).toEqual([]);
	});

	const operations: Array<[string, INodeParameters]> = [
		['get', { meetingId: 'a' }],
		['delete', { meetingId: 'a' }],
		['getTranscripts', { meetingId: 'a' }],
	];
	test.each(operations)('needs an application access policy: %s', async (operation, parameters) => {
		product.simulator.set({ meetingsWithoutPolicy: [organizer()] });
		const { error } = await run(operation, parameters);
		expect(error).toMatchObject({
			message: expect.stringMatching(/No application access policy found/),
			description: expect.stringMatching(
				/New-CsApplicationAccessPolicy.*Grant-CsApplicationAccessPolicy.*the token has it/,
			),
		});
	});

	test('whom the policy opens again after a reset', () => {
		expect(product.simulator.settings.meetingsWithoutPolicy).toEqual([]);
	});
});

describe('transcripts', () => {
	test('as a list, or with their texts', async () => {
		const meetingId = meeting();
		const list = await run('getTranscripts', { meetingId });
		expect(jsonOf(list.items)).toMatchObject([{ meetingId, createdDateTime: '2030-03-04T10:01:00Z' }]);
		expect(list.items[0].binary).toBeUndefined();
		const files = await run('getTranscripts', { meetingId, download: true, binaryPropertyName: 'text' });
		expect(files.error).toBeUndefined();
		expect(files.items[0].json).toMatchObject({ meetingId, fileName: 'transcript 2030-03-04T10-01-00Z.vtt' });
		expect(files.items[0].binary).toHaveProperty('text.mimeType', 'text/vtt');
		expect(product.graphCalls().at(-1)?.headers.accept).toBe('text/vtt');
	});
});
