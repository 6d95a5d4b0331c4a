import type { INodeParameters } from 'n8n-workflow';
import { byId, itemsOf, jsonOf, useForeignHost, useProduct } from '../harness/product';

const product = useProduct();
const foreign = useForeignHost();

const adele = 'adelev@contoso.example';
const getUser = (id: string): INodeParameters => ({ resource: 'user', operation: 'get', userId: byId(id) });
const getUsers: INodeParameters = { resource: 'user', operation: 'getAll', returnAll: true };
const getMessages: INodeParameters = {
	resource: 'message',
	operation: 'getAll',
	mailbox: byId(adele),
	returnAll: true,
};
const textOf = (error: unknown) => {
	const { message, description } = error as { message: string; description?: string };
	return `${message} ${description}`;
};

/** The next list that Graph gives links to another page, there. */
const linkTo = (link: string) =>
	product.simulator.faults.add({
		host: 'graph',
		path: /\/(users|messages|mailFolders)$/,
		action: { status: 200, body: { value: [{ id: 'a', displayName: 'A' }], '@odata.nextLink': link } },
	});

describe('a next link', () => {
	const elsewhere: Array<[string, () => string]> = [
		['another host', () => `${foreign.url}/v1.0/users?$skiptoken=x`],
		['a host that begins like Graph’s', () => `${product.simulator.graphUrl}.attacker.example/v1.0/users`],
		[
			'Graph’s host as a user name',
			() => `${product.simulator.graphUrl}@127.0.0.1:${new URL(foreign.url).port}/`,
		],
		['Graph’s host without TLS', () => 'http://graph.microsoft.com/v1.0/users'],
		['the same name, another port', () => `http://127.0.0.1:${new URL(foreign.url).port}/v1.0/users`],
		['no URL at all', () => '/v1.0/users?$skiptoken=x'],
	];

	test.each(elsewhere)('to %s is refused, and no token goes there', async (_, link) => {
		linkTo(link());
		const run = await product.run(getUsers);
		expect(textOf(run.error)).toMatch(/links to another host/);
		expect(foreign.requests).toEqual([]);
		expect(product.graphPaths()).toHaveLength(1);
	});

	test.each(elsewhere)('to %s is refused for messages', async (_, link) => {
		linkTo(link());
		const run = await product.run(getMessages);
		expect(textOf(run.error)).toMatch(/links to another host/);
		expect(foreign.requests).toEqual([]);
	});

	test.each(['searchUsers', 'searchMailFolders'])(
		'of a picker is held to Graph’s host: %s',
		async (method) => {
			const refused = product.list(method, {
				parameters: { ...getMessages },
				paginationToken: `${foreign.url}/v1.0/users?$skiptoken=x`,
			});
			await expect(refused).rejects.toThrow(/another host/);
			expect(foreign.requests).toEqual([]);
		},
	);

	test('of one item is its own failure', async () => {
		linkTo(`${foreign.url}/v1.0/users`);
		const run = await product.run(getUsers, {
			input: itemsOf({}, {}),
			continueOnFail: 'continueRegularOutput',
		});
		const failed = jsonOf(run.items).filter(({ error }) => error !== undefined);
		expect(failed).toMatchObject([{ error: expect.stringMatching(/links to another host/) }]);
		expect(run.items.length).toBeGreaterThan(2);
		expect(foreign.requests).toEqual([]);
	});
});

describe('a redirect', () => {
	test.each([301, 302, 303, 307, 308])('to another host (%d) takes no token there', async (status) => {
		product.simulator.faults.add({
			host: 'graph',
			path: /users/,
			action: { status, headers: { location: `${foreign.url}/landed` }, body: '' },
		});
		const run = await product.run(getUser(adele));
		expect(foreign.requests).toEqual([]);
		expect(textOf(run.error)).toMatch(/redirect/i);
	});

	test('of a message to another host does not take the message there', async () => {
		product.simulator.faults.add({
			host: 'graph',
			path: /sendMail$/,
			action: { status: 307, headers: { location: `${foreign.url}/landed` }, body: '' },
		});
		const run = await product.run({
			resource: 'message',
			operation: 'send',
			mailbox: byId(adele),
			toRecipients: 'alexw@contoso.example',
			subject: 'Private',
			bodyContent: 'Private',
		});
		expect(run.error).toBeDefined();
		expect(foreign.requests).toEqual([]);
	});

	test('of the login host takes the secret nowhere', async () => {
		product.simulator.entra.settings.answers.push({
			status: 307,
			headers: { location: `${foreign.url}/landed` },
			body: '',
		});
		const run = await product.run(getUser(adele));
		expect(textOf(run.error)).toMatch(/login host/);
		expect(foreign.requests).toEqual([]);
	});
});

describe('a path segment', () => {
	const dangerous = [
		'../../users',
		'..',
		'.',
		'../groups',
		`${adele}/../../groups`,
		'a\u0000b',
		'a\nb',
		'a\tb',
		'a\u007fb',
	];

	test.each(dangerous)('that would lead elsewhere is refused before anything is sent: %j', async (id) => {
		const run = await product.run(getUser(`={{ ${JSON.stringify(id)} }}`));
		expect(run.error).toMatchObject({ context: { itemIndex: 0 } });
		expect(textOf(run.error)).toMatch(/can't be an ID or name|Check the value/);
		expect(product.graphPaths()).toEqual([]);
	});

	test.each(dangerous)('is refused as a mailbox and as a message id too: %j', async (value) => {
		const expression = `={{ ${JSON.stringify(value)} }}`;
		const message = { resource: 'message', operation: 'get' };
		const asMailbox = await product.run({ ...message, mailbox: byId(expression), messageId: 'AAMk' });
		const asId = await product.run({ ...message, mailbox: byId(adele), messageId: expression });
		expect(asMailbox.error).toBeDefined();
		expect(asId.error).toBeDefined();
		expect(product.graphPaths()).toEqual([]);
	});

	test.each(['', '   '])('that is empty is refused, with what to do: %j', async (id) => {
		const run = await product.run(getUser(`={{ ${JSON.stringify(id)} }}`));
		expect(textOf(run.error)).toMatch(/is empty.*Fill it in/);
		expect(product.graphPaths()).toEqual([]);
	});

	// Each of them names an object that is not there: Graph has to get it as one segment, and says 404.
	test.each([
		'a/b',
		'a?$select=id',
		'a#b',
		'a%2Fb',
		'100%',
		'%2e%2e',
		'%2e%2e%2fgroups',
		"a' or 1 eq 1",
		'ä ö',
		'a;b=c',
		'$count',
		'a\\b',
		'💌',
	])('reaches Graph as one segment, encoded once: %j', async (id) => {
		const run = await product.run(getUser(`={{ ${JSON.stringify(id)} }}`));
		expect(run.error).toBeDefined();
		for (const { path } of product.graphCalls()) {
			const segments = path.split('/').slice(2);
			// Graph takes %2F for a slash: a slash within a segment is encoded once more.
			expect(segments.map(decodeURIComponent)).toEqual(['users', id.replace('/', '%2F')]);
		}
	});

	test('of one item is its own failure', async () => {
		const run = await product.run(getUser('={{ $json.id }}'), {
			input: itemsOf({ id: adele }, { id: '../../users' }, { id: 'alexw@contoso.example' }),
			continueOnFail: 'continueRegularOutput',
		});
		expect(jsonOf(run.items)).toMatchObject([
			{ userPrincipalName: adele },
			{ error: expect.any(String) },
			{ userPrincipalName: 'alexw@contoso.example' },
		]);
	});
});
