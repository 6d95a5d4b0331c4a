import type { INodeParameters } from 'n8n-workflow';
import { sampleDrive } from '../../operations/samples/file';
import { fact } from '../../reality/facts';
import { putFile } from '../../../simulator/graph/state/drive';
import { seededRandom } from '../../../simulator/random';
import { sampleChannel, sampleTeam } from '../../../simulator/graph/routes/teams';
import { byId, jsonOf, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';
import { tenantOf, useClock } from './tenant';

const product = useProduct({ seed: { messages: 5 } });
const trigger = useTrigger(product);
const tenant = tenantOf(product);
const clock = useClock();

const adele = 'adelev@contoso.example';
const [minute, hour, day] = [60_000, 3_600_000, 24 * 3_600_000];
const all = ['created', 'updated', 'deleted'];
const watching = (resource: string, parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource,
	event: all,
	...parameters,
});
const graph = () => product.simulator.graph;
const firstUser = () => [...graph().users.keys()][0] ?? '';
const changeUser = (properties: object, id = firstUser()) => {
	const user = graph().findUser(id);
	if (user === undefined) throw new Error('No such user');
	graph().putUser({ ...user, ...properties });
};
const anyGroup = () => {
	const found = [...graph().groups.values()].find(({ displayName }) => displayName === 'Newcomers');
	if (found === undefined) throw new Error('No such group');
	return found;
};

