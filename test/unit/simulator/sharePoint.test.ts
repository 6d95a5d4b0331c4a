import { fact } from '../../reality/facts';
import type { Simulator } from '../../../simulator/simulator';
import { createClient, type ClientAnswer, type SimulatorClient } from '../../../simulator/client';
import { defaultClientId } from '../../../simulator/entra';
import { itemEntity, itemsOf, listOf, marketingUrl, siteOf } from '../../../simulator/graph/state/sites';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
withClient((given) => ({ simulator, client } = given));

const marketing = `/sites/${new URL(marketingUrl).hostname}:${new URL(marketingUrl).pathname}:`;
const bodyOf = <T>({ body }: ClientAnswer) => body as T;
const siteId = async () =>
	bodyOf<{ id: string }>(await client.get('/sites/contoso.sharepoint.com:/sites/marketing')).id;
const library = async () => {
	const { id } = bodyOf<{ id: string }>(await client.get(`/sites/${await siteId()}/drive`));
	return `/drives/${id}`;
};
const errorOf = (answer: ClientAnswer) => bodyOf<{ error: { code: string; message: string } }>(answer).error;
const put = async (drive: string, name: string, content: string) =>
	await client.call('PUT', `${drive}/root:/${name}:/content`, {
		body: Buffer.from(content),
		headers: { 'content-type': 'application/octet-stream' },
	});

test.each(['Plan.docx', 'Plan.pdf', 'Plan.xls', 'Plan.html'])(
	fact(16, 'simulator', 'an upload to a library is rewritten: %s'),
	async (name) => {
		const drive = await library();
		const { body } = await put(drive, name, 'figures');
		const { size, id } = body as { size: number; id: string };
		expect(size).toBeGreaterThan('figures'.length);
		simulator.set({ sharePoint: { tellsOf: 'sent' } });
		const again = bodyOf<{ size: number }>(await put(drive, name, 'figures'));
		expect(again.size).toBe('figures'.length);
		const { headers } = await client.get(`${drive}/items/${id}/content`);
		const content = await client.call('GET', headers.location, { token: null });
		expect(String(content.body).length).toBeGreaterThan(again.size);
		simulator.set({ sharePoint: { rewrites: 'never' } });
		expect(bodyOf<{ size: number }>(await put(drive, name, 'figures')).size).toBe('figures'.length);
	},
);

test(fact(16, 'simulator', 'other files stay as they are'), async () => {
	expect((await put(await library(), 'Film.bin', 'figures')).body).toMatchObject({ size: 7 });
});

test(fact(17, 'simulator', 'a picture without a size is refused'), async () => {
	const content = `${await library()}/root:/Notes.txt:/content?format=jpg`;
	expect((await client.get(content)).status).toBe(400);
	expect((await client.get(`${content}&width=100&height=80`)).status).toBe(302);
});

test(fact(18, 'simulator', "the current version's content is refused at its address"), async () => {
	const versions = `${await library()}/root:/Reports/2026/January.xlsx:/versions`;
	expect(errorOf(await client.get(`${versions}/2.0/content`)).message).toMatch(/current version/);
	expect((await client.get(`${versions}/1.0/content`)).status).toBe(302);
});

test(fact(19, 'simulator', 'a move heeds the conflict behavior in its body only'), async () => {
	const drive = await library();
	const behavior = '@microsoft.graph.conflictBehavior';
	const rename = async (from: string, name: string, body = {}, query = '') =>
		await client.call('PATCH', `${drive}/root:/${from}${query}`, { body: { name, ...body } });
	expect((await rename('Notes.txt', 'Archive', {}, `?${behavior}=rename`)).status).toBe(409);
	expect((await rename('Notes.txt', 'Archive', { [behavior]: 'rename' })).body).toMatchObject({
		name: 'Archive 1',
	});
	expect(errorOf(await rename('Reports', 'Archive', { [behavior]: 'replace' })).code).toBe(
		'nameAlreadyExists',
	);
});

test(fact(20, 'simulator', 'the expiration of an invitation is dropped'), async () => {
	const { body } = await client.post(`${await library()}/root:/Notes.txt:/invite`, {
		recipients: [{ email: 'adele@contoso.example' }],
		roles: ['read'],
		expirationDateTime: '2030-01-01T00:00:00Z',
	});
	expect((body as { value: object[] }).value[0]).not.toHaveProperty('expirationDateTime');
});

