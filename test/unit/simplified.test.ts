import { selectOf, simplified } from '../../nodes/shared/fields/simplified';

const address = (name: string, at: string) => ({ emailAddress: { name, address: at } });
const adele = 'adelev@contoso.example';
const alex = 'alexw@contoso.example';

/* Values as Graph returns them, and what "Simplify" makes of them. */
test.each<[what: string, name: string, value: unknown, expected: unknown]>([
	['a sender', 'from', address('Adele Vance', adele), adele],
	['a sender without an address', 'from', { emailAddress: { name: 'Adele Vance' } }, 'Adele Vance'],
	['recipients', 'toRecipients', [address('Adele', adele), address('Alex', alex)], [adele, alex]],
	['no recipients', 'toRecipients', [], []],
	[
		'attendees, with their responses',
		'attendees',
		[
			{
				type: 'required',
				status: { response: 'accepted', time: '2030-01-01T00:00:00Z' },
				...address('Adele', adele),
			},
		],
		[{ address: adele, type: 'required', response: 'accepted' }],
	],
	['addresses of a contact', 'emailAddresses', [{ name: 'Alex', address: alex }], [alex]],
	['the owner of a calendar', 'owner', { name: 'Adele', address: adele }, adele],
	[
		'the owner of a drive',
		'owner',
		{ group: { email: 'sales@contoso.example', id: '1', displayName: 'Sales' } },
		'sales@contoso.example',
	],
	[
		'who changed a file',
		'lastModifiedBy',
		{ application: { displayName: 'n8n', id: '2' }, user: { displayName: 'Adele Vance', email: adele } },
		adele,
	],
	['which app changed a file', 'lastModifiedBy', { application: { displayName: 'n8n', id: '2' } }, 'n8n'],
	[
		'who created an access review',
		'createdBy',
		{ id: '1', displayName: 'Adele Vance', type: null, userPrincipalName: adele },
		adele,
	],
	[
		'the sender of a message in Teams',
		'from',
		{
			application: null,
			device: null,
			user: {
				'@odata.type': '#microsoft.graph.teamworkUserIdentity',
				id: '1',
				displayName: 'Adele Vance',
				userIdentityType: 'aadUser',
			},
		},
		'Adele Vance',
	],
	['nobody', 'from', { application: null, device: null, user: null }, null],
	[
		'the actor in a directory audit',
		'initiatedBy',
		{ app: null, user: { id: '1', displayName: null, userPrincipalName: adele, ipAddress: '192.0.2.1' } },
		adele,
	],
	[
		'the targets of a directory audit',
		'targetResources',
		[
			{ id: '1', displayName: 'Sales', type: 'Group', modifiedProperties: [] },
			{ id: '2', displayName: null, type: 'User', userPrincipalName: adele, modifiedProperties: [] },
		],
		['Sales', adele],
	],
	[
		'participants of a meeting',
		'participants',
		{
			organizer: { upn: adele, role: 'presenter', identity: { user: { id: '1', displayName: 'Adele' } } },
			attendees: [{ upn: null, role: 'attendee', identity: { user: { id: '2', displayName: 'Alex' } } }],
		},
		{ organizer: adele, attendees: ['Alex'] },
	],
	['a body', 'body', { contentType: 'html', content: '<p>Hello</p>' }, '<p>Hello</p>'],
	['where an event is', 'location', { displayName: 'Room 1', locationType: 'default' }, 'Room 1'],
	[
		'where somebody signed in',
		'location',
		{
			city: 'Redmond',
			state: 'Washington',
			countryOrRegion: 'US',
			geoCoordinates: { latitude: 47, longitude: -122 },
		},
		'Redmond, Washington, US',
	],
	['nowhere', 'location', { city: '', state: '', countryOrRegion: null }, ''],
	[
		'when an event starts',
		'start',
		{ dateTime: '2030-01-01T09:00:00.0000000', timeZone: 'Pacific Standard Time' },
		{ dateTime: '2030-01-01T09:00:00.0000000', timeZone: 'Pacific Standard Time' },
	],
	['a file', 'file', { mimeType: 'text/plain', hashes: { quickXorHash: 'AAA=' } }, 'text/plain'],
	['a file of an unknown type', 'file', {}, {}],
	['an empty folder', 'folder', { childCount: 0 }, { childCount: 0 }],
	[
		'the folder of a file',
		'parentReference',
		{ driveId: 'b!1', id: '01A', path: '/drives/b!1/root:/Reports/root:/My%20files' },
		'/Reports/root:/My files',
	],
	['the root as a folder', 'parentReference', { driveId: 'b!1', id: '01R', path: '/drives/b!1/root:' }, '/'],
	['a folder with a sign', 'parentReference', { path: '/drives/b!1/root:/100%' }, '/100%'],
	['a folder without its path', 'parentReference', { driveId: 'b!1', id: '01A' }, '01A'],
	['what the root is in', 'parentReference', { driveId: 'b!1' }, null],
	['a content type', 'contentType', { id: '0x01', name: 'Item' }, 'Item'],
	['the MIME type of an attachment', 'contentType', 'text/plain', 'text/plain'],
	[
		'assignments of a Planner task',
		'assignments',
		{ 'a-user': { '@odata.type': '#microsoft.graph.plannerAssignment', orderHint: '1' } },
		['a-user'],
	],
	['another list', 'tags', ['a', 'b'], ['a', 'b']],
	['an own object', 'quota', { '@odata.type': '#x', used: 1, 'state@odata.type': '#y' }, { used: 1 }],
	['nothing', 'from', null, null],
])('%s: a plain value', (_, name, value, expected) => {
	expect(simplified({ [name]: value } as never, [name])).toEqual({ [name]: expected });
});