describe('events beyond the window', () => {
	const path = `/users/${adele}/events`;
	const time = (ms: number) => ({ dateTime: new Date(ms).toISOString().slice(0, 19), timeZone: 'UTC' });
	const at = (inDays: number) => {
		const start = Date.now() + inDays * day;
		return { start: time(start), end: time(start + hour) };
	};
	const create = async (subject: string, inDays: number) =>
		await tenant.create(path, { subject, ...at(inDays) });
	const events = () => watching('event', { mailbox: byId(adele), options: { daysAhead: 10 } });

	test(fact(13, 'node', 'made, changed or moved there, they are not emitted as deleted'), async () => {
		const workflow = trigger(events());
		const known = await create('Known', 100);
		const near = await create('Near', 2);
		await workflow.activate();
		await create('Far', 50);
		await tenant.change(`${path}/${known.id}`, { subject: 'Changed' });
		expect(await workflow.poll()).toEqual([]);
		await tenant.change(`${path}/${near.id}`, at(60));
		expect(await workflow.poll()).toEqual([]);
		await workflow.restart();
		clock.pass(day);
		expect(await workflow.poll()).toEqual([]);
		expect(workflow.executions.flatMap(({ items }) => items)).toEqual([]);
	});

	test(fact(13, 'node', 'what is gone is emitted, by one request each'), async () => {
		const workflow = trigger(events());
		const [one, other] = [await create('One', 1), await create('Other', 50)];
		await workflow.activate();
		await tenant.remove(`${path}/${one.id}`);
		await tenant.change(`${path}/${other.id}`, { subject: 'Changed' });
		const gone = await workflow.poll();
		expect(jsonOf(gone)).toMatchObject([{ id: one.id, change: { event: 'deleted' } }]);
		expect(product.graphPaths().filter((asked) => /^GET .*\/events\//.test(asked))).toHaveLength(2);
		expect(await workflow.poll()).toEqual([]);
	});

	test(fact(13, 'node', 'a request that fails emits nothing, and the next poll retries it'), async () => {
		const workflow = trigger(events());
		const { id } = await create('One', 1);
		await workflow.activate();
		await tenant.remove(`${path}/${id}`);
		product.simulator.faults.add({ path: /\/events\/[^/]+$/, action: { status: 403 } });
		await expect(workflow.poll()).rejects.toThrow();
		expect(jsonOf(await workflow.poll())).toMatchObject([{ id, change: { event: 'deleted' } }]);
	});
});

describe('the directory', () => {
	const members = () =>
		watching('groupMember', { event: ['created', 'deleted'], groupId: byId(anyGroup().id) });
	const kinds: ReadonlyArray<[string, () => INodeParameters]> = [
		['user', () => watching('user')],
		['group', () => watching('group')],
		['groupMember', members],
	];

	test.each(kinds)(
		fact(44, 'node', 'what was removed long before is emitted in no first round: %s'),
		async (_, parameters) => {
			anyGroup().memberIds.add(firstUser());
			const begun = trigger({ ...parameters(), options: { startFrom: 'beginning' } });
			const emitted = await begun.activate();
			expect(emitted.length).toBeGreaterThan(0);
			expect(emittedOf(emitted, 'id').filter((one) => one.startsWith('deleted'))).toEqual([]);
			expect(await begun.poll()).toEqual([]);
		},
	);

	test.each(kinds)(fact(44, 'node', 'nor after a delta link has expired: %s'), async (_, parameters) => {
		anyGroup().memberIds.add(firstUser());
		const workflow = trigger(parameters());
		await workflow.activate();
		for (let round = 0; round < 2; round++) {
			product.simulator.expireDeltaLinks();
			expect(await workflow.poll()).toEqual([]);
			expect(await workflow.poll()).toEqual([]);
		}
	});

	test(fact(44, 'node', 'in the editor, who left a group long ago is no example'), async () => {
		expect(await trigger(members()).fetchTestEvent()).toEqual([]);
	});

	test(fact(31, 'node', 'a change of a user that Graph repeats is no change; a second one is'), async () => {
		const workflow = trigger(watching('user'));
		await workflow.activate();
		const emitted: string[] = [];
		for (const jobTitle of ['Owner', 'Chief', 'Owner', null, 'Owner']) {
			changeUser({ jobTitle });
			emitted.push(...emittedOf(await workflow.poll(), 'jobTitle'));
			expect(await workflow.poll()).toEqual([]);
			expect(await workflow.poll()).toEqual([]);
		}
		expect(emitted).toEqual(
			['Owner', 'Chief', 'Owner', null, 'Owner'].map((title) => `updated ${String(title)}`),
		);
	});

	test(fact(31, 'node', 'who is new, and who is deleted, is emitted once'), async () => {
		const workflow = trigger(watching('user'));
		await workflow.activate();
		const kim = graph().addUser({ userPrincipalName: 'kim@contoso.example', displayName: 'Kim' });
		expect(emittedOf(await workflow.poll(), 'id')).toEqual([`created ${kim.id}`]);
		expect(await workflow.poll()).toEqual([]);
		graph().removeUser(kim);
		expect(emittedOf(await workflow.poll(), 'id')).toEqual([`deleted ${kim.id}`]);
		expect(await workflow.poll()).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
	});

	test(fact(31, 'node', 'a restart does not make what Graph repeats a change'), async () => {
		const workflow = trigger(watching('user'));
		const others = trigger(members());
		await workflow.activate();
		await others.activate();
		changeUser({ jobTitle: 'Owner' });
		anyGroup().memberIds.add(firstUser());
		expect(await workflow.poll()).toHaveLength(1);
		expect(await others.poll()).toHaveLength(1);
		clock.pass(2 * minute);
		for (const one of [workflow, others]) {
			expect(await one.restart()).toEqual([]);
			expect(await one.poll()).toEqual([]);
		}
		changeUser({ jobTitle: 'Chief' });
		anyGroup().memberIds.add([...graph().users.keys()][1] ?? '');
		expect(await workflow.restart()).toHaveLength(1);
		expect(await others.restart()).toHaveLength(1);
	});

	test(
		fact(31, 'node', 'members: joining, leaving, and rejoining are emitted each time, and once'),
		async () => {
			const workflow = trigger(members());
			await workflow.activate();
			const { memberIds } = anyGroup();
			const emitted: string[] = [];
			for (const isMember of [true, false, true, false]) {
				if (isMember) memberIds.add(firstUser());
				else memberIds.delete(firstUser());
				emitted.push(...emittedOf(await workflow.poll(), 'id'));
				emitted.push(...emittedOf(await workflow.poll(), 'id'));
			}
			expect(emitted).toEqual(
				['created', 'deleted', 'created', 'deleted'].map((event) => `${event} ${firstUser()}`),
			);
		},
	);

	test(
		fact([31, 44], 'node', 'what changes after a link has expired is emitted, whatever was emitted before'),
		async () => {
			const workflow = trigger(members());
			await workflow.activate();
			const { memberIds } = anyGroup();
			memberIds.add(firstUser());
			expect(emittedOf(await workflow.poll(), 'id')).toEqual([`created ${firstUser()}`]);
			memberIds.delete(firstUser());
			product.simulator.expireDeltaLinks();
			expect(await workflow.poll()).toEqual([]);
			memberIds.add(firstUser());
			expect(emittedOf(await workflow.poll(), 'id')).toEqual([`created ${firstUser()}`]);
		},
	);
});

describe.each([1, 2])('the directory over a long time, seed %i', (seed) => {
	test(
		fact([31, 44], 'node', 'each change of users and members is emitted once, whatever Graph repeats'),
		async () => {
			const random = seededRandom(seed);
			const chance = (part: number) => random() < part;
			product.simulator.set({ delta: { repeat: true, emptyPages: true } });
			const { memberIds, id: groupId } = anyGroup();
			const users = trigger(watching('user'));
			const members = trigger(
				watching('groupMember', { event: ['created', 'deleted'], groupId: byId(groupId) }),
			);
			await users.activate();
			await members.activate();
			const ids = [...graph().users.keys()].slice(0, 4);
			const [expected, emitted, titles]: string[][] = [[], [], []];
			let title = 0;
			for (let step = 0; step < 40; step++) {
				const id = ids[Math.floor(random() * ids.length)] ?? '';
				if (chance(0.5)) {
					// Back and forth, so that states come again.
					title += 1;
					const jobTitle = title % 2 === 0 ? 'even' : 'odd';
					if (graph().findUser(id)?.jobTitle !== jobTitle) titles.push(`updated ${jobTitle}`);
					changeUser({ jobTitle }, id);
				}
				if (chance(0.5)) {
					expected.push(`${memberIds.has(id) ? 'deleted' : 'created'} ${id}`);
					if (!memberIds.delete(id)) memberIds.add(id);
				}
				for (const workflow of [users, members]) await workflow.poll();
				if (chance(0.1)) {
					// What members did behind a link that has expired, nobody can know: here they did nothing.
					product.simulator.expireDeltaLinks();
					for (const workflow of [users, members]) await workflow.poll();
				}
				if (chance(0.15)) for (const workflow of [users, members]) await workflow.restart();
			}
			emitted.push(...members.executions.flatMap(({ items }) => emittedOf(items, 'id')));
			expect(emitted).toEqual(expected);
			expect(users.executions.flatMap(({ items }) => emittedOf(items, 'jobTitle'))).toEqual(titles);
		},
	);
});

describe('links', () => {
	const put = (name: string) => {
		const drive = sampleDrive(product.simulator);
		putFile(drive, drive.rootId, name, { content: Buffer.from(name), conflict: 'replace' });
	};
	const files = (more: INodeParameters = {}) =>
		watching('file', { driveOf: 'user', userId: byId(adele), kinds: 'both', ...more });

	test.each(['varied', 'plain'] as const)(
		fact(24, 'node', 'the trigger goes on from links that are spelled as Graph likes: %s'),
		async (links) => {
			product.simulator.set({ delta: { links } });
			const mail = trigger(watching('message', { mailbox: byId(adele), event: ['created'] }));
			const drive = trigger(files());
			await mail.activate();
			await drive.activate();
			for (const name of ['a', 'b', 'c']) {
				product.simulator.events.deliverMessage(adele, { subject: name });
				put(name);
				expect(emittedOf(await mail.poll())).toEqual([`created ${name}`]);
				expect(emittedOf(await drive.poll(), 'name')).toEqual([`created ${name}`]);
			}
		},
	);

	test(fact(47, 'node', 'the root of a drive is emitted at no time'), async () => {
		const begun = trigger(files({ options: { startFrom: 'beginning' } }));
		const emitted = jsonOf(await begun.activate());
		expect(emitted.length).toBeGreaterThan(3);
		expect(emitted.filter((item) => 'root' in item)).toEqual([]);
		expect(await begun.poll()).toEqual([]);
		put('a');
		expect(emittedOf(await begun.poll(), 'name')).toEqual(['created a']);
	});

	test(fact(46, 'node', 'no item of the trigger has a URL that opens the file'), async () => {
		const whole = files({ simplify: false, kinds: 'files', options: { startFrom: 'beginning' } });
		const workflow = trigger(whole);
		const emitted = await workflow.activate();
		expect(emitted.length).toBeGreaterThan(0);
		expect(JSON.stringify(workflow.executions)).not.toMatch(/downloadUrl|tempauth/);
		expect(JSON.stringify(await trigger(whole).fetchTestEvent())).not.toMatch(/downloadUrl|tempauth/);
	});
});

describe('alerts', () => {
	const alerts = (more: INodeParameters = {}) =>
		watching('alert', { event: ['created', 'updated'], ...more });
	const raise = (title: string) => product.simulator.events.raiseAlert({ title }).id;

	test(fact(38, 'node', 'one that is indexed hours late is emitted, and each once'), async () => {
		const workflow = trigger(alerts());
		await workflow.activate();
		clock.pass(minute);
		product.simulator.set({ alertLag: 4 * hour });
		const late = raise('Late');
		product.simulator.set({ alertLag: 0 });
		raise('At once');
		const emitted: string[] = [];
		for (let polls = 0; polls < 12; polls++) {
			emitted.push(...emittedOf(await workflow.poll(), 'title'));
			clock.pass(30 * minute);
		}
		expect(emitted).toEqual(['created At once', 'created Late']);
		product.simulator.events.changeAlert(late, {
			status: 'resolved',
			lastUpdateDateTime: new Date(Date.now()).toISOString(),
		});
		expect(emittedOf(await workflow.poll(), 'status')).toEqual(['updated resolved']);
		expect(await workflow.restart()).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
	});

	test(fact(38, 'node', 'what was emitted hours ago is not emitted again after a restart'), async () => {
		const workflow = trigger(alerts());
		await workflow.activate();
		clock.pass(minute);
		raise('Fire');
		expect(await workflow.poll()).toHaveLength(1);
		clock.pass(3 * hour);
		raise('Water');
		expect(emittedOf(await workflow.poll(), 'title')).toEqual(['created Water']);
		expect(await workflow.restart()).toEqual([]);
		const given = workflow.executions.slice(2).flatMap((execution) => emittedOf(execution.given, 'title'));
		expect(given).not.toContain('created Fire');
	});

	test.each(['refused', 'accepted'] as const)(
		fact(38, 'node', 'with Instant delivery, with the subscription %s, each alert is emitted once'),
		async (setting) => {
			product.simulator.set({ subscriptions: { alerts: setting } });
			const workflow = trigger(alerts({ mode: 'instant' }));
			expect(await workflow.activate()).toEqual([]);
			raise('Fire');
			await workflow.settled();
			await workflow.poll();
			expect(workflow.executions.flatMap(({ items }) => emittedOf(items, 'title'))).toEqual(['created Fire']);
			const hints = workflow.executions.flatMap((execution) => execution.hints);
			if (setting === 'accepted') expect(hints).toEqual([]);
			else expect(hints).toMatchObject([{ message: expect.stringContaining('only polls find') as string }]);
			// Refused once, it is not asked for with each poll.
			raise('Water');
			await workflow.settled();
			await workflow.poll();
			const asked = product.graphPaths().filter((path) => path === 'POST /v1.0/subscriptions');
			expect(asked).toHaveLength(1);
			expect(JSON.stringify(workflow.executions.map(({ items }) => items))).not.toContain('pollsOnly');
			await workflow.deactivate();
		},
	);
});

describe('subscriptions', () => {
	const channel = (event: string[]) =>
		watching('channelMessage', {
			mode: 'instant',
			event,
			teamId: byId(sampleTeam),
			channelId: byId(sampleChannel),
		});

	test(
		fact(37, 'node', 'one that the app has for the channel is named, and no permission is called missing'),
		async () => {
			const first = trigger(channel(['created']));
			await first.activate();
			const error = (await trigger(channel(['updated']))
				.activate()
				.catch((caught: Error) => caught)) as Error;
			expect(error.message).toContain(first.webhookUrl);
			expect(error.message).toMatch(/a quota is reached.*No permission is missing.*Polling delivery/s);
			expect(error.message).not.toMatch(/application permission/);
		},
	);

	test(fact(37, 'node', 'a quota of the directory is explained as one'), async () => {
		product.simulator.set({ subscriptions: { directoryQuota: 1 } });
		await trigger(watching('group', { mode: 'instant' })).activate();
		await expect(trigger(watching('user', { mode: 'instant' })).activate()).rejects.toMatchObject({
			message: expect.stringMatching(
				/a quota is reached.*maximum number.*No permission is missing/s,
			) as string,
		});
	});

	test(fact(37, 'node', 'those of Teams have a lifecycle URL'), async () => {
		const workflow = trigger(channel(['created']));
		await workflow.activate();
		const [made] = product.simulator.notifier
			.subscriptions()
			.filter(({ notificationUrl }) => notificationUrl === workflow.webhookUrl);
		expect(made).toMatchObject({ lifecycleNotificationUrl: workflow.webhookUrl });
	});

	test.each([
		['user', { userId: byId(adele) }, 'refused'],
		['site', {}, 'refused'],
		['site', {}, 'accepted'],
	] as const)(
		fact(22, 'node', 'of the drive of a %s are made by its ID (%j, by its owner %s)'),
		async (driveOf, more, drivesByOwner) => {
			product.simulator.set({ subscriptions: { drivesByOwner } });
			const [site] = (await tenant.get('/sites?$search=marketing')).value as Array<{ id: string }>;
			const where = driveOf === 'site' ? { siteId: byId(site?.id ?? '') } : more;
			const workflow = trigger(watching('file', { mode: 'instant', driveOf, ...where }));
			await workflow.activate();
			const made = () =>
				product.simulator.notifier
					.subscriptions()
					.filter(({ notificationUrl }) => notificationUrl === workflow.webhookUrl)
					.map(({ resource }) => String(resource));
			expect(made()).toEqual([expect.stringMatching(/^drives\/[^/]+\/root$/)]);
			// It is as it is wanted: polls and a restart leave it.
			await workflow.poll();
			await workflow.restart();
			const asked = product.graphPaths().filter((path) => path === 'POST /v1.0/subscriptions');
			expect(asked).toHaveLength(1);
		},
	);
});
