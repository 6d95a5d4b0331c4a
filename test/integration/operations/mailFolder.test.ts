import type { INodeParameters } from 'n8n-workflow';
import { fact } from '../../reality/facts';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const folder = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'mailFolder',
	operation,
	mailbox: byId(adele),
	...parameters,
});
const mailbox = () => product.simulator.graph.mailbox(adele);
const named = (name: string) => mailbox().folders.find(({ displayName }) => displayName === name);
const pathsOf = async (parameters: INodeParameters = {}) => {
	const run = await product.run(folder('getAll', { returnAll: true, ...parameters }));
	expect(run.error).toBeUndefined();
	return jsonOf(run.items).map(({ path }) => path);
};

describe('get many mail folders', () => {
	beforeEach(() => {
		mailbox().createFolder('2026', named('Invoices')?.id ?? '');
		mailbox().createFolder('Quick steps', mailbox().folder('msgfolderroot')?.id ?? '').isHidden = true;
	});

	test(fact(7, 'node', 'with their paths, each before those below it'), async () => {
		const paths = await pathsOf();
		const inbox = paths.indexOf('Inbox');
		expect(paths.slice(inbox, inbox + 4)).toEqual([
			'Inbox',
			'Inbox/Projects',
			'Inbox/Invoices',
			'Inbox/Invoices/2026',
		]);
		expect(paths).toContain('Sent Items');
		expect(paths).not.toContain('Quick steps');
		// The top, the Inbox, Invoices: nothing is asked of folders without any below them.
		expect(product.graphPaths()).toHaveLength(3);
	});

	test('hidden ones too, one level, below a folder, up to a limit', async () => {
		expect(await pathsOf({ includeHiddenFolders: true })).toContain('Quick steps');
		expect(await pathsOf({ includeChildren: false })).not.toContain('Inbox/Projects');
		expect(await pathsOf({ parentFolderId: byId('inbox') })).toEqual([
			'Projects',
			'Invoices',
			'Invoices/2026',
		]);
		expect(await pathsOf({ returnAll: false, limit: 2 })).toHaveLength(2);
	});
});

describe('a mail folder', () => {
	test('is created at the top, or in another', async () => {
		await product.run(folder('create', { displayName: 'Reports' }));
		const run = await product.run(
			folder('create', { displayName: 'Reports', parentFolderId: byId('inbox') }),
		);
		expect(run.items[0].json).toMatchObject({
			displayName: 'Reports',
			parentFolderId: mailbox().folder('inbox')?.id,
		});
		expect(product.graphPaths()).toEqual([
			`POST /v1.0/users/${adele}/mailFolders`,
			`POST /v1.0/users/${adele}/mailFolders/inbox/childFolders`,
		]);
	});

	test('of a name that is taken is not created, which is said', async () => {
		const { error } = await product.run(folder('create', { displayName: 'Inbox' }));
		expect(error).toMatchObject({ description: expect.stringMatching(/already exists/) });
	});

	test('is renamed', async () => {
		const folderId = byId(named('Projects')?.id ?? '');
		const run = await product.run(folder('update', { folderId, displayName: 'Plans' }));
		expect(run.items[0].json).toMatchObject({ displayName: 'Plans' });
	});

	test('is moved to Deleted Items, or deleted for good', async () => {
		const [projects, invoices] = [named('Projects'), named('Invoices')];
		const run = await product.run(folder('delete', { folderId: byId(projects?.id ?? '') }));
		expect(jsonOf(run.items)).toEqual([{ deleted: true }]);
		expect(projects?.parentFolderId).toBe(mailbox().folder('deleteditems')?.id);
		await product.run(folder('delete', { folderId: byId(invoices?.id ?? ''), deleteHow: 'forGood' }));
		expect(named('Invoices')).toBeUndefined();
	});

	test.each(['deletedItems', 'forGood'])('that every mailbox has stays: %s', async (deleteHow) => {
		const { error } = await product.run(folder('delete', { folderId: byId('inbox'), deleteHow }));
		expect(error).toMatchObject({ description: expect.stringMatching(/A default folder/) });
	});
});

describe('the list to pick from', () => {
	const list = async (filter?: string) => {
		const names: string[] = [];
		let paginationToken: string | undefined;
		do {
			const parameters = folder('get');
			const page = await product.list('searchMailFolders', { parameters, filter, paginationToken });
			names.push(...page.results.map(({ name }) => name));
			paginationToken = page.paginationToken as string | undefined;
		} while (paginationToken !== undefined);
		return names;
	};

	test('shows folders below others by their path', async () => {
		const parameters = folder('get');
		const { results } = await product.list('searchMailFolders', { parameters, filter: 'invoices' });
		expect(results).toEqual([{ name: 'Inbox/Invoices', value: named('Invoices')?.id }]);
	});

	test(fact(7, 'node', 'shows all levels, and all folders of each'), async () => {
		const invoices = named('Invoices')?.id ?? '';
		const names = Array.from({ length: 130 }, (_, n) => `Month ${n}`);
		const [first] = names.map((name) => mailbox().createFolder(name, invoices));
		mailbox().createFolder('Paid', mailbox().createFolder('Fabrikam', first?.id ?? '').id);
		const all = await list();
		expect(all.filter((name) => name.includes('Month'))).toEqual([
			'Inbox/Invoices/Month 0',
			'Inbox/Invoices/Month 0/Fabrikam',
			'Inbox/Invoices/Month 0/Fabrikam/Paid',
			...names.slice(1).map((name) => `Inbox/Invoices/${name}`),
		]);
		expect(new Set(all).size).toBe(all.length);
		expect(await list('PAID')).toEqual(['Inbox/Invoices/Month 0/Fabrikam/Paid']);
	});

	test('is searched to its end', async () => {
		const top = mailbox().folder('msgfolderroot')?.id ?? '';
		for (let n = 0; n < 150; n++) mailbox().createFolder(`Folder ${n}`, top);
		const parameters = folder('get');
		const { results } = await product.list('searchMailFolders', { parameters, filter: 'folder 1' });
		// The editor asks for a further page only of a list that is long enough to be scrolled.
		expect(results.map(({ name }) => name)).toContain('Folder 149');
	});
});
