import type { INodeParameters } from 'n8n-workflow';
import { sentActivities, withoutTeamsApp } from '../../../simulator/graph/routes/activityNotifications';
import { channelMembers, tabs } from '../../../simulator/graph/routes/channelContents';
import { sampleChat } from '../../../simulator/graph/routes/chats';
import {
	members,
	sampleChannel,
	sampleMessage,
	sampleTeam,
	teams,
} from '../../../simulator/graph/routes/teams';
import { entitiesAt } from '../../../simulator/graph/rest';
import type { GraphWorld } from '../../../simulator/graph/world';
import { fact } from '../../reality/facts';
import { newEntity } from '../../operations/entities';
import { memberOf, ownTeam, privateChannel } from '../../operations/teams';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const teamId = byId(sampleTeam);
const run = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource, operation, ...parameters });
const world = () => ({ state: product.simulator.graph }) as GraphWorld;
const bodies = () => product.graphCalls().map(({ body }) => body);
const waitSeconds = 0.2;

describe('a team', () => {
	test(fact(39, 'node', 'is cloned, and waits where `Location` says for the ID of the copy'), async () => {
		const { items, error } = await run('team', 'clone', {
			...{ teamId, displayName: 'Copy & more', partsToClone: ['channels', 'members'] },
			...{ additionalFields: { visibility: 'public' }, options: { waitSeconds } },
		});
		expect(error).toBeUndefined();
		expect(bodies()[0]).toEqual({
			...{ displayName: 'Copy & more', mailNickname: 'Copymore' },
			...{ partsToClone: 'channels,members', visibility: 'public' },
		});
		const { id, operationId } = items[0].json;
		expect(jsonOf(items)).toEqual([{ id, displayName: 'Copy & more', status: 'succeeded', operationId }]);
		expect(id).not.toBe(sampleTeam);
		expect(entitiesAt(world(), teams, []).get(String(id))).toMatchObject({ visibility: 'public' });
	});

	test('is not cloned twice when the outcome is unknown, and its ID is not made up', async () => {
		const clone = async (wait: number) =>
			await run('team', 'clone', {
				...{ teamId, displayName: 'Copy', partsToClone: ['apps'], options: { waitSeconds: wait } },
			});
		const soon = await clone(0);
		expect(soon.items[0].json).toEqual({
			displayName: 'Copy',
			status: 'notStarted',
			operationId: expect.any(String),
		});
		product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
		expect((await clone(waitSeconds)).error?.message).toMatch(/outcome is unknown/);
		expect(product.graphPaths()).toHaveLength(2);
	});

	test(fact(39, 'node', 'is unarchived, and says why it was not'), async () => {
		const all = entitiesAt(world(), teams, []);
		const team = all.get(sampleTeam);
		if (team) team.isArchived = true;
		const unarchive = async () => await run('team', 'unarchive', { teamId, options: { waitSeconds } });
		const { items, error } = await unarchive();
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ id: sampleTeam, status: 'succeeded' });
		expect(team).toMatchObject({ isArchived: false });
		product.simulator.set({ teams: { looks: 0, error: { code: 'Conflict', message: '' } } });
		expect((await unarchive()).error?.message).toBe("The team wasn't unarchived: Conflict");
	});

	test('is deleted as the group that it is', async () => {
		const id = ownTeam(product.simulator);
		const { items, error } = await run('team', 'delete', { teamId: byId(id) });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ deleted: true }]);
		expect(product.graphPaths()).toEqual([`DELETE /v1.0/groups/${id}`]);
		expect(product.simulator.graph.groups.has(id)).toBe(false);
	});
});

