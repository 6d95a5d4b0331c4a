import type { INodeParameters } from 'n8n-workflow';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const run = async (operation: string, parameters: INodeParameters = {}, settings = {}) =>
	await product.run({ resource: 'group', operation, ...parameters }, settings);

/** A group of the seed. */
function named(name: string) {
	const found = [...product.simulator.graph.groups.values()].find(({ displayName }) => displayName === name);
	if (!found) throw new Error(`No group ${name}`);
	return found;
}
const userNamed = (upn: string) => product.simulator.graph.findUser(`${upn}@contoso.example`);
const idsOfUsers = (count: number) => [...product.simulator.graph.users.keys()].slice(0, count);
const bodies = () => product.graphCalls().map(({ body }) => body as Record<string, unknown>);

describe('create a group', () => {
	test('for security, with a mail nickname made of its name', async () => {
		const { items, error } = await run('create', { displayName: 'Café & Co. 7' });
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([
			{
				displayName: 'Café & Co. 7',
				mailNickname: 'CafeCo7',
				mailEnabled: false,
				securityEnabled: true,
				groupTypes: [],
			},
		]);
		expect(items[0].json).toMatchObject({ displayName: 'Café & Co. 7', id: expect.any(String) });
		expect(items[0].json).not.toHaveProperty(['@odata.context']);
	});

	test('for Microsoft 365, with owners and members by name or ID', async () => {
		const id = userNamed('alexw')?.id ?? '';
		const run365 = await run('create', {
			displayName: 'Project X',
			groupType: 'microsoft365',
			mailNickname: 'projectx',
			additionalFields: { owners: 'meganb@contoso.example', members: `${id},miriam.o'neill@contoso.example` },
		});
		expect(run365.error).toBeUndefined();
		const { graphUrl } = product.simulator;
		expect(bodies()[0]).toMatchObject({
			groupTypes: ['Unified'],
			mailEnabled: true,
			securityEnabled: false,
			'owners@odata.bind': [`${graphUrl}/v1.0/users/meganb@contoso.example`],
			'members@odata.bind': [
				`${graphUrl}/v1.0/directoryObjects/${id}`,
				`${graphUrl}/v1.0/users/miriam.o'neill@contoso.example`,
			],
		});
		expect(named('Project X').memberIds.size).toBe(2);
		expect([...named('Project X').ownerIds]).toEqual([userNamed('meganb')?.id]);
	});

	test('whose members a rule decides', async () => {
		const dynamic = {
			displayName: 'Sales',
			membership: 'dynamic',
			membershipRule: 'user.department -eq "Sales"',
		};
		expect((await run('create', dynamic)).error).toBeUndefined();
		expect(bodies()[0]).toMatchObject({
			groupTypes: ['DynamicMembership'],
			membershipRule: 'user.department -eq "Sales"',
			membershipRuleProcessingState: 'On',
		});
		const { error } = await run('create', { ...dynamic, displayName: 'Other', membershipRule: 'nonsense' });
		expect(error).toMatchObject({ description: expect.stringMatching(/Check the membership rule/) });
	});

	test.each([
		[{ displayName: '販売' }, /can't be turned into a mail nickname/],
		[{ membership: 'dynamic', membershipRule: '={{ $json.nothing }}' }, /"Membership Rule" is empty/],
		[
			{ membership: 'dynamic', membershipRule: 'x', additionalFields: { members: 'a@b.example' } },
			/A rule decides/,
		],
		[
			{ additionalFields: { members: Array.from({ length: 21 }, (_, n) => `u${n}`).join() } },
			/20 owners and members/,
		],
	])('is refused before Graph is asked: %j', async (parameters, message) => {
		const { error } = await run('create', { displayName: 'Group', ...parameters });
		expect(error?.message).toMatch(message);
		expect(product.graphPaths()).toEqual([]);
	});
});

describe('get groups', () => {
	test.each([
		['microsoft365', ['Sales and Marketing', 'Leadership']],
		['security', ['All Engineers', 'IT Department', 'Newcomers']],
		['dynamic', ['IT Department']],
		['team', []],
	])('of one kind: %s', async (groupKind, names) => {
		const { items } = await run('getAll', { filters: { groupKind } });
		expect(jsonOf(items).map(({ displayName }) => displayName)).toEqual(names);
	});

	test('simplified, or with everything', async () => {
		const simple = await run('getAll', { filters: { displayName: 'Lead' } });
		expect(simple.items[0].json).toHaveProperty('mailNickname', 'leadership');
		expect(simple.items[0].json).not.toHaveProperty('securityIdentifier');
		const whole = await run('get', { groupId: byId(named('Leadership').id), simplify: false });
		expect(whole.items[0].json).toHaveProperty('securityIdentifier');
	});
});

describe('get members', () => {
	test('of groups in the group too, when asked for', async () => {
		const [outer, inner] = [named('Newcomers'), named('All Engineers')];
		outer.memberIds.add(inner.id);
		const direct = await run('getMembers', { groupId: byId(outer.id) });
		expect(jsonOf(direct.items)).toMatchObject([{ displayName: 'All Engineers' }]);
		const all = await run('getMembers', { groupId: byId(outer.id), transitive: true, memberType: 'user' });
		expect(jsonOf(all.items).map(({ id }) => id)).toEqual([...inner.memberIds]);
		// Objects of one type come from the directory's index only.
		expect(product.graphCalls()[1]).toMatchObject({
			path: `/v1.0/groups/${outer.id}/transitiveMembers/microsoft.graph.user`,
			headers: { consistencylevel: 'eventual' },
			query: { $count: 'true' },
		});
	});
});

describe('add members', () => {
	const add = async (who: unknown, more: INodeParameters = {}) =>
		await run('addMembers', {
			groupId: byId(named('Newcomers').id),
			memberIds: who as string,
			skipMembers: true,
			...more,
		});

	test('20 at a time', async () => {
		const ids = idsOfUsers(25);
		const { items, error } = await add(`={{ ${JSON.stringify(ids)} }}`);
		expect(error).toBeUndefined();
		expect(items[0].json).toEqual({ added: ids, alreadyMembers: [] });
		expect(product.graphPaths()).toEqual(Array(2).fill(`PATCH /v1.0/groups/${named('Newcomers').id}`));
		expect(bodies().map((body) => (body['members@odata.bind'] as string[]).length)).toEqual([20, 5]);
		expect(named('Newcomers').memberIds.size).toBe(25);
	});

	test('without those who are there, by name or ID', async () => {
		const [first, second, third] = idsOfUsers(3);
		named('Newcomers').memberIds.add(first).add(second);
		const upn = product.simulator.graph.users.get(second)?.userPrincipalName ?? '';
		const { items, error } = await add(`${first}, ${upn.toUpperCase()}, ${third}, ${third}`);
		expect(error).toBeUndefined();
		expect(items[0].json).toEqual({ added: [third], alreadyMembers: [first, upn.toUpperCase()] });
		expect([...named('Newcomers').memberIds]).toEqual([first, second, third]);
	});

	test('or not at all, when those are not to be left out', async () => {
		const [first, second] = idsOfUsers(2);
		named('Newcomers').memberIds.add(first);
		const { error } = await add(`${first},${second}`, { skipMembers: false });
		expect(error).toMatchObject({ description: expect.stringMatching(/already/) });
		expect(named('Newcomers').memberIds.size).toBe(1);
	});

	test('again after an answer that never came', async () => {
		const [first] = idsOfUsers(1);
		product.simulator.faults.add({ host: 'graph', method: 'PATCH', after: true, action: { status: 504 } });
		const { items, error } = await add(first);
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ added: [], alreadyMembers: [first] }]);
		expect([...named('Newcomers').memberIds]).toEqual([first]);
	});

	test('says that none are given', async () => {
		expect((await add(' , ')).error?.message).toMatch(/"Members" is empty/);
	});

	test('says why not: a rule decides, or Exchange keeps the group', async () => {
		const dynamic = await add(idsOfUsers(1)[0], { groupId: byId(named('IT Department').id) });
		expect(dynamic.error).toMatchObject({ description: expect.stringMatching(/A rule decides who is in/) });
		Object.assign(named('Newcomers'), { mailEnabled: true });
		const mail = await add(idsOfUsers(1)[0]);
		expect(mail.error).toMatchObject({ description: expect.stringMatching(/Exchange admin center/) });
	});
});

