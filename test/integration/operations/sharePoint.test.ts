import { fact } from '../../reality/facts';
import {
	addFile,
	allDrives,
	findFile,
	putFile,
	type StoredDrive,
} from '../../../simulator/graph/state/drive';
import { grantsOf, itemEntity, itemsOf, listOf, siteOf } from '../../../simulator/graph/state/sites';
import { mappedColumns } from '../../operations/mappedColumns';
import { binaryContent, binaryField } from '../harness';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const marketingUrl = 'https://contoso.sharepoint.com/sites/marketing';
const marketing = { siteId: byId(marketingUrl) };
const inSite = { driveOf: 'site', ...marketing };

const run = async (operation: string, parameters = {}) =>
	await product.run({ resource: 'file', operation, ...inSite, ...parameters });
const site = () => siteOf(product.simulator.graph, 'contoso.sharepoint.com:/sites/marketing');
/** The library of the site; it is there once somebody has asked for it. */
async function library(): Promise<StoredDrive> {
	await run('get', { fileId: byId('/Notes.txt') });
	const found = allDrives(product.simulator.graph).find(({ webUrl }) => webUrl.startsWith(marketingUrl));
	product.simulator.requests.length = 0;
	product.simulator.parts.length = 0;
	return found as StoredDrive;
}
async function upload(fileName: string, content: Buffer, parameters = {}) {
	const data = await binaryField({ content, fileName });
	const input = [{ json: {}, binary: { data } }];
	const options = { rangeSize: 1 };
	const all = {
		resource: 'file',
		operation: 'upload',
		...inSite,
		parentId: byId(''),
		options,
		...parameters,
	};
	return await product.run(all, { input });
}
const messages = (hints: Array<{ message: string }>) => hints.map(({ message }) => message).join('\n');
const textOf = (error: unknown) => {
	const { message = '', description = '' } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};

describe('a file that SharePoint rewrites', () => {
	test.each([
		['Plan.docx', 'figures'],
		['Plan.pdf', 'x'.repeat(5 * 1024 * 1024)],
		['Plan.doc', 'figures'],
	])(fact(16, 'node', 'is uploaded, with a hint: %s'), async (name, text) => {
		const { items, error, hints } = await upload(name, Buffer.from(text));
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ name });
		expect(messages(hints)).toMatch(new RegExp(`SharePoint.*${name}`));
	});

	test(fact(16, 'node', 'is one hint for many'), async () => {
		const data = await binaryField({ content: Buffer.from('a'), fileName: 'A.docx' });
		const input = Array.from({ length: 9 }, () => ({ json: {}, binary: { data } }));
		const parameters = { ...inSite, parentId: byId(''), conflictBehavior: 'rename' };
		const { error, hints } = await product.run(
			{ resource: 'file', operation: 'upload', ...parameters },
			{ input },
		);
		expect(error).toBeUndefined();
		expect(hints).toHaveLength(1);
	});

	test.each(['content', 'sent'] as const)(
		fact(16, 'node', 'is downloaded, whatever its item tells of (%s)'),
		async (tellsOf) => {
			product.simulator.set({ sharePoint: { tellsOf } });
			await upload('Plan.docx', Buffer.from('figures'));
			const { items, error } = await run('download', { fileId: byId('/Plan.docx') });
			expect(error).toBeUndefined();
			const stored = findFile(await library(), 'root:/Plan.docx').content;
			expect(await binaryContent(items[0], 'data')).toEqual(stored);
		},
	);

	test(
		fact(16, 'node', 'of another kind that differs after the upload is no failure: it was committed'),
		async () => {
			const body = { id: 'x', name: 'Film.bin', size: 3, file: { hashes: { quickXorHash: 'other' } } };
			product.simulator.faults.add({ host: 'graph', method: 'PUT', action: { status: 201, body } });
			const { error, hints } = await upload('Film.bin', Buffer.from('figures'));
			expect(error).toBeUndefined();
			expect(messages(hints)).toMatch(/Film\.bin.*differs|differs.*Film\.bin/);
		},
	);
});

