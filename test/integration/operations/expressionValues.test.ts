import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { mappedColumns } from '../../operations/mappedColumns';
import { byId, itemsOf, useProduct } from '../harness/product';

/*
 * Values as n8n's expressions give them: numbers, lists, dates, objects, nothing. Each is used, or refused by the field's
 * name; test/unit/fieldValues.test.ts has the same for every field.
 */
const product = useProduct({ settings: { unknownPaths: 'answer' } });

const adele = 'adelev@contoso.example';
const alex = 'alexw@contoso.example';
const megan = 'meganb@contoso.example';
const recipient = (address: string, name?: string) => ({ emailAddress: { ...(name && { name }), address } });

const run = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	await product.run(
		{ resource, operation, mailbox: byId(adele), userId: byId(adele), ...parameters },
		{ input: itemsOf({}), workflowSettings: { timezone: 'America/New_York' } },
	);
const mailbox = () => product.simulator.graph.mailbox(adele);
const messageId = () => mailbox().messagesIn('inbox')[0]?.immutableId ?? '';
const draftId = () =>
	mailbox().create(mailbox().folder('drafts')?.id ?? '', {
		properties: { subject: 'Draft', toRecipients: [recipient(alex)] },
	}).immutableId;
const lastCall = () => product.graphCalls().at(-1);
const lastBody = () => lastCall()?.body as IDataObject;
const send = async (more: INodeParameters, parameters: INodeParameters = {}) =>
	await run('message', 'send', {
		toRecipients: alex,
		subject: 'Hello',
		additionalFields: more,
		...parameters,
	});

describe('recipients', () => {
	test.each([
		['a list', `={{ ['${megan}'] }}`, [recipient(megan)]],
		[
			"Graph's own",
			`={{ [{ emailAddress: { address: '${megan}', name: 'Megan' } }] }}`,
			[recipient(megan, 'Megan')],
		],
		[
			'addresses with names',
			`={{ [{ address: '${megan}' }, 'Alex <${alex}>'] }}`,
			[recipient(megan), recipient(alex, 'Alex')],
		],
		['lines', `${megan}\n${alex}`, [recipient(megan), recipient(alex)]],
	])('of CC, BCC and Reply To from %s', async (_, value, expected) => {
		const { error } = await send({ ccRecipients: value, bccRecipients: value, replyTo: value });
		expect(error).toBeUndefined();
		expect(lastBody().message).toMatchObject({
			ccRecipients: expected,
			bccRecipients: expected,
			replyTo: expected,
		});
	});

	test.each(['={{ undefined }}', '={{ null }}', "={{ '' }}", '={{ [] }}'])('none from %s', async (value) => {
		const { error } = await send({ ccRecipients: value });
		expect(error).toBeUndefined();
		expect(lastBody().message).not.toHaveProperty('ccRecipients');
	});

	test.each([
		['={{ [{ id: 1 }] }}', /"CC" contains an object without an address/],
		[`={{ ['${megan}', null] }}`, /"CC" contains a list whose entry 2 is empty/],
		['Alex', /"CC" contains "Alex"/],
		['={{ 4711 }}', /"CC" contains "4711"/],
	])('refused from %s', async (value, says) => {
		expect((await send({ ccRecipients: value })).error?.message).toMatch(says);
		expect(product.graphPaths()).toEqual([]);
	});

	test('of a draft that is changed', async () => {
		const update = async (toRecipients: string) =>
			await run('message', 'updateDraft', { messageId: draftId(), updateFields: { toRecipients } });
		expect((await update(`={{ ['${megan}'] }}`)).error).toBeUndefined();
		expect(lastBody()).toEqual({ toRecipients: [recipient(megan)] });
		await update('={{ [] }}');
		expect(lastBody()).toEqual({ toRecipients: [] });
		expect((await update('={{ undefined }}')).error?.message).toBe('"To" is empty.');
	});

	test('of an inbox rule', async () => {
		const { error } = await run('inboxRule', 'create', {
			displayName: 'Forward',
			moveToFolderId: byId(''),
			actions: { forwardTo: `={{ ['${megan}'] }}` },
		});
		expect(error).toBeUndefined();
		expect(lastBody().actions).toEqual({ forwardTo: [recipient(megan)] });
	});

	const people: Array<[string, string[]]> = [
		[`${megan}; ${alex}`, [megan, alex]],
		[`Alex <${alex}>`, [alex]],
		[`={{ [{ emailAddress: { address: '${megan}' } }] }}`, [megan]],
		[`${megan}\n${alex}`, [megan, alex]],
	];
	const times = {
		startDateTime: '2030-03-04T09:00:00Z',
		endDateTime: '2030-03-04T10:00:00Z',
		timeZone: 'UTC',
	};
	test.each(people)('of events, schedules and contacts from %j', async (value, expected) => {
		await run('event', 'create', {
			...times,
			subject: 'x',
			eventCalendarId: byId(''),
			additionalFields: { attendees: value },
		});
		const attendees = lastBody().attendees as Array<{ emailAddress: { address: string } }>;
		expect(attendees.map(({ emailAddress }) => emailAddress.address)).toEqual(expected);
		await run('calendar', 'getSchedule', { ...times, schedules: value, availabilityViewInterval: 30 });
		expect(lastBody().schedules).toEqual(expected);
		await run('contact', 'create', { givenName: 'x', additionalFields: { emailAddresses: value } });
		const emails = lastBody().emailAddresses as Array<{ address: string }>;
		expect(emails.map(({ address }) => address)).toEqual(expected);
	});
});