describe('members', () => {
	const privateOne = () => privateChannel(product.simulator, sampleTeam);

	test.each([
		['by membership', () => memberOf(product.simulator, [sampleTeam]), 1],
		['by user principal name', () => adele, 3],
		['by object ID', () => product.simulator.graph.findUser(adele)?.id ?? '', 2],
	])('of a team are removed %s', async (_, who, requests) => {
		const before = entitiesAt(world(), members, [sampleTeam]).size;
		const memberId = who();
		const count = Math.max(before, entitiesAt(world(), members, [sampleTeam]).size);
		const { items, error } = await run('team', 'removeMember', { teamId, memberId: byId(memberId) });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ deleted: true }]);
		expect(product.graphPaths()).toHaveLength(requests);
		expect(entitiesAt(world(), members, [sampleTeam]).size).toBe(count - 1);
	});

	test('that are no members are not removed, and nothing is sent', async () => {
		const nobody = '00000000-0000-4000-8000-00000000dead';
		const { error } = await run('team', 'removeMember', { teamId, memberId: byId(nobody) });
		expect(error).toMatchObject({ message: `The user "${nobody}" isn't a member.` });
		expect(product.graphCalls().map(({ method }) => method)).toEqual(['GET']);
	});

	test('that are looked up need a permission to be found', async () => {
		product.app.roles = ['TeamMember.ReadWriteNonOwnerRole.All'];
		const id = product.simulator.graph.findUser(adele)?.id ?? '';
		const { error } = await run('team', 'removeMember', { teamId, memberId: byId(id) });
		expect(error).toMatchObject({ description: expect.stringContaining('TeamMember.Read.All') });
	});

	test('of a private channel are added and removed', async () => {
		const channelId = byId(privateOne());
		const added = await run('channel', 'addMember', { teamId, channelId, userId: byId(adele), owner: true });
		expect(added.error).toBeUndefined();
		expect(bodies()[0]).toEqual({
			'@odata.type': '#microsoft.graph.aadUserConversationMember',
			roles: ['owner'],
			'user@odata.bind': `${product.simulator.graphUrl}/v1.0/users('${adele}')`,
		});
		const { id } = added.items[0].json;
		const listed = await run('channel', 'getMembers', { teamId, channelId });
		expect(jsonOf(listed.items).map((member) => member.id)).toContain(id);
		const removed = await run('channel', 'removeMember', { teamId, channelId, memberId: byId(String(id)) });
		expect(jsonOf(removed.items)).toEqual([{ deleted: true }]);
		expect(entitiesAt(world(), channelMembers, [sampleTeam, channelId.value as string]).has(String(id))).toBe(
			false,
		);
	});

	test('of a standard channel are those of its team', async () => {
		const { error } = await run('channel', 'addMember', {
			...{ teamId, channelId: byId(sampleChannel), userId: byId(adele) },
		});
		expect(error).toMatchObject({
			description: expect.stringMatching(/Only private and shared channels.*"Team: Add Member"/),
		});
	});

	test('can be picked, by what was typed', async () => {
		const parameters = { resource: 'team', operation: 'removeMember', teamId };
		const found = await product.list('searchTeamMembers', { parameters, filter: 'adele' });
		expect(found.results).toMatchObject([{ name: `Adele Vance (${adele})` }]);
		const inChannel = {
			resource: 'channel',
			operation: 'removeMember',
			teamId,
			channelId: byId(privateOne()),
		};
		const { results } = await product.list('searchChannelMembers', { parameters: inChannel });
		expect(results).toHaveLength(2);
	});
});

describe('tabs', () => {
	const at = { teamId, channelId: byId(sampleChannel) };

	test('of a website are added, listed, and removed', async () => {
		const added = await run('channel', 'addTab', {
			...{ ...at, displayName: 'Handbook', websiteUrl: 'https://contoso.example/handbook' },
		});
		expect(added.error).toBeUndefined();
		expect(bodies()[0]).toEqual({
			displayName: 'Handbook',
			'teamsApp@odata.bind': `${product.simulator.graphUrl}/v1.0/appCatalogs/teamsApps/com.microsoft.teamspace.tab.web`,
			configuration: {
				websiteUrl: 'https://contoso.example/handbook',
				contentUrl: 'https://contoso.example/handbook',
			},
		});
		const { id } = added.items[0].json;
		const listed = await run('channel', 'getTabs', { ...at, options: { withApp: true } });
		expect(jsonOf(listed.items).map(({ displayName }) => displayName)).toEqual(['Notes', 'Handbook']);
		expect(product.graphCalls()[1].query).toEqual({ $expand: 'teamsApp' });
		const removed = await run('channel', 'deleteTab', { ...at, tabId: byId(String(id)) });
		expect(jsonOf(removed.items)).toEqual([{ deleted: true }]);
		expect(entitiesAt(world(), tabs, [sampleTeam, sampleChannel]).size).toBe(1);
		const picked = await product.list('searchTabs', {
			parameters: { resource: 'channel', operation: 'deleteTab', ...at },
		});
		expect(picked.results).toMatchObject([{ name: 'Notes' }]);
	});

	test('of an app have what it needs', async () => {
		const additionalFields = { entityId: 'board', contentUrl: 'https://app.example/board' };
		const teamsAppId = '06805b9e-77e3-4b93-ac81-525eb87513b8';
		const { error } = await run('channel', 'addTab', {
			...{ ...at, displayName: 'Board', tabType: 'app', teamsAppId, additionalFields },
		});
		expect(error).toBeUndefined();
		expect(bodies()[0]).toMatchObject({
			'teamsApp@odata.bind': expect.stringMatching(`/appCatalogs/teamsApps/${teamsAppId}$`),
			configuration: additionalFields,
		});
	});
});