test(fact(17, 'node', 'a picture is asked for with its width and height'), async () => {
	const { error } = await run('download', { fileId: byId('/Notes.txt'), format: 'jpg', width: 640 });
	expect(error).toBeUndefined();
	const [content] = product.graphCalls().filter(({ path }) => path.endsWith('/content'));
	expect(content.query).toMatchObject({
		format: 'jpg',
		width: '640',
		height: expect.stringMatching(/^\d+$/),
	});
	await run('download', { fileId: byId('/Reports/2026/January.xlsx'), format: 'pdf' });
	expect(product.graphCalls().at(-1)?.query).toEqual({ format: 'pdf' });
});

test.each([
	['2.0', 'figures', /\/items\/[^/]+\/content$/],
	['1.0', 'draft', /\/versions\/1\.0\/content$/],
])(fact(18, 'node', 'version %s is downloaded'), async (version, text, path) => {
	const parameters = { fileId: byId('/Reports/2026/January.xlsx'), options: { version } };
	const { items, error } = await run('download', parameters);
	expect(error).toBeUndefined();
	expect((await binaryContent(items[0], 'data')).toString()).toBe(text);
	const asked = product.graphPaths().filter((one) => one.endsWith('/content'));
	expect(asked).toEqual([expect.stringMatching(path)]);
});

describe('a name that is there', () => {
	test.each([
		['rename', { name: 'Archive' }],
		['move', { destination: '/', newName: 'Archive' }],
	])(fact(19, 'node', 'is heeded by a %s'), async (operation, parameters) => {
		const where = { fileId: byId('/Notes.txt'), ...parameters };
		expect(textOf((await run(operation, { ...where, conflictBehavior: 'fail' })).error)).toMatch(/exists/);
		const { items, error } = await run(operation, { ...where, conflictBehavior: 'rename' });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ name: 'Archive 1' });
	});

	test(fact(19, 'node', 'of a folder is never replaced, and the error says so'), async () => {
		const { error } = await run('rename', {
			fileId: byId('/Notes.txt'),
			name: 'Archive',
			conflictBehavior: 'replace',
		});
		expect(textOf(error)).toMatch(/never replaces a folder/);
	});
});

test(fact(20, 'node', 'an invitation that was to expire says that it does not'), async () => {
	const invitation = { fileId: byId('/Notes.txt'), recipients: 'adele@contoso.example', role: 'read' };
	const expiring = { ...invitation, additionalFields: { expirationDateTime: '2030-01-01T00:00:00Z' } };
	const { items, error, hints } = await run('invite', expiring);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect(messages(hints)).toMatch(
		/doesn't expire.*adele@contoso\.example|adele@contoso\.example.*doesn't expire/s,
	);
	expect((await run('invite', invitation)).hints).toEqual([]);
});

