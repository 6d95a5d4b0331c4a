import type { INodeParameters } from 'n8n-workflow';
import { fact } from '../../reality/facts';
import { newEntity } from '../../operations/entities';
import {
	channelMessages,
	channelReplies,
	channels,
	sampleChannel,
	sampleMessage,
	sampleTeam,
	teams,
} from '../../../simulator/graph/routes/teams';
import { entitiesAt } from '../../../simulator/graph/rest';
import type { GraphWorld } from '../../../simulator/graph/world';
import { byId, itemsOf, jsonOf, sources, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const run = async (
	resource: 'team' | 'channel',
	operation: string,
	parameters: INodeParameters = {},
	settings = {},
) => await product.run({ resource, operation, ...parameters }, settings);
const bodies = () => product.graphCalls().map(({ body }) => body);
const world = () => ({ state: product.simulator.graph }) as GraphWorld;
const looks = () => product.graphPaths().filter((path) => path.includes('/operations/')).length;
/** Enough for the first look at what Teams does. */
const waitSeconds = 0.2;

const owner = (who: string) => ({
	'@odata.type': '#microsoft.graph.aadUserConversationMember',
	roles: ['owner'],
	'user@odata.bind': `${product.simulator.graphUrl}/v1.0/users('${who}')`,
});

describe('create a team', () => {
	const create = async (parameters: INodeParameters = {}, settings = {}) =>
		await run(
			'team',
			'create',
			{ displayName: 'Alpha', ownerUserId: byId(adele), options: { waitSeconds }, ...parameters },
			settings,
		);

	test(
		fact(39, 'node', 'from a template, with its owner, and waits where `Location` says until it is there'),
		async () => {
			const { items, error } = await create({
				additionalFields: {
					description: 'All',
					visibility: 'private',
					template: 'retailStore',
					moreProperties: '{}',
				},
			});
			expect(error).toBeUndefined();
			const { graphUrl } = product.simulator;
			expect(bodies()[0]).toEqual({
				'template@odata.bind': `${graphUrl}/v1.0/teamsTemplates('retailStore')`,
				...{ displayName: 'Alpha', description: 'All', visibility: 'private', members: [owner(adele)] },
			});
			const { id, operationId } = items[0].json;
			expect(jsonOf(items)).toEqual([
				{ id, displayName: 'Alpha', status: 'succeeded', operationId, targetResourceId: id },
			]);
			expect(product.graphPaths()[1]).toBe(`GET /v1.0/teams/${String(id)}/operations/${String(operationId)}`);
			expect(entitiesAt(world(), teams, []).get(String(id))).toMatchObject({ displayName: 'Alpha' });
		},
	);

	test('whose owner’s name needs care', async () => {
		expect((await create({ ownerUserId: byId("miriam.o'neill@contoso.example") })).error).toBeUndefined();
		expect(
			(await create({ ownerUserId: byId('pat_fabrikam.example#EXT#@contoso.example') })).error,
		).toBeUndefined();
		expect(bodies()[0]).toMatchObject({ members: [owner("miriam.o''neill@contoso.example")] });
	});

	test.each([
		['is at it', 1, 0, 4],
		['does not know of it yet', 0, 1, 3],
	])('looks again while Teams %s', async (_, inProgress, unknown, count) => {
		product.simulator.set({ teams: { looks: inProgress, error: null } });
		product.simulator.faults.add({
			...{ host: 'graph', path: /operations/, times: unknown },
			action: { status: 404, body: { error: { code: 'NotFound', message: 'Not yet.' } } },
		});
		const { items, error } = await create({ options: { waitSeconds: 1.2 } }, { input: itemsOf({}, {}) });
		expect(error).toBeUndefined();
		expect(jsonOf(items).map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
		expect(sources(items)).toEqual([0, 1]);
		expect(looks()).toBe(count);
	});

	test('says why it failed', async () => {
		const error = { code: 'BadRequest', message: 'The owner has no license for Teams.' };
		product.simulator.set({ teams: { looks: 0, error } });
		const failed = await create();
		expect(failed.error).toMatchObject({
			message: 'The team "Alpha" wasn\'t created: The owner has no license for Teams.',
			description: expect.stringMatching(/BadRequest.*doesn't retry it/),
		});
	});

	test.each([
		[0, 0, 'notStarted'],
		[waitSeconds, 1, 'inProgress'],
	])('waits no longer than %d s', async (seconds, count, status) => {
		product.simulator.set({ teams: { looks: 9, error: null } });
		const { items, error } = await create({ options: { waitSeconds: seconds } });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ id: expect.any(String), status, operationId: expect.any(String) });
		expect(looks()).toBe(count);
	});

	test(fact(39, 'node', 'cannot be waited for when Graph does not say where'), async () => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', action: { status: 202, body: '' } });
		const { error } = await create();
		expect(error).toMatchObject({
			message: expect.stringMatching(/^The outcome is unknown: .*doesn't say where to check its result/),
			description: expect.stringMatching(/Check in Teams before/),
		});
	});

	test(
		fact(39, 'node', 'is not made a second time by "Retry On Fail" when only the look at it failed'),
		async () => {
			product.simulator.faults.add({ path: /operations/, times: Infinity, action: { status: 403 } });
			const { error } = await create({}, { retryOnFail: { maxTries: 2, waitBetweenTries: 1 } });
			expect(error?.message).toMatch(/^The outcome is unknown/);
			expect(product.graphPaths().filter((path) => path.startsWith('POST'))).toEqual(['POST /v1.0/teams']);
		},
	);

	test('needs an owner', async () => {
		const { error } = await create({ ownerUserId: byId('={{ $json.nobody }}') });
		expect(error).toMatchObject({
			message: expect.stringMatching(/"Owner" is empty/),
			description: expect.stringMatching(/Fill it in/),
		});
		expect(product.graphPaths()).toEqual([]);
	});

	test('with an owner who is not there', async () => {
		const { error } = await create({ ownerUserId: byId('nobody@contoso.example') });
		expect(error).toMatchObject({ description: expect.stringMatching(/Check the owner.*Teams license/) });
	});

	test('is not repeated when its outcome is unknown', async () => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
		const { error } = await create();
		expect(error?.message).toMatch(/outcome is unknown/);
		expect(product.graphPaths()).toEqual(['POST /v1.0/teams']);
	});
});

