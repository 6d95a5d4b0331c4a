import type { INodeParameters } from 'n8n-workflow';
import { newEvent } from '../../operations/samples/event';
import { sampleDrive } from '../../operations/samples/file';
import { fact } from '../../reality/facts';
import { putFile } from '../../../simulator/graph/state/drive';
import { addServicePrincipal } from '../../../simulator/graph/routes/servicePrincipals';
import { sampleChannel, sampleTeam } from '../../../simulator/graph/routes/teams';
import { byId, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
type Changes = { changes: Array<Record<string, unknown>>; deltaLink: string };

/** One run of Get Changes. */
async function changes(
	resource: string,
	deltaLink: string,
	parameters: INodeParameters = {},
): Promise<Changes> {
	const run = await product.run({ resource, operation: 'getChanges', deltaLink, ...parameters });
	expect(run.error).toBeUndefined();
	return run.items[0]?.json as unknown as Changes;
}

const isRemoved = (change: object) => '@removed' in change;

describe('events', () => {
	const window = {
		mailbox: byId(adele),
		startDateTime: '2030-03-01T00:00:00',
		endDateTime: '2030-04-01T00:00:00',
	};
	const far = { start: { dateTime: '2031-01-01T10:00:00' }, end: { dateTime: '2031-01-01T11:00:00' } };

	test(fact(13, 'node', 'Get Changes: only what is gone has the reason "deleted"'), async () => {
		const [stays, goes] = [newEvent(product.simulator), newEvent(product.simulator)];
		const start = await changes('event', '', window);
		expect(start.changes.map(({ id }) => id)).toEqual([stays, goes]);
		const outside = newEvent(product.simulator, far);
		const { events } = product.simulator.graph.mailbox(adele);
		events.splice(
			events.findIndex(({ id }) => id === goes),
			1,
		);
		const moved = events.find(({ id }) => id === stays);
		Object.assign(moved?.properties ?? {}, far);
		const next = await changes('event', start.deltaLink, window);
		const reasons = next.changes.map((change) => [change.id, change['@removed']]);
		expect(Object.fromEntries(reasons)).toEqual({
			[goes]: { reason: 'deleted' },
			[stays]: { reason: 'changed' },
			[outside]: { reason: 'changed' },
		});
	});
});

test.each([
	[
		'event',
		{ mailbox: byId(adele), startDateTime: '2030-03-01T00:00:00', endDateTime: '2030-04-01T00:00:00' },
	],
	['file', { driveOf: 'user', userId: byId(adele) }],
	['message', { mailbox: byId(adele), folderId: byId('inbox') }],
	['user', {}],
] as Array<[string, INodeParameters]>)(
	'Get Changes returns the changes and the delta link, and nothing else: %s',
	async (resource, parameters) => {
		expect(Object.keys(await changes(resource, '', parameters)).sort()).toEqual(['changes', 'deltaLink']);
	},
);

describe('users and groups', () => {
	test(fact(44, 'node', 'Get Changes: a first run names nothing that was removed before'), async () => {
		expect((await changes('user', '')).changes.filter(isRemoved)).toEqual([]);
		const groups = await changes('group', '');
		expect(groups.changes.length).toBeGreaterThan(0);
		expect(groups.changes.filter(isRemoved)).toEqual([]);
		const members = groups.changes.flatMap((group) => (group['members@delta'] ?? []) as object[]);
		expect(members.length).toBeGreaterThan(0);
		expect(members.filter(isRemoved)).toEqual([]);
	});

	test(fact(44, 'node', 'Get Changes: a later run does'), async () => {
		const { deltaLink } = await changes('user', '');
		const [user] = product.simulator.graph.users.values();
		product.simulator.graph.removeUser(user);
		expect((await changes('user', deltaLink)).changes).toEqual([
			{ id: user.id, '@removed': { reason: 'changed' } },
		]);
	});
});

describe('applications and service principals', () => {
	test('come with what was created, changed, and deleted since the last run', async () => {
		const create = async (displayName: string) => {
			const { items } = await product.run({ resource: 'application', operation: 'create', displayName });
			return String(items[0].json.id);
		};
		const start = await changes('application', '', { options: { select: 'displayName' } });
		expect(start.changes).toContainEqual(expect.objectContaining({ displayName: 'Payroll sync' }));
		expect(start.changes.filter(isRemoved)).toEqual([]);
		const id = await create('Sample');
		const next = await changes('application', start.deltaLink, {});
		expect(next.changes).toEqual([{ id, displayName: 'Sample' }]);
		await product.run({ resource: 'application', operation: 'delete', applicationId: byId(id) });
		const last = await changes('application', next.deltaLink, {});
		expect(last.changes).toContainEqual({ id, '@removed': { reason: 'changed' } });
	});

	test('start from now if wanted', async () => {
		const start = await changes('servicePrincipal', '', { startFromNow: true });
		expect(start.changes).toEqual([]);
		const id = addServicePrincipal({ state: product.simulator.graph }, 'Sample', []);
		expect((await changes('servicePrincipal', start.deltaLink, {})).changes).toMatchObject([
			{ displayName: 'Sample' },
		]);
		expect(id).toBeDefined();
	});
});

describe('files', () => {
	const where = { driveOf: 'user', userId: byId(adele) };
	const put = (name: string) => {
		const drive = sampleDrive(product.simulator);
		return putFile(drive, drive.rootId, name, { content: Buffer.from(name), conflict: 'replace' }).id;
	};

	test(fact(47, 'node', 'Get Changes: the root is no change, and each change has its ID'), async () => {
		for (const options of [{}, { select: 'name' }]) {
			const start = await changes('file', '', { ...where, options });
			expect(start.changes.length).toBeGreaterThan(3);
			expect(start.changes.filter((change) => 'root' in change || change.name === 'root')).toEqual([]);
			expect(start.changes.every(({ id }) => typeof id === 'string')).toBe(true);
			const id = put(`New ${JSON.stringify(options).length}.txt`);
			const next = await changes('file', start.deltaLink, { ...where, options });
			expect(next.changes).toMatchObject([{ id }]);
			expect((await changes('file', next.deltaLink, { ...where, options })).changes).toEqual([]);
		}
	});

	test(fact(46, 'node', 'Get Changes: no change has a URL that opens the file'), async () => {
		const start = await changes('file', '', where);
		put('New.txt');
		const next = await changes('file', start.deltaLink, where);
		expect(next.changes).toHaveLength(1);
		expect(JSON.stringify([start, next])).not.toMatch(/downloadUrl|tempauth/);
	});

	test.each([
		['as it came', (link: string) => link],
		['with `$` encoded', (link: string) => link.replace('?', '?%24top=5&').replace(/([?&])\$/g, '$1%24')],
		['with `$` plain', (link: string) => link.replace('?', '?$top=5&').replace(/%24/g, '$')],
		[
			'of the drive by its ID, in parentheses',
			(link: string) =>
				link.replace(/\/users\/[^/]+\/drive\//, `/drives('${sampleDrive(product.simulator).id}')/`),
		],
	])(fact(24, 'node', 'Get Changes: a delta link that is fed back %s'), async (_, spelled) => {
		const start = await changes('file', '', { ...where, startFromNow: true });
		const link = spelled(start.deltaLink);
		const run = await product.run({ resource: 'file', operation: 'getChanges', deltaLink: link, ...where });
		// The simulator knows the token by the path that it was given for; what counts is that the link is followed.
		expect(run.error?.message ?? '').not.toMatch(/Delta Link/);
		const asked = product.simulator.requests.filter(({ host }) => host === 'graph').at(-1);
		expect(link).toContain(asked?.path.split('?')[0] ?? 'nothing');
	});
});

test(fact(24, 'node', 'Get Changes: the links of mail, with keys in parentheses, are fed back'), async () => {
	const where = { mailbox: byId(adele), folderId: byId('inbox') };
	const start = await changes('message', '', where);
	expect(start.deltaLink).toMatch(/\/users\('[^']+'\)\/mailFolders\('inbox'\)\//);
	const { immutableId } = product.simulator.events.deliverMessage(adele, { subject: 'New' });
	expect((await changes('message', start.deltaLink, where)).changes).toMatchObject([{ id: immutableId }]);
});

describe('subscriptions', () => {
	const create = async (watchedResource: string, more: INodeParameters = {}) =>
		await product.run({
			resource: 'subscription',
			operation: 'create',
			watchedResource,
			changeTypes: ['updated'],
			notificationUrl: 'https://n8n.contoso.test/webhook/graph',
			lifeTime: 60,
			...more,
		});
	const channel = `teams/${sampleTeam}/channels/${sampleChannel}/messages`;
	beforeEach(() => product.simulator.set({ subscriptions: { validate: 'never' } }));

	test(fact(37, 'node', 'Create: a quota is not called a missing permission'), async () => {
		product.simulator.faults.add({
			path: /\/subscriptions$/,
			action: {
				status: 403,
				body: { error: { code: 'Forbidden', message: 'The maximum number of subscriptions is reached.' } },
			},
		});
		const { error } = await create('users');
		expect(error?.description).toMatch(/a Graph quota; no permission is missing/);
		expect(error?.description).not.toMatch(/application permission|has no permission/);
	});

	test(fact(37, 'node', 'Create: the lifecycle URL that Teams wants is asked for'), async () => {
		product.simulator.faults.add({
			path: /\/subscriptions$/,
			action: {
				status: 400,
				body: {
					error: {
						code: 'BadRequest',
						message: "'lifecycleNotificationUrl' is a required property for subscription creation.",
					},
				},
			},
		});
		expect((await create(channel)).error?.description).toMatch(/need "Lifecycle Notification URL"/);
	});

	test(fact(22, 'node', 'Create: where Graph refuses a path, the form that it takes is named'), async () => {
		product.simulator.faults.add({
			path: /\/subscriptions$/,
			action: {
				status: 400,
				body: { error: { code: 'BadRequest', message: 'This resource is not supported for subscriptions.' } },
			},
		});
		expect((await create('groups/x/drive/root')).error?.description).toMatch(/drives\/\{ID\}\/root/);
	});
});
