import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { fact } from '../../reality/facts';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const inMailbox = (
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
): INodeParameters => ({
	resource,
	operation,
	mailbox: byId(adele),
	...parameters,
});
const lastBody = () => product.graphCalls().at(-1)?.body as IDataObject;

describe('mailbox settings', () => {
	const update = (updateFields: INodeParameters) =>
		product.run(inMailbox('mailboxSettings', 'update', { updateFields }));

	test('take automatic replies between two times', async () => {
		const run = await update({
			status: 'scheduled',
			internalReplyMessage: 'Back on Monday',
			scheduledStart: '2030-03-04T09:00:00',
			scheduledEnd: '2030-03-08T17:00:00+01:00',
			scheduleTimeZone: 'Europe/Berlin',
		});
		expect(run.error).toBeUndefined();
		expect(lastBody()).toEqual({
			automaticRepliesSetting: {
				status: 'scheduled',
				internalReplyMessage: 'Back on Monday',
				scheduledStartDateTime: { dateTime: '2030-03-04T09:00:00', timeZone: 'Europe/Berlin' },
				scheduledEndDateTime: { dateTime: '2030-03-08T16:00:00', timeZone: 'UTC' },
			},
		});
		const { items } = await product.run(inMailbox('mailboxSettings', 'get'));
		expect(items[0].json.automaticRepliesSetting).toMatchObject({
			status: 'scheduled',
			externalAudience: 'all',
		});
	});

	test(fact(2, 'node', 'take replies in lines as they are, and HTML as HTML'), async () => {
		await update({
			internalReplyMessage: 'Back on Monday.\nAsk Alex <alex@contoso.example>.',
			externalReplyMessage: '<p>Back on\nMonday.</p>',
		});
		expect(lastBody()).toEqual({
			automaticRepliesSetting: {
				internalReplyMessage: 'Back on Monday.<br>Ask Alex &lt;alex@contoso.example&gt;.',
				externalReplyMessage: '<p>Back on\nMonday.</p>',
			},
		});
	});

	test.each([
		['2030-03-08T17:00:00', '2030-03-04T09:00:00'],
		['2030-03-04T09:00:00', '2030-03-04T07:30:00Z'],
		['2030-03-04T09:00:00+01:00', '2030-03-04T08:30:00'],
	])('refuse replies that end before they start: %s to %s', async (scheduledStart, scheduledEnd) => {
		const { error } = await update({
			...{ status: 'scheduled', scheduledStart, scheduledEnd, scheduleTimeZone: 'Europe/Berlin' },
		});
		expect(error?.message).toMatch(/automatic replies ends .* before it starts/);
		expect(product.graphPaths()).toEqual([]);
	});

	test('take an empty reply, working hours, language and time zone', async () => {
		await update({
			externalReplyMessage: '',
			daysOfWeek: ['monday', 'friday'],
			startTime: '8:30',
			endTime: '17:00:00',
			workingTimeZone: 'W. Europe Standard Time',
			locale: 'de-DE',
			timeZone: 'W. Europe Standard Time',
		});
		expect(lastBody()).toEqual({
			automaticRepliesSetting: { externalReplyMessage: '' },
			workingHours: {
				daysOfWeek: ['monday', 'friday'],
				startTime: '08:30:00',
				endTime: '17:00:00',
				timeZone: { name: 'W. Europe Standard Time' },
			},
			language: { locale: 'de-DE' },
			timeZone: 'W. Europe Standard Time',
		});
	});

	test.each<[string, INodeParameters, RegExp]>([
		[
			'a schedule without an end',
			{ status: 'scheduled', scheduledStart: '2030-03-04T09:00:00' },
			/start and an end/,
		],
		['a time zone without times', { scheduleTimeZone: 'Europe/Berlin' }, /no start and end/],
		['no time of day', { startTime: '25:00' }, /"25:00".*isn't a time of day/],
		['nothing', {}, /There's nothing to update/],
	])('refuse %s', async (_, fields, says) => {
		const { error } = await update(fields);
		expect(error?.message).toMatch(says);
		expect(product.graphPaths()).toEqual([]);
	});
});

describe('an inbox rule', () => {
	const rules = `/v1.0/users/${adele}/mailFolders/inbox/messageRules`;

	test('is created from fields and JSON, in which the folder is an ID', async () => {
		const folder = product.simulator.graph.mailbox(adele).folder('archive')?.id ?? '';
		const run = await product.run(
			inMailbox('inboxRule', 'create', {
				displayName: 'Invoices',
				conditions: {
					subjectContains: 'invoice, bill',
					hasAttachments: true,
					moreConditions: '{"sentToMe":true}',
				},
				moveToFolderId: byId(folder),
				actions: {
					forwardTo: 'alexw@contoso.example',
					markAsRead: true,
					moreActions: { markImportance: 'high' },
				},
				additionalFields: { exceptions: '{"senderContains":["boss"]}', sequence: 3 },
			}),
		);
		expect(run.error).toBeUndefined();
		expect(product.graphPaths()).toEqual([`POST ${rules}`]);
		expect(lastBody()).toEqual({
			displayName: 'Invoices',
			sequence: 3,
			isEnabled: true,
			conditions: { subjectContains: ['invoice', 'bill'], hasAttachments: true, sentToMe: true },
			exceptions: { senderContains: ['boss'] },
			actions: {
				moveToFolder: folder,
				forwardTo: [{ emailAddress: { address: 'alexw@contoso.example' } }],
				markAsRead: true,
				markImportance: 'high',
			},
		});
	});

	test('that does nothing is refused', async () => {
		const { error } = await product.run(inMailbox('inboxRule', 'create', { displayName: 'Nothing' }));
		expect(error?.message).toMatch(/has no action/);
		expect(product.graphPaths()).toEqual([]);
	});

	test('is picked from the list, and changed in part', async () => {
		const parameters = inMailbox('inboxRule', 'update');
		const { results } = await product.list('searchInboxRules', { parameters, filter: 'megan' });
		expect(results.map(({ name }) => name)).toEqual(['From Megan']);
		const updateFields = { isEnabled: false, actions: '{"markAsRead":true}' };
		const run = await product.run({ ...parameters, ruleId: byId(String(results[0].value)), updateFields });
		expect(run.items[0].json).toMatchObject({ isEnabled: false, displayName: 'From Megan' });
		expect(lastBody()).toEqual({ isEnabled: false, actions: { markAsRead: true } });
	});
});

describe('a category', () => {
	test('is created with a color by its name, and is on the list to pick from', async () => {
		const run = await product.run(
			inMailbox('category', 'create', { displayName: 'Customers', color: 'preset24' }),
		);
		expect(run.items[0].json).toMatchObject({ displayName: 'Customers', color: 'preset24' });
		const parameters = inMailbox('category', 'delete');
		const { results } = await product.list('searchCategories', { parameters });
		expect(results.map(({ name }) => name)).toEqual(['Red category', 'Blue category', 'Customers']);
		const gone = await product.run({ ...parameters, categoryId: byId(String(results[2].value)) });
		expect(jsonOf(gone.items)).toEqual([{ deleted: true }]);
	});

	test('of a name that is taken is refused, with the reason', async () => {
		const { error } = await product.run(inMailbox('category', 'create', { displayName: 'red category' }));
		expect(error).toMatchObject({
			description: expect.stringMatching(/already has a category with this name/),
		});
	});

	test('list names the permission that is missing', async () => {
		product.app.roles = ['Mail.Read'];
		const refused = product.list('searchCategories', { parameters: inMailbox('category', 'delete') });
		await expect(refused).rejects.toMatchObject({
			description: expect.stringMatching(/MailboxSettings\.Read/),
		});
	});
});

describe('message traces', () => {
	test('are filtered by what is known of a message', async () => {
		const run = await product.run({
			resource: 'messageTrace',
			operation: 'getAll',
			filters: {
				receivedAfter: '2026-01-10T00:00:00Z',
				receivedBefore: '2026-01-16T00:00:00Z',
				subject: 'Invoice',
				status: 'quarantined',
			},
		});
		expect(jsonOf(run.items)).toMatchObject([{ status: 'quarantined', subject: 'Invoice 2026-1042' }]);
		expect(product.graphCalls()[0].query).toEqual({
			$top: '50',
			$filter:
				"receivedDateTime ge 2026-01-10T00:00:00.000Z and receivedDateTime le 2026-01-16T00:00:00.000Z and contains(subject,'Invoice') and status eq 'quarantined'",
		});
	});
});