describe('a team', () => {
	const teamId = byId(sampleTeam);

	test(fact(39, 'node', 'is archived, its files too'), async () => {
		const { items, error } = await run('team', 'archive', {
			...{ teamId, shouldSetSpoSiteReadOnlyForMembers: true, options: { waitSeconds } },
		});
		expect(error).toBeUndefined();
		expect(bodies()[0]).toEqual({ shouldSetSpoSiteReadOnlyForMembers: true });
		expect(items[0].json).toMatchObject({ id: sampleTeam, status: 'succeeded' });
		expect(entitiesAt(world(), teams, []).get(sampleTeam)).toMatchObject({ isArchived: true });
	});

	test('that is archived already needs no waiting', async () => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', action: { status: 204 } });
		const { items, error } = await run('team', 'archive', { teamId });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ id: sampleTeam, status: 'succeeded' }]);
	});

	test('says why it was not archived', async () => {
		product.simulator.set({ teams: { looks: 0, error: { code: 'Conflict', message: '' } } });
		const { error } = await run('team', 'archive', { teamId, options: { waitSeconds } });
		expect(error?.message).toBe("The team wasn't archived: Conflict");
	});

	test.each([
		['TeamMember.ReadWriteNonOwnerRole.All', 'no owners'],
		['TeamMember.ReadWrite.All', 'owners too'],
	])('gets members with %s, %s', async (role, which) => {
		product.app.roles = [role];
		const add = async (parameters: INodeParameters) =>
			await run('team', 'addMember', { teamId, ...parameters });
		const { items } = await add({ userId: byId('alexw@contoso.example') });
		expect(items[0].json).toMatchObject({ displayName: 'Alex Wilber', roles: [] });
		const asOwner = await add({ userId: byId(adele), owner: true });
		expect(bodies()[1]).toEqual(owner(adele));
		if (which === 'owners too') expect(asOwner.items[0].json).toMatchObject({ roles: ['owner'] });
		else expect(asOwner.error).toMatchObject({ httpCode: '403' });
	});

	test('is found by the beginning of its name', async () => {
		const { items, error } = await run('team', 'getAll', {
			filters: { displayName: 'Pro' },
			options: { select: 'id,displayName' },
		});
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ id: sampleTeam, displayName: 'Project Alpha' }]);
		expect(product.graphCalls()[0].query.$filter).toBe("startswith(displayName, 'Pro')");
	});
});

describe('create a channel', () => {
	const create = async (parameters: INodeParameters = {}) =>
		await run('channel', 'create', {
			...{ teamId: byId(sampleTeam), displayName: 'News', options: { waitSeconds } },
			...parameters,
		});

	test('for all members', async () => {
		const { items, error } = await create({ additionalFields: { description: 'What is new' } });
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([
			{ displayName: 'News', membershipType: 'standard', description: 'What is new' },
		]);
		expect(items[0].json).toMatchObject({ displayName: 'News', membershipType: 'standard' });
		expect(looks()).toBe(0);
	});

	test('that is private, with its owner', async () => {
		expect((await create({ membershipType: 'private', ownerUserId: byId(adele) })).error).toBeUndefined();
		expect(bodies()).toEqual([{ displayName: 'News', membershipType: 'private', members: [owner(adele)] }]);
	});

	test('that is shared, and waits until it is there', async () => {
		const { items, error } = await create({ membershipType: 'shared', ownerUserId: byId(adele) });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			...{
				id: expect.stringMatching(/^19:/),
				displayName: 'News',
				membershipType: 'shared',
				status: 'succeeded',
			},
		});
		expect(looks()).toBe(1);
		const soon = await create({
			...{ displayName: 'Later', membershipType: 'shared', ownerUserId: byId(adele) },
			options: { waitSeconds: 0 },
		});
		expect(soon.items[0].json).toMatchObject({ id: expect.stringMatching(/^19:/), status: 'notStarted' });
	});

	test('that is private needs an owner', async () => {
		const { error } = await create({ membershipType: 'private', ownerUserId: byId('={{ $json.nobody }}') });
		expect(error?.message).toMatch(/"Owner" is empty/);
		expect(product.graphPaths()).toEqual([]);
	});

	test('whose name is taken', async () => {
		const { error } = await create({ displayName: 'General' });
		expect(error).toMatchObject({
			description: expect.stringMatching(/had within the last 30 days.*another name/),
		});
	});
});