describe('the files and messages of a channel', () => {
	const at = { teamId, channelId: byId(sampleChannel) };

	test('one message, and the folder of the files', async () => {
		const message = await run('channel', 'getMessage', { ...at, channelMessageId: sampleMessage });
		expect(message.items[0].json).toMatchObject({ id: sampleMessage });
		const folder = await run('channel', 'getFilesFolder', at);
		expect(folder.items[0].json).toMatchObject({
			id: expect.any(String),
			name: 'General',
			parentReference: { driveId: expect.stringMatching(/^b!/) },
		});
	});

	test('a folder that Teams has not made yet', async () => {
		const error = { code: 'NotFound', message: 'Folder location for this channel is not ready yet.' };
		product.simulator.faults.add({
			host: 'graph',
			path: /filesFolder/,
			action: { status: 404, body: { error } },
		});
		expect((await run('channel', 'getFilesFolder', at)).error).toMatchObject({
			description: expect.stringMatching(/some time after the channel.*try again later/),
		});
	});
});

describe('chats', () => {
	const chatId = byId(sampleChat);

	test('of a user, with their members on request', async () => {
		const plain = await run('chat', 'getAll', { userId: byId(adele) });
		expect(plain.error).toBeUndefined();
		expect(jsonOf(plain.items)).toMatchObject([
			{ id: sampleChat, topic: 'Launch' },
			{ chatType: 'oneOnOne' },
		]);
		expect(plain.items[0].json).not.toHaveProperty('members');
		const whole = await run('chat', 'getAll', { userId: byId(adele), options: { withMembers: true } });
		expect(whole.items[0].json.members).toHaveLength(2);
		expect(product.graphCalls().map(({ query }) => query)).toEqual([
			{ $top: '50' },
			{ $top: '50', $expand: 'members' },
		]);
	});

	test('messages since a time are in the order that the filter needs', async () => {
		const { items, error } = await run('chat', 'getMessages', {
			...{ chatId, filters: { modifiedSince: '2024-01-01T00:00:00Z' } },
		});
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toMatchObject([{ chatId: sampleChat }]);
		expect(product.graphCalls()[0].query).toEqual({
			$filter: 'lastModifiedDateTime gt 2024-01-01T00:00:00.000Z',
			$orderby: 'lastModifiedDateTime desc',
			$top: '50',
		});
	});

	test('messages that Microsoft protects', async () => {
		const message =
			'Invoked API requires Protected API access in application-only context when not using Resource Specific Consent.';
		product.simulator.faults.add({
			...{ host: 'graph', path: /messages/, times: Infinity },
			action: { status: 403, body: { error: { code: 'Forbidden', message } } },
		});
		expect((await run('chat', 'getMessages', { chatId })).error).toMatchObject({
			description: expect.stringMatching(/Microsoft protects this API.*ChatMessage\.Read\.Chat/),
		});
	});

	test('are picked by their topic, or by who is in them', async () => {
		const parameters = { resource: 'chat', operation: 'get', chatOwnerId: byId(adele) };
		const { results } = await product.list('searchChats', { parameters });
		expect(results).toEqual([
			{ name: 'Launch', value: sampleChat },
			{ name: expect.stringContaining('Adele Vance, '), value: expect.any(String) },
		]);
		await expect(
			product.list('searchChats', { parameters: { ...parameters, chatOwnerId: byId('') } }),
		).rejects.toMatchObject({ message: 'No user is selected. Choose the user first.' });
	});
});