test(
	fact(21, 'simulator', 'Sites.Selected opens granted sites, without their search; a list takes more'),
	async () => {
		const drive = await library();
		const grant = async (role: string) => {
			const grantedToIdentities = [{ application: { id: defaultClientId, displayName: 'App' } }];
			const made = await client.post(`${marketing}/permissions`, { roles: ['write'], grantedToIdentities });
			const { id } = made.body as { id: string };
			if (role !== 'write')
				await client.call('PATCH', `${marketing}/permissions/${id}`, { body: { roles: [role] } });
		};
		await grant('write');
		const selected = await createClient(simulator, ['Sites.Selected']);
		expect((await selected.get(`${drive}/root/children`)).status).toBe(200);
		expect((await selected.get(`${drive}/root/search(q='notes')`)).status).toBe(403);
		expect((await selected.get('/sites/root/drive/root/children')).status).toBe(403);
		expect((await selected.post(`${marketing}/lists`, { displayName: 'New' })).status).toBe(403);
		await grant('manage');
		expect((await selected.post(`${marketing}/lists`, { displayName: 'New' })).status).toBe(201);
		await selected.close();
	},
);

describe('a list', () => {
	const items = `${marketing}/lists/Orders/items`;
	const newer = { prefer: 'apiversion=2.1' };
	const link = { Url: 'https://contoso.example', Description: 'Contoso' };

	test(fact(23, 'simulator', 'takes and gives links for those who prefer 2.1 only'), async () => {
		await client.call('PATCH', `${items}/1/fields`, { body: { Page: link } });
		const read = async (headers?: Record<string, string>) =>
			bodyOf<{ fields: object }>(await client.get(`${items}/1?$expand=fields`, headers)).fields;
		expect(await read(newer)).not.toHaveProperty('Page');
		await client.call('PATCH', `${items}/1/fields`, { body: { Page: link }, headers: newer });
		expect(await read(newer)).toHaveProperty('Page', link);
		expect(await read()).not.toHaveProperty('Page');
	});

	test(fact(23, 'simulator', 'takes a person by the number that the site has for it'), async () => {
		const write = async (fields: object) => await client.call('PATCH', `${items}/1/fields`, { body: fields });
		expect((await write({ Owners: 'adelev@contoso.example' })).status).toBe(400);
		expect((await write({ OwnersLookupId: [6] })).status).toBe(200);
	});

	test(fact(23, 'simulator', 'over its threshold is filtered by indexed columns only'), async () => {
		const list = listOf(
			simulator.graph,
			siteOf(simulator.graph, 'contoso.sharepoint.com:/sites/marketing'),
			'Orders',
		);
		for (let n = 4; n <= 20; n += 1) itemsOf(simulator.graph, list).set(`${n}`, itemEntity(`${n}`, n, {}));
		simulator.set({ sharePoint: { listThreshold: 10 } });
		const prefer = { prefer: 'HonorNonIndexedQueriesWarningMayFailRandomly' };
		const filtered = async (by: string) => await client.get(`${items}?$filter=fields/${by}`, prefer);
		expect((await filtered('Amount eq 10')).status).toBe(200);
		expect(errorOf(await filtered("Status eq 'Open'")).message).toMatch(/exceeds the list view threshold/);
		simulator.set({ sharePoint: { overThreshold: 'throttled' } });
		const throttled = await filtered("Status eq 'Open'");
		expect([throttled.status, throttled.headers['retry-after']]).toEqual([429, undefined]);
	});

	test(fact(49, 'simulator', 'has annotations beside its data; IDs of lookups are texts'), async () => {
		await client.call('PATCH', `${items}/1/fields`, { body: { CustomerLookupId: 4 } });
		const etag = { '@odata.etag': expect.any(String) };
		expect((await client.get(`${marketing}/lists/Orders`)).body).toMatchObject(etag);
		expect((await client.get(`${items}/1?$expand=fields`)).body).toMatchObject({
			...etag,
			'fields@odata.context': expect.any(String),
			fields: { ...etag, CustomerLookupId: '4' },
		});
	});
});