describe('with Sites.Selected', () => {
	const grant = (role: string) => {
		const application = { id: product.app.clientId };
		grantsOf(product.simulator.graph, site()).set('own', {
			id: 'own',
			roles: [role],
			grantedToIdentities: [{ application }],
		});
		product.app.roles = ['Sites.Selected'];
	};

	test(fact(21, 'node', 'a search says that it needs more'), async () => {
		grant('write');
		const inDrive = { siteId: byId(site().id) };
		expect((await run('getChildren', { ...inDrive, parentId: byId('') })).error).toBeUndefined();
		const { error } = await run('search', { ...inDrive, searchWords: 'notes' });
		expect(textOf(error)).toMatch(/Sites\.Selected isn't enough for a search/);
	});

	test(fact(21, 'node', 'a list is made with more than a write grant'), async () => {
		const { id } = site();
		const create = { resource: 'list', operation: 'create', siteId: byId(id), displayName: 'New' };
		grant('write');
		expect(textOf((await product.run(create)).error)).toMatch(/manage or fullcontrol grant/);
		grant('manage');
		expect((await product.run(create)).error).toBeUndefined();
	});
});

describe('list items', () => {
	const orders = { ...marketing, listId: byId('Orders') };
	const item = async (operation: string, parameters = {}) =>
		await product.run({ resource: 'listItem', operation, ...orders, ...parameters });
	const page = { Url: 'https://contoso.example/a,b', Description: 'A, B' };

	test.each([
		['a URL', 'https://contoso.example/a', { Url: 'https://contoso.example/a' }],
		[
			'a URL and a text',
			'https://contoso.example/a, A, B',
			{ Url: 'https://contoso.example/a', Description: 'A, B' },
		],
	])(fact(23, 'node', 'hold links: %s'), async (_name, value, stored) => {
		const { error } = await item('update', {
			itemId: '1',
			...mappedColumns({ name: 'Page', kind: 'link', value }),
		});
		expect(error).toBeUndefined();
		const { items } = await item('get', { itemId: '1' });
		expect(items[0].json).toMatchObject({ fields: { Page: stored } });
	});

	test(fact(23, 'node', 'give links from all reads, and from what was written'), async () => {
		const written = await item('update', {
			itemId: '1',
			columnsFrom: 'json',
			columnsJson: JSON.stringify({ Page: page }),
		});
		expect(written.items[0].json).toMatchObject({ fields: { Page: page } });
		const created = await item('create', {
			columnsFrom: 'json',
			columnsJson: JSON.stringify({ Page: page }),
		});
		expect(created.items[0].json).toMatchObject({ fields: { Page: page } });
		const { items } = await item('getAll', { options: { filter: "fields/Status eq 'Open'" } });
		expect(items[0].json).toMatchObject({ fields: { Page: page } });
		const changes = jsonOf((await item('getChanges')).items)[0].changes;
		expect(JSON.stringify(changes)).toContain('"Description":"A, B"');
	});

	test(fact(23, 'node', 'hold persons by their address, whatever the language of the site'), async () => {
		const who = 'adelev@contoso.example';
		const { error } = await item('update', {
			itemId: '1',
			...mappedColumns(
				{ name: 'Owners', kind: 'people', value: `${who}, 7` },
				{ name: 'Editor_', kind: 'text', value: 'x' },
			),
		});
		expect(textOf(error)).toMatch(/Editor_/);
		await item('update', {
			itemId: '1',
			...mappedColumns({ name: 'Owners', kind: 'people', value: `${who}, 7` }),
		});
		const users = itemsOf(
			product.simulator.graph,
			listOf(product.simulator.graph, site(), 'Benutzerinformationsliste'),
		);
		const [own] = [...users.values()].filter(({ fields }) => (fields as { EMail: string }).EMail === who);
		expect(product.graphCalls().at(-1)?.body).toMatchObject({ OwnersLookupId: [Number(own.id), 7] });
	});

	test(fact(23, 'node', 'say who is unknown to the site'), async () => {
		const person = mappedColumns({ name: 'Owners', kind: 'person', value: "o'neill@contoso.example" });
		const { error } = await item('update', { itemId: '1', ...person });
		expect(textOf(error)).toMatch(/o'neill@contoso\.example.*isn't a user of the site/);
	});

	test.each(['refused', 'throttled'] as const)(
		fact(23, 'node', 'beyond the threshold are %s, and the error says why'),
		async (overThreshold) => {
			jest.spyOn(Math, 'random').mockReturnValue(0);
			const list = listOf(product.simulator.graph, site(), 'Orders');
			const all = itemsOf(product.simulator.graph, list);
			for (let n = 4; n <= 20; n += 1) all.set(`${n}`, itemEntity(`${n}`, n, {}));
			product.simulator.set({ sharePoint: { listThreshold: 10, overThreshold } });
			const { error } = await item('getAll', { options: { filter: "fields/Status eq 'Open'" } });
			expect(textOf(error)).toMatch(/Index the column/);
			expect(product.graphCalls().length).toBeLessThanOrEqual(3);
			jest.restoreAllMocks();
		},
	);

	test(fact(49, 'node', 'come without annotations where they are simplified'), async () => {
		for (const [operation, more] of [
			['get', { itemId: '1' }],
			['getAll', {}],
		] as const) {
			expect(JSON.stringify(jsonOf((await item(operation, more)).items))).not.toMatch(/@odata/);
			const all = await item(operation, { ...more, simplify: false });
			expect(JSON.stringify(jsonOf(all.items))).toMatch(/@odata\.etag/);
		}
		const { items } = await product.run({ resource: 'list', operation: 'getAll', ...marketing });
		expect(JSON.stringify(jsonOf(items))).not.toMatch(/@odata/);
	});
});

describe('the download URL', () => {
	const name = '@microsoft.graph.downloadUrl';
	const notes = { fileId: byId('/Notes.txt') };
	const raw = { simplify: false };

	test.each([
		['get', { ...notes, ...raw }],
		['getChildren', { parentId: byId(''), ...raw }],
		['getVersions', notes],
		['rename', { ...notes, name: 'New.txt' }],
		['move', { ...notes, destination: '/Archive' }],
		['copy', { ...notes, destination: '/Archive' }],
		['createFolder', { parentId: byId(''), name: 'New' }],
		['download', notes],
		['getChanges', {}],
		['search', { searchWords: 'notes' }],
	])(fact(46, 'node', 'stands in no item: %s'), async (operation, parameters) => {
		const { items, error } = await run(operation, parameters);
		expect(error).toBeUndefined();
		expect(items.length).toBeGreaterThan(0);
		expect(JSON.stringify(jsonOf(items))).not.toMatch(/downloadUrl|tempauth/);
	});

	test.each([5, 5 * 1024 * 1024])(
		fact(46, 'node', 'stands in no item: upload of %d bytes'),
		async (bytes) => {
			const { items } = await upload('New.bin', Buffer.alloc(bytes));
			expect(items[0].json).toMatchObject({ name: 'New.bin' });
			expect(JSON.stringify(jsonOf(items))).not.toMatch(/downloadUrl|tempauth/);
		},
	);

	test(fact(46, 'node', 'stands in no page of a list either'), async () => {
		const { items } = await run('getChildren', { ...raw, parentId: byId(''), options: { singlePage: true } });
		expect(JSON.stringify(jsonOf(items))).not.toMatch(/downloadUrl|tempauth/);
	});

	test.each([
		['get', notes],
		['get', { ...notes, ...raw }],
		['get', { ...notes, select: 'name' }],
		['getChildren', { parentId: byId('') }],
		['getVersions', notes],
		['rename', { ...notes, name: 'New.txt' }],
		['move', { ...notes, destination: '/Archive' }],
		['copy', { ...notes, destination: '/Archive' }],
	] as Array<[string, { select?: string }]>)(
		fact(46, 'node', 'is there where it is asked for: %s %j'),
		async (operation, { select, ...parameters }) => {
			const options = { includeDownloadUrl: true, ...(select !== undefined && { select }) };
			const { items, error } = await run(operation, { ...parameters, options });
			expect(error).toBeUndefined();
			expect(JSON.stringify(jsonOf(items))).toContain(name);
		},
	);

	test.each([
		['request', '', false],
		['request', `?$select=id,${name}`, true],
		['request', '', true, { includeDownloadUrl: true }],
		['batch', '', false],
		['batch', `?$select=id,${name}`, true],
		['batch', '', true, { includeDownloadUrl: true }],
	] as Array<[string, string, boolean, object?]>)(
		fact(46, 'node', "of a request of one's own is there only where it is asked for: %s %s %s"),
		async (operation, query, isAsked, options = {}) => {
			const { id } = await library();
			const path = `/drives/${id}/root:/Notes.txt${query}`;
			const { items, error } = await product.run({
				resource: 'api',
				operation,
				...(operation === 'batch'
					? { requests: JSON.stringify([{ method: 'GET', url: path }]) }
					: { method: 'GET', path }),
				options: { ...options },
			});
			expect(error).toBeUndefined();
			expect(JSON.stringify(jsonOf(items)).includes(name)).toBe(isAsked);
		},
	);

	test(fact(46, 'node', 'is there where "Select" names it'), async () => {
		const { items } = await run('get', { ...notes, options: { select: `name,${name}` } });
		expect(items[0].json).toHaveProperty([name]);
	});
});

describe('items of drives', () => {
	test.each(['get', 'getChildren'])(
		fact(47, 'node', 'have their ID whatever is selected: %s'),
		async (operation) => {
			const where = operation === 'get' ? { fileId: byId('/Notes.txt') } : { parentId: byId('') };
			const { items } = await run(operation, { ...where, options: { select: 'name' } });
			expect(items[0].json).toEqual({ id: expect.any(String), name: expect.any(String) });
		},
	);

	test.each([{}, { select: 'name' }])(
		fact(47, 'node', 'have changed without their root: %j'),
		async (options) => {
			const { items } = await run('getChanges', { options });
			const [{ changes, deltaLink }] = jsonOf(items) as Array<{ changes: object[]; deltaLink: string }>;
			expect(changes.length).toBeGreaterThan(3);
			expect(JSON.stringify(changes)).not.toMatch(/"root":\{/);
			const again = jsonOf((await run('getChanges', { deltaLink, options })).items)[0];
			expect(again.changes).toEqual([]);
			await run('delete', { fileId: byId('/Notes.txt') });
			const last = jsonOf((await run('getChanges', { deltaLink, options })).items)[0];
			expect(last.changes).toMatchObject([{ id: expect.any(String), deleted: { state: 'deleted' } }]);
		},
	);

	test(fact(47, 'node', 'are found by the address that Office has for them'), async () => {
		const drive = await library();
		const { id } = findFile(drive, 'root:/Reports/2026/January.xlsx');
		const listed = await run('get', { fileId: byId(id) });
		const { webUrl } = listed.items[0].json as { webUrl: string };
		expect(webUrl).toMatch(/Doc\.aspx\?sourcedoc=/);
		for (const sharingLink of [webUrl, `${webUrl}&wdOrigin=BROWSELINK&cid=1`]) {
			const { items } = await run('get', { driveOf: 'link', sharingLink });
			expect(items[0]?.json).toMatchObject({ id });
		}
	});

	test(fact(47, 'node', 'are listed by their name where the index tells no path'), async () => {
		const parameters = { resource: 'file', operation: 'get', ...inSite };
		const { results } = await product.list('searchFiles', { filter: 'january', parameters });
		expect(results.map(({ name }) => name)).toEqual(['January.xlsx']);
	});
});

describe('grants of a site', () => {
	const grants = async (operation: string, parameters = {}) =>
		await product.run({ resource: 'site', operation, ...marketing, ...parameters });

	test(fact(48, 'node', 'are listed with their roles'), async () => {
		for (const options of [{}, { singlePage: true }]) {
			const { items, error } = await grants('getPermissions', { options });
			expect(error).toBeUndefined();
			expect(JSON.stringify(items[0].json)).toContain('"roles":["read"]');
		}
	});

	test.each([
		['manage', true],
		['fullcontrol', true],
		['manage', false],
		['fullcontrol', false],
		['write', false],
	])(fact(48, 'node', 'of %s are given (at once: %s)'), async (role, grantsAllAtOnce) => {
		product.simulator.set({ sharePoint: { grantsAllAtOnce } });
		const { items, error } = await grants('grantPermission', {
			grantedClientId: 'app',
			grantedName: 'App',
			role,
		});
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ roles: [role] });
		const stored = [...grantsOf(product.simulator.graph, site()).values()];
		expect(stored.map(({ roles }) => roles)).toEqual([['read'], [role]]);
	});

	test(fact(48, 'node', 'that stop half way say what was given'), async () => {
		product.simulator.faults.add({
			host: 'graph',
			method: 'PATCH',
			action: { status: 400, body: { error: { code: 'invalidRequest', message: 'No such role.' } } },
		});
		const { error } = await grants('grantPermission', {
			grantedClientId: 'app',
			grantedName: 'App',
			role: 'manage',
		});
		expect(textOf(error)).toMatch(/No such role.*"write" instead of "manage"/s);
	});
});