describe('activity notifications', () => {
	const link = 'https://teams.microsoft.com/l/entity/app/tasks';
	const sent = () => [...entitiesAt(world(), sentActivities, []).values()];
	const send = async (parameters: INodeParameters = {}) =>
		await run('team', 'sendActivityNotification', {
			...{
				notify: 'user',
				userId: byId(adele),
				previewText: 'A new task',
				topicText: 'Tasks',
				topicLink: link,
			},
			...parameters,
		});

	test('need no declaration by default', async () => {
		const { items, error } = await send();
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ success: true }]);
		expect(product.graphPaths()).toEqual([`POST /v1.0/users/${adele}/teamwork/sendActivityNotification`]);
		expect(bodies()).toEqual([
			{
				topic: { source: 'text', value: 'Tasks', webUrl: link },
				activityType: 'systemDefault',
				previewText: { content: 'A new task' },
				templateParameters: [{ name: 'systemDefaultText', value: 'A new task' }],
			},
		]);
	});

	test.each([
		['chatMembers', { chatId: byId(sampleChat) }, { chatId: sampleChat }, `chats/${sampleChat}`],
		['teamMembers', { teamId }, { teamId: sampleTeam }, `teams/${sampleTeam}`],
		[
			'channelMembers',
			{ teamId, channelId: byId(sampleChannel) },
			{ teamId: sampleTeam, channelId: sampleChannel },
			`teams/${sampleTeam}`,
		],
	])('go to %s', async (notify, parameters, ids, place) => {
		const { error } = await send({
			...{ notify, ...parameters, topicSource: 'entityUrl', topicUrl: 'https://graph.microsoft.com/v1.0/x' },
			activityType: 'taskCreated',
			additionalFields: { templateParameters: '{"taskId": 12322}', chainId: 7 },
		});
		expect(error).toBeUndefined();
		expect(bodies()[0]).toEqual({
			topic: { source: 'entityUrl', value: 'https://graph.microsoft.com/v1.0/x' },
			activityType: 'taskCreated',
			previewText: { content: 'A new task' },
			templateParameters: [{ name: 'taskId', value: '12322' }],
			chainId: 7,
			recipient: { '@odata.type': `#microsoft.graph.${notify}NotificationRecipient`, ...ids },
		});
		expect(sent()).toMatchObject([{ to: place }]);
	});

	test.each([
		[
			'a type that the manifest lacks',
			{ activityType: 'unknownType' },
			/manifest must declare the activity type/,
		],
		['a parameter that is missing', { activityType: 'taskCreated' }, /every parameter of its template/],
		['a link elsewhere', { topicLink: 'https://contoso.example' }, /must be a Teams deep link/],
	])('are refused for %s', async (_, parameters, fix) => {
		const { error } = await send(parameters);
		expect(error).toMatchObject({ description: expect.stringMatching(fix) });
		expect(sent()).toEqual([]);
	});

	test('are refused where the Teams app is not installed, and no permission is missing', async () => {
		const id = product.simulator.graph.findUser(adele)?.id ?? '';
		newEntity(product.simulator, withoutTeamsApp, [], { id });
		const { error } = await send();
		expect(error).toMatchObject({
			description: expect.stringMatching(/must be installed for the recipient.*webApplicationInfo/),
		});
		expect(error?.description).not.toMatch(/needs at least the application permission/);
	});

	test('with a value that is no text are not sent', async () => {
		const { error } = await send({ additionalFields: { templateParameters: '{"taskId": {"a": 1}}' } });
		expect(error?.message).toMatch(/the value of "taskId" isn't a text/);
		expect(product.graphPaths()).toEqual([]);
	});

	test('are not sent twice when the outcome is unknown', async () => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
		expect((await send()).error?.message).toMatch(/outcome is unknown/);
		expect(sent()).toHaveLength(1);
	});
});
