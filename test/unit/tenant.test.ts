import { randomUUID } from 'node:crypto';
import { pathForm } from '../tenant/anonymous';
import { compare, recordingOf } from '../tenant/recording';
import type { Exchange } from '../tenant/wire';

const graphUrl = 'https://graph.example';

/** What nobody may learn. */
const secret = {
	address: 'zaphod.beeblebrox@magrathea.example',
	id: randomUUID(),
	token: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9',
	host: 'magrathea.sharepoint.com',
	name: 'Heart-of-Gold',
	word: 'infiniteimprobability',
};

const exchange = (own: Partial<Exchange>): Exchange => ({
	method: 'GET',
	path: '/v1.0/users',
	requestHeaders: [],
	status: 200,
	headers: { 'content-type': 'application/json' },
	body: {},
	...own,
});

const recorded = (own: Partial<Exchange>) =>
	recordingOf([{ step: 'a step', exchanges: [exchange(own)] }], graphUrl);

describe('the form of a path', () => {
	test.each([
		[`/v1.0/users/${secret.address}/messages/AAMk${secret.token}=`, '/v1.0/users/{}/messages/{}'],
		[`/v1.0/users/${secret.word}/mailFolders/inbox`, '/v1.0/users/{}/mailFolders/inbox'],
		[`/v1.0/users('${secret.id}')/messages('${secret.token}')`, "/v1.0/users('{}')/messages('{}')"],
		[`/v1.0/drives/${secret.id}/root:/${secret.name}/a.xlsx:/content`, '/v1.0/drives/{}/root:{}:/content'],
		[`/v1.0/drives/${secret.id}/root:/${secret.name}/a.xlsx`, '/v1.0/drives/{}/root:{}:'],
		[`/v1.0/drives/${secret.id}/root/search(q='${secret.name}')`, "/v1.0/drives/{}/root/search('{}')"],
		[`/v1.0/sites/${secret.host}:/sites/${secret.name}:/lists`, '/v1.0/sites/{}/lists'],
		[`/v1.0/sites/${secret.host},${secret.id},${secret.id}/lists/${secret.word}`, '/v1.0/sites/{}/lists/{}'],
		['/v1.0/sites/root/lists', '/v1.0/sites/{}/lists'],
		["/v1.0/reports/getEmailActivityCounts(period='D7')", "/v1.0/reports/getEmailActivityCounts('{}')"],
		[`/v1.0/users?$filter=startswith(mail,'${secret.address}')`, '/v1.0/users'],
		[`https://graph.example/v1.0/groups/${secret.id}`, '/v1.0/groups/{}'],
		[`/v1.0/${secret.word}/${secret.word}('${secret.word}')`, '/v1.0/{}/{}'],
	])('%s', (path, form) => {
		expect(pathForm(path)).toBe(form);
	});
});

