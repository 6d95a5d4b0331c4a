import type { INodeParameters } from 'n8n-workflow';
import { newEntity } from '../../operations/entities';
import { onlineMeetings } from '../../../simulator/graph/routes/onlineMeetings';
import { sampleWebinar } from '../../../simulator/graph/routes/webinars';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const organizer = () => product.simulator.graph.findUser(adele)?.id ?? '';
const run = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource, operation, organizerId: byId(organizer()), ...parameters });
const meeting = () => newEntity(product.simulator, onlineMeetings, [organizer()], { subject: 'Sample' });

describe('recordings', () => {
	test('as a list, or as files', async () => {
		const meetingId = meeting();
		const list = await run('onlineMeeting', 'getRecordings', { meetingId });
		expect(jsonOf(list.items)).toMatchObject([{ meetingId, createdDateTime: '2030-03-04T10:01:00Z' }]);
		expect(list.items[0].binary).toBeUndefined();
		const files = await run('onlineMeeting', 'getRecordings', {
			...{ meetingId, download: true, binaryPropertyName: 'video' },
		});
		expect(files.error).toBeUndefined();
		expect(files.items[0].json).toMatchObject({ fileName: 'recording 2030-03-04T10-01-00Z.mp4' });
		expect(files.items[0].binary).toHaveProperty('video.mimeType', 'video/mp4');
	});
});

describe('attendance reports', () => {
	test('with their records, or without', async () => {
		const meetingId = meeting();
		const whole = await run('onlineMeeting', 'getAttendanceReports', { meetingId });
		expect(whole.error).toBeUndefined();
		expect(jsonOf(whole.items)).toMatchObject([
			{ totalParticipantCount: 2, attendanceRecords: [{ role: 'Organizer' }, { role: 'Presenter' }] },
		]);
		const plain = await run('onlineMeeting', 'getAttendanceReports', { meetingId, withRecords: false });
		expect(plain.items[0].json).not.toHaveProperty('attendanceRecords');
		expect(product.graphPaths()).toHaveLength(3);
	});
});

test.each([
	['onlineMeeting', 'getRecordings', { meetingId: 'a' }],
	['onlineMeeting', 'getAttendanceReports', { meetingId: 'a' }],
])('%s %s needs an application access policy', async (resource, operation, parameters) => {
	product.simulator.set({ meetingsWithoutPolicy: [organizer()] });
	const { error } = await run(resource, operation, parameters);
	expect(error).toMatchObject({ description: expect.stringMatching(/New-CsApplicationAccessPolicy/) });
});

describe('webinars', () => {
	const first = () => byId([...product.simulator.graph.users.keys()][0] ?? '');

	test('of an organizer, by object ID only', async () => {
		const { items, error } = await run('webinar', 'getAll', { organizerId: first() });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toMatchObject([{ id: sampleWebinar, displayName: 'What is new' }]);
		const key = `userId='${first().value as string}',role='organizer'`;
		expect(product.graphPaths()).toEqual([
			`GET /v1.0/solutions/virtualEvents/webinars/getByUserIdAndRole(${key})`,
		]);
		const other = await run('webinar', 'getAll', { organizerId: first(), role: 'coOrganizer' });
		expect(other.items).toEqual([]);
		const named = await run('webinar', 'getAll', { organizerId: byId(adele) });
		expect(named.error?.message).toMatch(/finds webinars only by the organizer's object ID/);
	});

	test('one, with its sessions, and who registered', async () => {
		const webinarId = sampleWebinar;
		expect((await run('webinar', 'get', { webinarId })).items[0].json).toMatchObject({ status: 'published' });
		const sessions = await run('webinar', 'getSessions', { webinarId });
		expect(jsonOf(sessions.items)).toMatchObject([{ subject: 'What is new' }]);
		const registrations = await run('webinar', 'getRegistrations', { webinarId });
		expect(jsonOf(registrations.items)).toMatchObject([{ status: 'registered' }, { status: 'registered' }]);
		const { error } = await run('webinar', 'get', { webinarId: 'a@b' });
		expect(error).toMatchObject({ description: expect.stringMatching(/application access policy/) });
	});
});