describe('remove', () => {
	test('a member, by user principal name', async () => {
		const group = named('Leadership');
		const { error } = await run('removeMember', {
			groupId: byId(group.id),
			memberId: byId('adelev@contoso.example'),
		});
		expect(error).toBeUndefined();
		const id = userNamed('adelev')?.id ?? '';
		expect(product.graphPaths()).toEqual([
			'GET /v1.0/users/adelev@contoso.example',
			`DELETE /v1.0/groups/${group.id}/members/${id}/$ref`,
		]);
		expect(group.memberIds.has(id)).toBe(false);
	});

	test('an owner, but not the last', async () => {
		const { id, ownerIds } = named('Leadership');
		const [first, second] = [...ownerIds];
		const remove = async (ownerId: string) =>
			await run('removeOwner', { groupId: byId(id), ownerId: byId(ownerId) });
		expect(jsonOf((await remove(first)).items)).toEqual([{ success: true }]);
		expect((await remove(second)).error).toMatchObject({
			description: expect.stringMatching(/last owner.*add another owner first/),
		});
		expect([...ownerIds]).toEqual([second]);
	});
});

test('add an owner, once', async () => {
	const groupId = byId(named('Newcomers').id);
	const add = async () => await run('addOwner', { groupId, userId: byId('alexw@contoso.example') });
	expect((await add()).error).toBeUndefined();
	expect([...named('Newcomers').ownerIds]).toEqual([userNamed('alexw')?.id]);
	expect((await add()).error).toMatchObject({ description: expect.stringMatching(/already/) });
});

