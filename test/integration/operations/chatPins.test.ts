import type { INodeParameters } from 'n8n-workflow';
import { sampleChat, sampleChatMessage } from '../../../simulator/graph/routes/chats';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const at = { chatId: byId(sampleChat) };
const run = async (operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource: 'chat', operation, ...at, ...parameters });
const bodies = () => product.graphCalls().map(({ body }) => body);
const textOf = (error: unknown) => {
	const { message = '', description = '' } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};

test('a message is pinned, listed with its text, and unpinned', async () => {
	const pinned = await run('pinMessage', { chatMessageId: sampleChatMessage });
	expect(pinned.error).toBeUndefined();
	expect(bodies()).toEqual([
		{
			'message@odata.bind': `${product.simulator.graphUrl}/v1.0/chats/${sampleChat}/messages/${sampleChatMessage}`,
		},
	]);
	expect(pinned.items[0].json).toMatchObject({ id: sampleChatMessage });
	const plain = await run('getPinnedMessages', { returnAll: true });
	expect(jsonOf(plain.items)).toEqual([{ id: sampleChatMessage }]);
	const full = await run('getPinnedMessages', { options: { withMessage: true } });
	expect(full.items[0].json).toMatchObject({ message: { body: { content: 'Shall we launch?' } } });
	const { results } = await product.list('searchPinnedMessages', {
		parameters: { resource: 'chat', operation: 'unpinMessage', ...at },
	});
	expect(results).toEqual([{ name: 'Shall we launch?', value: sampleChatMessage }]);
	const unpinned = await run('unpinMessage', { pinnedMessageId: byId(sampleChatMessage) });
	expect(jsonOf(unpinned.items)).toEqual([{ deleted: true }]);
	expect(jsonOf((await run('getPinnedMessages')).items)).toEqual([]);
});

test('a message that is not there is not pinned', async () => {
	expect((await run('pinMessage', { chatMessageId: '1' })).error).toMatchObject({ httpCode: '404' });
});

test('tabs of a chat are added, listed, and removed', async () => {
	const added = await run('addTab', {
		...{ displayName: 'Handbook', websiteUrl: 'https://contoso.example/handbook' },
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
	const listed = await run('getTabs', { options: { withApp: true } });
	expect(jsonOf(listed.items).map(({ displayName }) => displayName)).toEqual(['Handbook']);
	expect(product.graphCalls().at(-1)?.query).toEqual({ $expand: 'teamsApp' });
	const picked = await product.list('searchChatTabs', {
		parameters: { resource: 'chat', operation: 'deleteTab', ...at },
	});
	expect(picked.results).toEqual([{ name: 'Handbook', value: added.items[0].json.id }]);
	const removed = await run('deleteTab', { tabId: byId(String(added.items[0].json.id)) });
	expect(jsonOf(removed.items)).toEqual([{ deleted: true }]);
	expect(jsonOf((await run('getTabs')).items)).toEqual([]);
});

test('an app that is not installed in the chat has no tab there', async () => {
	product.simulator.faults.add({
		...{ host: 'graph', method: 'POST', path: /\/tabs$/, times: 1 },
		action: {
			status: 400,
			body: { error: { code: 'BadRequest', message: 'The app is not installed in the scope.' } },
		},
	});
	const { error } = await run('addTab', {
		...{ displayName: 'Board', tabType: 'app', teamsAppId: '06805b9e-77e3-4b93-ac81-525eb87513b8' },
	});
	expect(textOf(error)).toMatch(/Install the Teams app in the chat first/);
});
