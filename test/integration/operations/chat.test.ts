import type { INodeParameters } from 'n8n-workflow';
import { chatMembers, chats, sampleChat } from '../../../simulator/graph/routes/chats';
import { entitiesAt } from '../../../simulator/graph/rest';
import type { GraphWorld } from '../../../simulator/graph/world';
import { ownChat } from '../../operations/samples/chat';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const alex = 'alexw@contoso.example';
const run = async (operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource: 'chat', operation, ...parameters });
const world = () => ({ state: product.simulator.graph }) as GraphWorld;
const bodies = () => product.graphCalls().map(({ body }) => body);
const member = (who: string, role = 'owner') => ({
	'@odata.type': '#microsoft.graph.aadUserConversationMember',
	roles: [role],
	'user@odata.bind': `${product.simulator.graphUrl}/v1.0/users('${who}')`,
});
const refused = { sent: 0 };
const refusal = async (operation: string, parameters: INodeParameters) => {
	const { error } = await run(operation, parameters);
	return { sent: product.graphCalls().length, told: `${error?.message} ${error?.description}` };
};

describe('a chat is created', () => {
	test('for a group, in which each member has a role, and guests have their own', async () => {
		const { items, error } = await run('create', {
			...{ chatType: 'group', memberIds: `${adele}, ${alex}` },
			additionalFields: { topic: 'Launch', guestIds: alex },
		});
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([
			{ chatType: 'group', topic: 'Launch', members: [member(adele), member(alex, 'guest')] },
		]);
		const [{ id }] = jsonOf(items);
		expect(items[0].json).toMatchObject({ chatType: 'group', topic: 'Launch' });
		const members = await run('getMembers', { chatId: byId(String(id)), returnAll: true });
		expect(jsonOf(members.items).map(({ email, roles }) => [email, roles])).toEqual([
			[adele, ['owner']],
			[alex, ['guest']],
		]);
	});

	test('for two, and is the one that there is if they have one, so that it is retried', async () => {
		const create = async () => await run('create', { chatType: 'oneOnOne', memberIds: [adele, alex] });
		const [first] = jsonOf((await create()).items);
		const before = entitiesAt(world(), chats, []).size;
		product.simulator.faults.add({
			...{ host: 'graph', method: 'POST', path: /\/chats$/, after: true },
			...{ times: 1, action: { status: 503 } },
		});
		const again = await create();
		expect(again.error).toBeUndefined();
		expect(again.items[0].json.id).toBe(first.id);
		expect(entitiesAt(world(), chats, []).size).toBe(before);
	});

	test('for a group once only: an unknown outcome is no retry', async () => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
		const before = entitiesAt(world(), chats, []).size;
		const { error } = await run('create', { chatType: 'group', memberIds: adele });
		expect(error?.message).toMatch(/outcome is unknown/);
		expect(entitiesAt(world(), chats, []).size).toBe(before + 1);
	});

	test.each([
		[{ chatType: 'oneOnOne', memberIds: adele }, /two members.*"Members" and "Guests" name 1/],
		[{ chatType: 'group', memberIds: ' , ' }, /"Members"/],
		[{ chatType: 'group', memberIds: adele, additionalFields: { topic: 'a: b' } }, /"Topic".*colon/],
		[
			{ chatType: 'oneOnOne', memberIds: [adele, alex], additionalFields: { topic: 'a' } },
			/one-on-one chat has no topic/,
		],
	])('but not from %j', async (parameters: INodeParameters, told) => {
		expect(await refusal('create', parameters)).toMatchObject({
			...refused,
			told: expect.stringMatching(told),
		});
	});
});

