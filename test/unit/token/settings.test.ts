import {
	clientIdOf,
	graphUrlOf,
	loginUrlOf,
	readFields,
	tenantOf,
} from '../../../credentials/auth/core/settings';

const guid = '11111111-1111-4111-8111-111111111111';

describe('the fields', () => {
	test('are trimmed, completed, and nothing else is taken along', () => {
		const fields = readFields({
			tenantId: ' a\n',
			clientSecret: '\ts ',
			other: 'x',
			sendCertificateChain: true,
		});
		expect(fields).toMatchObject({
			tenantId: 'a',
			clientSecret: 's',
			cloud: 'global',
			authentication: 'clientSecret',
			sendCertificateChain: true,
			tokenEndpointVersion: 'v2.0',
		});
		expect(fields).not.toHaveProperty('other');
	});

	test('that are missing get their defaults, and texts that give nothing are empty', () => {
		const fields = readFields({ clientId: undefined as unknown as string, imdsUrl: '' });
		expect(fields).toMatchObject({ cloud: 'global', clientId: '', tenantId: '', imdsUrl: '' });
	});

	test.each([null, undefined, '', 'Global', 'constructor', '__proto__'])(
		'that offer choices take nothing else: %j',
		(value) => {
			expect(() => readFields({ cloud: value as string })).toThrow(/"Cloud" .*Its choices are china, custom/);
		},
	);

	test('that cannot be used do not repeat what they hold', () => {
		const attempt = () => readFields({ clientSecret: `${'s3cret'.repeat(1000)}` });
		expect(attempt).toThrow(/"Client Secret" of the credential holds 6000 characters; the maximum is 4000/);
		expect(attempt).toThrow(/^(?!.*s3cret)/s);
	});
});

describe('a tenant', () => {
	const tenant = (tenantId: string) => tenantOf(readFields({ tenantId }));

	test.each([
		guid,
		guid.toUpperCase(),
		'contoso.onmicrosoft.com',
		'contoso.example',
		'a-b.co',
		'xn--bcher-kva.example',
	])('is a GUID or a domain: %s', (id) => {
		expect(tenant(` ${id} `)).toBe(id);
	});

	test.each(['common', 'organizations', 'consumers', 'Common'])('is a concrete one: %s', (id) => {
		expect(() => tenant(id)).toThrow(/needs one specific tenant/);
	});

	test.each([
		'contoso',
		'../x',
		'a/b.com',
		'a.com/..',
		'a.com?x',
		'a b.com',
		'a.com#',
		`${guid}/x`,
		'a..com',
		'-a.com',
		'https://a.com',
		'a@b.com',
		`${'a'.repeat(64)}.com`,
	])('is nothing else: %s', (id) => {
		expect(() => tenant(id)).toThrow(/tenant ID/);
	});

	test('has to be given', () => {
		expect(() => tenant('')).toThrow(/tenant ID is empty/);
	});
});

describe('a client ID', () => {
	const client = (clientId: string) => clientIdOf(readFields({ clientId }));

	test('is a GUID', () => {
		expect(client(` ${guid} `)).toBe(guid);
	});

	test.each(['', 'my app', `${guid}0`, `{${guid}}`])('is nothing else: %j', (id) => {
		expect(() => client(id)).toThrow(/client ID/);
	});
});

describe('a cloud', () => {
	test.each([
		['global', 'https://login.microsoftonline.com', 'https://graph.microsoft.com'],
		['usGovernment', 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
		['usGovernmentDod', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
		['china', 'https://login.partner.microsoftonline.cn', 'https://microsoftgraph.chinacloudapi.cn'],
	])('has its own hosts: %s', (cloud, login, graph) => {
		// What was left in the fields of the custom cloud counts for nothing.
		const fields = readFields({
			cloud,
			loginUrl: 'https://attacker.example',
			graphUrl: 'https://attacker.example',
		});
		expect(loginUrlOf(fields)).toBe(login);
		expect(graphUrlOf(fields)).toBe(graph);
	});

	test('that is not known is refused', () => {
		expect(() => graphUrlOf(readFields({ cloud: 'atlantis' }))).toThrow(/atlantis/);
		expect(() => loginUrlOf(readFields({ cloud: 'atlantis' }))).toThrow(/atlantis/);
	});
});

describe('a custom cloud', () => {
	const graph = (graphUrl: string) => graphUrlOf(readFields({ cloud: 'custom', graphUrl }));

	test.each([
		['https://graph.example', 'https://graph.example'],
		['https://graph.example/', 'https://graph.example'],
		['https://graph.example:8443/gateway//', 'https://graph.example:8443/gateway'],
		['http://localhost:8080', 'http://localhost:8080'],
		['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
		['http://127.1.2.3', 'http://127.1.2.3'],
		['http://[::1]:8080', 'http://[::1]:8080'],
		['HTTPS://Graph.Example', 'https://graph.example'],
	])('is https, or http on this machine: %s', (url, expected) => {
		expect(graph(url)).toBe(expected);
		expect(loginUrlOf(readFields({ cloud: 'custom', loginUrl: url }))).toBe(expected);
	});

	test.each([
		'http://graph.example',
		'http://127.0.0.1.attacker.example',
		'http://localhost.attacker.example',
		'https://user:secret@graph.example',
		'https://graph.example?x=1',
		'https://graph.example#x',
		'ftp://localhost',
		'file:///etc/passwd',
	])('is nothing else: %s', (url) => {
		expect(() => graph(url)).toThrow(/can't be used/);
		expect(() => graph(url)).toThrow(/^(?!.*secret)/);
	});

	test.each([
		['', /is empty/],
		['graph.example', /isn't a URL/],
	])('has to be a URL: %j', (url, message) => {
		expect(() => graph(url)).toThrow(message);
	});
});
