import { resourceFor, resourceOfScope } from '../../../credentials/auth/token/audience';
import { readFields, type CredentialFields } from '../../../credentials/auth/core/settings';

const fields = (change: Partial<CredentialFields> = {}) => readFields({ ...change });
const resource = (url: string, change: Partial<CredentialFields> = {}) =>
	resourceFor(new URL(url), fields(change));

describe('the resource of a request', () => {
	test.each([
		['global', 'https://graph.microsoft.com/v1.0/users', 'https://graph.microsoft.com'],
		['usGovernment', 'https://graph.microsoft.us/beta', 'https://graph.microsoft.us'],
		['usGovernmentDod', 'https://dod-graph.microsoft.us/', 'https://dod-graph.microsoft.us'],
		['china', 'https://microsoftgraph.chinacloudapi.cn/', 'https://microsoftgraph.chinacloudapi.cn'],
		['france', 'https://graph.svc.sovcloud.fr/v1.0/users', 'https://graph.svc.sovcloud.fr'],
		['germany', 'https://graph.svc.sovcloud.de/v1.0/users', 'https://graph.svc.sovcloud.de'],
		['singapore', 'https://graph.svc.sovcloud.sg/v1.0/users', 'https://graph.svc.sovcloud.sg'],
	])('is its cloud’s Graph: %s', (cloud, url, expected) => {
		expect(resource(url, { cloud })).toBe(expected);
	});

	test('is the Graph of a custom cloud, on its port alone', () => {
		const custom = { cloud: 'custom', graphUrl: 'http://127.0.0.1:8080' };
		expect(resource('http://127.0.0.1:8080/v1.0/users', custom)).toBe('http://127.0.0.1:8080');
		expect(() => resource('http://127.0.0.1:8081/v1.0/users', custom)).toThrow(/8081/);
		expect(() => resource('http://localhost:8080/v1.0/users', custom)).toThrow(/localhost/);
	});

	test.each([
		'https://attacker.example/',
		'http://graph.microsoft.com/v1.0/users',
		'https://graph.microsoft.com:8443/',
		'https://graph.microsoft.com.attacker.example/',
		'https://graph.microsoft.us/',
		'https://a.graph.microsoft.com/',
		'ftp://graph.microsoft.com/',
	])('is none for another host: %s', (url) => {
		expect(() => resource(url)).toThrow(/goes to https:\/\/graph\.microsoft\.com only/);
	});

	test('does not repeat the query of a URL that is refused', () => {
		expect(() => resource('https://attacker.example/?secret=1')).toThrow(/^(?!.*secret)/s);
	});
});

describe('a scope of its own', () => {
	test.each([
		[
			'https://management.azure.com/.default',
			'https://management.azure.com/subscriptions',
			'https://management.azure.com',
		],
		[
			'https://management.azure.com//.default',
			'https://management.azure.com/x',
			'https://management.azure.com/',
		],
		['https://vault.azure.net/.default', 'https://mine.vault.azure.net/secrets/a', 'https://vault.azure.net'],
		[
			'https://storage.azure.com/.default',
			'https://mine.blob.core.windows.net/a',
			'https://storage.azure.com',
		],
	])('%s is for %s', (scope, url, expected) => {
		expect(resource(url, { scope })).toBe(expected);
	});

	test('leaves Graph its own token', () => {
		const scope = 'https://management.azure.com/.default';
		expect(resource('https://graph.microsoft.com/v1.0/users', { scope })).toBe('https://graph.microsoft.com');
	});

	test.each([
		['https://management.azure.com/.default', 'https://attacker.example/'],
		['https://management.azure.com/.default', 'https://a.management.azure.com/'],
		['https://management.azure.com/.default', 'http://management.azure.com/'],
		['https://vault.azure.net/.default', 'https://vault.azure.net.attacker.example/'],
		['https://vault.azure.net/.default', 'https://attackervault.azure.net/'],
		['https://vault.azure.net/.default', 'http://mine.vault.azure.net/'],
	])('%s is not for %s', (scope, url) => {
		expect(() => resource(url, { scope })).toThrow(/only/);
	});

	test('for SharePoint’s REST is refused to a secret before anything is asked', () => {
		const scope = 'https://contoso.sharepoint.com/.default';
		const url = 'https://contoso.sharepoint.com/_api/web';
		expect(() => resource(url, { scope })).toThrow(/SharePoint.*certificate/);
		expect(resource(url, { scope, authentication: 'certificate' })).toBe('https://contoso.sharepoint.com');
	});

	test.each([
		'',
		'Mail.Send',
		'https://graph.microsoft.com/Mail.Send',
		'/.default',
		'https://a.example/.default https://b.example/.default',
		'https://a.example/.default/',
		'graph/.default',
	])('has to be one resource and /.default: %j', (scope) => {
		expect(() => resourceOfScope(scope)).toThrow(/can't be used/);
	});
});