test('properties come in the given order, then the others', () => {
	const object = {
		'@odata.context': 'c',
		'@odata.etag': 'W/"1"',
		'@odata.type': '#microsoft.graph.message',
		id: '1',
		fields: { '@odata.etag': '"2"', 'Choice@odata.type': '#Collection(String)', user: { displayName: 'A' } },
		'@microsoft.graph.downloadUrl': 'https://host.example/file',
		createdBy: { user: { displayName: 'Adele' } },
		body: { contentType: 'text', content: 'Hello' },
		attachments: [{ '@odata.type': '#microsoft.graph.fileAttachment', '@odata.mediaContentType': 'a/b' }],
		name: 'A',
	};
	const simple = simplified(object, ['fields', 'name', 'missing', 'id']);
	expect(Object.entries(simple)).toEqual([
		['fields', { user: { displayName: 'A' } }],
		['name', 'A'],
		['id', '1'],
		['@microsoft.graph.downloadUrl', 'https://host.example/file'],
		['createdBy', 'Adele'],
		['body', 'Hello'],
		['attachments', [{ '@odata.type': '#microsoft.graph.fileAttachment' }]],
	]);
	expect(Object.keys(simplified(object, ['name', 'id'], { onlyThese: true }))).toEqual([
		'name',
		'id',
		'@microsoft.graph.downloadUrl',
	]);
});

test('a path is a property of its own', () => {
	const object = { id: '1', status: { errorCode: 50126, failureReason: 'Invalid password.', other: 1 } };
	expect(Object.entries(simplified(object, ['status/errorCode', 'status/failureReason', 'id']))).toEqual([
		['errorCode', 50126],
		['failureReason', 'Invalid password.'],
		['id', '1'],
	]);
	expect(simplified({ status: null }, ['status/errorCode'])).toEqual({});
});

test('an etag and a type stay where they are asked for, and what was removed is known as such', () => {
	const object = { id: '1', '@odata.etag': 'W/"1"', '@odata.type': '#a', '@removed': { reason: 'deleted' } };
	const names = ['id', '@odata.etag', '@odata.type'];
	expect(simplified(object, names, { onlyThese: true })).toEqual(object);
});

test('what is selected has each property once, and nothing that is expanded', () => {
	expect(selectOf(['name', 'status/errorCode', 'status/failureReason', '@odata.type', 'id'])).toBe(
		'name,status,id',
	);
	expect(selectOf(['fields', 'id'], 'fields($select=Title)')).toBe('id');
	expect(selectOf([''], 'fields')).toBe('');
});