describe('a recording', () => {
	test.each<[string, Partial<Exchange>]>([
		['a value', { body: { displayName: secret.address, id: secret.id, tags: [secret.name] } }],
		['a property that a tenant named', { body: { [`extension_${secret.id}_${secret.word}`]: 1 } }],
		['a property within an open type', { body: { fields: { [secret.word]: 1, Title: secret.name } } }],
		[
			'a property of an item that is its columns',
			{ path: '/v1.0/sites/x/lists/y/items/1/fields', body: { [secret.word]: 1 } },
		],
		['an annotation', { body: { [`${secret.name}@odata.type`]: secret.word } }],
		[
			'a link',
			{
				body: {
					'@odata.nextLink': `${graphUrl}/v1.0/users/${secret.word}/messages?$skiptoken=${secret.token}&search=${secret.word}`,
				},
			},
		],
		[
			'a link elsewhere',
			{ body: { '@odata.deltaLink': `https://${secret.host}/${secret.word}?token=${secret.token}` } },
		],
		[
			'an error',
			{
				status: 403,
				body: {
					error: {
						code: secret.address,
						message: `${secret.name} is not there`,
						innerError: { [secret.name]: secret.id },
					},
				},
			},
		],
		[
			'a place elsewhere',
			{ status: 202, headers: { location: `https://${secret.host}/_api/${secret.word}?t=${secret.token}` } },
		],
		['a place', { status: 201, headers: { location: `${graphUrl}/v1.0/users/${secret.id}/${secret.word}` } }],
		[
			'a preference',
			{
				headers: {
					'preference-applied': `outlook.timezone="${secret.name}", ${secret.word}=${secret.token}`,
				},
			},
		],
		['a type', { headers: { 'content-type': `multipart/mixed; boundary=${secret.token}` } }],
		['a tag', { headers: { etag: `W/"${secret.token}"` } }],
		['another header', { headers: { 'x-ms-ags-diagnostic': secret.host, 'request-id': secret.id } }],
		['a query', { path: `/v1.0/users?$filter=mail eq '${secret.address}'&${secret.name}=1` }],
		['a text', { headers: { 'content-type': 'text/plain' }, body: secret.name }],
	])('holds nothing of %s', (_, own) => {
		const text = JSON.stringify(recorded(own)).toLowerCase();
		const told = Object.values(secret).filter((value) => text.includes(value.toLowerCase()));
		expect(told).toEqual([]);
	});

	it('keeps what is Graph’s own', () => {
		const body = {
			'@odata.context': 'x',
			'@odata.nextLink': `${graphUrl}/v1.0/users?%24top=2&%24skip=2`,
			value: [{ displayName: 'x', fields: { Title: 'x', id: '1' }, fromIP: null, 'members@delta': [] }],
		};
		const [one] = recorded({ path: '/v1.0/users?$top=2', requestHeaders: ['consistencylevel'], body });
		expect(one).toMatchObject({
			method: 'GET',
			path: '/v1.0/users',
			requestHad: ['headers:ConsistencyLevel', 'params:$top'],
			links: ['@odata.nextLink: /v1.0/users?%24top=2&%24skip=2'],
			answer: {
				properties: {
					'@odata.context': 'string',
					value: {
						items: {
							properties: {
								displayName: 'string',
								fields: { properties: { Title: 'string', id: 'string' } },
								fromIP: 'null',
								'members@delta': 'empty array',
							},
						},
					},
				},
			},
		});
	});
});

describe('the comparison', () => {
	const compared = (tenant: Partial<Exchange>[], simulator: Partial<Exchange>[]) =>
		compare(
			{ steps: [{ step: 'a step', exchanges: tenant.map(exchange) }], graphUrl },
			{ steps: [{ step: 'a step', exchanges: simulator.map(exchange) }], graphUrl },
		).map(({ kind, path }) => `${kind} ${path}`);

	test.each<[string, Partial<Exchange>[], Partial<Exchange>[], string[]]>([
		['a type', [{ body: { id: 1 } }], [{ body: { id: 'x' } }], ['type id']],
		['a property', [{ body: {} }], [{ body: { id: 'x' } }], ['extra property id']],
		['a lack', [{ body: { id: 'x' } }], [{ body: {} }], ['missing property id']],
		['a header', [{ headers: { etag: '"x"' } }], [{ headers: {} }], ['header etag']],
		['a status', [{ status: 404 }], [{ status: 200 }], ['status ']],
		['nothing for an empty value', [{ body: { id: 'x' } }], [{ body: { id: null } }], []],
		[
			'nothing for a throttled request',
			[{ status: 429, body: { error: {} } }, { body: { id: 'x' } }],
			[{ body: { id: 'y' } }],
			[],
		],
		[
			'nothing for a removal whose first answer was lost',
			[
				{ method: 'DELETE', status: 504 },
				{ method: 'DELETE', status: 404 },
			],
			[{ method: 'DELETE', status: 204 }],
			[],
		],
		['nothing for what one of them was not asked', [{ path: '/v1.0/groups' }], [{ path: '/v1.0/users' }], []],
	])('finds %s', (_, tenant, simulator, found) => {
		expect(compared(tenant, simulator)).toEqual(found);
	});
});