test(
	fact(26, 'simulator', 'all sites and drives of a tenant share one limit, which answers tell of'),
	async () => {
		const drive = await library();
		simulator.set({ sharePoint: { rateLimit: { requests: 3, seconds: 60 } } });
		const paths = [
			`${drive}/root`,
			'/users/adelev@contoso.example/drive/root',
			'/sites/root',
			'/sites/root/lists',
		];
		const answers: ClientAnswer[] = [];
		for (const path of paths) answers.push(await client.get(path));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
		expect(answers.map(({ headers }) => headers['ratelimit-remaining'])).toEqual(['2', '1', '0', undefined]);
		expect((await client.get('/users/adelev@contoso.example')).status).toBe(200);
	},
);

test(
	fact(46, 'simulator', 'items, children, versions, and uploads have a URL that opens the file'),
	async () => {
		const drive = await library();
		const notes = `${drive}/root:/Notes.txt`;
		const answers = [
			await client.get(notes),
			await client.get(`${drive}/root/children`),
			await client.get(`${notes}:/versions`),
			await put(drive, 'New.txt', 'new'),
			await client.call('PATCH', notes, { body: { name: 'Old.txt' } }),
		];
		for (const { body } of answers) {
			const [, url] =
				/"@microsoft\.graph\.downloadUrl":"([^"]*tempauth=[^"]*)"/.exec(JSON.stringify(body)) ?? [];
			expect((await client.call('GET', String(url), { token: null })).status).toBe(200);
		}
	},
);

test(
	fact(47, 'simulator', 'selected items have no ID, Office files an address of their own, hits no hashes'),
	async () => {
		const drive = await library();
		const year = `${drive}/root:/Reports/2026`;
		const [selected] = bodyOf<{ value: object[] }>(await client.get(`${year}:/children?$select=name`)).value;
		expect(Object.keys(selected)).toEqual(['name']);
		const { webUrl } = bodyOf<{ webUrl: string }>(await client.get(`${year}/January.xlsx`));
		expect(webUrl).toMatch(
			/\/sites\/marketing\/_layouts\/15\/Doc\.aspx\?sourcedoc=%7B[\dA-F-]{36}%7D&file=January\.xlsx/,
		);
		const share = `/shares/u!${Buffer.from(`${webUrl}&wdOrigin=x`).toString('base64url')}/driveItem`;
		expect((await client.get(share)).body).toMatchObject({ name: 'January.xlsx' });
		const found = await client.get(`${drive}/root/search(q='January')`);
		const [hit] = bodyOf<{ value: Array<{ file: object; parentReference: object }> }>(found).value;
		expect(hit).not.toHaveProperty('eTag');
		expect(hit.file).not.toHaveProperty('hashes.quickXorHash');
		expect(hit.parentReference).not.toHaveProperty('path');
	},
);

test(
	fact(48, 'simulator', 'the list of grants has no roles; greater roles are granted by a change'),
	async () => {
		const [grant] = bodyOf<{ value: Array<{ id: string }> }>(
			await client.get(`${marketing}/permissions`),
		).value;
		expect(grant).not.toHaveProperty('roles');
		expect((await client.get(`${marketing}/permissions/${grant.id}`)).body).toMatchObject({
			roles: ['read'],
		});
		const body = { roles: ['manage'], grantedToIdentities: [{ application: { id: 'app' } }] };
		expect((await client.post(`${marketing}/permissions`, body)).status).toBe(400);
		const change = { body: { roles: ['manage'] } };
		expect((await client.call('PATCH', `${marketing}/permissions/${grant.id}`, change)).body).toMatchObject({
			roles: ['manage'],
		});
		simulator.set({ sharePoint: { grantsAllAtOnce: true } });
		expect((await client.post(`${marketing}/permissions`, body)).status).toBe(201);
	},
);

test(fact(49, 'simulator', 'the list of teams has nulls for what a team has'), async () => {
	const [{ id, ...listed }] = bodyOf<{ value: Array<{ id: string }> }>(await client.get('/teams')).value;
	expect(listed).toMatchObject({ isArchived: null, webUrl: null });
	expect((await client.get(`/teams/${id}`)).body).toMatchObject({ isArchived: false });
});