describe('SharePoint', () => {
	test(fact(26, 'node', 'is told who asks: by the package and its version'), async () => {
		await run('download', { fileId: byId('/Notes.txt') });
		await upload('Film.bin', Buffer.alloc(5 * 1024 * 1024));
		const { version } = (await import('../../../package.json')) as { version: string };
		const agents = product.simulator.requests
			.filter(({ host }) => host === 'graph' || host === 'storage')
			.map(({ headers }) => headers['user-agent']);
		expect(new Set(agents)).toEqual(new Set([`NONISV|n8n|n8n-nodes-microsoft-graph-app-only/${version}`]));
	});

	test(fact(26, 'node', 'is left alone until its window ends, whichever drive is asked'), async () => {
		await library();
		product.simulator.set({ sharePoint: { rateLimit: { requests: 4, seconds: 3 } } });
		const paths: Array<[string, object]> = [
			['user', { userId: byId('adelev@contoso.example') }],
			['site', marketing],
			['user', { userId: byId('alexw@contoso.example') }],
			['site', marketing],
		];
		for (const [driveOf, where] of paths) {
			const { error } = await run('get', { driveOf, ...where, fileId: byId('/Notes.txt') });
			expect(error).toBeUndefined();
		}
		// What was told to be left was not used up: nothing was refused.
		const calls = product.graphCalls().filter(({ path }) => /drive|sites/.test(path));
		expect(calls.map(({ status }) => status)).not.toContain(429);
	});
});

