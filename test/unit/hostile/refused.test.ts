import type { INodeParameters } from 'n8n-workflow';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import { mappedColumns } from '../../operations/mappedColumns';
import { runOperation, textOf } from './run';

/** What an operation sent, and what its error tells. */
async function run(name: string, parameters: INodeParameters) {
	const [resource, value] = name.split('.');
	const operation = resources
		.find((one) => one.value === resource)
		?.operations.find((one) => one.value === value);
	if (operation === undefined) throw new Error(`There is no ${name}`);
	const { sent, error } = await runOperation(operation, parameters);
	return { sent, told: error === undefined ? undefined : (textOf(error) ?? error) };
}

describe('is refused by name, and nothing is sent', () => {
	const shared = 'https://contoso.sharepoint.com/:w:/x/EaBc?e=1';
	test.each([
		['site.get', { siteId: shared }, /"https.*EaBc.*sharing link.*address of the site/],
		['site.get', { siteId: 'https://contoso.sharepoint.com/a:b' }, /"https.*a:b" isn't an address.*colon/],
		['list.get', { siteId: 'root', listId: shared }, /"https.*EaBc.*sharing link.*address of the list/],
		['list.deleteColumn', { siteId: 'root', listId: 'https://a.example/x:y', columnId: 'a' }, /"https.*x:y"/],
	])('an address of %s: %j', async (name, parameters, told) => {
		expect(await run(name, parameters)).toEqual({ sent: [], told: expect.stringMatching(told) });
	});

	test.each(["a/./b' or true", "it's/../x"])('a sheet %j, as it was entered', async (sheetId) => {
		const { sent, told } = await run('workbook.getRange', { fileId: 'a', userId: 'b', sheetId, range: 'A1' });
		expect({ sent, told }).toEqual({
			sent: [],
			told: expect.stringContaining(`${JSON.stringify(sheetId)} can't be an ID or name`),
		});
	});

	test.each(['()', 'GET /users HTTP/1.1\r\n', 'TRACE', 'constructor'])('the method %j', async (method) => {
		const { sent, told } = await run('api.request', { method, path: '/users', responseKind: 'json' });
		expect({ sent, told }).toEqual({ sent: [], told: expect.stringMatching(/method/i) });
		const requests = JSON.stringify([{ method, url: '/users' }]);
		expect((await run('api.batch', { requests })).sent).toEqual([]);
	});

	test.each(['//', 'users//messages', '/users/%2e%2e/me', '/users/a\ud800'])('the path %j', async (path) => {
		const { sent, told } = await run('api.request', { method: 'GET', path, responseKind: 'json' });
		expect({ sent, told }).toEqual({
			sent: [],
			told: expect.stringMatching(/path|"(users|\.\.|a\\ud800)"/i),
		});
	});

	test.each([
		{ headers: { Prefer: 'a\r\nb' } },
		{ headers: { 'X\r\nY': 'a' } },
		{ headers: { Prefer: { toString: 1 } } },
		{ url: {} },
		{ id: [1] },
	])('a part of a batch: %j', async (change) => {
		const requests = JSON.stringify([{ method: 'GET', url: '/users', ...change }]);
		const { sent, told } = await run('api.batch', { requests });
		expect({ sent, told }).toEqual({ sent: [], told: expect.any(String) });
	});

	test.each([
		{ report: 'toString', period: 'D7' },
		{ report: "getEmailActivityCounts(period='D7')/x", period: 'D7' },
		{ report: 'getEmailActivityCounts', period: "D7',x='" },
		{ report: 'getEmailActivityCounts', period: 'constructor' },
	])('a report or period: %j', async (parameters) => {
		const { sent, told } = await run('report.get', { ...parameters, output: 'items' });
		expect({ sent, told }).toEqual({ sent: [], told: expect.stringMatching(/"(Report|Period)"/) });
	});

	test.each(['@odata.type', 'Title@odata.type', '__proto__', 'a.b', 'a b', "a'b", 'a'.repeat(256)])(
		'a column %j',
		async (name) => {
			const columns = mappedColumns({ name, value: 'x' });
			const { sent, told } = await run('listItem.create', { siteId: 'root', listId: 'a', ...columns });
			expect({ sent, told }).toEqual({
				sent: [],
				told: expect.stringContaining('internal name of a column'),
			});
		},
	);

	test.each([
		['..', "can't be an ID or name"],
		['a/../b', "can't be an ID or name"],
		['a\nb', '"User" contains a control character'],
	])('an owner or member %j', async (userId, says) => {
		const { sent, told } = await run('group.addOwner', { groupId: 'a', userId });
		expect({ sent, told }).toEqual({ sent: [], told: expect.stringContaining(says) });
	});
});

test.each(['@odata.type', 'Engineering@odata.type', '__proto__', 'a.b', 'a b', "a'b", 'a'.repeat(33)])(
	'an attribute set %j is refused by name, and nothing is sent',
	async (attributeSet) => {
		const parameters = { userId: 'a', attributeName: 'Project', valueType: 'text', attributeValue: 'x' };
		const { sent, told } = await run('user.setCustomSecurityAttribute', { ...parameters, attributeSet });
		expect({ sent, told }).toEqual({ sent: [], told: expect.stringContaining('"Attribute Set"') });
	},
);

test('columns keep the names that SharePoint gives them', async () => {
	const names = ['Title', 'Due_x0020_Date', '_ExtendedDescription', 'Größe', 'constructor', 'A-1'];
	const columns = mappedColumns(...names.map((name) => ({ name, value: 'x' })));
	const { sent } = await run('listItem.create', { siteId: 'root', listId: 'a', ...columns });
	expect(sent[0]?.body).toEqual({ fields: Object.fromEntries(names.map((name) => [name, 'x'])) });
});

test.each([
	['marketing', 'marketing'],
	['*', '*'],
	['Sales  Team', 'Sales Team'],
	['a" OR path:"https://contoso', 'a or path https //contoso'],
	['NOT (marketing)', 'not marketing'],
	['-marketing', 'marketing'],
	['a\r\nb', 'a b'],
])('a site is searched for by words: %j', async (searchWords, words) => {
	const { sent } = await run('site.search', { searchWords, returnAll: false, limit: 5 });
	expect(new URL(sent[0]?.url ?? '').searchParams.get('search')).toBe(words);
});

test('a search for a site without a word is refused', async () => {
	expect(await run('site.search', { searchWords: '"()"', returnAll: false, limit: 5 })).toEqual({
		sent: [],
		told: expect.stringContaining('"Search For" has no word'),
	});
});

test("a team's template stays a key", async () => {
	const parameters = { displayName: 'A', ownerUserId: "o'neill@contoso.example" };
	const additionalFields = { template: "standard')/x('" };
	const { sent } = await run('team.create', { ...parameters, additionalFields });
	expect(sent[0]?.body).toMatchObject({
		'template@odata.bind': "https://graph.microsoft.com/v1.0/teamsTemplates('standard''%29%252Fx%28''')",
		members: [{ 'user@odata.bind': "https://graph.microsoft.com/v1.0/users('o''neill@contoso.example')" }],
	});
});