describe('a chat', () => {
	test('gets another topic', async () => {
		const { items, error } = await run('update', { chatId: byId(sampleChat), topic: 'Launch 2' });
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([{ topic: 'Launch 2' }]);
		expect(jsonOf(items)).toMatchObject([{ id: sampleChat, topic: 'Launch 2' }]);
	});

	test.each([
		['={{ "" }}', /"Topic"/],
		['a:b', /no colon/],
		['a'.repeat(251), /250 characters, not 251/],
	])('keeps its topic rather than getting %j', async (topic, told) => {
		const found = await refusal('update', { chatId: byId(sampleChat), topic });
		expect(found).toMatchObject({ ...refused, told: expect.stringMatching(told) });
	});

	test('of two has no topic, and the error says so', async () => {
		const { error } = await run('update', { chatId: byId('19:one_on_one@unq.gbl.spaces'), topic: 'a' });
		expect(error).toMatchObject({ description: expect.stringContaining('create a group chat instead') });
	});

	test('is deleted, and restored', async () => {
		const id = ownChat(product.simulator);
		expect(jsonOf((await run('delete', { chatId: byId(id) })).items)).toEqual([{ deleted: true }]);
		expect(entitiesAt(world(), chats, []).has(id)).toBe(false);
		const { items, error } = await run('restore', { deletedChatId: id });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ success: true }]);
		expect(entitiesAt(world(), chats, []).has(id)).toBe(true);
		const gone = await run('restore', { deletedChatId: '19:gone@thread.v2' });
		expect(gone.error).toMatchObject({ description: expect.stringContaining('seven days ago') });
	});
});

describe('members of a chat', () => {
	const empty = () => {
		const id = ownChat(product.simulator);
		entitiesAt(world(), chatMembers, [id]).clear();
		return id;
	};

	test.each([
		[{}, {}],
		[{ history: 'all' }, { visibleHistoryStartDateTime: '0001-01-01T00:00:00Z' }],
		[
			{ history: 'since', historySince: '2026-01-02T03:04:05Z' },
			{ visibleHistoryStartDateTime: '2026-01-02T03:04:05.000Z' },
		],
		[{ memberRole: 'guest' }, { roles: ['guest'] }],
	])('are added with %j', async (parameters, sent) => {
		const id = empty();
		const { items, error } = await run('addMember', {
			chatId: byId(id),
			userId: byId(adele),
			...parameters,
		});
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([{ ...member(adele), ...sent }]);
		// The response has no body: where the member is says its ID.
		const [known] = entitiesAt(world(), chatMembers, [id]).keys();
		expect(jsonOf(items)).toEqual([{ id: known }]);
	});

	test('are what Graph says of them, if it says more than where they are', async () => {
		const body = { id: 'abc', displayName: 'Adele Vance', roles: ['owner'] };
		product.simulator.faults.add({ host: 'graph', method: 'POST', action: { status: 201, body } });
		const { items, error } = await run('addMember', { chatId: byId(empty()), userId: byId(adele) });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([body]);
	});

	test.each([
		['by membership', () => undefined, 1],
		['by user principal name', () => adele, 3],
		['by object ID', () => product.simulator.graph.findUser(adele)?.id, 2],
	])('are removed %s, without a filter, which Graph does not have here', async (_, who, requests) => {
		const id = ownChat(product.simulator);
		const all = entitiesAt(world(), chatMembers, [id]);
		const first = [...all.values()].find(({ email }) => email === adele);
		const memberId = byId(who() ?? String(first?.id));
		const { items, error } = await run('removeMember', { chatId: byId(id), memberId });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ deleted: true }]);
		expect(product.graphPaths()).toHaveLength(requests);
		expect(all.has(String(first?.id))).toBe(false);
	});

	test('of a chat of two stay, and the error says so', async () => {
		const chatId = byId('19:one_on_one@unq.gbl.spaces');
		const { error } = await run('addMember', { chatId, userId: byId(adele) });
		expect(error).toMatchObject({ description: expect.stringContaining('keeps its two members') });
	});

	test('can be picked', async () => {
		const parameters = { resource: 'chat', operation: 'removeMember', chatId: byId(sampleChat) };
		const { results } = await product.list('searchChatMembers', { parameters, filter: 'adele' });
		expect(results).toMatchObject([{ name: `Adele Vance (${adele})` }]);
	});
});