test('update sends what was added, and empties what is empty', async () => {
	const { id } = named('Leadership');
	await run('update', {
		groupId: byId(id),
		updateFields: { description: '', visibility: 'Public', moreProperties: '{"classification":"Low"}' },
	});
	expect(bodies()).toEqual([{ description: null, visibility: 'Public', classification: 'Low' }]);
	const { error } = await run('update', { groupId: byId(id), updateFields: {} });
	expect(error?.message).toMatch(/There's nothing to update/);
});

test.each([
	['', 1],
	['displayName,members', 1],
	['displayName', 0],
])('changes name the groups whose members changed, unless others are selected: %j', async (select, count) => {
	const options = { select };
	const start = await run('getChanges', { startFromNow: true, options });
	expect(start.items[0].json.changes).toEqual([]);
	named('Newcomers').memberIds.add(idsOfUsers(1)[0]);
	const { deltaLink } = start.items[0].json;
	const input = itemsOf({ deltaLink });
	const next = await run('getChanges', { deltaLink: '={{ $json.deltaLink }}', options }, { input });
	expect(next.items[0].json.changes).toHaveLength(count);
});

describe('the lists to pick from', () => {
	test('groups, by what was typed', async () => {
		const { results } = await product.list('searchGroups', { filter: 'sales' });
		expect(results).toEqual([
			{
				name: 'Sales and Marketing (salesandmarketing@contoso.example)',
				value: named('Sales and Marketing').id,
			},
		]);
		const security = await product.list('searchGroups', { filter: 'engineers' });
		expect(security.results[0].name).toBe('All Engineers');
	});

	test('members and owners of the group that is chosen', async () => {
		const parameters = {
			resource: 'group',
			operation: 'removeMember',
			groupId: byId(named('Leadership').id),
		};
		const members = await product.list('searchGroupMembers', { parameters, filter: 'megan' });
		expect(members.results.map(({ name }) => name)).toEqual(['Megan Bowen (meganb@contoso.example)']);
		const owners = await product.list('searchGroupOwners', { parameters });
		expect(owners.results.map(({ value }) => value)).toEqual([...named('Leadership').ownerIds]);
		await expect(product.list('searchGroupMembers')).rejects.toThrow(/No group is selected/);
	});

	test('name the permission that they need', async () => {
		product.app.roles = ['Mail.Send'];
		await expect(product.list('searchGroups')).rejects.toMatchObject({
			message: expect.stringMatching(
				/^Missing application permission: GroupMember\.Read\.All\. Or enter it yourself: .*By ID/,
			),
			description: expect.stringContaining('GroupMember.Read.All'),
		});
	});
});

describe('a hint', () => {
	const members = async (roles: string[], options = {}) => {
		product.app.roles = roles;
		return await run('getMembers', { groupId: byId(named('All Engineers').id), options });
	};

	test('says which permission shows more of members than their IDs', async () => {
		const { items, hints } = await members(['GroupMember.Read.All']);
		expect(items.length).toBeGreaterThan(0);
		for (const { json } of items) {
			expect(json).toMatchObject({ id: expect.any(String), displayName: null, mail: null });
		}
		expect(hints.map(({ message }) => message)).toEqual([expect.stringContaining('User.ReadBasic.All')]);
	});

	test.each([
		['the app may read users', ['GroupMember.Read.All', 'User.ReadBasic.All'], {}],
		['only IDs are wanted', ['GroupMember.Read.All'], { select: 'id' }],
	])("isn't shown when %s", async (_, roles, options) => {
		const { items, hints } = await members(roles, options);
		expect(items.length).toBeGreaterThan(0);
		expect(hints).toEqual([]);
	});
});