describe('lists of names', () => {
	test('categories of a message', async () => {
		const update = async (categories: string) =>
			await run('message', 'update', { messageId: messageId(), updateFields: { categories } });
		await update("={{ ['Blue', 'Red'] }}");
		expect(lastBody()).toEqual({ categories: ['Blue', 'Red'] });
		await update("={{ '' }}");
		expect(lastBody()).toEqual({ categories: [] });
		expect((await update('={{ undefined }}')).error?.message).toBe('"Categories" is empty.');
		expect((await update('={{ [{ a: 1 }] }}')).error?.message).toMatch(/"Categories, entry 1" expects text/);
	});
});

describe('numbers in place of text', () => {
	test('an idempotency key', async () => {
		const verified = { delivery: 'verified', idempotencyKey: '={{ 4711 }}' };
		for (let n = 0; n < 2; n++) expect((await send({}, { options: verified })).error).toBeUndefined();
		expect(mailbox().messagesIn('sentitems')).toHaveLength(1);
	});

	test('a transaction ID', async () => {
		const create = async (transactionId: string) =>
			await run('event', 'create', {
				subject: 'x',
				startDateTime: '2030-03-04T09:00:00Z',
				endDateTime: '2030-03-04T10:00:00Z',
				timeZone: 'UTC',
				eventCalendarId: byId(''),
				additionalFields: { transactionId },
			});
		await create('={{ 4711 }}');
		expect(lastBody().transactionId).toBe('4711');
		expect((await create('={{ $json.missing }}')).error?.message).toBe('"Transaction ID" is empty.');
	});

	test('a search', async () => {
		await run('message', 'getAll', { folderId: byId(''), limit: 1, options: { search: '={{ 4711 }}' } });
		expect(lastCall()?.query.$search).toBe('"4711"');
	});

	test('a phone number', async () => {
		await run('contact', 'create', { givenName: 'x', additionalFields: { mobilePhone: '={{ 4711 }}' } });
		expect(lastBody().mobilePhone).toBe('4711');
	});
});