describe('a channel', () => {
	const at = { teamId: byId(sampleTeam), channelId: byId(sampleChannel) };
	const path = `/v1.0/teams/${sampleTeam}/channels/${sampleChannel}`;

	test('is changed', async () => {
		const id = newEntity(product.simulator, channels, [sampleTeam], { displayName: 'Old' });
		const { items, error } = await run('channel', 'update', {
			...{ ...at, channelId: byId(id), updateFields: { displayName: 'New', description: '' } },
		});
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([{ displayName: 'New', description: null }]);
		expect(jsonOf(items)).toEqual([{ success: true }]);
	});

	test('gives its messages page by page', async () => {
		for (let n = 1; n < 120; n++)
			newEntity(product.simulator, channelMessages, [sampleTeam, sampleChannel], {});
		const { items, error } = await run('channel', 'getMessages', { ...at, returnAll: true });
		expect(error).toBeUndefined();
		expect(new Set(jsonOf(items).map(({ id }) => id)).size).toBe(120);
		expect(product.graphPaths()).toEqual(Array(3).fill(`GET ${path}/messages`));
		expect(product.graphCalls()[0].query).toEqual({ $top: '50' });
		const few = await run('channel', 'getMessages', { ...at, limit: 3 });
		expect(few.items).toHaveLength(3);
		expect(product.graphCalls()[3].query).toEqual({ $top: '3' });
	});

	test('gives the replies with each message, or those to one of them', async () => {
		const { items } = await run('channel', 'getMessages', { ...at, options: { replies: true } });
		expect(items[0].json).toMatchObject({ id: sampleMessage, replies: [{ replyToId: sampleMessage }] });
		const place = [sampleTeam, sampleChannel, sampleMessage];
		for (let n = 1; n < 60; n++) newEntity(product.simulator, channelReplies, place, {});
		const replies = await run('channel', 'getReplies', {
			...at,
			channelMessageId: sampleMessage,
			returnAll: true,
		});
		expect(replies.error).toBeUndefined();
		expect(new Set(jsonOf(replies.items).map(({ id }) => id)).size).toBe(60);
		expect(product.graphPaths().slice(1)).toEqual(
			Array(2).fill(`GET ${path}/messages/${sampleMessage}/replies`),
		);
	});

	test('that cannot be deleted says so', async () => {
		const error = { code: 'BadRequest', message: 'General channel cannot be deleted.' };
		product.simulator.faults.add({
			host: 'graph',
			method: 'DELETE',
			action: { status: 400, body: { error } },
		});
		const refused = await run('channel', 'delete', at);
		expect(refused.error).toMatchObject({
			description: expect.stringMatching(/team's General channel can't/),
		});
	});
});

describe('the lists to pick from', () => {
	test('teams, page by page, by what was typed', async () => {
		for (let n = 0; n < 60; n++) newEntity(product.simulator, teams, [], { displayName: `Team ${n}` });
		const first = await product.list('searchTeams');
		expect(first.results).toHaveLength(50);
		const next = await product.list('searchTeams', { paginationToken: first.paginationToken as string });
		expect(next.results).toHaveLength(12);
		expect(next.paginationToken).toBeUndefined();
		const found = await product.list('searchTeams', { filter: 'Proj' });
		expect(found.results).toEqual([{ name: 'Project Alpha', value: sampleTeam }]);
		await expect(product.list('searchTeams', { filter: "O'N" })).resolves.toEqual({ results: [] });
	});

	const at = { resource: 'channel', operation: 'get' };
	const parameters = { ...at, teamId: byId(sampleTeam) };

	test.each([
		['searchTeams', 'Team.ReadBasic.All'],
		['searchChannels', 'Channel.ReadBasic.All'],
	])('%s names %s where it is missing', async (method, permission) => {
		product.app.roles = ['Mail.Send'];
		await expect(product.list(method, { parameters })).rejects.toMatchObject({
			description: expect.stringContaining(permission),
		});
	});

	test('channels of the team that is chosen', async () => {
		const id = newEntity(product.simulator, channels, [sampleTeam], { displayName: 'News' });
		expect((await product.list('searchChannels', { parameters })).results).toHaveLength(2);
		const { results } = await product.list('searchChannels', { parameters, filter: 'new' });
		expect(results).toEqual([{ name: 'News', value: id }]);
		await expect(product.list('searchChannels', { parameters: at })).rejects.toMatchObject({
			message: expect.stringMatching(/^No team is selected\. Choose the team first/),
			description: expect.stringContaining('Choose the team first'),
		});
	});
});