describe('names with signs that mean something in URLs', () => {
	const names = [
		'$budget.txt',
		'100% #1.txt',
		"O'Neill's.txt",
		'a+b & c.txt',
		'%41.txt',
		'$a',
		"x$#%+'.txt",
		'%2541.txt',
	];

	test.each(names)(fact([6, 36], 'node', 'alone, in a batch, and in a folder: %s'), async (name) => {
		const drive = await library();
		const folder = addFile(drive, drive.rootId, name.replace('.txt', ''));
		const file = putFile(drive, folder.id, name, { content: Buffer.from('x'), conflict: 'fail' });
		const path = `/${folder.name}/${name}`;
		const input = [{ json: {} }, { json: {} }, { json: {} }];
		const parameters = {
			resource: 'file',
			operation: 'get',
			driveOf: 'drive',
			driveId: byId(drive.id),
			fileId: byId(path),
		};
		for (const given of [input.slice(0, 1), input]) {
			const { items, error } = await product.run(parameters, { input: given });
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual(given.map(() => file.id));
		}
		const sharingLink = `${drive.webUrl}/${encodeURIComponent(folder.name)}/${encodeURIComponent(name)}`;
		const shared = await run('get', { driveOf: 'link', sharingLink });
		expect(shared.items[0]?.json.id).toBe(file.id);
		const uploaded = await upload(name, Buffer.from('y'), {
			parentId: byId(`/${folder.name}`),
			conflictBehavior: 'replace',
		});
		expect(uploaded.items[0]?.json.id).toBe(file.id);
	});
});

test(fact(49, 'node', 'teams in a list have no nulls for what the list does not tell'), async () => {
	for (const options of [{}, { singlePage: true }]) {
		const { items } = await product.run({ resource: 'team', operation: 'getAll', options });
		expect(JSON.stringify(jsonOf(items))).toMatch(/Project Alpha/);
		expect(JSON.stringify(jsonOf(items))).not.toMatch(/null/);
	}
});