describe('what bounds what is read', () => {
	const getAll = async (filters: INodeParameters, options: INodeParameters = {}) =>
		await run('message', 'getAll', { folderId: byId(''), limit: 1, filters, options });

	test.each([
		[{ from: '={{ $json.missing }}' }, {}, '"From" is empty.'],
		[{ from: '' }, {}, '"From" is empty.'],
		[{}, { search: '={{ $json.missing }}' }, '"Search" is empty.'],
		[
			{ hasAttachments: "={{ 'true or startswith(subject,\\'a\\')' }}" },
			{},
			/"Has Attachments" isn't true or false/,
		],
		[{ importance: "={{ 'constructor' }}" }, {}, /"Importance" can't be "constructor"/],
	])('is refused by name: %j %j', async (filters, options, says) => {
		const ran = await getAll(filters as INodeParameters, options as INodeParameters);
		expect(ran.error?.message).toMatch(says);
		expect(product.graphPaths()).toEqual([]);
	});

	test('is left out where that is meant', async () => {
		expect((await getAll({ from: '={{ $json.missing }}' })).error?.description).toContain(
			'Ignore Empty Filters',
		);
		const { error } = await getAll({ from: '={{ $json.missing }}' }, { ignoreEmptyFilters: true });
		expect(error).toBeUndefined();
		expect(lastCall()?.query).not.toHaveProperty('$filter');
	});

	test('a folder whose expression returns nothing is not every folder', async () => {
		const ran = await run('message', 'getAll', { folderId: byId('={{ $json.missing }}'), limit: 1 });
		expect(ran.error?.message).toBe('"Folder" is empty.');
		expect(ran.error?.description).toContain('returns nothing');
		expect(product.graphPaths()).toEqual([]);
	});

	test('a time that is a Date', async () => {
		await run('message', 'getChanges', {
			folderId: byId('inbox'),
			deltaLink: '',
			options: { receivedAfter: '={{ new Date(Date.UTC(2030, 2, 4, 9)) }}' },
		});
		expect(product.graphCalls()[0]?.query.$filter).toBe('receivedDateTime ge 2030-03-04T09:00:00.000Z');
	});
});

describe('times', () => {
	const at = '2030-03-04T14:00:00.000Z';
	const ms = Date.parse(at);
	const written: Array<[string, string]> = [
		["n8n's picker", '2030-03-04T09:00:00'],
		['an offset', '2030-03-04T15:00:00+01:00'],
		['a Date', `={{ new Date(${ms}) }}`],
		['a Luxon DateTime', `={{ DateTime.fromMillis(${ms}) }}`],
		['milliseconds', `={{ ${ms} }}`],
	];

	test.each(written)('from %s, in the time zone of the workflow', async (_, value) => {
		await send({ sendAt: value });
		const draft = product.graphCalls()[0]?.body as IDataObject;
		expect(draft.singleValueExtendedProperties).toEqual([
			expect.anything(),
			{ id: 'SystemTime 0x3FEF', value: at },
			{ id: 'SystemTime 0x000F', value: at },
		]);
		const file = { driveOf: 'user', fileId: byId('/Reports') };
		await run('file', 'createLink', { ...file, additionalFields: { expirationDateTime: value } });
		expect(lastBody().expirationDateTime).toBe(at);
		await run('file', 'invite', {
			...file,
			recipients: alex,
			additionalFields: { expirationDateTime: value },
		});
		expect(lastBody().expirationDateTime).toBe(at);
		await run('application', 'addPassword', {
			applicationId: byId('a1'),
			displayName: 'x',
			additionalFields: { endDateTime: value },
		});
		expect(lastBody().passwordCredential).toMatchObject({ endDateTime: at });
		await run('plannerTask', 'create', {
			planId: byId('p1'),
			bucketId: byId(''),
			title: 'x',
			additionalFields: { dueDateTime: value },
		});
		expect(lastBody().dueDateTime).toBe(at);
		await run('user', 'update', { updateFields: { employeeHireDate: value } });
		expect(lastBody().employeeHireDate).toBe(at);
		await run('listItem', 'create', {
			siteId: byId('contoso.sharepoint.com,a,b'),
			listId: byId('l1'),
			...mappedColumns({ name: 'Due', kind: 'dateTime', value }),
		});
		expect(lastBody().fields).toEqual({ Due: at });
	});

	test('of automatic replies', async () => {
		await run('mailboxSettings', 'update', {
			updateFields: {
				status: 'scheduled',
				scheduledStart: '2030-03-04T09:00:00',
				scheduledEnd: '2030-03-05T09:00:00',
			},
		});
		expect(lastBody().automaticRepliesSetting).toMatchObject({
			scheduledStartDateTime: { dateTime: '2030-03-04T09:00:00', timeZone: 'America/New_York' },
		});
	});

	test.each(['2030-02-30', '01.03.2030', 'tomorrow', '={{ 4711 }}', '={{ {} }}'])(
		'are not %s',
		async (value) => {
			const { error } = await run('listItem', 'create', {
				siteId: byId('contoso.sharepoint.com,a,b'),
				listId: byId('l1'),
				...mappedColumns({ name: 'Due', kind: 'dateTime', value }),
			});
			expect(error?.message).toMatch(/^"Column Due" isn't a (valid date|time)/);
			expect(product.graphPaths()).toEqual([]);
		},
	);

	test('that limit something are never left out', async () => {
		for (const value of ['={{ $json.missing }}', '']) {
			expect((await send({ sendAt: value })).error?.message).toBe('"Send At" is empty.');
		}
		expect(product.graphPaths()).toEqual([]);
	});
});
